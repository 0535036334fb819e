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
pub(super) fn of(result: &Value) -> Vec<(&str, &Value)> {
    match result {
        Value::Nil => Vec::new(),
        Value::Struct(members) => members
            .iter()
            .filter(|(name, _)| *name != "__starstar")
            .map(|(name, value)| (name.as_str(), value))
            .collect(),
        other => vec![("", other)],
    }
}

/// The builds that a result names: `koji_builds`, ids as text.
pub(super) fn builds(result: &Value) -> Vec<i64> {
    let Some(Value::Array(ids)) = result.get("koji_builds") else { return Vec::new() };
    ids.iter().filter_map(|id| id.as_int().or_else(|| id.as_str()?.parse().ok())).take(50).collect()
}
