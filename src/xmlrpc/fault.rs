//! A fault is a value: at the top of an answer, and in the place of one result inside a multiCall's.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize};

/// What a hub answers instead of a result.
#[derive(Debug, Clone, PartialEq, Eq, DeriveDeserialize, Serialize)]
pub struct Fault {
    /// 1 for any exception of Python, 1000 and up for Koji's own.
    #[serde(rename = "faultCode")]
    pub code: i64,
    /// One line, or with some hubs a whole traceback.
    #[serde(rename = "faultString")]
    pub message: String,
}

/// One element of a multiCall's answer: `[result]`, or a fault. That it is an array and not a struct is all that tells
/// success from failure.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<T>(pub Result<T, Fault>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Outcome<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for V<T> {
            type Value = Outcome<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[result] or a fault")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outcome<T>, A::Error> {
                let result = items.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
                Ok(Outcome(Ok(result)))
            }
            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome<T>, A::Error> {
                Fault::deserialize(de::value::MapAccessDeserializer::new(members)).map(|fault| Outcome(Err(fault)))
            }
        }
        deserializer.deserialize_any(V(PhantomData))
    }
}
