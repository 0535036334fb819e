//! The answer for one part of a page: where it fails, the page has all others.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Error, Feature};

/// What a part of a page is about. In JSON a failed part and nothing are both `null`; `missing` and the layout name those that failed.
#[derive(Debug)]
pub enum Part<T> {
    /// The hub's answer.
    Here(Arc<T>),
    /// The hub answered nil, or there was no reason to ask.
    Nothing,
    /// The hub is too old to tell it: nothing failed.
    Unsupported(&'static Feature),
    /// There is no answer.
    Failed(Error),
}

/// The answer itself is shared, and not copied.
impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Here(answer) => Self::Here(answer.clone()),
            Self::Nothing => Self::Nothing,
            Self::Unsupported(feature) => Self::Unsupported(feature),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

impl<T> Part<T> {
    /// The answer, if there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Here(answer) => Some(answer),
            Self::Nothing | Self::Unsupported(_) | Self::Failed(_) => None,
        }
    }

    /// What the hub would need, if it is too old to tell.
    pub fn unsupported(&self) -> Option<&'static Feature> {
        match self {
            Self::Unsupported(feature) => Some(feature),
            Self::Here(_) | Self::Nothing | Self::Failed(_) => None,
        }
    }

    /// Why there is no answer, if something went wrong.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Here(_) | Self::Nothing | Self::Unsupported(_) => None,
        }
    }
}

impl<T> Part<T> {
    /// What is made of the answer, where there is one.
    pub fn map<U>(self, of: impl FnOnce(&T) -> U) -> Part<U> {
        match self {
            Self::Here(answer) => Part::Here(Arc::new(of(&answer))),
            Self::Nothing => Part::Nothing,
            Self::Unsupported(feature) => Part::Unsupported(feature),
            Self::Failed(error) => Part::Failed(error),
        }
    }
}

impl<T> Part<Vec<T>> {
    /// The rows, or none.
    pub fn rows(&self) -> &[T] {
        self.get().map_or(&[], Deref::deref)
    }
}

impl<T: Serialize> Serialize for Part<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Part<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Option::<T>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Option::<T>::json_schema(generator)
    }
}
