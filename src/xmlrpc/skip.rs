//! The two shortcuts that read bytes past the tokenizer, and fall back to it when the bytes are not in the plain form
//! that hubs send: a member's frame, and a value that nobody wants.

use std::io::BufRead as _;

use memchr::{memchr, memmem};
use quick_xml::events::Event;

use super::reader::Reader;
use super::{Error, Result};

impl<'de> Reader<'de> {
    /// Eats `literal` (after white space) if it is the very next thing.
    #[inline]
    pub(super) fn eat(&mut self, literal: &[u8]) -> bool {
        if !self.shortcuts {
            return false;
        }
        let rest: &'de [u8] = self.xml.get_ref();
        match trim(rest).strip_prefix(literal) {
            Some(after) => {
                self.xml.stream().consume(rest.len() - after.len());
                true
            }
            None => false,
        }
    }

    /// `<member><name>…</name>` in the plain form that every hub sends; `None`: let the tokenizer do it.
    #[inline]
    pub(super) fn plain_member(&mut self) -> Option<&'de str> {
        if !self.shortcuts {
            return None;
        }
        let rest: &'de [u8] = self.xml.get_ref();
        let bytes = trim(trim(rest).strip_prefix(b"<member>")?).strip_prefix(b"<name>")?;
        let len = memchr(b'<', bytes)?;
        let name = std::str::from_utf8(&bytes[..len]).ok().filter(|name| memchr(b'&', name.as_bytes()).is_none())?;
        let after = bytes[len..].strip_prefix(b"</name>")?;
        self.xml.stream().consume(rest.len() - after.len());
        Some(name)
    }

    /// Past the end of the value whose `<value>` has been read.
    pub(super) fn skip_value(&mut self) -> Result<()> {
        if self.shortcuts {
            let end = end_of_value(self.xml.get_ref()).ok_or(Error::Eof)?;
            self.xml.stream().consume(end);
            if !self.eat(b"</value>") {
                self.xml.read_event()?;
            }
            return Ok(());
        }
        let mut depth = 1u32;
        while depth > 0 {
            match self.xml.read_event()? {
                Event::Start(e) if e.name().0 == "value" => depth += 1,
                Event::End(e) if e.name().0 == "value" => depth -= 1,
                Event::Eof => return Err(Error::Eof),
                _ => {}
            }
        }
        Ok(())
    }

    /// The value whose `<value>` has been read, as it came.
    pub(super) fn raw_value(&mut self) -> Result<&'de str> {
        let rest: &'de [u8] = self.xml.get_ref();
        let end = end_of_value(rest).ok_or(Error::Eof)?;
        self.xml.stream().consume(end);
        self.xml.read_event()?;
        let end = rest.len() - self.xml.get_ref().len();
        std::str::from_utf8(&rest[..end]).map_err(|_| Error::shape("UTF-8", "other bytes"))
    }
}

#[inline]
fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

/// Where the `</value>` stands that ends the value whose content `bytes` begins with. Each byte is looked at once,
/// whatever stands there: what was searched through is never searched again.
#[inline]
fn end_of_value(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0u32;
    let mut at = 0;
    loop {
        at += memchr(b'<', &bytes[at..])?;
        let tag = &bytes[at + 1..];
        match tag.first()? {
            b'v' if names_value(&tag[1..], b"alue") => {
                let end = memchr(b'>', tag)?;
                if tag[end - 1] != b'/' {
                    depth += 1;
                }
                at += end;
            }
            b'/' if names_value(&tag[1..], b"value") => {
                if depth == 0 {
                    return Some(at);
                }
                depth -= 1;
            }
            b'!' if tag.starts_with(b"![CDATA[") => at += memmem::find(tag, b"]]>")?,
            b'!' if tag.starts_with(b"!--") => at += memmem::find(tag, b"-->")?,
            _ => {}
        }
        at += 1;
    }
}

/// Is this the rest of the tag name `value`, and not of a longer one?
#[inline]
fn names_value(tag: &[u8], rest: &[u8]) -> bool {
    tag.strip_prefix(rest)
        .and_then(<[u8]>::first)
        .is_some_and(|b| matches!(b, b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t'))
}
