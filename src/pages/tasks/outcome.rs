//! What came of a task: its result, or the fault it ended with.

use super::params::{Param, plainly};
use crate::xmlrpc::Value;

/// A result, a name and a value a line. `newRepo` answers with two numbers (`NewRepoTask.handler` in `kojid`).
pub(super) fn of(method: &str, result: &Value) -> Vec<Param> {
    let param = |(name, value): (&str, &Value)| Param { name: name.to_owned(), value: plainly(name, value) };
    match result {
        Value::Nil => Vec::new(),
        Value::Array(numbers) if method == "newRepo" && numbers.len() == 2 => {
            ["repo", "event"].into_iter().zip(numbers).map(param).collect()
        }
        Value::Struct(members) => {
            members.iter().filter(|(name, _)| *name != "__starstar").map(|(name, value)| param((name, value))).collect()
        }
        other => vec![param(("", other))],
    }
}

/// The builds that a result names: `koji_builds`, ids as text.
pub(super) fn builds(result: &Value) -> Vec<i64> {
    let Some(Value::Array(ids)) = result.get("koji_builds") else { return Vec::new() };
    ids.iter().filter_map(|id| id.as_int().or_else(|| id.as_str()?.parse().ok())).take(50).collect()
}
