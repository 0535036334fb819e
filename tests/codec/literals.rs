//! Literal XML against literal values, in both directions: every type of the dialect.

use kojiview::xmlrpc::{Error, Value};

use crate::{answer, ints, read, typed, value, written};

/// What is read so and written so.
fn same(content: &str, expected: impl Into<Value>) {
    let expected = expected.into();
    assert_eq!(value(content), expected, "{content}");
    assert_eq!(written(&expected), content);
}

/// What is read so and written in another spelling.
fn reads(content: &str, expected: impl Into<Value>) {
    assert_eq!(value(content), expected.into(), "{content}");
}

fn refused(content: &str) {
    let result = typed::<Value>(content);
    assert!(matches!(&result, Err(error) if !matches!(error, Error::Fault(_))), "{content}: {result:?}");
}

#[test]
fn whole_numbers() {
    same("<int>0</int>", 0);
    same("<int>-5</int>", -5);
    same("<int>2147483647</int>", 2_147_483_647);
    same("<int>-2147483648</int>", -2_147_483_648);
    same("<i8>2147483648</i8>", 2_147_483_648);
    same("<i8>-2147483649</i8>", -2_147_483_649);
    same("<i8>9223372036854775807</i8>", i64::MAX);
    same("<i8>-9223372036854775808</i8>", i64::MIN);
    for name in ["int", "i4", "i8", "i1", "i2", "ex:i1", "ex:i2", "ex:i8"] {
        reads(&format!("<{name}>-7</{name}>"), -7);
        reads(&format!("<{name}> +7\n</{name}>"), 7);
        reads(&format!("<{name} >7</{name} >"), 7);
        refused(&format!("<{name}/>"));
        refused(&format!("<{name}></{name}>"));
        refused(&format!("<{name}>7.0</{name}>"));
        refused(&format!("<{name}>seven</{name}>"));
        refused(&format!("<{name}>9223372036854775808</{name}>"));
        refused(&format!("<{name}>-9223372036854775809</{name}>"));
        refused(&format!("<{name}>1 2</{name}>"));
    }
    // A hub takes it, and so may one that answers: 32 bits are no limit of `int`.
    reads("<int>99999999999</int>", 99_999_999_999);
    refused("<i16>7</i16>");
    refused("<INT>7</INT>");
}

#[test]
fn doubles() {
    same("<double>1.5</double>", 1.5);
    same("<double>0.30000000000000004</double>", 0.1 + 0.2);
    same("<double>-0.25</double>", -0.25);
    same("<double>1795353304.812915</double>", 1_795_353_304.812_915);
    same("<double>inf</double>", f64::INFINITY);
    same("<double>-inf</double>", f64::NEG_INFINITY);
    reads("<double>1e+20</double>", 1e20);
    reads("<double>1E-7</double>", 1e-7);
    reads("<double>3</double>", 3.0);
    reads("<float>3.5</float>", 3.5);
    reads("<double>\n 2.5 </double>", 2.5);
    let nan = kojiview::xmlrpc::response::<f64>(answer("<double>nan</double>").as_bytes()).unwrap();
    assert!(nan.value.is_nan());
    refused("<double/>");
    refused("<double>1,5</double>");
    refused("<double>0x10</double>");
}

#[test]
fn truth() {
    same("<boolean>1</boolean>", true);
    same("<boolean>0</boolean>", false);
    reads("<boolean> true </boolean>", true);
    reads("<boolean>false</boolean>", false);
    for text in ["2", "", "True", "yes", "-1", "01"] {
        refused(&format!("<boolean>{text}</boolean>"));
    }
    refused("<boolean/>");
}

