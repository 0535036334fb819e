//! A list in JSON: the same four members wherever it stands.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::List;
use crate::hub::{Part, Slice};
use crate::urls::Url;

/// Rows of a list.
#[derive(Serialize, JsonSchema)]
struct ListJson<'a, T> {
    rows: &'a [T],
    /// How many there are in all, where that is known.
    total: Option<u64>,
    /// The rows before these.
    prev: Option<Url>,
    /// The rows after these.
    next: Option<Url>,
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = |url: Option<Url>| url?.json();
        let (prev, next) = (json(self.prev()), json(self.next()));
        ListJson { rows: self.rows(), total: self.total(), prev, next }.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn schema_name() -> Cow<'static, str> {
        ListJson::<T>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ListJson::<T>::json_schema(generator)
    }
}

/// The first rows of a list, as a part of a page about something else.
#[derive(Debug)]
pub struct Excerpt<T> {
    rows: Part<Slice<T>>,
    /// The page of all of them, in the same order.
    all: Option<Url>,
}

impl<T> Excerpt<T> {
    /// Of these rows; `all` is the page of all of them, in the same order, where there is one.
    pub fn of(rows: impl Into<Part<Slice<T>>>, all: impl Into<Option<Url>>) -> Self {
        Self { rows: rows.into(), all: all.into() }
    }

    /// The page of all of them, where there are more.
    #[must_use]
    pub fn all(&self) -> Option<&Url> {
        self.all.as_ref().filter(|_| self.rows.has_more())
    }
}

impl<T> Deref for Excerpt<T> {
    type Target = Part<Slice<T>>;
    fn deref(&self) -> &Self::Target {
        &self.rows
    }
}

/// Null where the part is missing or there was no reason to ask for it.
impl<T: Serialize> Serialize for Excerpt<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.rows.get().map(|slice| {
            let next = self.all.as_ref().filter(|_| slice.more);
            let next = next.and_then(|all| all.from_row(slice.rows().len()).json());
            ListJson { rows: slice.rows(), total: slice.total, prev: None, next }
        });
        rows.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Excerpt<T> {
    fn schema_name() -> Cow<'static, str> {
        Option::<ListJson<T>>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<ListJson<T>>::json_schema(generator)
    }
}
