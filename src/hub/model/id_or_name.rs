//! How a reader names a thing that has an id and a name.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An id or a name. Digits alone are an id: a hub takes them so only as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdOrName<I> {
    /// By its id.
    Id(I),
    /// By its name.
    Name(String),
}

impl<I> IdOrName<I> {
    /// The id, where it is one.
    #[must_use]
    pub fn id(&self) -> Option<&I> {
        match self {
            Self::Id(id) => Some(id),
            Self::Name(_) => None,
        }
    }
}

impl<I: PartialEq> IdOrName<I> {
    /// Does it name the thing with this id and this name?
    #[must_use]
    pub fn is(&self, id: &I, name: &str) -> bool {
        match self {
            Self::Id(wanted) => wanted == id,
            Self::Name(wanted) => wanted == name,
        }
    }
}

impl<I: From<i64>> From<String> for IdOrName<I> {
    fn from(text: String) -> Self {
        let is_id = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse::<i64>() {
            Ok(id) if is_id => Self::Id(id.into()),
            _ => Self::Name(text),
        }
    }
}

impl<I: From<i64>> From<&str> for IdOrName<I> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<I: fmt::Display> fmt::Display for IdOrName<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// A hub gets an id as a number.
impl<I: Serialize> Serialize for IdOrName<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Name(name) => name.serialize(serializer),
        }
    }
}

impl<I> schemars::JsonSchema for IdOrName<I> {
    fn schema_name() -> Cow<'static, str> {
        "IdOrName".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// Addresses hold text only.
impl<'de, I: From<i64>> Deserialize<'de> for IdOrName<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