#[test]
fn text() {
    same("<string>text</string>", "text");
    same("<string></string>", "");
    same("<string>  padded \n\t</string>", "  padded \n\t");
    same("<string>příliš žluťoučký 漢字 🐟</string>", "příliš žluťoučký 漢字 🐟");
    same("<string>a&lt;b&gt;&amp;\"'c</string>", "a<b>&\"'c");
    same("<string>&lt;/string&gt;&lt;/value&gt;</string>", "</string></value>");
    same("<string>]]&gt;</string>", "]]>");
    same("<string>&amp;amp;&amp;#13;</string>", "&amp;&#13;");
    // As a hub sends it: not well-formed, and yet all there is to know of a host with such a comment.
    same("<string>ctl \x1b[31m red \x08 bell \x07 nul \0</string>", "ctl \x1b[31m red \x08 bell \x07 nul \0");
    reads("<string/>", "");
    reads("<string />", "");
    reads("text", "text");
    reads("", "");
    reads("  \n ", "  \n ");
    reads(" padded &lt;", " padded <");
}

#[test]
fn carriage_returns_are_data() {
    same("<string>a&#13;\nb&#13;</string>", "a\r\nb\r");
    reads("<string>a\r\nb\rc</string>", "a\r\nb\rc");
    reads("\r\n", "\r\n");
    reads("<string><![CDATA[\r\n]]></string>", "\r\n");
}

#[test]
fn references() {
    reads("<string>&lt;&gt;&amp;&quot;&apos;</string>", "<>&\"'");
    reads("<string>&#233;&#xe9;&#x1F41F;&#10;</string>", "éé🐟\n");
    reads("&#233;", "é");
    reads("<int>&#49;2</int>", 12);
    reads("<boolean>&#x31;</boolean>", true);
    reads("<struct><member><name>a&amp;b&#33;</name><value>x</value></member></struct>", [("a&b!", Value::from("x"))]);
    for bad in ["&eacute;", "&;", "&#;", "&#x;", "&#x110000;", "&#xD800;", "& ", "&lt", "&LT;", "&#-1;"] {
        refused(&format!("<string>a{bad}b</string>"));
        refused(&format!("a{bad}b"));
        refused(&format!("<struct><member><name>{bad}</name><value/></member></struct>"));
    }
}

#[test]
fn cdata() {
    reads("<string><![CDATA[<b>&amp;</b>]]></string>", "<b>&amp;</b>");
    reads("<string>a<![CDATA[</value>]]>b<![CDATA[]]]]><![CDATA[>]]></string>", "a</value>b]]>");
    reads("<![CDATA[<nil/>]]>", "<nil/>");
    reads("<int><![CDATA[5]]></int>", 5);
    reads("<struct><member><name><![CDATA[<x>]]></name><value/></member></struct>", [("<x>", Value::from(""))]);
    refused("<array><![CDATA[ ]]><data></data></array>");
}

#[test]
fn comments_and_instructions() {
    let odd = "<!-- </value> <value> -- --><?go </value> ?>";
    reads(&format!("<string>a{odd}b</string>"), "ab");
    reads(&format!("<int>1{odd}2</int>"), 12);
    reads(&format!("{odd}<int>12</int>{odd}"), 12);
    reads(&format!("a{odd}b"), "ab");
    reads(&format!("{odd}<nil/>{odd}"), Value::Nil);
    reads(&format!("<nil>{odd}</nil>"), Value::Nil);
    reads(&format!("<array>{odd}<data>{odd}<value>{odd}<int>1</int></value>{odd}</data>{odd}</array>"), ints([1]));
    reads(
        &format!(
            "<struct>{odd}<member>{odd}<name>a{odd}b</name>{odd}<value><int>1</int></value>{odd}</member>{odd}</struct>"
        ),
        [("ab", Value::Int(1))],
    );
    let around = answer("<int>1</int>").replace(">\n<", &format!(">{odd}<"));
    assert_eq!(read::<i64>(&around).unwrap(), 1);
    assert_eq!(read::<i64>(format!("{}{odd}", answer("<int>1</int>"))).unwrap(), 1);
}

#[test]
fn times() {
    same("<dateTime.iso8601>20240115T12:00:00</dateTime.iso8601>", Value::DateTime("20240115T12:00:00".into()));
    reads("<dateTime.iso8601/>", Value::DateTime(String::new()));
    assert_eq!(typed::<String>("<dateTime.iso8601>20240115T12:00:00</dateTime.iso8601>").unwrap(), "20240115T12:00:00");
    let json = serde_json::to_string(&value("<dateTime.iso8601>20240115T12:00:00</dateTime.iso8601>")).unwrap();
    assert_eq!(json, "\"20240115T12:00:00\"");
}

