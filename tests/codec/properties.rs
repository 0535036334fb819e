//! Whatever is written is read again as it was, by the shortcuts and by events alone.

use indexmap::IndexMap;
use kojiview::xmlrpc::{self, Decoded, Error, Fault, MethodCall, Outcome, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Deserialize;

use crate::read;

/// Any characters at all, the troublesome ones more often: what markup is made of, and what XML 1.0 forbids.
fn text() -> impl Strategy<Value = String> {
    let troublesome = prop::sample::select(vec![
        '<', '>', '&', '"', '\'', '\r', '\n', '\t', ' ', ']', '-', '/', '\0', '\x0c', '\x1b', '\x7f', '\u{85}',
        '\u{2028}', '\u{feff}', '\u{fffe}', '\u{fffd}', '🐟',
    ]);
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        4 => troublesome.prop_map(String::from),
        1 => prop::sample::select(vec!["</value>", "<value>", "]]>", "<![CDATA[", "<!--", "-->", "&amp;", "&#13;", "\r\n", "<nil/>", "</string>"])
            .prop_map(String::from),
        2 => "[a-z0-9 ]{1,12}",
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let finite = prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO | prop::num::f64::INFINITE;
    let leaf = prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<i32>().prop_map(|n| Value::Int(n.into())),
        finite.prop_map(Value::Double),
        text().prop_map(Value::String),
        text().prop_map(Value::DateTime),
        vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((text(), inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// One field among members that nobody asks for.
#[derive(Debug, PartialEq, Deserialize)]
struct PageRequest {
    #[serde(rename = "<wanted>\r")]
    wanted: Value,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_answer(value in value()) {
        let body = xmlrpc::write_response(&value).unwrap();
        prop_assert_eq!(read::<Value>(&body), Ok(value.clone()));
        prop_assert_eq!(read::<Option<Value>>(&body), Ok(Some(value).filter(|value| !value.is_nil())));
    }

    #[test]
    fn a_number_keeps_every_bit(n in prop::num::f64::ANY) {
        let body = xmlrpc::write_response(&n).unwrap();
        let again = read::<Number>(&body).unwrap().0;
        prop_assert!(again.to_bits() == n.to_bits() || (n.is_nan() && again.is_nan()), "{n} {again}");
    }

    #[test]
    fn a_call(method in "[a-zA-Z_][a-zA-Z0-9_.]{0,20}", args in vec(value(), 0..4), kwargs in vec((text(), value()), 0..4)) {
        let call = MethodCall { method, args, kwargs: kwargs.into_iter().collect::<IndexMap<_, _>>() };
        prop_assert_eq!(xmlrpc::request(xmlrpc::write_call_of(&call).as_bytes()), Ok(call));
    }

    #[test]
    fn a_fault(code in any::<i64>(), message in text()) {
        let fault = Fault { code, message };
        prop_assert_eq!(read::<Value>(xmlrpc::write_fault(&fault)), Err(Error::Fault(fault)));
    }

    #[test]
    fn a_skipped_member(before in vec((text(), value()), 0..4), wanted in value(), after in vec((text(), value()), 0..4)) {
        let member = [("<wanted>\r".to_owned(), wanted.clone())];
        let all: Value = before.into_iter().chain(member).chain(after).collect();
        let body = xmlrpc::write_response(&all).unwrap();
        prop_assert_eq!(read::<PageRequest>(&body), Ok(PageRequest { wanted }));
    }

    #[test]
    fn the_outcomes_of_a_multicall(outcomes in vec(prop_oneof![value().prop_map(Ok), (any::<i64>(), text()).prop_map(Err)], 0..5)) {
        let elements = outcomes.iter().map(|outcome| match outcome {
            Ok(value) => Value::Array(vec![value.clone()]),
            Err((code, message)) => Value::from([("faultCode", Value::Int(*code)), ("faultString", Value::from(message.as_str()))]),
        });
        let body = xmlrpc::write_response(&Value::Array(elements.collect())).unwrap();
        let expected = outcomes.into_iter().map(|outcome| Outcome(outcome.map_err(|(code, message)| Fault { code, message })));
        prop_assert_eq!(read::<Vec<Outcome<Value>>>(&body), Ok(expected.collect()));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_counted(pieces in vec("[a-z]{1,5}", 1..6)) {
        let body = xmlrpc::write_response(&pieces.join("|")).unwrap().replace('|', "\u{1}");
        let bytes: Vec<u8> = body.bytes().map(|b| if b == 1 { 0xff } else { b }).collect();
        let expected = Decoded { value: pieces.join("\u{fffd}"), weight: 0, replaced: pieces.len() - 1 };
        let decoded = xmlrpc::response::<String>(&bytes).unwrap();
        prop_assert_eq!(Decoded { weight: 0, ..decoded }, expected);
    }

    #[test]
    fn any_text_at_all_is_a_value_or_an_error(body in text(), content in text()) {
        let _ = read::<Value>(&body);
        let _ = read::<Value>(crate::answer(&content));
        let _ = read::<Option<Value>>(crate::answer(&content));
        let _ = xmlrpc::request(body.as_bytes());
    }
}

/// A double that can be compared, though it may be no number.
#[derive(Debug, Deserialize)]
struct Number(f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}
