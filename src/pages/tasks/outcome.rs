//! What came of a task: its result, or the fault it ended with.

use crate::xmlrpc::Value;

/// A result, a name and a value a line. `newRepo` answers with two numbers (`NewRepoTask.handler` in `kojid`).
pub(super) fn of<'a>(method: &str, result: &'a Value) -> Vec<(&'a str, &'a Value)> {
    match result {
        Value::Nil => Vec::new(),
        Value::Array(numbers) if method == "newRepo" && numbers.len() == 2 => {
            ["repo", "event"].into_iter().zip(numbers).collect()
        }
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
