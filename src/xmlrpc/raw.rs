//! A value kept as it came, to be decoded later or elsewhere.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::Result;
use super::reader::Reader;

/// What follows `<value>`, up to and with its `</value>`. Only this codec's own deserializer can fill it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raw<'de>(&'de str);

/// The name by which the deserializer knows the type; serde has no other way to ask for bytes as they stand.
pub(super) const RAW: &str = "$xmlrpc::Raw";

impl<'de> Raw<'de> {
    /// Decodes the kept value; the weight as in [`super::Decoded`].
    pub fn decode<T: Deserialize<'de>>(&self) -> Result<(T, usize)> {
        let mut reader = Reader::new(self.0.as_bytes(), true);
        let value = T::deserialize(&mut reader)?;
        Ok((value, reader.weight))
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Raw<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Raw<'de>, E> {
                Ok(Raw(text))
            }
        }
        deserializer.deserialize_newtype_struct(RAW, V)
    }
}
