//! What no hub should send and a proxy, an attacker or a broken disk may: each is a value or a typed error, never a panic.

use kojiview::xmlrpc::{self, Error, Value};
use serde::Deserialize;

use crate::{answer, read, typed, value};

/// Reads with every way of asking, and gives what comes of a [`Value`].
fn survive(body: &[u8]) -> Result<Value, Error> {
    let _ = xmlrpc::request(body);
    let _ = read::<Vec<Option<Row>>>(body);
    let _ = read::<xmlrpc::Outcome<String>>(body);
    read::<Value>(body)
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    a: i64,
}

fn refused(body: impl AsRef<[u8]>) {
    let body = body.as_ref();
    let result = survive(body);
    assert!(
        matches!(&result, Err(error) if !matches!(error, Error::Fault(_))),
        "{}: {result:?}",
        String::from_utf8_lossy(body)
    );
}

#[test]
fn cut_at_every_byte() {
    let all = [
        answer(
            "<struct><member><name>a</name><value><array><data>\n<value>&lt;x</value>\n<value><int>4</int></value>\n<value><nil/></value></data></array></value></member>\n<member>\n<name>&#13;</name><value><![CDATA[y]]><!-- z --></value></member></struct>",
        ),
        answer(
            "<array><data><value><struct><member><name>junk</name><value><double>1.5</double></value></member><member><name>a</name><value><int>1</int></value></member></struct></value></data></array>",
        ),
        xmlrpc::write_fault(&xmlrpc::Fault { code: 1, message: "no".into() }),
    ];
    for body in &all {
        assert!(!matches!(read::<Value>(body), Err(error) if !matches!(error, Error::Fault(_))), "{body}");
        let end = body.rfind('>').unwrap();
        for cut in 0..=end {
            refused(&body.as_bytes()[..cut]);
        }
    }
    let call = xmlrpc::write_call("m", &(1, "a&b", [("k", Some(1.5))])).unwrap();
    assert!(xmlrpc::request(call.as_bytes()).is_ok());
    for cut in 0..=call.rfind('>').unwrap() {
        assert!(xmlrpc::request(&call.as_bytes()[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn any_byte_replaced() {
    let body = answer(
        "<array><data><value><struct><member><name>a</name><value><int>1</int></value></member><member><name>b</name><value>&lt;</value></member></struct></value></data></array>",
    );
    for at in 0..body.len() {
        for byte in [b'<', b'>', b'/', b'&', b'!', b'"', b' ', b'\r', 0, 0x80, 0xff] {
            let mut bytes = body.clone().into_bytes();
            bytes[at] = byte;
            let _ = survive(&bytes);
            bytes.remove(at);
            let _ = survive(&bytes);
        }
    }
}

#[test]
fn nested_too_deep() {
    let arrays = |depth: usize| ("<array><data><value>".repeat(depth), "</value></data></array>".repeat(depth));
    let structs = |depth: usize| {
        ("<struct><member><name>a</name><value>".repeat(depth), "</value></member></struct>".repeat(depth))
    };
    for (open, close) in [arrays(64), structs(64)] {
        assert!(read::<Value>(answer(&format!("{open}{close}"))).is_ok());
    }
    // Side by side is not inside each other.
    for (open, close) in [arrays(2), structs(2)] {
        let items = format!("<value>{open}{close}</value>").repeat(100);
        assert!(read::<Value>(answer(&format!("<array><data>{items}</data></array>"))).is_ok());
    }
    for (open, close) in [arrays(65), structs(65), arrays(10_000), structs(10_000)] {
        assert_eq!(read::<Value>(answer(&format!("{open}{close}"))), Err(Error::Depth));
        // Not closed, which nobody gets to see.
        assert_eq!(read::<Value>(answer(&open)), Err(Error::Depth));
        // Where nobody looks it costs nothing.
        let junk = format!(
            "<struct><member><name>b</name><value>{open}{close}</value></member><member><name>a</name><value><int>1</int></value></member></struct>"
        );
        assert_eq!(typed::<Row>(&junk), Ok(Row { a: 1 }));
        let call = format!(
            "<methodCall><methodName>m</methodName><params><param><value>{open}{close}</value></param></params></methodCall>"
        );
        assert_eq!(xmlrpc::request(call.as_bytes()), Err(Error::Depth));
    }
}

#[test]
fn no_entity_is_ever_defined() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let external = "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for dtd in [
        bomb,
        external,
        "<!DOCTYPE methodResponse SYSTEM \"http://localhost/x.dtd\">",
        "<!DOCTYPE x>",
        "<!doctype html>",
    ] {
        refused(answer("<string>&a;</string>").replace("?>", &format!("?>{dtd}")));
        refused(answer("<string>plain</string>").replace("?>", &format!("?>{dtd}")));
        refused(answer(&format!("<string>{dtd}</string>")));
        refused(answer(&format!("{dtd}<string>a</string>")));
        // Not even where nobody looks.
        let skipped = format!(
            "<struct><member><name>b</name><value>{dtd}</value></member><member><name>a</name><value><int>1</int></value></member></struct>"
        );
        assert!(typed::<Row>(&skipped).is_err(), "{dtd}");
    }
    assert_eq!(typed::<Value>("<string>&a;</string>"), Err(Error::Reference("a".into())));
    assert_eq!(
        typed::<Value>(&format!("<string>&{};</string>", "x".repeat(500))),
        Err(Error::Reference("x".repeat(60)))
    );
    refused(answer("<!ENTITY a 'b'>"));
    refused(answer("<!ELEMENT a>"));
}

#[test]
fn bytes_that_are_not_utf_8() {
    let body = |bytes: &[u8]| {
        [
            b"<methodResponse><params><param><value><string>",
            bytes,
            b"</string></value></param></params></methodResponse>",
        ]
        .concat()
    };
    for (bytes, text, replaced) in [
        (&b"caf\xe9"[..], "caf\u{fffd}", 1),
        (b"\xff\xfe-\xc3", "\u{fffd}\u{fffd}-\u{fffd}", 3),
        (b"\xf0\x9f\x90", "\u{fffd}", 1),
        (b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}", 3),
        (b"\xc0\xbc/string>", "\u{fffd}\u{fffd}/string>", 2),
        ("\u{fffd}".as_bytes(), "\u{fffd}", 0),
    ] {
        let decoded = xmlrpc::response::<String>(&body(bytes)).unwrap();
        assert_eq!((decoded.value.as_str(), decoded.replaced), (text, replaced));
        assert_eq!(survive(&body(bytes)), Ok(text.into()));
    }
    // In a tag it is a tag that nobody knows.
    refused(
        answer("<int>1</int>").into_bytes().iter().map(|b| if *b == b'i' { 0xff } else { *b }).collect::<Vec<u8>>(),
    );
}

#[test]
fn encodings_declared_and_real() {
    let text = answer("<string>café</string>");
    for declared in ["ISO-8859-1", "UTF-16", "latin-1", "us-ascii", "nonsense"] {
        let body = text.replace("version='1.0'", &format!("version='1.0' encoding='{declared}'"));
        // What is UTF-8 is read as such, whatever it says.
        assert_eq!(survive(body.as_bytes()), Ok("café".into()));
        let latin: Vec<u8> = body.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        assert_eq!(survive(&latin), Ok("caf\u{fffd}".into()));
    }
    assert_eq!(survive(format!("\u{feff}{text}").as_bytes()), Ok("café".into()));
    refused(format!("\u{feff}\u{feff}{text}"));
    for units in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(units).collect();
        refused(&wide);
        refused(["\u{feff}".encode_utf16().flat_map(units).collect(), wide].concat());
    }
    refused("\u{feff}");
    refused([0xff, 0xfe]);
    refused([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
}

#[test]
fn something_else_altogether() {
    for body in [
        "",
        " \r\n\t",
        "\0",
        "ok",
        "{\"result\": 1}",
        "502 Bad Gateway",
        "<",
        "<>",
        "</>",
        "<?",
        "<?xml version='1.0'?>",
        "<!",
        "<!-",
        "<!-->",
        "<!--->",
        "<![CDATA[",
        "&",
        "&amp;",
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr></body></html>",
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>503 Service Unavailable</title></head></html>",
        "<methodResponse/>",
        "<methodResponse></methodResponse>",
        "<methodResponse><params/></methodResponse>",
        "<methodResponse><params></params></methodResponse>",
        "<methodResponse><params><param/></params></methodResponse>",
        "<methodResponse><params><param></param></params></methodResponse>",
        "<methodResponse><params><param><value/><value/></param></params></methodResponse>",
        "<methodResponse><params><param><value/></param><param><value/></param></params></methodResponse>",
        "<methodResponse><fault/></methodResponse>",
        "<methodResponse><value/></methodResponse>",
        "<methodresponse><params><param><value/></param></params></methodresponse>",
        "<x:methodResponse><params><param><value/></param></params></x:methodResponse>",
        "text<methodResponse><params><param><value/></param></params></methodResponse>",
        "<methodCall><methodName>m</methodName><params><param><value/></param></params></methodCall>",
    ] {
        assert!(matches!(read::<Value>(body), Err(error) if !matches!(error, Error::Fault(_))), "{body}");
        let _ = survive(body.as_bytes());
    }
    let long = format!("<html>{}</html>", "x".repeat(1_000_000));
    let error = read::<Value>(&long).unwrap_err();
    assert!(error.to_string().len() < 200, "an error is for a line of the log: {error}");
}

#[test]
fn mismatched_tags() {
    let good = answer(
        "<struct><member><name>a</name><value><array><data><value><int>1</int></value></data></array></value></member></struct>",
    );
    assert!(read::<Value>(&good).is_ok());
    let names = ["methodResponse", "params", "param", "value", "struct", "member", "name", "array", "data", "int"];
    for name in names {
        let close = format!("</{name}>");
        for (at, _) in good.match_indices(&close) {
            for other in names.into_iter().chain(["string", "fault", "x", "", "value x"]).filter(|other| *other != name)
            {
                let (before, after) = (&good[..at], &good[at + close.len()..]);
                refused(format!("{before}</{other}>{after}"));
                refused(format!("{before}<{other}>{after}"));
                refused(format!("{before}<{other}/>{after}"));
            }
            refused(format!("{}{}", &good[..at], &good[at + close.len()..]));
        }
        let open = format!("<{name}>");
        for (at, _) in good.match_indices(&open) {
            refused(format!("{}{}", &good[..at], &good[at + open.len()..]));
        }
    }
    for content in [
        "<string>x</int>",
        "<string>x</value>",
        "<string>x</strings>",
        "<nil></value>",
        "<int>1</string>",
        "</value>",
        "<string>x</string></string>",
    ] {
        refused(answer(content));
    }
}

#[test]
fn control_characters_are_kept_where_text_is_and_harmless_elsewhere() {
    for c in (0..0x20).chain([0x7f]).map(char::from) {
        let text = format!("a{c}b{c}");
        assert_eq!(value(&format!("<string>{text}</string>")), text.as_str().into());
        assert_eq!(value(&text), text.as_str().into());
        let member = format!("<struct><member><name>{text}</name><value>{text}</value></member></struct>");
        assert_eq!(value(&member).get(&text), Some(&text.as_str().into()));
        let _ = survive(
            answer(&format!("<array>{c}<data>{c}<value{c}>{c}<int>{c}1</int></value></data></array>")).as_bytes(),
        );
        let _ = survive(answer(&format!("<{c}int>1</int>")).as_bytes());
    }
}

#[test]
fn wrong_types_are_told_shortly() {
    let long = "x".repeat(100_000);
    for content in [
        format!("<int>{long}</int>"),
        format!("<{long}/>"),
        format!("{long}<int>1</int>"),
        format!("<struct>{long}</struct>"),
        format!("<base64>{long}*</base64>"),
    ] {
        let error = typed::<Value>(&content).unwrap_err();
        assert!(error.to_string().len() < 200, "{error}");
        let error = typed::<Row>(&content).unwrap_err();
        assert!(error.to_string().len() < 200, "{error}");
    }
    let error = typed::<i64>(&format!("<string>{long}</string>")).unwrap_err();
    assert!(error.to_string().len() <= 300, "{error}");
}
