//! Answers into types that derive `Deserialize`: skipped members, options, tuples, words, faults and multiCall.

use kojiview::xmlrpc::{self, Error, Fault, Outcome, Value};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::{answer, ints, read, typed};

#[derive(Debug, PartialEq, Deserialize)]
struct Build {
    nvr: String,
    #[serde(default)]
    epoch: Option<i64>,
    state: State,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(from = "i64")]
enum State {
    Building,
    Complete,
    Other(i64),
}

impl From<i64> for State {
    fn from(n: i64) -> Self {
        match n {
            0 => Self::Building,
            1 => Self::Complete,
            n => Self::Other(n),
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Image,
    Maven,
}

fn member(name: &str, content: &str) -> String {
    format!("<member>\n<name>{name}</name>\n<value>{content}</value>\n</member>\n")
}

/// A build between whose members `junk` stands, which nobody asks for.
fn around(junk: &str) -> String {
    let nvr = member("nvr", "<string>a-1-1</string>");
    let state = member("state", "<int>1</int>");
    format!("<struct>\n{junk}{nvr}{junk}{state}{junk}</struct>")
}

#[test]
fn what_is_not_named_is_skipped() {
    let all = [
        "<int>1</int>",
        "<nil/>",
        "<string>text</string>",
        "text",
        "",
        "<array><data>\n<value><int>1</int></value>\n</data></array>",
        "<struct>\n</struct>",
        // A member that is called like the element that ends it, and one like a field that is wanted.
        "<struct><member><name>value</name><value><int>1</int></value></member><member><name>nvr</name><value>no</value></member></struct>",
        "<string>&lt;/value&gt;</string>",
        "<string><![CDATA[</value></member><value>]]></string>",
        "<![CDATA[]]]]><![CDATA[></value>]]>",
        "<!-- </value> -- <value> --><int>1</int>",
        // This is where it begins, not where it ends.
        "<!--> </value> --><int>1</int>",
        "<?x </value> ?><int>1</int>",
        "<string a='</value>' b=\"<value>\">x</string>",
        "<array><data><value/><value /><value >x</value ><value\n>y</value\n></data></array>",
        "<array><data><value a='/'>x</value><value a='/>'/><value a=\">\">x</value></data></array>",
        "<string>' \" ></string>",
        "<values>1</values><valu>2</valu><value2/>",
        "<string>\r\n\u{1b}[31m</string>",
    ];
    for content in all {
        let build = typed::<Build>(&around(&member("junk", content)));
        assert_eq!(build, Ok(Build { nvr: "a-1-1".into(), epoch: None, state: State::Complete }), "{content}");
    }
    let empty = "<member><name>junk</name><value/></member><member><name/><value /></member>";
    assert_eq!(typed::<Build>(&around(empty)).unwrap().nvr, "a-1-1");
    let odd = "<!-- --> <member ><name ><!-- -->junk</name > <value > <nil/> </value > </member >";
    assert_eq!(typed::<Build>(&around(odd)).unwrap().nvr, "a-1-1");
}

#[test]
fn whole_values_are_skipped() {
    for content in
        ["", "<nil/>", "x", "<array><data><value><int>1</int></value></data></array>", "<![CDATA[</value>]]>"]
    {
        assert!(xmlrpc::response::<IgnoredAny>(answer(content).as_bytes()).is_ok(), "{content}");
        assert!(xmlrpc::response_by_events::<IgnoredAny>(answer(content).as_bytes()).is_ok(), "{content}");
    }
    assert_eq!(typed::<()>("<nil/>"), Ok(()));
}

#[test]
fn the_order_of_members_does_not_matter_and_their_names_are_unescaped() {
    let (nvr, state, epoch) =
        (member("n&#118;r", "a"), member("st<![CDATA[ate]]>", "<int>7</int>"), member("epoch", "<nil/>"));
    let expected = Build { nvr: "a".into(), epoch: None, state: State::Other(7) };
    assert_eq!(typed::<Build>(&format!("<struct>{epoch}{state}{nvr}</struct>")), Ok(expected));
}

#[test]
fn missing_and_wrong_members() {
    let no_state = format!("<struct>{}</struct>", member("nvr", "a"));
    assert!(matches!(typed::<Build>(&no_state), Err(Error::Mismatch(text)) if text == "missing field `state`"));
    let wrong = around(&member("epoch", "<string>1</string>"));
    assert!(matches!(typed::<Build>(&wrong), Err(Error::Mismatch(text)) if text.contains("expected i64")));
}

#[test]
fn options() {
    assert_eq!(typed::<Option<i64>>("<int>3</int>"), Ok(Some(3)));
    assert_eq!(typed::<Option<String>>(""), Ok(Some(String::new())));
    assert!(matches!(typed::<Option<String>>("<nilly/>"), Err(Error::Shape { .. })));
    assert_eq!(typed::<Option<bool>>("<boolean>0</boolean>"), Ok(Some(false)));
    let nils = [
        "<nil/>",
        "<nil />",
        " \r\n\t<nil/>",
        "<nil></nil>",
        "<ex:nil/>",
        "<!-- <int> --><nil/>",
        "<?x?> <!-- --> <nil/>",
    ];
    for nil in nils {
        assert_eq!(typed::<Option<i64>>(nil), Ok(None), "{nil}");
        assert_eq!(typed::<Option<Value>>(nil), Ok(None), "{nil}");
        assert_eq!(
            typed::<Vec<Option<i64>>>(&format!("<array><data><value>{nil}</value></data></array>")),
            Ok(vec![None])
        );
    }
}

#[test]
fn numbers_that_do_not_fit() {
    assert_eq!(typed::<u8>("<int>255</int>"), Ok(255));
    assert_eq!(typed::<f64>("<int>5</int>"), Ok(5.0));
    for result in [
        typed::<u8>("<int>256</int>").map(i64::from),
        typed::<u32>("<int>-1</int>").map(i64::from),
        typed::<i64>("<double>1.0</double>"),
        typed::<i64>("<string>1</string>"),
        typed::<i64>("1"),
        typed::<i64>("<boolean>1</boolean>"),
        typed::<i64>("<nil/>"),
        typed::<i64>("<dateTime.iso8601>1</dateTime.iso8601>"),
        typed::<i64>("<base64>MQ==</base64>"),
        typed::<i64>("<array><data><value><int>1</int></value></data></array>"),
        typed::<i64>("<array/>"),
        typed::<i64>("<struct/>"),
        typed::<i64>("<struct><member><name>a</name><value><int>1</int></value></member></struct>"),
        typed::<bool>("<int>1</int>").map(i64::from),
        typed::<String>("<int>1</int>").map(|_| 1),
        typed::<Vec<i64>>("<struct/>").map(|_| 1),
        typed::<Build>("<array/>").map(|_| 1),
    ] {
        assert!(matches!(result, Err(Error::Mismatch(_))), "{result:?}");
    }
}

#[test]
fn sequences() {
    let three = "<array><data><value><int>13</int></value><value><string>x</string></value><value/></data></array>";
    assert_eq!(typed::<(i64, String, String)>(three), Ok((13, "x".into(), String::new())));
    // What a newer hub adds at the end is left alone.
    assert_eq!(typed::<(i64, String)>(three), Ok((13, "x".into())));
    assert!(matches!(typed::<(i64, String, String, i64)>(three), Err(Error::Mismatch(_))));
    assert_eq!(typed::<Vec<i64>>("<array/>"), Ok(vec![]));
    assert_eq!(typed::<Vec<i64>>("<array><data/></array>"), Ok(vec![]));
    // countAndFilterResults
    let counted = "<array><data>\n<value><int>13</int></value>\n<value><array><data>\n<value><int>1</int></value>\n</data></array></value>\n</data></array>";
    assert_eq!(typed::<(i64, Vec<i64>)>(counted), Ok((13, vec![1])));
    assert!(matches!(typed::<Vec<i64>>(counted), Err(Error::Mismatch(_))));
}

#[test]
fn words() {
    assert_eq!(typed::<Word>("<string>image</string>"), Ok(Word::Image));
    assert_eq!(typed::<Word>("maven"), Ok(Word::Maven));
    assert!(matches!(typed::<Word>("<string>win</string>"), Err(Error::Mismatch(_))));
    assert!(matches!(typed::<Word>("<int>1</int>"), Err(Error::Shape { .. })));
    assert_eq!(typed::<State>("<int>0</int>"), Ok(State::Building));
}

const NO_SUCH: &str = "<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>1000</int></value>\n</member>\n<member>\n<name>faultString</name>\n<value><string>No such build: &lt;x&gt;</string></value>\n</member>\n</struct></value>\n";

fn fault(code: i64, message: &str) -> Fault {
    Fault { code, message: message.into() }
}

#[test]
fn a_fault_is_an_error_that_holds_it() {
    let body = format!("<?xml version='1.0'?>\n<methodResponse>\n<fault>\n{NO_SUCH}</fault>\n</methodResponse>\n");
    let expected = fault(1000, "No such build: <x>");
    assert_eq!(xmlrpc::write_fault(&expected), body);
    assert_eq!(read::<Build>(&body), Err(Error::Fault(expected)));
    // Its members in the other order, one more, and not as a hub writes them.
    let members = ["<traceback/>", "<faultString>x</faultString>", "<faultCode><i4>1</i4></faultCode>"].map(|member| {
        let name = member[1..].split(['>', '/']).next().unwrap();
        let content =
            member.strip_prefix(&format!("<{name}>")).and_then(|rest| rest.strip_suffix(&format!("</{name}>")));
        format!("<member><name>{name}</name><value>{}</value></member>", content.unwrap_or("<nil/>"))
    });
    let body =
        format!("<methodResponse><fault><value><struct>{}</struct></value></fault></methodResponse>", members.concat());
    assert_eq!(read::<i64>(&body), Err(Error::Fault(fault(1, "x"))));
    // Half a fault is none.
    for bad in ["<value/>", "<value><struct/></value>", "<value><int>1</int></value>", ""] {
        let result = read::<i64>(format!("<methodResponse><fault>{bad}</fault></methodResponse>"));
        assert!(matches!(result, Err(Error::Mismatch(_) | Error::Shape { .. })), "{bad}: {result:?}");
    }
}

type Answers = (Outcome<String>, Outcome<i64>, Outcome<Vec<i64>>, Outcome<Option<i64>>);

#[test]
fn one_outcome_for_each_call() {
    let traceback = "<member>\n<name>traceback</name>\n<value><array><data>\n<value><string>Trace</string></value>\n</data></array></value>\n</member>\n";
    let failed = NO_SUCH.replace("</struct>", &format!("{traceback}</struct>"));
    let body = answer(&format!(
        "<array><data>\n<value><array><data>\n<value><string>1.35.3</string></value>\n</data></array></value>\n{failed}\
         <value><array><data>\n<value><array><data>\n<value><int>1</int></value>\n</data></array></value>\n</data></array></value>\n\
         <value><array><data>\n<value><nil/></value></data></array></value>\n</data></array>"
    ));
    let expected = (
        Outcome(Ok("1.35.3".into())),
        Outcome(Err(fault(1000, "No such build: <x>"))),
        Outcome(Ok(vec![1])),
        Outcome(Ok(None)),
    );
    assert_eq!(read::<Answers>(&body), Ok(expected));
    let values = read::<Vec<Outcome<Value>>>(&body).unwrap();
    assert_eq!(values[2], Outcome(Ok(ints([1]))));
    assert_eq!(values.iter().filter(|outcome| outcome.0.is_err()).count(), 1);
    // A wrong type costs all, in one pass: hence the wire cuts first and decodes each by itself.
    assert!(matches!(read::<Vec<Outcome<i64>>>(&body), Err(Error::Mismatch(_))));
    // Neither a result nor a fault.
    for bad in ["<array/>", "<int>1</int>", "<nil/>", "<struct/>"] {
        assert!(matches!(typed::<Outcome<Value>>(bad), Err(Error::Mismatch(_))), "{bad}");
    }
}

#[test]
fn a_doubled_member_is_refused_by_types_and_the_last_one_counts_in_values() {
    let twice = format!("{}{}", member("nvr", "first"), member("nvr", "last"));
    let body = format!("<struct>{twice}{}</struct>", member("state", "<int>1</int>"));
    assert!(matches!(typed::<Build>(&body), Err(Error::Mismatch(text)) if text == "duplicate field `nvr`"));
    assert_eq!(typed::<Value>(&body).unwrap().get("nvr"), Some(&Value::from("last")));
    // Doubled where nobody looks.
    assert!(typed::<Build>(&around(&format!("{}{}", member("junk", ""), member("junk", "")))).is_ok());
}

#[test]
fn what_an_answer_weighs_in_memory() {
    let weight = |content: &str| xmlrpc::response::<Value>(answer(content).as_bytes()).unwrap().weight;
    let nils = "<value><nil/></value>".repeat(1000);
    let wide = size_of::<Value>();
    assert!((1000 * wide..1100 * wide).contains(&weight(&format!("<array><data>{nils}</data></array>"))));
    // Names count where they are kept: in a value and in a map, not in a struct.
    let long = "n".repeat(1000);
    let members = format!("<struct>{}</struct>", member(&long, "<int>1</int>"));
    assert!((1000..1000 + 4 * wide).contains(&weight(&members)));
    let map = xmlrpc::response::<std::collections::HashMap<String, i64>>(answer(&members).as_bytes()).unwrap();
    assert!((1000..1100).contains(&map.weight), "{}", map.weight);
    // And so does text, not what was skipped.
    let build =
        |junk: &str| xmlrpc::response::<Build>(answer(&around(&member("junk", junk))).as_bytes()).unwrap().weight;
    assert_eq!(build(""), build(&long));
    assert!(build("") < 100);
    assert!(weight(&long) >= 1000);
}
