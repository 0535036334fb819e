//! What can be wrong with a message, apart from being a fault of the hub.

use super::{DEPTH, Fault};

/// Why a body could not be read, or a value not be written.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The tokenizer refused the bytes.
    #[error("not XML: {0}")]
    Xml(String),
    /// Something stands where something else has to.
    #[error("expected {expected}, found {found}")]
    Shape {
        /// What the grammar, or the caller's type, asks for here.
        expected: &'static str,
        /// What stands there, shortened.
        found: String,
    },
    /// Values are nested deeper than [`DEPTH`].
    #[error("nested deeper than {DEPTH}")]
    Depth,
    /// An entity that is not one of XML's five: a hub sends none, and none is ever defined.
    #[error("unknown reference &{0};")]
    Reference(String),
    /// The body ends before the message does.
    #[error("ends too early")]
    Eof,
    /// The message is well formed and its value does not fit the type that was asked for.
    #[error("{0}")]
    Mismatch(String),
    /// The message is a fault: data, not a defect of the message.
    #[error("fault {}: {}", .0.code, .0.message)]
    Fault(Fault),
}

impl Error {
    pub(super) fn shape(expected: &'static str, found: impl Into<String>) -> Self {
        let found: String = found.into();
        Self::Shape { expected, found: found.chars().take(60).collect() }
    }
}

impl From<quick_xml::Error> for Error {
    fn from(error: quick_xml::Error) -> Self {
        Self::Xml(error.to_string())
    }
}

impl serde::de::Error for Error {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Mismatch(message.to_string().chars().take(300).collect())
    }
}

impl serde::ser::Error for Error {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Mismatch(message.to_string())
    }
}