#[test]
fn bytes() {
    same("<base64>AAH+/2Fi</base64>", Value::Bytes(b"\0\x01\xfe\xffab".to_vec()));
    same("<base64></base64>", Value::Bytes(Vec::new()));
    reads("<base64/>", Value::Bytes(Vec::new()));
    reads("<base64>\nYW\tJ j\r\n</base64>", Value::Bytes(b"abc".to_vec()));
    for bad in ["YWJ", "YWJj=", "Y*Jj", "é"] {
        refused(&format!("<base64>{bad}</base64>"));
    }
    assert_eq!(serde_json::to_string(&value("<base64>YWJj</base64>")).unwrap(), "\"YWJj\"");
}

#[test]
fn nothing() {
    same("<nil/>", Value::Nil);
    for content in ["<nil></nil>", "<ex:nil/>", "<ex:nil></ex:nil>", "<nil />", " \r\n\t<nil/> "] {
        reads(content, Value::Nil);
    }
    refused("<none/>");
    refused("<nil/><nil/>");
    refused("<nil><int>1</int></nil>");
}

#[test]
fn arrays() {
    same("<array><data>\n</data></array>", ints([]));
    same("<array><data>\n<value><int>1</int></value>\n<value><int>2</int></value>\n</data></array>", ints([1, 2]));
    reads("<array/>", ints([]));
    reads("<array><data/></array>", ints([]));
    reads(
        "<array>\n<data> <value/><value >x</value ><value><nil/></value><value><array><data><value><int>1</int></value></data></array></value></data>\n</array>",
        Value::Array(vec!["".into(), "x".into(), Value::Nil, ints([1])]),
    );
    refused("<array></array>");
    refused("<array><value><int>1</int></value></array>");
    refused("<array><data><int>1</int></data></array>");
    refused("<array><data>1</data></array>");
    refused("<array><data></data><data></data></array>");
}

#[test]
fn structs() {
    same("<struct>\n</struct>", Value::Struct([].into()));
    same(
        "<struct>\n<member>\n<name>b</name>\n<value><int>1</int></value>\n</member>\n<member>\n<name>a&amp;&lt;ž</name>\n<value><nil/></value>\n</member>\n</struct>",
        [("b", Value::Int(1)), ("a&<ž", Value::Nil)],
    );
    reads("<struct/>", Value::Struct([].into()));
    reads("<struct><member><name/><value/></member></struct>", [("", Value::from(""))]);
    reads("<struct><member><name></name><value/></member></struct>", [("", Value::from(""))]);
    reads("<struct><member><name> a </name><value/></member></struct>", [(" a ", Value::from(""))]);
    reads("<struct ><member ><name >a</name ><value >b</value ></member ></struct >", [("a", Value::from("b"))]);
    // The order of the message is kept, so that a table shows it as the hub sent it.
    let members =
        value("<struct><member><name>z</name><value/></member><member><name>a</name><value/></member></struct>");
    assert!(matches!(&members, Value::Struct(members) if members.keys().eq(["z", "a"])), "{members:?}");
    for bad in [
        "<struct><member></member></struct>",
        "<struct><member><name>a</name></member></struct>",
        "<struct><member><value/></member></struct>",
        "<struct><member><value/><name>a</name></member></struct>",
        "<struct><member><name>a</name><value/><value/></member></struct>",
        "<struct><member><name>a</name><name>b</name><value/></member></struct>",
        "<struct><name>a</name><value/></struct>",
        "<struct>a</struct>",
        "<struct><member>a<name>a</name><value/></member></struct>",
    ] {
        refused(bad);
    }
}

#[test]
fn a_type_or_text_but_not_both() {
    refused("text<int>1</int>");
    refused("<int>1</int>text");
    refused("<int>1</int><int>2</int>");
    refused("&lt;<nil/>");
    refused("<value>1</value>");
    refused("<string>a<b>c</b></string>");
    reads(" <int>1</int>\n", 1);
}
