//! Which part of a log is shown.

use std::sync::Arc;

use super::index::{self, COUNTED, Index};
use super::outline::Outline;
use super::show::LogOf;
use crate::components::log::{Line, lines};
use crate::hub::Hub;
use crate::hub::methods::LogFile;
use crate::log::Outcome;
use crate::urls::{LogUrl, Yes};
use crate::web::{Error, Result};

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
    /// The line that is being written at the end of the log.
    pub(super) unended: Option<Line>,
    /// Does it reach the end of the log?
    is_last: bool,
    /// What stands where in all of the log, where its lines are counted.
    pub(super) outline: Option<Arc<Outline>>,
}

/// What is known of the log that a part is of.
#[derive(Clone, Copy)]
struct Of {
    /// Bytes of it.
    size: u64,
    /// It grows no more.
    is_final: bool,
    outcome: Outcome,
}

impl Window {
    /// The part that is asked for.
    pub(super) async fn read(hub: &Hub, file: &LogFile, of: &LogOf, asked: &LogUrl) -> Result<Self> {
        let known = Of { size: file.size(), is_final: file.is_final(), outcome: of.outcome() };
        if file.size() <= COUNTED || asked.line.is_some() {
            return Self::counted(hub, file, of, known, asked).await;
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
        let part = Self::of_part(&bytes[skipped..], from + skipped as u64, None, Of { size, ..known });
        Ok(part.cut(asked.end.is_some()))
    }

    /// The same of a log whose lines are counted, or of one that begins with the line that is asked for.
    async fn counted(hub: &Hub, file: &LogFile, of: &LogOf, known: Of, asked: &LogUrl) -> Result<Self> {
        let index = Index::read(hub, file, of).await?;
        let is_whole = file.size() <= COUNTED;
        // What is small is here as a whole, wherever one looks.
        let is_short = asked.after.is_none() && is_whole && known.size <= WHOLE && index.lines() <= LINES as u64;
        let first = match asked.line {
            Some(line) if line == 0 || line > index.lines() => return Err(no_line(line, &index, is_whole)),
            Some(line) => Some(line.saturating_sub(BEFORE).max(1)),
            None => None,
        };
        let start = if first.is_some() { 0 } else { place(known.size, asked)? };
        let (from, lines) = match first {
            _ if is_short => (0, 0),
            Some(line) => index.before_line(line),
            // The byte before tells whether a line begins here.
            None => index.before(start.saturating_sub(1)),
        };
        // What is new is all that who follows a log needs, where its number can be told from the end.
        let new = asked.after.filter(|after| *after == start && start > 0 && known.size - start <= PART);
        let (from, lines, bytes) = if let Some(after) = new {
            let bytes = hub.read(file, after, known.size - after).await?.bytes;
            let counted = usize::try_from(index.size.saturating_sub(after)).unwrap_or(usize::MAX).min(bytes.len());
            let ends = memchr::memchr_iter(b'\n', &bytes[..counted]).count() as u64;
            let rest = u64::from(counted > 0 && bytes[counted - 1] != b'\n');
            (after, index.lines().saturating_sub(ends + rest), bytes)
        } else {
            let to = if is_short { known.size } else { (start.max(from) + 2 * PART).min(known.size) };
            (from, lines, index::part(hub, file, from, to).await?)
        };
        let read = from + bytes.len() as u64;
        let size = if new.is_none() && read < known.size.min(from + PART) { read } else { known.size };
        let skipped = match first {
            _ if is_short => 0,
            Some(line) => behind_lines(&bytes, line - lines - 1),
            None if start <= from => 0,
            None => begin(&bytes, usize::try_from(start - from - 1).unwrap_or(usize::MAX)),
        };
        // Less may be there than was listed.
        let skipped = skipped.min(bytes.len());
        let number = lines + memchr::memchr_iter(b'\n', &bytes[..skipped]).count() as u64 + 1;
        let length = if is_short { bytes.len() } else { bytes.len().min(skipped + to_usize(PART)) };
        let of = Of { size, ..known };
        let part = Self::of_part(&bytes.slice(skipped..length), from + skipped as u64, Some(number), of);
        Ok(Self { outline: is_whole.then(|| index.outline.clone()), ..part.cut(asked.end.is_some()) })
    }

    /// Of these bytes, which begin with a line: without the beginning of a line that goes on behind them; one that is still
    /// being written stands by itself.
    fn of_part(bytes: &[u8], start: u64, number: Option<u64>, of: Of) -> Self {
        let is_last = start + bytes.len() as u64 >= of.size;
        let length = match memchr::memrchr(b'\n', bytes) {
            Some(end) if !(is_last && of.is_final) => end + 1,
            None if is_last && !of.is_final && bytes.len() < UNENDED => 0,
            _ => bytes.len(),
        };
        let shown = lines(&bytes[..length], start, number, of.outcome);
        let next = number.map(|number| number + memchr::memchr_iter(b'\n', &bytes[..length]).count() as u64);
        let rest = Some(&bytes[length..]).filter(|rest| is_last && rest.len() < UNENDED);
        let unended = rest.and_then(|rest| lines(rest, start + length as u64, next, of.outcome).pop());
        Self { start, end: start + length as u64, lines: shown, unended, is_last, outline: None }
    }

    /// The first lines of it, or the last ones, where it has too many for a page.
    fn cut(mut self, at_end: bool) -> Self {
        if at_end {
            self.lines.drain(..self.lines.len().saturating_sub(LINES));
            self.start = self.lines.first().map_or(self.end, |line| line.offset);
        } else if let Some(next) = self.lines.get(LINES) {
            self.end = next.offset;
            self.is_last = false;
            self.unended = None;
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

/// Where the line begins that has so many before it in these bytes.
fn behind_lines(bytes: &[u8], lines: u64) -> usize {
    let Some(before) = lines.checked_sub(1).and_then(|before| usize::try_from(before).ok()) else { return 0 };
    memchr::memchr_iter(b'\n', bytes).nth(before).map_or(bytes.len(), |end| end + 1)
}

fn no_line(line: u64, index: &Index, is_whole: bool) -> Error {
    let lines = index.lines();
    let expected = if is_whole {
        format!("from 1 to {lines}, the number of lines")
    } else {
        format!(
            "from 1 to {lines}: in a log of this size, lines are counted in the first {} MB; name a place behind by at",
            COUNTED >> 20
        )
    };
    Error::parameter("line", &line.to_string(), &expected)
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

    const FINAL: Of = Of { size: 0, is_final: true, outcome: Outcome::Other };

    #[test]
    fn a_part_ends_with_a_line() {
        let part = |text: &str, is_final, size| {
            let part = Window::of_part(text.as_bytes(), 4, Some(2), Of { size, is_final, ..FINAL });
            let texts: Vec<_> = part.lines.iter().map(|line| line.text.clone()).collect();
            (texts.join("|"), part.end, part.unended.map(|line| (line.number, line.text)))
        };
        // In the middle of a log, at the end of one, and where one is being written.
        assert_eq!(part("one\ntwo\nthr", true, 99), ("one|two".to_owned(), 12, None));
        assert_eq!(part("one\ntwo\nthr", true, 15), ("one|two|thr".to_owned(), 15, None));
        let being_written = Some((Some(4), "thr".to_owned()));
        assert_eq!(part("one\ntwo\nthr", false, 15), ("one|two".to_owned(), 12, being_written));
        assert_eq!(part("one\n", false, 8), ("one".to_owned(), 8, None));
        // A line without an end is shown from where one looks.
        let long = "x".repeat(100_000);
        assert_eq!(part(&long, false, 200_000).1, 100_004);
    }
}
