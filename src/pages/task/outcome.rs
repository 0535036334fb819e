//! What came of a task: its result, or the fault it ended with.

use crate::xmlrpc::Value;

/// The fault of a failed task: its first line, and the whole where it has more.
pub(super) fn fault(result: &Value) -> Option<(String, String)> {
    let text = result.get("faultString")?.as_str()?.trim();
    result.get("faultCode")?;
    // Of a traceback it is the last line that says what is wrong.
    let line = if text.starts_with("Traceback") { text.lines().last() } else { text.lines().next() };
    let rest = if text.lines().count() > 1 { text.to_owned() } else { String::new() };
    Some((line.unwrap_or_default().to_owned(), rest))
}

/// A result, a name and a value a line.
pub(super) fn of(result: &Value) -> Vec<(String, String)> {
    match result {
        Value::Nil => Vec::new(),
        Value::Struct(members) => members
            .iter()
            .filter(|(name, _)| *name != "__starstar")
            .map(|(name, value)| (name.clone(), spelled(value)))
            .collect(),
        other => vec![(String::new(), spelled(other))],
    }
}

/// Any value in one line: a struct as `name=value`, a list by commas.
pub(super) fn spelled(value: &Value) -> String {
    match value {
        Value::Nil => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Double(n) => n.to_string(),
        Value::String(text) | Value::DateTime(text) => text.clone(),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Value::Array(items) => items.iter().map(spelled).collect::<Vec<_>>().join(", "),
        Value::Struct(members) => {
            let members = members.iter().filter(|(name, _)| *name != "__starstar");
            members.map(|(name, value)| format!("{name}={}", spelled(value))).collect::<Vec<_>>().join(", ")
        }
    }
}
