//! The writing half: anything that derives `Serialize` to a [`Value`], and a [`Value`] to the spelling of a hub.

use std::fmt::Write as _;

use base64::Engine as _;
use indexmap::IndexMap;
use serde::ser::{self, Serialize, Serializer};

use super::value::DATE_TIME;
use super::{DEPTH, Error, Result, Value};

/// The text of a message under way.
pub(super) struct Writer {
    out: String,
}

impl Writer {
    pub(super) fn new(root: &str) -> Self {
        let mut writer = Self { out: String::from("<?xml version='1.0'?>\n") };
        writer.open(root);
        writer
    }

    pub(super) fn finish(mut self, root: &str) -> String {
        self.close(root);
        self.out
    }

    pub(super) fn open(&mut self, name: &str) {
        let _ = writeln!(self.out, "<{name}>");
    }

    pub(super) fn close(&mut self, name: &str) {
        let _ = writeln!(self.out, "</{name}>");
    }

    pub(super) fn element(&mut self, name: &str, text: &str) {
        let _ = write!(self.out, "<{name}>");
        self.text(text);
        let _ = writeln!(self.out, "</{name}>");
    }

    pub(super) fn value(&mut self, value: &Value) {
        self.out.push_str("<value>");
        match value {
            Value::Nil => self.out.push_str("<nil/>"),
            Value::Bool(b) => self.typed("boolean", u8::from(*b)),
            Value::Int(n) if i32::try_from(*n).is_ok() => self.typed("int", n),
            Value::Int(n) => self.typed("i8", n),
            Value::Double(n) => self.typed("double", n),
            Value::String(text) => {
                self.out.push_str("<string>");
                self.text(text);
                self.out.push_str("</string>");
            }
            Value::DateTime(text) => {
                self.out.push_str("<dateTime.iso8601>");
                self.text(text);
                self.out.push_str("</dateTime.iso8601>");
            }
            Value::Bytes(bytes) => self.typed("base64", base64::engine::general_purpose::STANDARD.encode(bytes)),
            Value::Array(items) => {
                self.out.push_str("<array><data>\n");
                for item in items {
                    self.value(item);
                }
                self.out.push_str("</data></array>");
            }
            Value::Struct(members) => {
                self.out.push_str("<struct>\n");
                for (name, value) in members {
                    self.out.push_str("<member>\n");
                    self.element("name", name);
                    self.value(value);
                    self.out.push_str("</member>\n");
                }
                self.out.push_str("</struct>");
            }
        }
        self.out.push_str("</value>\n");
    }

    fn typed(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = write!(self.out, "<{name}>{value}</{name}>");
    }

    /// As Python escapes it, but for `\r`: a conforming parser would read a bare one as `\n`.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '\r']) {
            self.out.push_str(&rest[..at]);
            self.out.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&#13;",
            });
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
    }
}

/// Anything serializable as a value; `None` is nil.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    value.serialize(ToValue { depth: 0 })
}

#[derive(Clone, Copy)]
struct ToValue {
    depth: u16,
}

impl ToValue {
    fn deeper(self) -> Result<Self> {
        if self.depth >= DEPTH { Err(Error::Depth) } else { Ok(Self { depth: self.depth + 1 }) }
    }
    fn items(self) -> Result<Items> {
        Ok(Items { inner: self.deeper()?, items: Vec::new() })
    }
    fn members(self) -> Result<Members> {
        Ok(Members { inner: self.deeper()?, entries: IndexMap::new(), name: None })
    }
}

macro_rules! whole_numbers {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, n: $type) -> Result<Value> {
            i64::try_from(n).map(Value::Int).map_err(|_| Error::shape("a number of at most 64 bits", n.to_string()))
        }
    )*};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = ser::Impossible<Value, Error>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = ser::Impossible<Value, Error>;

    whole_numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn is_human_readable(&self) -> bool {
        false
    }
    fn serialize_bool(self, b: bool) -> Result<Value> {
        Ok(Value::Bool(b))
    }
    fn serialize_f32(self, n: f32) -> Result<Value> {
        Ok(Value::Double(n.into()))
    }
    fn serialize_f64(self, n: f64) -> Result<Value> {
        Ok(Value::Double(n))
    }
    fn serialize_char(self, c: char) -> Result<Value> {
        Ok(Value::String(c.into()))
    }
    fn serialize_str(self, text: &str) -> Result<Value> {
        Ok(Value::String(text.to_owned()))
    }
    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value> {
        Ok(Value::Bytes(bytes.to_owned()))
    }
    fn serialize_none(self) -> Result<Value> {
        Ok(Value::Nil)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Value> {
        Ok(Value::Nil)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Value> {
        Ok(Value::Nil)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value> {
        Ok(Value::String(variant.to_owned()))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Value> {
        match value.serialize(self)? {
            Value::String(text) if name == DATE_TIME => Ok(Value::DateTime(text)),
            value => Ok(value),
        }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Value> {
        Err(Error::shape("a type of XML-RPC", name))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items> {
        self.items()
    }
    fn serialize_tuple(self, _: usize) -> Result<Items> {
        self.items()
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items> {
        self.items()
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Err(Error::shape("a type of XML-RPC", name))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Members> {
        self.members()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members> {
        self.members()
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Err(Error::shape("a type of XML-RPC", name))
    }
}

struct Items {
    inner: ToValue,
    items: Vec<Value>,
}

macro_rules! items {
    ($($trait:ident::$method:ident),*) => {$(
        impl ser::$trait for Items {
            type Ok = Value;
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.items.push(value.serialize(self.inner)?);
                Ok(())
            }
            fn end(self) -> Result<Value> {
                Ok(Value::Array(self.items))
            }
        }
    )*};
}
items!(SerializeSeq::serialize_element, SerializeTuple::serialize_element, SerializeTupleStruct::serialize_field);

struct Members {
    inner: ToValue,
    entries: IndexMap<String, Value>,
    name: Option<String>,
}

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        // Keys are strings in XML-RPC; a hub writes task ids so.
        self.name = Some(match key.serialize(self.inner)? {
            Value::String(name) => name,
            Value::Int(n) => n.to_string(),
            other => return Err(Error::shape("a name", format!("{other:?}"))),
        });
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let name = self.name.take().ok_or_else(|| Error::shape("a name", "a value"))?;
        self.entries.insert(name, value.serialize(self.inner)?);
        Ok(())
    }
    fn end(self) -> Result<Value> {
        Ok(Value::Struct(self.entries))
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Value;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        self.entries.insert(name.to_owned(), value.serialize(self.inner)?);
        Ok(())
    }
    fn end(self) -> Result<Value> {
        Ok(Value::Struct(self.entries))
    }
}
