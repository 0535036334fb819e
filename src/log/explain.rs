//! Why something failed, out of the end of its log: the line that says so, and those around it.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::cause::Failed;
use super::mark::phase;
use super::rules::Kind;
use super::told::Told;
use super::{exit, split};

/// Bytes of the end of a log that are looked at first.
pub const FIRST_LOOK: u64 = 1 << 20;
/// Bytes of it where those hold no cause.
pub const SECOND_LOOK: u64 = 2 << 20;

/// Lines before the cause, and behind it, that are shown.
const BEFORE: usize = 3;
const AFTER: usize = 14;
/// Bytes of all that are shown, unless one line has more.
const LARGEST: usize = 24 << 10;
/// Lines of the end, where no cause is found.
const LAST: usize = 20;

/// How the line was found that says why something failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CauseKind {
    /// rpm lists it in its summary.
    Rpm,
    /// A package manager says it.
    Packages,
    /// Tests failed.
    Test,
    /// A tool says it in words that are known.
    Tool,
    /// It calls itself an error.
    Error,
    /// The last that was said before all ended.
    #[serde(rename = "last words")]
    LastWords,
    /// The log says that another one tells.
    #[serde(rename = "other log")]
    OtherLog,
}

impl CauseKind {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rpm => "rpm",
            Self::Packages => "packages",
            Self::Test => "test",
            Self::Tool => "tool",
            Self::Error => "error",
            Self::LastWords => "last words",
            Self::OtherLog => "other log",
        }
    }
}

/// The line that says why something failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Bytes before it in the log.
    pub offset: u64,
    /// How it was found.
    pub kind: CauseKind,
}

/// Why something failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The line; `None` where nothing failed, or nothing tells why.
    pub cause: Option<Cause>,
    /// The phase in which it failed, such as `%build`.
    pub phase: Option<String>,
    /// The bytes of what was looked at that are to be shown.
    pub shown: Range<usize>,
    /// The number of the first line that is shown, where lines are counted.
    pub number: Option<u64>,
    /// Was there enough to look at?
    pub is_enough: bool,
}

impl Explanation {
    /// Of the end of a log: these bytes begin with a line, with `offset` bytes before them; `number` is the first line's,
    /// where it is known. `has_failed`: it is known that something did.
    #[must_use]
    pub fn of(bytes: &[u8], offset: u64, number: Option<u64>, has_failed: bool) -> Self {
        let lines: Vec<Told<'_>> = split(bytes, offset, number).map(Told::of).collect();
        let (found, is_enough) = find(&lines, has_failed);
        let place = |at: usize| {
            lines.get(at).map_or(bytes.len(), |line| usize::try_from(line.raw.offset - offset).unwrap_or(0))
        };
        let mut range = match found {
            // Of what is not understood, more of what came before.
            Some((at, CauseKind::LastWords)) => at.saturating_sub(3 * BEFORE)..shown_to(&lines, at),
            Some((at, _)) => at.saturating_sub(BEFORE)..shown_to(&lines, at),
            None => lines.len().saturating_sub(LAST)..lines.len(),
        };
        let kept = found.map_or(lines.len().saturating_sub(1), |(at, _)| at);
        while range.len() > 1 && place(range.end) - place(range.start) > LARGEST {
            if range.end > kept + 1 { range.end -= 1 } else { range.start += 1 }
        }
        // The rest of a folded line has the number of its beginning.
        let number = lines.get(..=range.start).unwrap_or_default().iter().rev().find_map(|line| line.raw.number);
        Self {
            cause: found.map(|(at, kind)| Cause { offset: lines[at].raw.offset, kind }),
            phase: found.and_then(|(at, _)| phase_of(&lines, at)),
            shown: place(range.start)..place(range.end),
            number,
            is_enough: is_enough || offset == 0,
        }
    }

    /// Does the log say that another one tells?
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.cause.is_some_and(|cause| cause.kind == CauseKind::OtherLog)
    }
}

/// Up to which line to show, around the cause: to the first that only follows from it, if that comes soon.
fn shown_to(lines: &[Told<'_>], cause: usize) -> usize {
    let most = (cause + 1 + AFTER).min(lines.len());
    let follows = |at: &usize| lines[*at].kind == Some(Kind::Exit) || lines[*at].is_summary();
    (cause + 1..most).find(follows).map_or(most, |at| at + 1)
}

/// The script of the spec that the cause is in; what rpm says behind all of them is about `%files`.
fn phase_of(lines: &[Told<'_>], cause: usize) -> Option<String> {
    let begins = |line: &Told<'_>| {
        let is_of_files =
            ["Processing files: ", "Checking for unpackaged file"].iter().any(|start| line.text.starts_with(start));
        if is_of_files {
            return Some("%files".to_owned());
        }
        line.begins_script().then(|| phase(&line.text).to_owned())
    };
    let begun = lines[..=cause].iter().rev().find_map(begins);
    let ended = || lines[cause..].iter().find_map(Told::script_that_failed).map(str::to_owned);
    begun.or_else(ended)
}

/// The cause, and whether there was enough to look at.
fn find(lines: &[Told<'_>], has_failed: bool) -> (Option<(usize, CauseKind)>, bool) {
    let Some(last) = lines.iter().rposition(|line| !line.text.trim().is_empty()) else { return (None, true) };
    if lines[last].text.contains("See root.log for details") {
        return (Some((last, CauseKind::OtherLog)), true);
    }
    let exit = exit::failed(lines);
    if exit.is_none() && !has_failed && exit::is_well(lines) {
        return (None, true);
    }
    let end = exit.unwrap_or_else(|| exit::signs(lines));
    let failed = Failed::of(lines, end);
    let told = failed.cause().filter(|(_, kind)| {
        // Where nothing says that something failed, the last words are those of what went well.
        let is_sure = exit.is_some() || has_failed || end < lines.len() || failed.is_cut_off();
        *kind != CauseKind::LastWords || is_sure || has_consequence(lines)
    });
    let is_enough = match told {
        Some((_, CauseKind::LastWords)) => failed.is_all_here(),
        Some(_) => true,
        None => false,
    };
    // Where nothing else is said, at least that it failed.
    let at_least = || {
        let follows = |line: &Told<'_>| matches!(line.kind, Some(Kind::Consequence | Kind::Exit));
        Some((failed.run().find(|at| follows(&lines[*at])).or(exit)?, CauseKind::LastWords))
    };
    (told.or_else(at_least), is_enough)
}

fn has_consequence(lines: &[Told<'_>]) -> bool {
    lines.iter().any(|line| line.kind == Some(Kind::Consequence))
}
