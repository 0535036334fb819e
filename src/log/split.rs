//! Lines of a part of a log.

use std::borrow::Cow;

use super::terminal::{self, Span, Style};

/// Bytes of a line that stand together: the rest follows as a line of its own.
const LONGEST: usize = 16 << 10;

/// A line as it stands in the log.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    /// Its number, from 1; `None` where nobody counted, or where it goes on with the one before.
    pub number: Option<u64>,
    /// Bytes before it in the log.
    pub offset: u64,
    bytes: &'a [u8],
}

impl<'a> Raw<'a> {
    /// Its bytes, without the end of the line.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Its text as a terminal would show it at last: without escape sequences.
    #[must_use]
    pub fn plain(&self) -> Cow<'a, str> {
        terminal::plain(self.text())
    }

    /// The same with what it looks like; `style` is how the line before ended, and becomes how this one ends.
    pub fn spans(&self, style: &mut Style) -> Vec<Span> {
        terminal::spans(&self.text(), style)
    }
}

/// The lines of these bytes, which begin with a line: `offset` bytes stand before them, and `number` is the first one's,
/// where it is known.
pub fn split(bytes: &[u8], offset: u64, number: Option<u64>) -> impl Iterator<Item = Raw<'_>> {
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

/// Where the first whole line begins in a part from the middle of a log; 0 where the line that was cut is a long one, since
/// the rest of it tells more than nothing.
#[must_use]
pub fn first_line(bytes: &[u8]) -> usize {
    let look = &bytes[..bytes.len().min(4 * LONGEST)];
    memchr::memchr(b'\n', look).map_or(0, |end| end + 1)
}

/// Bytes of a usual sequence of a terminal at most.
const SEQUENCE: usize = 40;

/// How many bytes at the end of a folded line are the beginning of a character that goes on.
fn cut(look: &[u8], all: usize) -> usize {
    if look.len() == all {
        return 0;
    }
    // A sequence of a terminal is not cut either, if it is one of the usual length.
    if let Some(back) = look.iter().rev().take(SEQUENCE).position(|byte| *byte == 0x1b) {
        let sequence = &look[look.len() - back..];
        if !sequence.iter().skip(1).any(|byte| matches!(byte, 0x40..=0x7e)) {
            return back + 1;
        }
    }
    let begun = look.iter().rev().take(4).position(|byte| *byte & 0xc0 != 0x80);
    match begun {
        Some(back) if look[look.len() - 1 - back] >= 0xc0 => back + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(bytes: &[u8]) -> Vec<(Option<u64>, u64, String)> {
        split(bytes, 100, Some(7)).map(|raw| (raw.number, raw.offset, raw.plain().into_owned())).collect()
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
        assert!(split(text.as_bytes(), 0, None).all(|line| !line.plain().contains('\u{fffd}')));
    }

    #[test]
    fn sequences_are_not_cut() {
        let text = "\u{1b}[31m \u{1b}[0m".repeat(10_000);
        assert!(split(text.as_bytes(), 0, None).all(|line| line.plain().chars().all(|c| c == ' ')));
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
