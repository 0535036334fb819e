//! Clauses: what methods such as `repo.query` are asked for.

use serde::Serialize;

/// A column, an operator and a value.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Clause(&'static str, &'static str, Wanted);

/// The value of a clause.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Wanted {
    Number(i64),
    Switch(bool),
}

impl From<i64> for Wanted {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Wanted {
    fn from(switch: bool) -> Self {
        Self::Switch(switch)
    }
}

impl Clause {
    /// The column has this value.
    pub(super) fn is(column: &'static str, value: impl Into<Wanted>) -> Self {
        Self(column, "=", value.into())
    }
}
