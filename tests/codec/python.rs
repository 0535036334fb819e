//! The codec against Python's: what we write they read, what they write we read, to the same value.
//!
//! Two peers: `xmlrpc.client` of the standard library, and `koji.xmlrpcplus`, which hubs run. Known differences are kept
//! out of the cases: expat refuses control characters and reads a bare `\r` as `\n`, and Python strips a time's text.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kojiview::xmlrpc::{self, Error, Fault, MethodCall, Value};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};

use crate::{answer, properties, read, recorded};

const PEERS: [&str; 2] = ["client", "koji"];

/// The peer's answers to all cases, in their order.
fn ask(peer: &str, cases: &[Json]) -> Vec<Json> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/python/bin/python3");
    assert!(
        python.exists(),
        "{} is missing; tests/run makes it: python3 -m venv target/python, then with its pip \
         `install requests python-dateutil defusedxml six` and `install --no-deps koji`",
        python.display()
    );
    let mut child = Command::new(python)
        .arg(root.join("tests/codec/peer.py"))
        .arg(peer)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines = cases.iter().map(Json::to_string).collect::<Vec<_>>().join("\n");
    // The peer reads all before it answers.
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the peer {peer} failed");
    let answers: Vec<Json> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), cases.len());
    answers
}

fn load(body: &str) -> Json {
    json!({ "load": STANDARD.encode(body) })
}

fn body(answer: &Json) -> Vec<u8> {
    STANDARD.decode(answer["body"].as_str().unwrap_or_else(|| panic!("{answer}"))).unwrap()
}

fn tag(value: &Value) -> Json {
    match value {
        Value::Nil => json!({ "nil": true }),
        Value::Bool(b) => json!({ "bool": b }),
        Value::Int(n) => json!({ "int": n }),
        Value::Double(n) => json!({ "double": n.to_bits().cast_signed() }),
        Value::String(text) => json!({ "string": text }),
        Value::DateTime(text) => json!({ "time": text }),
        Value::Bytes(bytes) => json!({ "bytes": bytes }),
        Value::Array(items) => json!({ "array": items.iter().map(tag).collect::<Vec<_>>() }),
        Value::Struct(members) => {
            json!({ "struct": members.iter().map(|(name, member)| (name, tag(member))).collect::<Vec<_>>() })
        }
    }
}

fn untag(tagged: &Json) -> Value {
    let (kind, value) = tagged.as_object().and_then(|tagged| tagged.iter().next()).unwrap();
    let text = || value.as_str().unwrap().to_owned();
    let items = || value.as_array().unwrap().iter();
    match kind.as_str() {
        "nil" => Value::Nil,
        "bool" => Value::Bool(value.as_bool().unwrap()),
        "int" => Value::Int(value.as_i64().unwrap()),
        "double" => Value::Double(f64::from_bits(value.as_i64().unwrap().cast_unsigned())),
        "string" => Value::String(text()),
        "time" => Value::DateTime(text()),
        "bytes" => Value::Bytes(items().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect()),
        "array" => Value::Array(items().map(untag).collect()),
        "struct" => items().map(|member| (member[0].as_str().unwrap().to_owned(), untag(&member[1]))).collect(),
        other => panic!("{other}"),
    }
}

/// As XML 1.0 allows its characters.
fn legal(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn legal_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(legal(&text)),
        Value::DateTime(text) => Value::DateTime(format!("20240115T12:00:{:02}", text.len() % 60)),
        Value::Array(items) => items.into_iter().map(legal_value).collect::<Vec<_>>().into(),
        Value::Struct(members) => members.into_iter().map(|(name, value)| (legal(&name), legal_value(value))).collect(),
        other => other,
    }
}

/// `xmlrpc.client` writes no number of more than 32 bits.
fn small(value: Value) -> Value {
    match value {
        Value::Int(n) => Value::Int(n % (1 << 31)),
        Value::Array(items) => items.into_iter().map(small).collect::<Vec<_>>().into(),
        Value::Struct(members) => members.into_iter().map(|(name, value)| (name, small(value))).collect(),
        other => other,
    }
}

/// The same three hundred values each time.
fn values() -> Vec<Value> {
    let mut runner = TestRunner::deterministic();
    let mut one = || legal_value(properties::value().new_tree(&mut runner).unwrap().current());
    (0..300).map(|_| one()).collect()
}

fn read_by_python(answer: &Json) -> Vec<Value> {
    match untag(answer.get("value").unwrap_or_else(|| panic!("{answer}"))) {
        Value::Array(params) => params,
        other => panic!("{other:?}"),
    }
}

#[test]
fn they_read_our_answers() {
    for peer in PEERS {
        let values = values();
        let cases: Vec<Json> = values.iter().map(|value| load(&xmlrpc::write_response(value).unwrap())).collect();
        for (value, answer) in values.iter().zip(ask(peer, &cases)) {
            assert_eq!(read_by_python(&answer), std::slice::from_ref(value), "{peer}");
        }
    }
}

#[test]
fn we_read_their_answers() {
    for peer in PEERS {
        let values: Vec<Value> = match peer {
            "client" => values().into_iter().map(small).collect(),
            _ => values(),
        };
        let cases: Vec<Json> = values.iter().map(|value| json!({ "dump": tag(value), "method": null })).collect();
        for (value, answer) in values.iter().zip(ask(peer, &cases)) {
            assert_eq!(read::<Value>(body(&answer)).as_ref(), Ok(value), "{peer}");
        }
    }
}

