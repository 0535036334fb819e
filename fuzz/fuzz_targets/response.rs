//! Any bytes as an answer: the shortcuts and the events agree, and what was read is written and read again.
#![no_main]

use std::fmt::Debug;

use kojiview::xmlrpc::{self, Decoded, Error, Outcome, Value};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "compared by its Debug form")]
struct Row {
    #[serde(default)]
    a: Option<Value>,
    #[serde(default)]
    b: Option<Vec<Option<i64>>>,
    #[serde(default)]
    c: (),
}

/// What the events can read the shortcuts read to the same; what only the shortcuts can read is no value when it is read
/// whole. By Debug forms: NaN is not equal to itself.
fn agree<T: DeserializeOwned + Debug>(body: &[u8], value: &Result<Decoded<Value>, Error>) {
    let fast = xmlrpc::response::<T>(body);
    let slow = xmlrpc::response_by_events::<T>(body);
    match (&fast, &slow) {
        (Ok(_), Err(_)) => assert!(value.is_err(), "{fast:?} {slow:?} {value:?}"),
        (Err(Error::Fault(_)) | Ok(_), _) | (_, Ok(_)) => assert_eq!(format!("{fast:?}"), format!("{slow:?}")),
        (Err(_), Err(_)) => {}
    }
}

fuzz_target!(|body: &[u8]| {
    let value = xmlrpc::response::<Value>(body);
    agree::<Value>(body, &value);
    agree::<Row>(body, &value);
    agree::<Vec<Row>>(body, &value);
    agree::<IgnoredAny>(body, &value);
    agree::<Vec<Outcome<(Option<String>, i64)>>>(body, &value);
    match value {
        Ok(Decoded { value, .. }) => {
            let written = xmlrpc::write_response(&value).expect("what was read can be written");
            let again = xmlrpc::response::<Value>(written.as_bytes()).expect("what was written can be read");
            assert_eq!(format!("{value:?}"), format!("{:?}", again.value));
            assert_eq!(again.replaced, 0);
        }
        Err(Error::Fault(fault)) => {
            let again = xmlrpc::response::<Value>(xmlrpc::write_fault(&fault).as_bytes());
            assert_eq!(again, Err(Error::Fault(fault)));
        }
        Err(error) => assert!(error.to_string().len() < 2000),
    }
});
