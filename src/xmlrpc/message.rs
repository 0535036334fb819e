//! Whole messages: a call and its answer, read and written.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned};

use super::reader::{El, Reader, Tag};
use super::write::{Writer, to_value};
use super::{Error, Fault, Result, Value};

/// An answer, and what reading it told.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<T> {
    /// The answer itself.
    pub value: T,
    /// About the bytes it holds in memory: its weight in a cache.
    pub weight: usize,
    /// Places where the body was not UTF-8 and U+FFFD stands now.
    pub replaced: usize,
}

/// A call as a hub receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodCall {
    /// Its method, dotted names included.
    pub method: String,
    /// What stands by position.
    pub args: Vec<Value>,
    /// What stands by name: the last parameter, where it is a struct with a true `__starstar`, without that mark.
    pub kwargs: indexmap::IndexMap<String, Value>,
}

/// How Koji marks a last struct as keyword arguments.
const STARSTAR: &str = "__starstar";

/// Reads an answer; a fault is [`Error::Fault`].
pub fn response<T: DeserializeOwned>(body: &[u8]) -> Result<Decoded<T>> {
    read_response(body, true)
}

/// The same by the tokenizer's events alone: slower, and what the shortcuts are tested against.
pub fn response_by_events<T: DeserializeOwned>(body: &[u8]) -> Result<Decoded<T>> {
    read_response(body, false)
}

