//! The codec, by literals, properties, recorded answers, Python's own codecs and hostile input.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
mod hostile;
mod large;
mod literals;
mod properties;
mod python;
mod recorded;
mod typed;

use std::fmt::Debug;

use kojiview::xmlrpc::{self, Error, Value};
use serde::de::DeserializeOwned;

/// An answer around what stands between `<value>` and `</value>`, as a hub frames it.
fn answer(content: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>{content}</value>\n</param>\n</params>\n</methodResponse>\n"
    )
}

/// Reads a body with the byte shortcuts and without. What the events can read the shortcuts read to the same, weight and
/// replacements included. What only the shortcuts can read is no XML where nobody looks, so that a [`Value`], which looks
/// everywhere, is refused.
fn read<T: DeserializeOwned + PartialEq + Debug>(body: impl AsRef<[u8]>) -> Result<T, Error> {
    let body = body.as_ref();
    let fast = xmlrpc::response::<T>(body);
    let slow = xmlrpc::response_by_events::<T>(body);
    let shown = String::from_utf8_lossy(&body[..body.len().min(2000)]);
    match (&fast, &slow) {
        (Ok(_), Err(_)) => assert!(xmlrpc::response::<Value>(body).is_err(), "{slow:?} only by events: {shown}"),
        (Err(Error::Fault(_)) | Ok(_), _) | (_, Ok(_)) => assert_eq!(fast, slow, "{shown}"),
        (Err(_), Err(_)) => {}
    }
    fast.map(|answer| answer.value)
}

/// The value between `<value>` and `</value>`, as any type.
fn typed<T: DeserializeOwned + PartialEq + Debug>(content: &str) -> Result<T, Error> {
    read(answer(content))
}

/// The same where it has to be readable, as a [`Value`].
fn value(content: &str) -> Value {
    typed(content).unwrap_or_else(|error| panic!("{error}: {content}"))
}

/// What the writer puts between `<value>` and `</value>`.
fn written(value: &Value) -> String {
    let body = xmlrpc::write_response(value).unwrap();
    let content = body.strip_prefix("<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>").unwrap();
    content.strip_suffix("</value>\n</param>\n</params>\n</methodResponse>\n").unwrap().to_owned()
}

fn ints(items: impl IntoIterator<Item = i64>) -> Value {
    Value::Array(items.into_iter().map(Value::Int).collect())
}
