//! Calls: keyword arguments as Koji marks them, what the writer leaves out, and what a hub would refuse.

use kojiview::xmlrpc::{self, Error, MethodCall, Value};
use serde::Serialize;

use crate::{ints, written};

const STARSTAR: &str = "<member>\n<name>__starstar</name>\n<value><boolean>1</boolean></value>\n</member>\n";

fn body(method: &str, params: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<methodCall>\n<methodName>{method}</methodName>\n<params>\n{params}</params>\n</methodCall>\n"
    )
}

fn param(content: &str) -> String {
    format!("<param>\n<value>{content}</value>\n</param>\n")
}

fn call<const N: usize>(args: Vec<Value>, kwargs: [(&str, Value); N]) -> MethodCall {
    let kwargs = kwargs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    MethodCall { method: "getBuild".into(), args, kwargs }
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct ListBuilds<'a> {
    #[serde(rename = "packageID")]
    package: Option<i64>,
    state: Option<Word>,
    prefix: Option<&'a str>,
    query_opts: Option<QueryOpts>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QueryOpts {
    limit: Option<u32>,
    count_only: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Complete,
}

#[test]
fn named_arguments_are_marked_and_none_is_left_out() {
    let question = ListBuilds {
        package: Some(1 << 31),
        state: Some(Word::Complete),
        prefix: None,
        query_opts: Some(QueryOpts { limit: None, count_only: true }),
    };
    let members = "<member>\n<name>packageID</name>\n<value><i8>2147483648</i8></value>\n</member>\n\
        <member>\n<name>state</name>\n<value><string>complete</string></value>\n</member>\n\
        <member>\n<name>queryOpts</name>\n<value><struct>\n\
        <member>\n<name>limit</name>\n<value><nil/></value>\n</member>\n\
        <member>\n<name>countOnly</name>\n<value><boolean>1</boolean></value>\n</member>\n\
        </struct></value>\n</member>\n";
    let expected = body("listBuilds", &param(&format!("<struct>\n{members}{STARSTAR}</struct>")));
    let wire = xmlrpc::write_call("listBuilds", &question).unwrap();
    assert_eq!(wire, expected);
    let read = xmlrpc::request(wire.as_bytes()).unwrap();
    assert!(read.args.is_empty() && read.kwargs.keys().eq(["packageID", "state", "queryOpts"]), "{read:?}");
    let nothing = xmlrpc::write_call("listBuilds", &ListBuilds::default()).unwrap();
    assert_eq!(xmlrpc::request(nothing.as_bytes()).unwrap().kwargs.len(), 0);
}

#[test]
fn arguments_by_position() {
    let one = param("<int>5</int>");
    assert_eq!(xmlrpc::write_call("getBuild", &(5,)).unwrap(), body("getBuild", &one));
    assert_eq!(xmlrpc::write_call("getBuild", &[5]).unwrap(), body("getBuild", &one));
    assert_eq!(xmlrpc::write_call("getBuild", &5).unwrap(), body("getBuild", &one));
    assert_eq!(xmlrpc::write_call("getBuild", "a<b").unwrap(), body("getBuild", &param("<string>a&lt;b</string>")));
    assert_eq!(xmlrpc::write_call("getKojiVersion", &()).unwrap(), body("getKojiVersion", ""));
    // By position None has a place to hold.
    let expected = body("echo", &format!("{}{}", param("<nil/>"), param("<array><data>\n</data></array>")));
    assert_eq!(xmlrpc::write_call("echo", &(None::<i64>, Vec::<i64>::new())).unwrap(), expected);
}

#[test]
fn a_call_that_was_read_is_written_with_the_same_meaning() {
    let mixed = call(vec![Value::from("a-1-1"), Value::Nil], [("strict", Value::Bool(true)), ("none", Value::Nil)]);
    let wire = xmlrpc::write_call_of(&mixed);
    let named = "<member>\n<name>strict</name>\n<value><boolean>1</boolean></value>\n</member>\n<member>\n<name>none</name>\n<value><nil/></value>\n</member>\n";
    let params =
        [param("<string>a-1-1</string>"), param("<nil/>"), param(&format!("<struct>\n{named}{STARSTAR}</struct>"))];
    assert_eq!(wire, body("getBuild", &params.concat()));
    assert_eq!(xmlrpc::request(wire.as_bytes()), Ok(mixed));
}

#[test]
fn only_a_true_mark_on_the_last_argument_names() {
    let strict = Value::from([("strict", Value::Bool(true))]);
    let marked = |mark: Value| Value::from([("strict", Value::Bool(true)), ("__starstar", mark)]);
    let reads = |args: &[Value]| {
        let params: String = args.iter().map(|arg| param(&written(arg))).collect();
        xmlrpc::request(body("getBuild", &params).as_bytes()).unwrap()
    };
    let named = [("strict", Value::Bool(true))];
    assert_eq!(reads(&[5.into(), marked(true.into())]), call(vec![5.into()], named.clone()));
    assert_eq!(reads(&[marked(Value::Int(1))]), call(vec![], named));
    // Not last: an ordinary struct; so is a last one without the mark, or with a false one.
    assert_eq!(reads(&[marked(true.into()), 5.into()]), call(vec![marked(true.into()), 5.into()], []));
    assert_eq!(reads(std::slice::from_ref(&strict)), call(vec![strict], []));
    for mark in [Value::Bool(false), Value::Int(0), Value::Nil] {
        assert_eq!(reads(&[marked(mark.clone())]), call(vec![marked(mark)], []));
    }
    // The mark first, in the middle, and nothing but the mark.
    let first = Value::from([("__starstar", Value::Bool(true)), ("strict", Value::Bool(true))]);
    assert_eq!(reads(&[first]).kwargs.len(), 1);
    assert_eq!(reads(&[Value::from([("__starstar", Value::Bool(true))])]), call(vec![], []));
    // Of two marked ones the last; one inside another argument is data.
    assert_eq!(reads(&[marked(true.into()), marked(true.into())]).args, [marked(true.into())]);
    assert_eq!(reads(&[Value::Array(vec![marked(true.into())])]).kwargs.len(), 0);
    // An argument that only looks like keyword arguments stays one when it is written again.
    let twice = call(vec![marked(true.into())], []);
    assert_eq!(xmlrpc::request(xmlrpc::write_call_of(&twice).as_bytes()), Ok(twice));
    assert_eq!(MethodCall::of("getBuild".into(), vec![marked(true.into())]).kwargs.len(), 1);
}

#[test]
fn calls_in_other_spellings() {
    for (text, args) in [
        ("<methodCall><methodName>m</methodName></methodCall>", 0),
        ("<methodCall><methodName>m</methodName><params/></methodCall>", 0),
        ("<methodCall><methodName>m</methodName><params></params></methodCall>", 0),
        (
            "\u{feff}<?xml version=\"1.0\" encoding='utf-8'?><!-- x --><methodCall>\n<methodName> m\n</methodName ><params ><param ><value/></param ></params></methodCall>",
            1,
        ),
        (
            "<methodCall><methodName><![CDATA[m]]></methodName><params><param><value>x</value></param>\n<param><value>y</value></param></params></methodCall>",
            2,
        ),
    ] {
        let call = xmlrpc::request(text.as_bytes()).unwrap();
        assert_eq!((call.method.as_str(), call.args.len()), ("m", args), "{text}");
    }
    let dotted = xmlrpc::request(body("repo.queryQueue", "").as_bytes()).unwrap();
    assert_eq!(dotted.method, "repo.queryQueue");
}

#[test]
fn what_is_no_call() {
    for bad in [
        "",
        "<methodCall/>",
        "<methodCall></methodCall>",
        "<methodCall><methodName/></methodCall>",
        "<methodCall><params/></methodCall>",
        "<methodCall><methodName>m<b/></methodName></methodCall>",
        "<methodCall><methodName>m</methodName><params><value/></params></methodCall>",
        "<methodCall><methodName>m</methodName><params><param/></params></methodCall>",
        "<methodCall><methodName>m</methodName><params><param><value/><value/></param></params></methodCall>",
        "<methodCall><methodName>m</methodName><params/><params/></methodCall>",
        "<methodResponse><params><param><value/></param></params></methodResponse>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><methodCall><methodName>m</methodName></methodCall>",
    ] {
        assert!(xmlrpc::request(bad.as_bytes()).is_err(), "{bad}");
    }
    let answer = xmlrpc::write_response(&5).unwrap();
    assert!(matches!(xmlrpc::request(answer.as_bytes()), Err(Error::Shape { .. })));
}

#[test]
fn names_are_escaped() {
    let odd = "a<&>\"'\r\n]]>";
    let read = MethodCall { method: odd.into(), ..call(vec![ints([1])], [(odd, Value::from(odd))]) };
    let wire = xmlrpc::write_call_of(&read);
    assert!(wire.contains("<methodName>a&lt;&amp;&gt;\"'&#13;\n]]&gt;</methodName>"), "{wire}");
    assert_eq!(xmlrpc::request(wire.as_bytes()), Ok(read));
}

#[test]
fn what_has_no_spelling_is_refused() {
    #[derive(Serialize)]
    enum Tagged {
        Newtype(i64),
        Tuple(i64, i64),
        Struct { a: i64 },
    }
    for tagged in [Tagged::Newtype(1), Tagged::Tuple(1, 2), Tagged::Struct { a: 1 }] {
        assert!(matches!(xmlrpc::write_response(&tagged), Err(Error::Shape { .. })));
    }
    assert!(matches!(xmlrpc::write_response(&u64::MAX), Err(Error::Shape { .. })));
    assert!(matches!(xmlrpc::write_response(&std::collections::BTreeMap::from([((), 1)])), Err(Error::Shape { .. })));
    let numbered = xmlrpc::write_response(&std::collections::BTreeMap::from([(499_742, 1)])).unwrap();
    assert!(numbered.contains("<name>499742</name>"), "{numbered}");
    let nested = |depth: usize| (1..depth).fold(ints([1]), |inner, _| Value::Array(vec![inner]));
    let deepest = xmlrpc::write_response(&nested(64)).unwrap();
    assert_eq!(xmlrpc::response::<Value>(deepest.as_bytes()).unwrap().value, nested(64));
    assert_eq!(xmlrpc::write_response(&nested(65)), Err(Error::Depth));
}
