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
    /// The value as it came.
    #[must_use]
    pub fn as_str(&self) -> &'de str {
        self.0
    }

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

#[cfg(test)]
mod tests {
    use crate::xmlrpc::message::response_with;
    use crate::xmlrpc::{Error, Outcome, Value};

    fn cut(items: &str, then: impl FnOnce(Vec<Outcome<super::Raw<'_>>>)) -> Result<(), Error> {
        let frame = ["<methodResponse><params><param>", "</param></params></methodResponse>"];
        response_with(format!("{}<value>{items}</value>{}", frame[0], frame[1]).as_bytes(), then)
    }

    #[test]
    fn each_element_is_decoded_by_itself() {
        let items = "<array><data>\n<value><array><data>\n<value><string>a &lt; b</string></value>\n</data></array></value>\n\
            <value><struct>\n<member>\n<name>faultCode</name>\n<value><int>1000</int></value>\n</member>\n\
            <member>\n<name>faultString</name>\n<value><string>no</string></value>\n</member>\n</struct></value>\n\
            <value><array><data><value ><!-- </value> --><array><data><value>1</value><value/></data></array> </value ></data></array></value>\
            <value><array><data><value/></data></array></value>\
            <value><array><data>\n<value><nil/></value></data></array></value>\n</data></array>";
        cut(items, |answers| {
            let raw = |at: usize| answers[at].0.as_ref().unwrap();
            assert_eq!(raw(0).decode::<String>().unwrap().0, "a < b");
            // A wrong type costs this element, and can be asked again for another.
            assert!(matches!(raw(0).decode::<i64>(), Err(Error::Mismatch(_))));
            assert_eq!(answers[1].0.as_ref().unwrap_err().code, 1000);
            assert_eq!(raw(2).decode::<Vec<String>>().unwrap().0, ["1", ""]);
            assert_eq!(raw(3).decode::<String>().unwrap().0, "");
            assert_eq!(raw(4).decode::<Option<i64>>().unwrap().0, None);
            assert_eq!(raw(4).decode::<Value>().unwrap().0, Value::Nil);
            let (text, weight) = raw(0).decode::<String>().unwrap();
            assert!((text.len()..100).contains(&weight));
            assert_eq!(answers.len(), 5);
        })
        .unwrap();
    }

    #[test]
    fn what_cannot_be_cut() {
        for items in ["", "<nil/>", "<array><data><value><int>1</int></value></data></array>", "<array><data><value>"] {
            assert!(cut(items, |_| panic!("{items}")).is_err(), "{items}");
        }
    }
}
