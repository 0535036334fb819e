//! Which part of a log is shown.

use crate::components::log::{Line, lines};
use crate::hub::methods::LogFile;
use crate::hub::{FileRead, Hub};
use crate::log::Outcome;
use crate::urls::{LogUrl, Yes};
use crate::web::{Error, Result};

/// Logs up to this size are read as a whole, and have numbers of lines.
pub(super) const COUNTED: u64 = 4 << 20;
/// Logs up to this size are shown as a whole.
const WHOLE: u64 = 96 << 10;
/// Bytes of a part of a larger one.
const PART: u64 = 64 << 10;
/// Lines before one that is asked for.
const BEFORE: u64 = 20;
/// Bytes of a line that is shown before it has an end.
const UNENDED: usize = 16 << 10;
/// Lines of a part at most.
const LINES: usize = 2000;

/// A part of a log, of whole lines as far as they are short enough.
#[derive(Default)]
pub(super) struct Window {
    /// Bytes before it, and before what follows it.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) lines: Vec<Line>,
    /// Does it reach the end of the log?
    is_last: bool,
    /// All of the log, where it was read as a whole.
    pub(super) whole: Option<FileRead>,
}

impl Window {
    /// The part that is asked for.
    pub(super) async fn read(hub: &Hub, file: &LogFile, outcome: Outcome, asked: &LogUrl) -> Result<Self> {
        if file.size() <= COUNTED {
            let read = hub.read(file, 0, file.size()).await?;
            return Self::of_whole(read, asked, (file.is_final(), outcome));
        }
        if let Some(line) = asked.line {
            let expected = "absent, since nobody counts the lines of a log of this size: name a place by at";
            return Err(Error::parameter("line", &line.to_string(), expected));
        }
        let start = place(file.size(), asked)?;
        // The byte before tells whether a line begins here.
        let from = start.saturating_sub(1);
        let wanted = PART + start - from;
        let bytes = hub.read(file, from, wanted).await?.bytes;
        // Where less comes than was there, the log is shorter now.
        let read = from + bytes.len() as u64;
        let size = if read < file.size().min(from + wanted) { read } else { file.size() };
        let skipped = if start == 0 { 0 } else { begin(&bytes, 0) };
        let part = Self::of_part(&bytes[skipped..], from + skipped as u64, size, None, (file.is_final(), outcome));
        Ok(part.cut(asked.end.is_some()))
    }

    fn of_whole(read: FileRead, asked: &LogUrl, file: (bool, Outcome)) -> Result<Self> {
        let bytes = &read.bytes;
        let size = bytes.len() as u64;
        let start = match asked.line {
            Some(line) => {
                place_of_line(bytes, line)?;
                place_of_line(bytes, line.saturating_sub(BEFORE).max(1))?
            }
            None => place(size, asked)?,
        };
        // What is small is here as a whole, wherever one looks.
        let is_short = asked.after.is_none() && size <= WHOLE && memchr::memchr_iter(b'\n', bytes).count() <= LINES;
        let start =
            if is_short || start == 0 { 0 } else { begin(bytes, usize::try_from(start).unwrap_or_default() - 1) };
        let number = memchr::memchr_iter(b'\n', &bytes[..start]).count() as u64 + 1;
        let length = if is_short { bytes.len() } else { bytes.len().min(start + to_usize(PART)) - start };
        let part = bytes.slice(start..start + length);
        let part = Self::of_part(&part, start as u64, size, Some(number), file).cut(asked.end.is_some());
        Ok(Self { whole: Some(read), ..part })
    }

    /// Of these bytes, which begin with a line: without the beginning of a line that goes on behind them, or that is still
    /// being written.
    fn of_part(bytes: &[u8], start: u64, size: u64, number: Option<u64>, (is_final, outcome): (bool, Outcome)) -> Self {
        let is_last = start + bytes.len() as u64 >= size;
        let length = match memchr::memrchr(b'\n', bytes) {
            Some(end) if !(is_last && is_final) => end + 1,
            None if is_last && !is_final && bytes.len() < UNENDED => 0,
            _ => bytes.len(),
        };
        let lines = lines(&bytes[..length], start, number, outcome);
        Self { start, end: start + length as u64, lines, is_last, whole: None }
    }

    /// The first lines of it, or the last ones, where it has too many for a page.
    fn cut(mut self, at_end: bool) -> Self {
        if at_end {
            self.lines.drain(..self.lines.len().saturating_sub(LINES));
            self.start = self.lines.first().map_or(self.end, |line| line.offset);
        } else if let Some(next) = self.lines.get(LINES) {
            self.end = next.offset;
            self.is_last = false;
            self.lines.truncate(LINES);
        }
        self
    }

    /// The part before this one.
    pub(super) fn before(&self) -> Option<LogUrl> {
        (self.start > 0).then(|| LogUrl { at: Some(self.start.saturating_sub(PART)), ..LogUrl::default() })
    }

    /// The part after this one.
    pub(super) fn after(&self) -> Option<LogUrl> {
        (!self.is_last).then(|| LogUrl { at: Some(self.end), ..LogUrl::default() })
    }
}

