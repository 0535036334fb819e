//! Choices in an address.

use serde::Deserialize;

/// Something is wished for, or not mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Yes {
    /// `yes`
    Yes,
}

/// Something is wished for, or wished away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
    /// `yes`
    Yes,
    /// `no`
    No,
}
