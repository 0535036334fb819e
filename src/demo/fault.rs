//! The faults of a hub, in its words.

use crate::xmlrpc::{Fault, Value};

/// What a method answers.
pub(crate) type Answer = Result<Value, Fault>;

/// `GenericError`
pub(crate) fn generic(message: impl Into<String>) -> Fault {
    Fault { code: 1000, message: message.into() }
}

/// `ActionNotAllowed`
pub(crate) fn not_allowed(message: impl Into<String>) -> Fault {
    Fault { code: 1004, message: message.into() }
}

/// `ParameterError`
pub(crate) fn parameter(message: impl Into<String>) -> Fault {
    Fault { code: 1019, message: message.into() }
}

/// Any exception of Python that is not Koji's own.
pub(crate) fn python(message: impl Into<String>) -> Fault {
    Fault { code: 1, message: message.into() }
}

/// A value as Python's `repr` shows it, which is how it stands in faults.
pub(crate) fn repr(value: &Value) -> String {
    match value {
        Value::Nil => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Double(n) => n.to_string(),
        Value::String(text) => format!("'{text}'"),
        Value::Array(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Struct(members) => {
            let members: Vec<_> = members.iter().map(|(name, value)| format!("'{name}': {}", repr(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::DateTime(_) | Value::Bytes(_) => "<object>".to_owned(),
    }
}

/// The name of a value's type in Python.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Nil => "NoneType",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Double(_) => "float",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Struct(_) => "dict",
        Value::DateTime(_) | Value::Bytes(_) => "object",
    }
}