/// Where the part that is asked for begins, in bytes.
fn place(size: u64, asked: &LogUrl) -> Result<u64> {
    if let Some(after) = asked.after {
        return Ok(if after > size { 0 } else { after });
    }
    match (asked.at, asked.end) {
        (Some(at), _) if at > size => {
            Err(Error::parameter("at", &at.to_string(), &format!("up to {size}, the size of the log")))
        }
        (Some(at), _) => Ok(at),
        (None, Some(Yes::Yes)) => Ok(size.saturating_sub(PART)),
        (None, None) => Ok(0),
    }
}

/// Where a line begins, in bytes.
fn place_of_line(bytes: &[u8], line: u64) -> Result<u64> {
    let before = line.checked_sub(1).and_then(|before| usize::try_from(before).ok());
    let place = match before {
        Some(0) => Some(0),
        Some(before) => memchr::memchr_iter(b'\n', bytes).nth(before - 1).map(|end| end as u64 + 1),
        None => None,
    };
    place.ok_or_else(|| {
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        Error::parameter("line", &line.to_string(), &format!("from 1 to {lines}, the number of lines"))
    })
}

/// The first beginning of a line behind the byte at this place; the place behind it where no line begins in all that
/// follows, and the end where nothing does.
fn begin(bytes: &[u8], at: usize) -> usize {
    let behind = bytes.get(at..).unwrap_or_default();
    at + memchr::memchr(b'\n', behind).map_or(behind.len().min(1), |end| end + 1)
}

fn to_usize(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> FileRead {
        FileRead { bytes: bytes.to_vec().into(), version: 0 }
    }

    fn window(text: &str, asked: &LogUrl) -> Window {
        Window::of_whole(read(text.as_bytes()), asked, (true, Outcome::Other)).unwrap()
    }

    fn text() -> String {
        let lines: Vec<_> = (1..=20_000).map(|n| format!("line {n}\n")).collect();
        lines.concat()
    }

    fn at(at: u64) -> LogUrl {
        LogUrl { at: Some(at), ..LogUrl::default() }
    }

    #[test]
    fn parts_follow_each_other_without_gap() {
        let text = text();
        let (mut asked, mut seen) = (LogUrl::default(), Vec::new());
        loop {
            let part = window(&text, &asked);
            seen.extend(part.lines.iter().map(|line| (line.number.unwrap(), line.text.clone())));
            match part.after() {
                Some(next) => asked = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), 20_000);
        assert!(seen.iter().zip(1..).all(|((number, text), n)| *number == n && *text == format!("line {n}")));
    }

    #[test]
    fn a_line_stands_in_its_part() {
        let text = text();
        for line in [1, 2, 777, 20_000] {
            let part = window(&text, &LogUrl { line: Some(line), ..LogUrl::default() });
            assert!(
                part.lines.iter().any(|one| one.number == Some(line) && one.text == format!("line {line}")),
                "{line}"
            );
        }
        let bytes = read(text.as_bytes());
        for line in [0, 20_002, u64::MAX] {
            assert!(
                Window::of_whole(
                    bytes.clone(),
                    &LogUrl { line: Some(line), ..LogUrl::default() },
                    (true, Outcome::Other)
                )
                .is_err(),
                "{line}"
            );
        }
        let end = window(&text, &LogUrl { end: Some(Yes::Yes), ..LogUrl::default() });
        assert_eq!(end.lines.last().unwrap().number, Some(20_000));
        assert_eq!(end.lines.first().unwrap().offset, end.start);
        assert_eq!(end.before().unwrap().at, Some(end.start - PART));
    }

    #[test]
    fn any_place_begins_with_a_line() {
        let text = text();
        for place in [1, 6, 7, 8, 100_000, text.len() as u64 - 1, text.len() as u64] {
            let part = window(&text, &at(place));
            assert!(part.lines.first().is_none_or(|line| line.text.starts_with("line ")), "{place}");
            assert!(part.start >= place || part.start == 0);
        }
        // Who follows a log gets what is new, in whole lines, and all of it where it began anew.
        let after = |after, is_final| {
            let bytes = read(b"one\ntwo\nthr");
            let asked = LogUrl { after: Some(after), ..LogUrl::default() };
            let part = Window::of_whole(bytes, &asked, (is_final, Outcome::Other)).unwrap();
            (part.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>(), part.end)
        };
        assert_eq!(after(4, false), (vec!["two".to_owned()], 8));
        assert_eq!(after(8, false), (vec![], 8));
        assert_eq!(after(8, true), (vec!["thr".to_owned()], 11));
        assert_eq!(after(99, false), (vec!["one".to_owned(), "two".to_owned()], 8));
        // A line without an end is shown from where one looks.
        let long = "x".repeat(300_000);
        let part = window(&long, &at(100_000));
        assert_eq!((part.start, part.end), (100_000, 100_000 + PART));
        assert!(window("", &LogUrl::default()).lines.is_empty());
    }
}
