//! Bodies that tempt a reader to look at the same bytes again and again: eight times as long may take about eight times
//! as long, and must not take sixty-four times.

use std::time::{Duration, Instant};

use kojiview::xmlrpc::{self, Error, Value};
use serde::Deserialize;

use crate::answer;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only whether it reads counts")]
struct Row {
    a: Option<i64>,
}

type Both = (Result<Value, Error>, Result<Row, Error>);

/// Reads it in every way; what a value and a typed struct make of it.
fn all(body: &str) -> Both {
    let body = body.as_bytes();
    let _ = xmlrpc::request(body);
    let _ = xmlrpc::response::<Option<String>>(body);
    let _ = xmlrpc::response_by_events::<Row>(body);
    let value = xmlrpc::response::<Value>(body).map(|answer| answer.value);
    (value, xmlrpc::response::<Row>(body).map(|answer| answer.value))
}

const FEW: usize = 2_000;
const MANY: usize = 8 * FEW;

/// What comes of the body of [`MANY`] pieces, read no more than linearly longer than that of [`FEW`]. A busy machine gets
/// more than one chance; a quadratic reader needs them all.
fn linear(body: impl Fn(usize) -> String) -> Both {
    let (few, many) = (body(FEW), body(MANY));
    let timed = |body: &str, best: &mut Duration| {
        let start = Instant::now();
        let both = all(body);
        *best = start.elapsed().min(*best);
        both
    };
    let (mut short, mut long) = (Duration::MAX, Duration::MAX);
    for _ in 0..4 {
        let _ = timed(&few, &mut short);
        let both = timed(&many, &mut long);
        if long < short * 24 {
            return both;
        }
    }
    panic!("{FEW} pieces {short:?}, {MANY} pieces {long:?}: {}", &many[..200]);
}

#[test]
fn unclosed_again_and_again() {
    for piece in [
        "<value",
        "<value ",
        "<value<",
        "<value>",
        "</value",
        "<value>\n",
        "<!--",
        "<!-- ",
        "<!-->",
        "<![CDATA[",
        "<![CDATA[]]",
        "<?",
        "<?x ",
        "&",
        "&amp",
        "&#",
        "<",
        "<string>",
        "<struct>",
        "<member>",
        "<member><name>",
        "<nil",
        "<nil>",
        "<a ",
        "<a b='",
        "<a b=\"'",
        "<!DOCTYPE ",
        "<!DOCTYPE a [",
    ] {
        // Alone, as a value, and as members that are asked for or not, where the shortcuts look ahead.
        for (before, after) in [
            ("", ""),
            ("<methodResponse><params><param><value>", "</value></param></params></methodResponse>"),
            ("<methodResponse><params><param><value><struct><member><name>a</name><value>", ""),
            ("<methodResponse><params><param><value><struct><member><name>b</name><value>", ""),
            ("<methodResponse><params><param><value><struct><member><name>", ""),
        ] {
            let (value, row) = linear(|pieces| format!("{before}{}{after}", piece.repeat(pieces)));
            // Of `<!-->` two are a comment.
            assert!(value.is_err() || piece == "<!-->", "{before}{piece}");
            assert!(row.is_err(), "{before}{piece}: {row:?}");
        }
    }
}

/// Members that are never in the plain form, so that each shortcut is tried and given up.
#[test]
fn many_members_that_are_not_plain() {
    for (piece, readable) in [
        ("<member><name>b</name><value><!-- --><nil/></value></member>", true),
        ("<member><name>b&#98;</name><value><![CDATA[</value>]]></value></member>", true),
        ("<member> <name> b</name> <value a='/'>1</value > </member> ", true),
        ("<member><name>b</name><value>&amp;<?x?></value></member>", true),
        ("<member><name/><value/></member>", true),
        ("<member><name>b</name><value><array><data><value><x a='>'/></value></data></array></value></member>", false),
    ] {
        let (value, row) = linear(|pieces| answer(&format!("<struct>{}</struct>", piece.repeat(pieces))));
        assert_eq!(value.is_ok(), readable, "{piece}");
        assert!(row.is_ok(), "{piece}: {row:?}");
    }
}

#[test]
fn many_items() {
    for piece in
        ["<value/>", "<value><nil/></value>", "<value>&amp;&amp;</value>", "<!-- --><value> \n<!-- --></value>"]
    {
        let (value, _) = linear(|pieces| answer(&format!("<array><data>{}</data></array>", piece.repeat(pieces))));
        assert!(matches!(value, Ok(Value::Array(items)) if items.len() == MANY), "{piece}");
    }
    // Options look ahead for a nil.
    let body = |item: &str| answer(&format!("<array><data>{}</data></array>", item.repeat(MANY)));
    let nils = body("<value>&#32;<!-- --><nil/></value>");
    let nils = xmlrpc::response::<Vec<Option<i64>>>(nils.as_bytes()).unwrap().value;
    assert_eq!(nils, vec![None; MANY]);
}

#[test]
fn text_in_many_pieces() {
    for (piece, text) in [
        ("&amp;", "&"),
        ("&#13;", "\r"),
        ("a<!-- -->", "a"),
        ("<![CDATA[a]]>", "a"),
        ("a<?x?>", "a"),
        ("'\"]", "'\"]"),
        (" \n", " \n"),
    ] {
        let expected = Value::String(text.repeat(MANY));
        assert_eq!(linear(|pieces| answer(&piece.repeat(pieces))).0.as_ref(), Ok(&expected), "{piece}");
        let (value, _) = linear(|pieces| answer(&format!("<string>{}</string>", piece.repeat(pieces))));
        assert_eq!(value.as_ref(), Ok(&expected), "{piece}");
        let (value, _) = linear(|pieces| {
            let text = piece.repeat(pieces);
            answer(&format!("<struct><member><name>{text}</name><value>{text}</value></member></struct>"))
        });
        assert_eq!(value.unwrap().get(&text.repeat(MANY)), Some(&expected), "{piece}");
    }
}

#[test]
fn long_scalars() {
    let long = |piece: &'static str, kind: &'static str, end: &'static str| {
        linear(move |pieces| answer(&format!("<{kind}>{}{end}</{kind}>", piece.repeat(pieces)))).0
    };
    assert!(matches!(long("1", "int", ""), Err(Error::Shape { .. })));
    assert_eq!(long("0", "int", "7"), Ok(Value::Int(7)));
    assert_eq!(long(" ", "int", "7"), Ok(Value::Int(7)));
    assert_eq!(long("0", "double", "1.5"), Ok(Value::Double(1.5)));
    assert_eq!(long("9", "double", ""), Ok(Value::Double(f64::INFINITY)));
    assert_eq!(long(" ", "boolean", "1"), Ok(Value::Bool(true)));
    assert_eq!(long("YWJj\n", "base64", ""), Ok(Value::Bytes(b"abc".repeat(MANY))));
}

/// Skipped values inside each other: they are passed over once, not once a level.
#[test]
fn nested_where_nobody_looks() {
    for odd in ["", "<!-- -->", "<x a=''/>", "<![CDATA[</value>]]>"] {
        let (value, row) = linear(|depth| {
            let (open, close) = ("<array><data><value>".repeat(depth), "</value></data></array>".repeat(depth));
            let wanted = "<member><name>a</name><value><nil/></value></member>";
            answer(&format!(
                "<struct><member><name>b</name><value>{open}{odd}{close}</value></member>{wanted}</struct>"
            ))
        });
        assert_eq!(value, Err(Error::Depth));
        assert!(row.is_ok(), "{odd}: {row:?}");
    }
}
