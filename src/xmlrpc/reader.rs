//! The grammar of XML-RPC over quick-xml's events: tags, text, and what a `<value>` holds.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, Event};

use super::{DEPTH, Error, Result};

/// Reads one message. quick-xml only tokenizes: which tag may stand where, and that it is closed, is checked here.
pub(super) struct Reader<'de> {
    pub(super) xml: quick_xml::Reader<&'de [u8]>,
    pub(super) depth: u16,
    /// Take the byte shortcuts of `skip.rs` where the bytes allow it.
    pub(super) shortcuts: bool,
    /// About the bytes that what was handed to visitors holds in memory.
    pub(super) weight: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum El {
    MethodCall,
    MethodName,
    MethodResponse,
    Params,
    Param,
    Fault,
    Value,
    Struct,
    Member,
    Name,
    Array,
    Data,
    Int,
    Boolean,
    Double,
    Text,
    DateTime,
    Base64,
    Nil,
    Other,
}

impl El {
    #[inline]
    fn of(name: &str) -> Self {
        match name {
            "value" => Self::Value,
            "member" => Self::Member,
            "name" => Self::Name,
            "string" => Self::Text,
            "int" | "i4" | "i8" | "i1" | "i2" | "ex:i1" | "ex:i2" | "ex:i8" => Self::Int,
            "nil" | "ex:nil" => Self::Nil,
            "boolean" => Self::Boolean,
            "double" | "float" => Self::Double,
            "struct" => Self::Struct,
            "array" => Self::Array,
            "data" => Self::Data,
            "base64" => Self::Base64,
            "dateTime.iso8601" => Self::DateTime,
            "methodResponse" => Self::MethodResponse,
            "methodCall" => Self::MethodCall,
            "methodName" => Self::MethodName,
            "params" => Self::Params,
            "param" => Self::Param,
            "fault" => Self::Fault,
            _ => Self::Other,
        }
    }
}

/// A tag; what stands between tags is white space and was passed over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Tag {
    Open(El),
    Close(El),
    Empty(El),
}

impl Tag {
    #[cold]
    pub(super) fn unexpected(self, expected: &'static str) -> Error {
        Error::shape(expected, format!("{self:?}"))
    }
}

/// Something else stands where one thing has to.
#[cold]
pub(super) fn found(event: &Event<'_>, expected: &'static str) -> Error {
    let found = match event {
        Event::Start(e) | Event::Empty(e) => format!("<{}>", e.name().0),
        Event::End(e) => format!("</{}>", e.name().0),
        Event::Text(text) => format!("the text \"{}\"", text.trim()),
        Event::DocType(_) => "a document type".to_owned(),
        _ => "something else".to_owned(),
    };
    Error::shape(expected, found)
}

