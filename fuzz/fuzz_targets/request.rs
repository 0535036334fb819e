//! Any bytes as a call: what was read is written and read again with the same meaning.
#![no_main]

use kojiview::xmlrpc;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(call) = xmlrpc::request(body) {
        let again = xmlrpc::request(xmlrpc::write_call_of(&call).as_bytes()).expect("what was written can be read");
        // By Debug forms: NaN is not equal to itself.
        assert_eq!(format!("{call:?}"), format!("{again:?}"));
    }
});
