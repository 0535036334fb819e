//! Answers and requests of a real hub: all decode, the same with and without the byte shortcuts.

use kojiview::xmlrpc::{self, Error, Value};

fn cases(folder: &str) -> Vec<serde_json::Value> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        for line in std::fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            cases.push(serde_json::from_str(line).unwrap());
        }
    }
    cases
}

#[test]
fn every_answer_reads_the_same_both_ways() {
    let all = cases("../shared/hub-transcripts");
    for case in &all {
        let body = case["response"].as_str().unwrap().as_bytes();
        let fast = xmlrpc::response::<Value>(body);
        let slow = xmlrpc::response_by_events::<Value>(body);
        assert_eq!(fast, slow, "{case}");
        assert!(matches!(&fast, Ok(_) | Err(Error::Fault(_))), "{fast:?} {case}");
    }
    println!("{}", all.len());
}

#[test]
fn every_request_keeps_its_meaning() {
    for case in cases("../shared/hub-transcripts") {
        let Some(body) = case["request"].as_str() else { continue };
        let call = xmlrpc::request(body.as_bytes()).unwrap();
        assert_eq!(xmlrpc::request(xmlrpc::write_call_of(&call).as_bytes()).unwrap(), call);
    }
}
