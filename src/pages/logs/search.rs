//! The lines of a log that hold a text. A large log is looked through in steps.

use regex::bytes::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::Serialize;

use super::index::COUNTED;
use crate::components::log::{Line, matching};
use crate::hub::Hub;
use crate::hub::methods::LogFile;
use crate::log::Outcome;
use crate::urls::LogUrl;
use crate::web::{Error, Result};

/// Bytes of one step at most, and of one of its reads.
const STEP: u64 = 16 << 20;
const READ: u64 = 1 << 20;
/// Lines that are shown at most, and bytes of them.
const LINES: usize = 300;
const SHOWN: usize = 256 << 10;
/// Characters of the text at most.
const LONGEST: usize = 200;

/// What was found in one step.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Found {
    /// The lines, in their order.
    pub(super) lines: Vec<Line>,
    /// Bytes before what was looked through, and up to its end.
    pub(super) from: u64,
    pub(super) to: u64,
    /// Bytes of the log.
    pub(super) size: u64,
}

/// Looks for a text, whatever the case, from the place that the address names.
pub(super) async fn search(hub: &Hub, file: &LogFile, outcome: Outcome, asked: &LogUrl, text: &str) -> Result<Found> {
    let pattern = pattern(text)?;
    let from = asked.at.unwrap_or(0);
    if from > file.size() {
        return Err(Error::parameter("at", &from.to_string(), &format!("up to {}, the size of the log", file.size())));
    }
    let end = file.size().min(from + STEP);
    let mut found = Found { lines: Vec::new(), from, to: from, size: file.size() };
    // Only from the beginning on, lines can be counted.
    let mut number = (from == 0 && file.size() <= COUNTED).then_some(1);
    let mut rest = Vec::new();
    let mut is_full = false;
    let mut read = from;
    while read < end.min(found.size) && !is_full {
        let bytes = hub.read(file, read, READ.min(end - read)).await?.bytes;
        read += bytes.len() as u64;
        if bytes.is_empty() {
            // It is shorter than it was.
            found.size = read;
        }
        rest.extend_from_slice(&bytes);
        // A line that goes on waits for its end, unless it is longer than all that is read at once.
        let whole = match memchr::memrchr(b'\n', &rest) {
            Some(end) if read < found.size => end + 1,
            None if read < found.size && rest.len() < 2 * bytes.len() => 0,
            _ => rest.len(),
        };
        found.lines.extend(matching(&rest[..whole], found.to, number, outcome, &pattern));
        is_full = found.lines.len() >= LINES || fitting(&found.lines) < found.lines.len();
        number = number.map(|number| number + memchr::memchr_iter(b'\n', &rest[..whole]).count() as u64);
        found.to += whole as u64;
        rest.drain(..whole);
    }
    let most = fitting(&found.lines);
    if let Some(more) = found.lines.get(most) {
        found.to = more.offset;
        found.lines.truncate(most);
    }
    Ok(found)
}

/// How many of these lines fit onto a page, one at least.
fn fitting(lines: &[Line]) -> usize {
    let mut bytes = 0;
    let fits = |line: &&Line| {
        bytes += line.text.len();
        bytes <= SHOWN
    };
    lines.iter().take(LINES).take_while(fits).count().max(1)
}

fn pattern(text: &str) -> Result<Regex> {
    let too_long = || Error::parameter("q", text, &format!("up to {LONGEST} characters"));
    if text.chars().count() > LONGEST {
        return Err(too_long());
    }
    let escaped = regex::escape(text);
    RegexBuilder::new(&escaped).case_insensitive(true).build().map_err(|_| too_long())
}

impl Found {
    /// Where to go on.
    pub(super) fn next(&self, text: &str) -> Option<LogUrl> {
        (self.to < self.size).then(|| LogUrl { at: Some(self.to), q: Some(text.to_owned()), ..LogUrl::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::{LINES, fitting};
    use crate::components::log::lines;
    use crate::log::Outcome;

    #[test]
    fn what_is_found_fits_onto_a_page() {
        let of = |line: usize, count: usize| {
            let text = format!("{}\n", "x".repeat(line)).repeat(count);
            fitting(&lines(text.as_bytes(), 0, None, Outcome::Other))
        };
        assert_eq!((of(10, 200), of(10, 1000), of(10_000, 100)), (200, LINES, 26));
        assert_eq!(fitting(&[]), 1);
    }
}