/// What a `<value>` holds; containers are read on by the deserializer.
pub(super) enum Content<'de> {
    Int(i64),
    Double(f64),
    Boolean(bool),
    Text(Cow<'de, str>),
    DateTime(Cow<'de, str>),
    Base64(Cow<'de, str>),
    Nil,
    Struct,
    Array,
    EmptyStruct,
    EmptyArray,
}

impl<'de> Reader<'de> {
    /// `bytes` are UTF-8 (see `message::clean`).
    pub(super) fn new(bytes: &'de [u8], shortcuts: bool) -> Self {
        let mut xml = quick_xml::Reader::from_reader(bytes);
        // The shortcuts eat tags behind the tokenizer's back, so its own stack of names would be wrong.
        xml.config_mut().check_end_names = false;
        xml.config_mut().allow_unmatched_ends = true;
        Self { xml, depth: 0, shortcuts, weight: 0 }
    }

    /// The next tag; comments, instructions and white space are passed over.
    #[inline]
    pub(super) fn tag(&mut self) -> Result<Tag> {
        loop {
            return Ok(match self.xml.read_event()? {
                Event::Start(e) => Tag::Open(El::of(e.name().0)),
                Event::End(e) => Tag::Close(El::of(e.name().0)),
                Event::Empty(e) => Tag::Empty(El::of(e.name().0)),
                Event::Text(t) if t.trim_ascii().is_empty() => continue,
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
                Event::Eof => return Err(Error::Eof),
                other => return Err(found(&other, "a tag")),
            });
        }
    }

    pub(super) fn open(&mut self, wanted: El) -> Result<()> {
        match self.tag()? {
            Tag::Open(el) if el == wanted => Ok(()),
            other => Err(other.unexpected("another opening tag")),
        }
    }

    #[inline]
    pub(super) fn close(&mut self, wanted: El) -> Result<()> {
        match self.tag()? {
            Tag::Close(el) if el == wanted => Ok(()),
            other => Err(other.unexpected("another closing tag")),
        }
    }

    /// Text up to the closing tag of `el`, which is read: pieces, references and CDATA as one.
    #[inline]
    pub(super) fn text(&mut self, el: El) -> Result<Cow<'de, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.xml.read_event()? {
                Event::Text(t) => join(&mut text, t.into_inner()),
                Event::CData(t) => join(&mut text, t.into_inner()),
                Event::GeneralRef(r) => text.to_mut().push_str(resolve(&r, &mut [0; 4])?),
                Event::End(e) if El::of(e.name().0) == el => return Ok(text),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => return Err(Error::Eof),
                other => return Err(found(&other, "text and its closing tag")),
            }
        }
    }

    /// What a `<value>` holds, its `</value>` read too unless it is a container.
    #[inline]
    pub(super) fn content(&mut self) -> Result<Content<'de>> {
        let mut lead = Cow::Borrowed("");
        let (el, empty) = loop {
            match self.xml.read_event()? {
                Event::Start(e) => break (El::of(e.name().0), false),
                Event::Empty(e) => break (El::of(e.name().0), true),
                Event::Text(t) => join(&mut lead, t.into_inner()),
                Event::CData(t) => join(&mut lead, t.into_inner()),
                Event::GeneralRef(r) => lead.to_mut().push_str(resolve(&r, &mut [0; 4])?),
                // Without a type it is a string, and its white space is data.
                Event::End(e) if El::of(e.name().0) == El::Value => return Ok(Content::Text(lead)),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => return Err(Error::Eof),
                other => return Err(found(&other, "a value")),
            }
        };
        if !lead.trim_ascii().is_empty() {
            return Err(Error::shape("a type or text, not both", lead));
        }
        let content = match (el, empty) {
            (El::Struct, true) => Content::EmptyStruct,
            (El::Struct, false) => return Ok(Content::Struct),
            (El::Array, true) => Content::EmptyArray,
            (El::Array, false) => return Ok(Content::Array),
            (El::Nil, true) => Content::Nil,
            (El::Nil, false) => {
                self.text(el)?;
                Content::Nil
            }
            (El::Int | El::Double | El::Boolean | El::Text | El::DateTime | El::Base64, _) => {
                scalar(el, if empty { Cow::Borrowed("") } else { self.text(el)? })?
            }
            (other, _) => return Err(Tag::Open(other).unexpected("a type")),
        };
        self.close(El::Value)?;
        Ok(content)
    }

    /// Is the value that begins here nil? Looks ahead, reads nothing.
    #[inline]
    pub(super) fn is_nil(&self) -> bool {
        match self.xml.get_ref().trim_ascii_start() {
            [b'<', b'n', b'i', b'l', b'/', b'>', ..] => true,
            // Perhaps in another spelling, or with a comment before it.
            rest @ ([b'<', b'n' | b'e' | b'!' | b'?', ..] | [b'&', ..]) => {
                matches!(Self::new(rest, false).content(), Ok(Content::Nil))
            }
            _ => false,
        }
    }

    #[inline]
    pub(super) fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH { Err(Error::Depth) } else { Ok(()) }
    }
}

fn scalar(el: El, text: Cow<'_, str>) -> Result<Content<'_>> {
    Ok(match el {
        El::Int => Content::Int(number(&text)?),
        El::Double => Content::Double(number(&text)?),
        El::Boolean => Content::Boolean(match text.trim_ascii() {
            "1" | "true" => true,
            "0" | "false" => false,
            _ => return Err(Error::shape("0 or 1", text)),
        }),
        El::DateTime => Content::DateTime(text),
        El::Base64 => Content::Base64(text),
        _ => Content::Text(text),
    })
}

#[inline]
fn join<'de>(text: &mut Cow<'de, str>, more: Cow<'de, str>) {
    if text.is_empty() { *text = more } else { text.to_mut().push_str(&more) }
}

fn resolve<'a>(reference: &BytesRef<'_>, buffer: &'a mut [u8; 4]) -> Result<&'a str> {
    if let Some(c) = reference.resolve_char_ref()? {
        return Ok(c.encode_utf8(buffer));
    }
    match &**reference {
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "amp" => Ok("&"),
        "quot" => Ok("\""),
        "apos" => Ok("'"),
        other => Err(Error::Reference(other.chars().take(60).collect())),
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N> {
    text.trim_ascii().parse().map_err(|_| Error::shape("a number", text))
}