/// An answer whose parts are to be decoded one by one: `use_answer` sees it while the body is borrowed.
pub(crate) fn response_with<R>(
    body: &[u8],
    use_answer: impl FnOnce(Vec<super::Outcome<super::Raw<'_>>>) -> R,
) -> Result<R> {
    let (body, _) = clean(body);
    let mut reader = Reader::new(&body, true);
    let answer = answer(&mut reader)?;
    Ok(use_answer(answer))
}

fn read_response<T: DeserializeOwned>(body: &[u8], shortcuts: bool) -> Result<Decoded<T>> {
    let (body, replaced) = clean(body);
    let mut reader = Reader::new(&body, shortcuts);
    let value = answer(&mut reader)?;
    Ok(Decoded { value, weight: reader.weight, replaced })
}

fn answer<'de, T: Deserialize<'de>>(reader: &mut Reader<'de>) -> Result<T> {
    reader.open(El::MethodResponse)?;
    match reader.tag()? {
        Tag::Open(El::Params) => {
            reader.open(El::Param)?;
            let value = top_value(reader)?;
            reader.close(El::Param)?;
            reader.close(El::Params)?;
            reader.close(El::MethodResponse)?;
            Ok(value)
        }
        Tag::Open(El::Fault) => {
            let fault = top_value(reader)?;
            reader.close(El::Fault)?;
            reader.close(El::MethodResponse)?;
            Err(Error::Fault(fault))
        }
        other => Err(other.unexpected("<params> or <fault>")),
    }
}

fn top_value<'de, T: Deserialize<'de>>(reader: &mut Reader<'de>) -> Result<T> {
    match reader.tag()? {
        Tag::Open(El::Value) => T::deserialize(reader),
        Tag::Empty(El::Value) => T::deserialize(&mut Reader::new(b"</value>", true)),
        other => Err(other.unexpected("<value>")),
    }
}

/// Reads a call.
pub fn request(body: &[u8]) -> Result<MethodCall> {
    let (body, _) = clean(body);
    let mut reader = Reader::new(&body, true);
    reader.open(El::MethodCall)?;
    reader.open(El::MethodName)?;
    let method = reader.text(El::MethodName)?.trim().to_owned();
    let mut args = Vec::new();
    match reader.tag()? {
        Tag::Open(El::Params) => loop {
            match reader.tag()? {
                Tag::Open(El::Param) => {
                    args.push(top_value(&mut reader)?);
                    reader.close(El::Param)?;
                }
                Tag::Close(El::Params) => {
                    reader.close(El::MethodCall)?;
                    break;
                }
                other => return Err(other.unexpected("<param>")),
            }
        },
        Tag::Empty(El::Params) => reader.close(El::MethodCall)?,
        Tag::Close(El::MethodCall) => {}
        other => return Err(other.unexpected("<params>")),
    }
    Ok(MethodCall::of(method, args))
}

impl MethodCall {
    /// Parts positional from keyword arguments, as a hub does.
    #[must_use]
    pub fn of(method: String, mut args: Vec<Value>) -> Self {
        let kwargs = match args.pop_if(|last| is_marked(last)) {
            Some(Value::Struct(mut members)) => {
                members.shift_remove(STARSTAR);
                members
            }
            _ => indexmap::IndexMap::new(),
        };
        Self { method, args, kwargs }
    }
}

fn is_marked(argument: &Value) -> bool {
    matches!(argument.get(STARSTAR), Some(Value::Bool(true) | Value::Int(1)))
}

/// Writes a call. A struct's fields are its keyword arguments, `None` among them left out, so that one question has one
/// spelling; a tuple's or a list's items are positional; a unit has no arguments.
pub fn write_call<A: Serialize + ?Sized>(method: &str, arguments: &A) -> Result<String> {
    let (args, kwargs) = match to_value(arguments)? {
        Value::Nil => (Vec::new(), None),
        Value::Array(items) => (items, None),
        Value::Struct(mut members) => {
            members.retain(|_, value| !value.is_nil());
            (Vec::new(), Some(members))
        }
        other => (vec![other], None),
    };
    Ok(write_parts(method, &args, kwargs))
}

/// Writes a call that was read: the same meaning, in this writer's spelling.
#[must_use]
pub fn write_call_of(call: &MethodCall) -> String {
    // A last argument that looks like keyword arguments and is none shows it by empty ones after it.
    let needed = !call.kwargs.is_empty() || call.args.last().is_some_and(is_marked);
    write_parts(&call.method, &call.args, needed.then(|| call.kwargs.clone()))
}

fn write_parts(method: &str, args: &[Value], kwargs: Option<indexmap::IndexMap<String, Value>>) -> String {
    let mut out = Writer::new("methodCall");
    out.element("methodName", method);
    out.open("params");
    let keywords = kwargs.map(|mut members| {
        members.insert(STARSTAR.to_owned(), Value::Bool(true));
        Value::Struct(members)
    });
    for value in args.iter().chain(&keywords) {
        out.open("param");
        out.value(value);
        out.close("param");
    }
    out.close("params");
    out.finish("methodCall")
}

/// Writes an answer.
pub fn write_response<T: Serialize + ?Sized>(answer: &T) -> Result<String> {
    let answer = to_value(answer)?;
    let mut out = Writer::new("methodResponse");
    out.open("params");
    out.open("param");
    out.value(&answer);
    out.close("param");
    out.close("params");
    Ok(out.finish("methodResponse"))
}

/// Writes a fault, as a hub does: with HTTP status 200 around it.
#[must_use]
pub fn write_fault(fault: &Fault) -> String {
    let mut out = Writer::new("methodResponse");
    out.open("fault");
    out.value(&Value::from([
        ("faultCode", Value::Int(fault.code)),
        ("faultString", Value::from(fault.message.as_str())),
    ]));
    out.close("fault");
    out.finish("methodResponse")
}

/// The body that an answer inside a multiCall's would have by itself.
pub(crate) fn body_of(outcome: &super::Outcome<super::Raw<'_>>) -> String {
    match &outcome.0 {
        Ok(raw) => {
            let value = raw.as_str();
            format!("<methodResponse><params><param><value>{value}</param></params></methodResponse>")
        }
        Err(fault) => write_fault(fault),
    }
}

/// A body as UTF-8: one bad byte is shown as U+FFFD and does not cost the answer.
fn clean(body: &[u8]) -> (Cow<'_, [u8]>, usize) {
    match String::from_utf8_lossy(body) {
        Cow::Borrowed(text) => (Cow::Borrowed(text.as_bytes()), 0),
        Cow::Owned(text) => {
            let replaced = body.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            (Cow::Owned(text.into_bytes()), replaced)
        }
    }
}
