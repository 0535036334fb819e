//! Lines of a part of a log.

use std::borrow::Cow;

use regex::bytes::Regex;
use schemars::JsonSchema;
use serde::Serialize;

use super::ansi::rendered;
use super::marks::{self, Mark, beginning};

/// Bytes of a line that stand together: the rest follows as a line of its own.
const LONGEST: usize = 16 << 10;

/// A line that is shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// Its number, from 1; `None` where nobody counted, or where it goes on with the one before.
    pub number: Option<u64>,
    /// Bytes before it in the log.
    pub offset: u64,
    /// What it tells.
    pub mark: Option<Mark>,
    /// Its text, control characters visible, without colours.
    pub text: String,
    /// The same as HTML, with its colours.
    #[serde(skip)]
    pub html: String,
}

impl Line {
    /// The id of its element: by its number, or by its place where that is unknown.
    #[must_use]
    pub fn anchor(&self) -> String {
        self.number.map_or_else(|| format!("B{}", self.offset), |number| format!("L{number}"))
    }

    /// The class of its element.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.mark {
            Some(Mark::Error) => "l e",
            Some(Mark::Consequence) => "l q",
            Some(Mark::Warning) => "l wn",
            Some(Mark::Phase) => "l h",
            None => "l",
        }
    }
}

/// A line as it stands in the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw<'a> {
    pub(super) number: Option<u64>,
    pub(super) offset: u64,
    bytes: &'a [u8],
}

impl Raw<'_> {
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Its text without colours.
    fn plain(&self) -> Cow<'_, str> {
        let text = self.text();
        if text.contains('\u{1b}') { Cow::Owned(rendered(&text).0) } else { text }
    }

    /// What it tells, and its text without colours.
    pub(super) fn mark(&self) -> Option<(Mark, String)> {
        let plain = self.plain();
        Some((marks::of(&plain)?, plain.into_owned()))
    }

    pub(super) fn line(&self) -> Line {
        let (text, html) = rendered(&self.text());
        Line { number: self.number, offset: self.offset, mark: marks::of(&text), text, html }
    }
}

/// The lines of these bytes, which begin with a line: `offset` bytes stand before them, and `number` is the first one's,
/// where it is known.
pub(super) fn split(bytes: &[u8], offset: u64, number: Option<u64>) -> impl Iterator<Item = Raw<'_>> {
    let (mut rest, mut at, mut next, mut is_begun) = (bytes, offset, number, false);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let look = &rest[..rest.len().min(LONGEST)];
        let (length, ended) = match memchr::memchr(b'\n', look) {
            Some(end) => (end + 1, true),
            None => (look.len() - cut(look, rest.len()), false),
        };
        let (line, tail) = rest.split_at(length);
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let raw = Raw {
            number: next.filter(|_| !is_begun),
            offset: at,
            bytes: text.strip_suffix(b"\r").filter(|_| ended).unwrap_or(text),
        };
        (rest, at) = (tail, at + length as u64);
        is_begun = !ended;
        if ended {
            next = next.map(|number| number + 1);
        }
        Some(raw)
    })
}

/// How many bytes at the end of a folded line are the beginning of a character that goes on.
fn cut(look: &[u8], all: usize) -> usize {
    if look.len() == all {
        return 0;
    }
    let begun = look.iter().rev().take(4).position(|byte| *byte & 0xc0 != 0x80);
    match begun {
        Some(back) if look[look.len() - 1 - back] >= 0xc0 => back + 1,
        _ => 0,
    }
}

/// A line that tells something.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MarkedLine {
    /// Its number, from 1.
    pub number: u64,
    /// What it tells.
    pub mark: Mark,
    /// The beginning of its text; of a phase its name.
    pub text: String,
}

/// Bytes of the text of a line that tells something.
const TITLE: usize = 200;

/// The lines of a whole log that tell something.
pub fn marked_lines(bytes: &[u8]) -> impl Iterator<Item = MarkedLine> {
    split(bytes, 0, Some(1)).filter_map(|raw| {
        let (mark, text) = raw.mark()?;
        let text = if mark == Mark::Phase { marks::phase(&text) } else { text.trim() };
        let text = beginning(text, TITLE).to_owned();
        Some(MarkedLine { number: raw.number?, mark, text })
    })
}

/// Those of the lines that match; see [`split`].
pub fn matching(bytes: &[u8], offset: u64, number: Option<u64>, pattern: &Regex) -> impl Iterator<Item = Line> {
    split(bytes, offset, number).filter(|raw| pattern.is_match(raw.bytes)).map(|raw| raw.line())
}

/// The texts of the lines of a whole log, without colours, each with the line as it is shown, made where it is wanted.
pub fn texts(bytes: &[u8]) -> impl Iterator<Item = (String, impl Fn() -> Line)> {
    split(bytes, 0, Some(1)).map(|raw| (raw.plain().into_owned(), move || raw.line()))
}

/// The lines as they are shown; see [`split`].
#[must_use]
pub fn lines(bytes: &[u8], offset: u64, number: Option<u64>) -> Vec<Line> {
    split(bytes, offset, number).map(|raw| raw.line()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(bytes: &[u8]) -> Vec<(Option<u64>, u64, String)> {
        lines(bytes, 100, Some(7)).into_iter().map(|line| (line.number, line.offset, line.text)).collect()
    }

    #[test]
    fn lines_have_numbers_and_places() {
        assert_eq!(
            told(b"a\r\n\nb\xff\nend"),
            [
                (Some(7), 100, "a".to_owned()),
                (Some(8), 103, String::new()),
                (Some(9), 104, "b\u{fffd}".to_owned()),
                (Some(10), 107, "end".to_owned())
            ]
        );
        assert_eq!(told(b""), []);
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let text = "ž".repeat(10_000) + "\nx";
        let told = told(text.as_bytes());
        assert_eq!(told.iter().map(|line| line.0).collect::<Vec<_>>(), [Some(7), None, Some(8)]);
        assert!(told.iter().all(|line| !line.2.contains('\u{fffd}')));
        // Of an odd number of bytes, the cut would fall into a character.
        let text = format!("a{text}");
        assert!(lines(text.as_bytes(), 0, None).iter().all(|line| !line.text.contains('\u{fffd}')));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_byte_is_in_one_line(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..40_000)) {
            let mut at = 5;
            for raw in split(&bytes, 5, Some(1)) {
                prop_assert_eq!(raw.offset, at);
                let from = usize::try_from(at - 5).unwrap();
                let rest = &bytes[from + raw.bytes.len()..];
                let end = rest.iter().take_while(|byte| matches!(byte, b'\r')).count().min(1);
                let newline = usize::from(rest.get(end) == Some(&b'\n'));
                let eaten = if newline == 1 { end + 1 } else { usize::from(rest.first() == Some(&b'\n')) };
                at += (raw.bytes.len() + eaten) as u64;
            }
            prop_assert_eq!(at, 5 + bytes.len() as u64);
        }
    }
}
