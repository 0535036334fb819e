//! The two shortcuts that read bytes past the tokenizer, and fall back to it when the bytes are not in the plain form
//! that hubs send: a member's frame, and a value that nobody wants.

use std::io::BufRead as _;

use memchr::memchr;
use quick_xml::events::Event;

use super::reader::{Reader, found};
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

    /// Past the end of the value whose `<value>` has been read. What stands in it is not checked, only that it ends.
    pub(super) fn skip_value(&mut self) -> Result<()> {
        if self.shortcuts
            && let Some(len) = plain_value(self.xml.get_ref())
        {
            self.xml.stream().consume(len);
            return Ok(());
        }
        let mut depth = 1u32;
        while depth > 0 {
            match self.xml.read_event()? {
                Event::Start(e) if e.name().0 == "value" => depth += 1,
                Event::End(e) if e.name().0 == "value" => depth -= 1,
                Event::Eof => return Err(Error::Eof),
                other @ Event::DocType(_) => return Err(found(&other, "a value")),
                _ => {}
            }
        }
        Ok(())
    }

    /// The value whose `<value>` has been read, as it came.
    pub(super) fn raw_value(&mut self) -> Result<&'de str> {
        let rest: &'de [u8] = self.xml.get_ref();
        self.skip_value()?;
        let len = rest.len() - self.xml.get_ref().len();
        std::str::from_utf8(&rest[..len]).map_err(|_| Error::shape("UTF-8", "other bytes"))
    }
}

#[inline]
fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

/// How long the value is, with its `</value>`, whose content `bytes` begins with; `None` where anything but text and
/// tags without attributes stands in it, which might hide a `</value>`. Each byte is looked at once.
#[inline]
fn plain_value(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0u32;
    let mut at = 0;
    loop {
        at += memchr(b'<', &bytes[at..])? + 1;
        let tag = &bytes[at..];
        if tag.starts_with(b"/value>") {
            at += b"/value>".len();
            match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Some(at),
            }
        } else if tag.starts_with(b"value>") {
            depth += 1;
        } else {
            let end = tag.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b':')))?;
            if tag[end] != b'>' {
                return None;
            }
            at += end;
        }
    }
}