#[test]
fn calls_both_ways() {
    for peer in PEERS {
        let values: Vec<Value> = values().into_iter().map(small).collect();
        let calls: Vec<MethodCall> = values
            .chunks(3)
            .map(|args| {
                let named = |(at, value): (usize, &Value)| (format!("n<{at}>"), value.clone());
                let kwargs = args.iter().skip(1).enumerate().map(named).collect();
                MethodCall { method: "repo.queryQueue".into(), args: args[..1].to_vec(), kwargs }
            })
            .collect();
        let ours: Vec<Json> = calls.iter().map(|call| load(&xmlrpc::write_call_of(call))).collect();
        let read = ask(peer, &ours);
        for (call, answer) in calls.iter().zip(&read) {
            let method = answer["method"].as_str().unwrap().to_owned();
            assert_eq!(&MethodCall::of(method, read_by_python(answer)), call, "{peer}");
        }
        let theirs: Vec<Json> =
            read.iter().map(|answer| json!({ "dump": answer["value"], "method": answer["method"] })).collect();
        for (call, answer) in calls.iter().zip(ask(peer, &theirs)) {
            assert_eq!(xmlrpc::request(&body(&answer)).as_ref(), Ok(call), "{peer}");
        }
    }
}

#[test]
fn faults_both_ways() {
    let fault = Fault { code: 1000, message: "No such build: <a>&\"\r\n 漢字".into() };
    for peer in PEERS {
        let answers = ask(peer, &[load(&xmlrpc::write_fault(&fault)), json!({ "fault": [fault.code, fault.message] })]);
        assert_eq!(answers[0], json!({ "fault": [fault.code, fault.message] }), "{peer}");
        assert_eq!(read::<Value>(body(&answers[1])), Err(Error::Fault(fault.clone())), "{peer}");
    }
}

#[test]
fn recorded_messages_mean_the_same_to_them() {
    // Python takes its time over a big one, and reads the one `\r` that was recorded as `\n`.
    let fair = |case: &recorded::Case| case.response.len() < 100_000 && !case.request.contains('\r');
    let all: Vec<_> = recorded::cases().into_iter().filter(fair).collect();
    let loads: Vec<Json> = all.iter().flat_map(|case| [load(&case.request), load(&case.response)]).collect();
    for peer in PEERS {
        let answers = ask(peer, &loads);
        for (case, pair) in all.iter().zip(answers.chunks(2)) {
            let call = MethodCall::of(pair[0]["method"].as_str().unwrap().to_owned(), read_by_python(&pair[0]));
            assert_eq!(xmlrpc::request(case.request.as_bytes()), Ok(call), "{peer} {}", case.method);
            match read::<Value>(&case.response) {
                Ok(value) => assert_eq!(read_by_python(&pair[1]), [value], "{peer} {}", case.method),
                Err(Error::Fault(fault)) => {
                    assert_eq!(pair[1]["fault"], json!([fault.code, fault.message]), "{peer} {}", case.method);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn odd_spellings_mean_the_same_to_them() {
    let odd = [
        "",
        " \n ",
        "text",
        " a&#13;&#xe9;&quot;&apos; ",
        "<string/>",
        "<string> a </string>",
        "<![CDATA[<b>&amp;]]>",
        "<string>a<!-- </string> -->b<![CDATA[]]]]><![CDATA[>]]>c</string>",
        "<int>\n7 </int>",
        "<int>+7</int>",
        "<i1>7</i1>",
        "<i2>7</i2>",
        "<i4>7</i4>",
        "<i8>-9223372036854775808</i8>",
        "<int>99999999999</int>",
        "<int>1<!-- -->2</int>",
        "<double>1e+20</double>",
        "<double> 1E-7 </double>",
        "<double>3</double>",
        "<double>-inf</double>",
        "<nil/>",
        "<nil></nil>",
        "<ex:nil/>",
        "<boolean>1</boolean>",
        "<array/>",
        "<array><data/></array>",
        "<array> <data> <value/> <value> </value> </data> </array>",
        "<struct/>",
        "<struct><member><name> a&amp;<![CDATA[b]]></name><value/></member></struct>",
        "<struct><member><name>a</name><value>1</value></member><member><name>a</name><value>2</value></member></struct>",
        "<base64>\nYW\tJ j\n</base64>",
        "<base64></base64>",
        "<dateTime.iso8601>20240115T12:00:00</dateTime.iso8601>",
    ];
    for peer in PEERS {
        let cases: Vec<Json> = odd.iter().map(|content| load(&answer(content))).collect();
        for (content, theirs) in odd.iter().zip(ask(peer, &cases)) {
            // `ex:` is bound to no name space in these, which expat does not mind and defusedxml does not either.
            assert_eq!(read_by_python(&theirs), [crate::value(content)], "{peer} {content}");
        }
    }
}

#[test]
fn what_they_refuse_we_refuse() {
    let bad = [
        "<int>x</int>",
        "<int/>",
        "<boolean>2</boolean>",
        "<double>x</double>",
        "<none/>",
        "<string>&boom;</string>",
        "<string>a & b</string>",
        "<string>x</int>",
        "<string>x",
        "x</string>",
        "<array><data><value></data></array>",
    ];
    for peer in PEERS {
        let cases: Vec<Json> = bad.iter().map(|content| load(&answer(content))).collect();
        for (content, theirs) in bad.iter().zip(ask(peer, &cases)) {
            assert!(theirs.get("error").is_some(), "{peer} {content}: {theirs}");
            assert!(crate::typed::<Value>(content).is_err(), "{content}");
        }
    }
}
