//! Arguments that readers give as JSON, by their names.

use indexmap::IndexMap;

use crate::hub::methods::ApiMethod;
use crate::xmlrpc::Value;

/// Why a call is not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not among the methods that readers may call.
    #[error("the console does not run this method")]
    NotOpen,
    /// There is something wrong with its arguments.
    #[error("{0}")]
    Arguments(String),
}

pub(super) fn refused<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Arguments(why.into()))
}

/// What marks named arguments on the wire. Among a reader's it would make a struct of them into named ones, and pass by all rules.
const STARSTAR: &str = "__starstar";
/// Values within each other at most.
const DEEPEST: usize = 8;
/// What a whole number on the wire cannot hold.
const LARGEST: f64 = 9.2e18;
/// Values of a list at most.
const LONGEST: usize = 200;

/// The arguments by name. Those that are null are left out: that is what hubs take their absence for.
pub(super) fn read(api: &ApiMethod, json: &str) -> Result<IndexMap<String, Value>, Refusal> {
    let json = json.trim();
    let given: Value = if json.is_empty() {
        Value::Array(Vec::new())
    } else {
        serde_json::from_str(json).or_else(|error| refused(format!("that is no JSON ({error})")))?
    };
    check(&given, 0)?;
    let mut arguments = match given {
        Value::Array(values) => named(api, values)?,
        Value::Struct(members) => members,
        _ => {
            return refused(
                "that is neither a list of arguments, such as [1, \"f40\"], nor an object with their names",
            );
        }
    };
    arguments.retain(|_, value| !value.is_nil());
    // The same question has one spelling.
    arguments.sort_unstable_keys();
    Ok(arguments)
}

/// Arguments by their places, with the names that the hub has for them.
fn named(api: &ApiMethod, values: Vec<Value>) -> Result<IndexMap<String, Value>, Refusal> {
    let names: Vec<&str> = api.named_parameters().collect();
    if values.len() > names.len() {
        return refused(format!(
            "{} takes {} arguments at most, and these are {}",
            api.name,
            names.len(),
            values.len()
        ));
    }
    Ok(names.into_iter().map(str::to_owned).zip(values).collect())
}

fn check(value: &Value, depth: usize) -> Result<(), Refusal> {
    if depth > DEEPEST {
        return refused(format!("the arguments are nested more than {DEEPEST} deep"));
    }
    let is_too_long = |count: usize| count > LONGEST;
    match value {
        Value::Array(values) if is_too_long(values.len()) => refused(format!("a list has more than {LONGEST} values")),
        Value::Array(values) => values.iter().try_for_each(|value| check(value, depth + 1)),
        Value::Struct(members) if members.contains_key(STARSTAR) => refused(format!("{STARSTAR} cannot be given")),
        Value::Struct(members) if is_too_long(members.len()) => {
            refused(format!("an object has more than {LONGEST} members"))
        }
        Value::Struct(members) => members.values().try_for_each(|value| check(value, depth + 1)),
        Value::String(text) if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) => {
            refused("control characters cannot be sent")
        }
        // Whole numbers that are larger were read as such.
        Value::Double(number) if !number.is_finite() || number.abs() >= LARGEST => refused("a number is too large"),
        _ => Ok(()),
    }
}
