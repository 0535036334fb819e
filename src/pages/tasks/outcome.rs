//! What came of a task: its result, or the fault it ended with.

use crate::xmlrpc::Value;

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
