//! serde's side of the reader: a value into any type that derives `Deserialize`.

use std::borrow::Cow;

use base64::Engine as _;
use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::raw::RAW;
use super::reader::{Content, El, Reader, Tag};
use super::{Error, Result, Value};

/// Any text in memory, beside its bytes.
const TEXT: usize = size_of::<String>();
/// An entry of a map beside its value: its name, hash and place in the table.
const ENTRY: usize = TEXT + 2 * size_of::<usize>();

impl<'de> Reader<'de> {
    fn visit_text<V: Visitor<'de>>(&mut self, text: Cow<'de, str>, visitor: V) -> Result<V::Value> {
        self.weight += TEXT + text.len();
        match text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn visit_base64<V: Visitor<'de>>(&mut self, text: &str, visitor: V) -> Result<V::Value> {
        let plain: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(plain).map_err(|_| Error::shape("base64", text))?;
        self.weight += TEXT + bytes.len();
        visitor.visit_byte_buf(bytes)
    }

    fn visit_array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.deeper()?;
        self.weight += TEXT;
        let value = match self.tag()? {
            Tag::Open(El::Data) => {
                let mut items = Items { reader: self, done: false };
                let value = visitor.visit_seq(&mut items)?;
                // A tuple leaves what it does not want.
                while !items.done {
                    de::SeqAccess::next_element::<de::IgnoredAny>(&mut items)?;
                }
                value
            }
            Tag::Empty(El::Data) => visitor.visit_seq(SeqDeserializer::<_, Error>::new(std::iter::empty::<()>()))?,
            other => return Err(other.unexpected("<data>")),
        };
        self.close(El::Array)?;
        self.depth -= 1;
        self.close(El::Value)?;
        Ok(value)
    }

    /// `keeps_names`: it becomes a map, which holds the names too.
    fn visit_struct<V: Visitor<'de>>(&mut self, visitor: V, keeps_names: bool) -> Result<V::Value> {
        self.deeper()?;
        self.weight += TEXT;
        let value = visitor.visit_map(Members { reader: self, keeps_names })?;
        self.depth -= 1;
        self.close(El::Value)?;
        Ok(value)
    }

    fn visit_content<V: Visitor<'de>>(&mut self, content: Content<'de>, visitor: V) -> Result<V::Value> {
        match content {
            Content::Int(n) => {
                self.weight += 8;
                visitor.visit_i64(n)
            }
            Content::Double(n) => {
                self.weight += 8;
                visitor.visit_f64(n)
            }
            Content::Boolean(b) => {
                self.weight += 1;
                visitor.visit_bool(b)
            }
            Content::Text(text) | Content::DateTime(text) => self.visit_text(text, visitor),
            Content::Base64(text) => self.visit_base64(&text, visitor),
            Content::Nil => visitor.visit_unit(),
            Content::Struct => self.visit_struct(visitor, false),
            Content::Array => self.visit_array(visitor),
            Content::EmptyArray => visitor.visit_seq(SeqDeserializer::<_, Error>::new(std::iter::empty::<()>())),
            Content::EmptyStruct => visitor.visit_map(MapDeserializer::<_, Error>::new(std::iter::empty::<((), ())>())),
        }
    }
}

/// What the value holds decides, not the type that asks: its visitor refuses what it cannot take.
macro_rules! by_content {
    ($($method:ident($($argument:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value> {
            let content = self.content()?;
            self.visit_content(content, visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        // Who takes anything takes it as wide as the widest: a nil in a `Value` is no smaller than a struct.
        self.weight += size_of::<Value>();
        match self.content()? {
            Content::Struct => self.visit_struct(visitor, true),
            // Who takes anything learns that it is a time; who wants text gets it by `deserialize_str`.
            Content::DateTime(text) => {
                self.weight += TEXT + text.len();
                visitor.visit_newtype_struct(text.into_deserializer())
            }
            content => self.visit_content(content, visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.content()? {
            Content::Struct => self.visit_struct(visitor, true),
            content => self.visit_content(content, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_nil() {
            self.content()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        if name == RAW {
            return visitor.visit_borrowed_str(self.raw_value()?);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip_value()?;
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.content()? {
            Content::Text(text) => visitor.visit_enum(text.as_ref().into_deserializer()),
            _ => Err(Error::shape("a word", "something else")),
        }
    }

    by_content! {
        deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_unit() deserialize_unit_struct(&'static str)
        deserialize_seq() deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize)
        deserialize_struct(&'static str, &'static [&'static str]) deserialize_identifier()
    }
}

struct Members<'a, 'de> {
    reader: &'a mut Reader<'de>,
    keeps_names: bool,
}

impl<'de> Members<'_, 'de> {
    #[inline]
    fn name<K: DeserializeSeed<'de>>(&mut self, seed: K, name: Cow<'de, str>) -> Result<Option<K::Value>> {
        if self.keeps_names {
            self.reader.weight += ENTRY + name.len();
        }
        match name {
            Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            Cow::Owned(name) => seed.deserialize(name.into_deserializer()).map(Some),
        }
    }
}

impl<'de> de::MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if let Some(name) = self.reader.plain_member() {
            return self.name(seed, Cow::Borrowed(name));
        }
        match self.reader.tag()? {
            Tag::Open(El::Member) => {}
            Tag::Close(El::Struct) => return Ok(None),
            other => return Err(other.unexpected("<member>")),
        }
        match self.reader.tag()? {
            Tag::Open(El::Name) => {}
            Tag::Empty(El::Name) => return self.name(seed, Cow::Borrowed("")),
            other => return Err(other.unexpected("<name>")),
        }
        let name = self.reader.text(El::Name)?;
        self.name(seed, name)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = if self.reader.eat(b"<value>") {
            seed.deserialize(&mut *self.reader)?
        } else {
            match self.reader.tag()? {
                Tag::Open(El::Value) => seed.deserialize(&mut *self.reader)?,
                Tag::Empty(El::Value) => seed.deserialize(&mut empty_value(self.reader.shortcuts))?,
                other => return Err(other.unexpected("<value>")),
            }
        };
        if !self.reader.eat(b"</member>") {
            self.reader.close(El::Member)?;
        }
        Ok(value)
    }
}

struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    done: bool,
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        if self.done {
            return Ok(None);
        }
        match self.reader.tag()? {
            Tag::Open(El::Value) => seed.deserialize(&mut *self.reader).map(Some),
            Tag::Empty(El::Value) => seed.deserialize(&mut empty_value(self.reader.shortcuts)).map(Some),
            Tag::Close(El::Data) => {
                self.done = true;
                Ok(None)
            }
            other => Err(other.unexpected("<value>")),
        }
    }
}

/// `<value/>` is `<value></value>`: an empty string, for whatever type asks.
fn empty_value(shortcuts: bool) -> Reader<'static> {
    Reader::new(b"</value>", shortcuts)
}
