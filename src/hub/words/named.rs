//! How a reader names a thing that has an id and a name.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// An id or a name. Digits alone are an id: a hub takes them so only as a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Named(String);

impl Named {
    /// The id, where it is one.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.0.bytes().all(|b| b.is_ascii_digit()).then(|| self.0.parse().ok())?
    }
}

impl std::ops::Deref for Named {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Named {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.id() {
            Some(id) => id.serialize(serializer),
            None => self.0.serialize(serializer),
        }
    }
}
