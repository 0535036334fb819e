//! Methods that take clauses and fields: `repo.query`, `scheduler.getTaskRuns` and their like.

use super::ask::Ask;
use super::fault::{Answer, generic, repr};
use super::query::page_of_rows_by;
use crate::xmlrpc::Value;

/// The rows that the clauses let through (the demo knows "column = value"), cut to the fields that are asked for.
pub(crate) fn view(ask: &Ask<'_>, mut rows: Vec<Value>, default_fields: &[&str]) -> Answer {
    for clause in ask.value("clauses").and_then(as_list).unwrap_or_default() {
        let Some([Value::String(column), Value::String(operator), wanted]) = as_list(clause) else {
            return Err(generic(format!("Invalid clause: {}", repr(clause))));
        };
        if operator != "=" {
            return Err(generic(format!("Invalid operator: {operator}")));
        }
        rows.retain(|row| row.get(column) == Some(wanted));
    }
    let fields: Option<Vec<&str>> = match ask.value("fields") {
        Some(Value::Array(names)) => Some(names.iter().filter_map(Value::as_str).collect()),
        // All of them, those of joined tables too.
        Some(Value::String(all)) if all == "**" => None,
        _ => Some(default_fields.to_vec()),
    };
    let Value::Array(rows) = page_of_rows_by(ask.value("opts"), rows)? else { return Err(generic("Invalid opts")) };
    let wanted = |name: &str| fields.as_ref().is_none_or(|fields| fields.contains(&name));
    let cut = |row: Value| match row {
        Value::Struct(members) => members.into_iter().filter(|(name, _)| wanted(name)).collect(),
        other => other,
    };
    Ok(Value::Array(rows.into_iter().map(cut).collect()))
}

fn as_list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}
