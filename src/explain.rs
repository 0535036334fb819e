//! `kojiview explain`: what the page of a failed task says, of logs on disk.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use crate::components::log::{Line, lines};
use crate::config::Explain;
use crate::log::{
    CauseKind, Explanation, FIRST_LOOK, Mark, NamedLog, Outcome, SECOND_LOOK, first_line, log_that_tells,
};

/// The end of a log, as much as is looked at.
struct LogEnd {
    /// As it was named.
    name: String,
    /// Bytes of all of it.
    size: u64,
    /// The number of the line that the bytes begin with.
    number: u64,
    bytes: Vec<u8>,
}

/// What is said of the logs.
#[derive(Debug, Default, Serialize)]
pub struct Said {
    /// Which of the logs tells.
    log: Option<String>,
    /// The line that a reader is led to, from 1.
    line: Option<u64>,
    /// The first and the last line that are shown.
    first: Option<u64>,
    last: Option<u64>,
    /// How the line was found.
    kind: Option<CauseKind>,
    /// The phase in which it failed.
    phase: Option<String>,
    lines: Vec<SaidLine>,
}

/// A line of the excerpt.
#[derive(Debug, Serialize)]
struct SaidLine {
    number: Option<u64>,
    text: String,
    mark: Option<Mark>,
}

/// Reads the logs, and says why what they are about failed.
///
/// # Errors
///
/// A log that cannot be read, and why.
pub fn explain(asked: &Explain) -> Result<Said, String> {
    let ends = asked.files.iter().map(|name| LogEnd::open(name)).collect::<Result<Vec<_>, _>>()?;
    let fault = asked.fault.as_deref().unwrap_or_default();
    let file_name =
        |end: &LogEnd| Path::new(&end.name).file_name().map_or(end.name.clone(), |name| name.to_string_lossy().into());
    let names: Vec<String> = ends.iter().map(file_name).collect();
    let logs: Vec<_> = names.iter().zip(&ends).map(|(name, end)| NamedLog { name, size: end.size }).collect();
    let chosen = if ends.len() == 1 { Some(0) } else { log_that_tells(&logs, fault) };
    let Some(end) = chosen.and_then(|at| ends.get(at)) else { return Ok(Said::default()) };
    let has_failed = !fault.is_empty();
    let explanation = end.explain(has_failed);
    if explanation.explanation.is_elsewhere()
        && let Some(other) = names.iter().position(|name| name == "root.log").and_then(|at| ends.get(at))
    {
        return Ok(other.explain(has_failed).said(other));
    }
    Ok(explanation.said(end))
}

/// An explanation, and what part of the end it is of.
struct Explained<'a> {
    explanation: Explanation,
    bytes: &'a [u8],
    offset: u64,
}

impl LogEnd {
    fn open(name: &str) -> Result<Self, String> {
        let read = if name == "-" {
            Self::read(name, io::stdin().lock())
        } else {
            File::open(name).and_then(|file| Self::read(name, file))
        };
        read.map_err(|error| format!("{name}: {error}"))
    }

    /// To its end, of which so much is kept as is looked at.
    fn read(name: &str, mut from: impl Read) -> io::Result<Self> {
        let kept = usize::try_from(SECOND_LOOK).unwrap_or(usize::MAX);
        let mut end = Self { name: name.to_owned(), size: 0, number: 1, bytes: Vec::new() };
        let mut block = vec![0; 1 << 20];
        loop {
            match from.read(&mut block) {
                Ok(0) => break,
                Ok(length) => {
                    end.size += length as u64;
                    end.bytes.extend_from_slice(&block[..length]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if end.bytes.len() > 2 * kept {
                end.forget(end.bytes.len() - kept);
            }
        }
        end.forget(end.bytes.len().saturating_sub(kept));
        Ok(end)
    }

    /// Drops so many bytes of the beginning, and what is left of the line there.
    fn forget(&mut self, length: usize) {
        if length > 0 {
            let length = length + first_line(&self.bytes[length..]);
            self.number += memchr::memchr_iter(b'\n', &self.bytes[..length]).count() as u64;
            self.bytes.drain(..length);
        }
    }

    fn explain(&self, has_failed: bool) -> Explained<'_> {
        let all = self.bytes.len();
        let first = all.saturating_sub(usize::try_from(FIRST_LOOK).unwrap_or(usize::MAX));
        let begin = if first == 0 { 0 } else { first + first_line(&self.bytes[first..]) };
        let of = |begin: usize| {
            let number = self.number + memchr::memchr_iter(b'\n', &self.bytes[..begin]).count() as u64;
            let offset = self.size - (all - begin) as u64;
            let bytes = &self.bytes[begin..];
            Explained { explanation: Explanation::of(bytes, offset, Some(number), has_failed), bytes, offset }
        };
        let explained = of(begin);
        if explained.explanation.is_enough || begin == 0 { explained } else { of(0) }
    }
}

impl Explained<'_> {
    fn said(self, end: &LogEnd) -> Said {
        let Self { explanation, bytes, offset } = self;
        let shown = explanation.shown.clone();
        let outcome = if explanation.cause.is_none() { Outcome::Complete } else { Outcome::Other };
        let part = bytes.get(shown.clone()).unwrap_or_default();
        let lines = lines(part, offset + shown.start as u64, explanation.number, outcome);
        let is_cause = |line: &Line| explanation.cause.is_some_and(|cause| cause.offset == line.offset);
        // What goes on with a line has its number.
        let number_at = |at: usize| lines[..=at].iter().rev().find_map(|line| line.number);
        let cause = lines.iter().position(is_cause);
        let said = lines.iter().map(|line| SaidLine {
            number: line.number,
            text: line.text.clone(),
            mark: if is_cause(line) { Some(Mark::Error) } else { line.mark },
        });
        Said {
            log: Some(end.name.clone()),
            line: cause.and_then(number_at),
            first: lines.iter().find_map(|line| line.number),
            last: lines.iter().rev().find_map(|line| line.number),
            kind: explanation.cause.map(|cause| cause.kind),
            phase: explanation.phase,
            lines: said.collect(),
        }
    }
}

impl Said {
    /// Writes it for a reader.
    ///
    /// # Errors
    ///
    /// Nobody reads any more.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let Some(log) = &self.log else {
            return writeln!(to, "None of the logs tells more than the fault.");
        };
        match (self.line, self.kind) {
            (Some(line), Some(kind)) => {
                let phase = self.phase.as_ref().map(|phase| format!(", in {phase}")).unwrap_or_default();
                writeln!(to, "{log}, line {line}{phase} ({}):", kind.word())?;
            }
            _ => writeln!(to, "{log}: nothing failed, or nothing tells why. It ends:")?,
        }
        for line in &self.lines {
            let sign = match line.mark {
                _ if line.number.is_some() && line.number == self.line => '>',
                Some(Mark::Error) => '!',
                Some(Mark::Consequence) => ':',
                _ => ' ',
            };
            let number = line.number.map_or_else(String::new, |number| number.to_string());
            writeln!(to, "{sign}{number:>8}  {}", line.text)?;
        }
        Ok(())
    }
}
