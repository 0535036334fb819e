//! Requests and answers recorded from a real hub: all decode, the same with and without the byte shortcuts, and say what
//! the recorder says they say.
//!
//! `tests/recorded/codec` holds a selection of them, a JSONL file a method: a few short cases each and all faults. With
//! `KOJIVIEW_TRANSCRIPTS` in the environment the whole of that folder is read instead.

use std::fs;

use kojiview::xmlrpc::{self, Error, Value};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::read;

#[derive(Deserialize)]
pub(crate) struct Case {
    #[serde(rename = "case")]
    about: String,
    args: Vec<serde_json::Value>,
    kwargs: serde_json::Map<String, serde_json::Value>,
    pub(crate) request: String,
    pub(crate) response: String,
    #[serde(skip)]
    pub(crate) method: String,
}

pub(crate) fn cases() -> Vec<Case> {
    let selection = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recorded/codec").to_owned();
    let folder = std::env::var("KOJIVIEW_TRANSCRIPTS").unwrap_or(selection);
    let mut cases = Vec::new();
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}")) {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let method = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let case: Case = serde_json::from_str(line).unwrap_or_else(|error| panic!("{method}: {error}"));
            cases.push(Case { method: method.clone(), ..case });
        }
    }
    println!("{} recorded cases in {folder}", cases.len());
    // The selection has 250, 59 of them faults; whoever names a folder has more.
    assert!(cases.len() >= 250, "{folder} holds only {} cases", cases.len());
    cases
}

#[test]
fn every_answer_reads_the_same_both_ways() {
    let mut faults = 0;
    for Case { method, about, response, .. } in cases() {
        match read::<Value>(&response) {
            Ok(value) => {
                let written = xmlrpc::write_response(&value).unwrap();
                assert_eq!(read::<Value>(&written).as_ref(), Ok(&value), "{method}: {about}");
                // But for white space after a nil, to the byte what the hub wrote.
                let plain = |text: &str| text.replace("<nil/></value>\n", "<nil/></value>");
                if !response.contains("<double>") {
                    assert_eq!(plain(&written), plain(&response), "{method}: {about}");
                }
                assert_eq!(read::<Skipped>(&response), Ok(Skipped), "{method}: {about}");
            }
            Err(Error::Fault(fault)) => {
                faults += 1;
                assert_eq!(xmlrpc::write_fault(&fault), response, "{method}: {about}");
            }
            Err(error) => panic!("{method}: {about}: {error}"),
        }
    }
    assert!(faults >= 50, "only {faults} faults");
}

/// Skips everything, and can be compared.
#[derive(Debug, PartialEq)]
struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[test]
fn every_request_says_what_the_recorder_asked() {
    for Case { method, about, args, kwargs, request, .. } in cases() {
        let call = xmlrpc::request(request.as_bytes()).unwrap_or_else(|error| panic!("{method}: {about}: {error}"));
        assert_eq!(call.method, method, "{about}");
        assert_eq!(serde_json::to_value(&call.args).unwrap(), serde_json::Value::from(args), "{method}: {about}");
        assert_eq!(serde_json::to_value(&call.kwargs).unwrap(), serde_json::Value::from(kwargs), "{method}: {about}");
        assert_eq!(xmlrpc::request(xmlrpc::write_call_of(&call).as_bytes()), Ok(call), "{method}: {about}");
    }
}
