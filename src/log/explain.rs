//! Why something failed, out of the end of its log: the line that says so, and those around it.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::cause::Failed;
use super::mark::phase;
use super::rules::{self, Kind};
use super::{Raw, prefix, split};

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

/// A line, and what it tells by itself.
#[derive(Debug)]
pub(super) struct Told<'a> {
    raw: Raw<'a>,
    /// Without colours and prefixes.
    pub(super) text: Cow<'a, str>,
    pub(super) kind: Option<Kind>,
}

impl<'a> Told<'a> {
    fn of(raw: Raw<'a>) -> Self {
        let text = match raw.plain() {
            Cow::Borrowed(plain) => Cow::Borrowed(prefix::without(plain)),
            Cow::Owned(plain) => Cow::Owned(prefix::without(&plain).to_owned()),
        };
        Self { raw, kind: rules::kind(&text), text }
    }
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
    let follows =
        |at: &usize| matches!(lines[*at].kind, Some(Kind::Exit)) || lines[*at].text.starts_with("RPM build errors:");
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
        line.text.starts_with("Executing(%").then(|| phase(&line.text).to_owned())
    };
    let begun = lines[..=cause].iter().rev().find_map(begins);
    let ended = || {
        let line = lines[cause..].iter().find(|line| line.text.contains("Bad exit status from "))?;
        let name = line.text.rsplit_once('(')?.1.trim_end().strip_suffix(')')?;
        name.starts_with('%').then(|| name.to_owned())
    };
    begun.or_else(ended)
}

/// The cause, and whether there was enough to look at.
fn find(lines: &[Told<'_>], has_failed: bool) -> (Option<(usize, CauseKind)>, bool) {
    let Some(last) = lines.iter().rposition(|line| !line.text.trim().is_empty()) else { return (None, true) };
    if lines[last].text.contains("See root.log for details") {
        return (Some((last, CauseKind::OtherLog)), true);
    }
    let exit = failed_exit(lines);
    if exit.is_none() && !has_failed && ended_well(lines) {
        return (None, true);
    }
    let end = exit.unwrap_or_else(|| signs_of_the_end(lines));
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

/// Where the last command failed, whose failure mattered.
fn failed_exit(lines: &[Told<'_>]) -> Option<usize> {
    const EXIT: &str = "Child return code was: ";
    let code = |at: usize| lines[at].text.strip_prefix(EXIT).map(str::trim);
    let mut later_success = false;
    for at in (0..lines.len()).rev().filter(|at| lines[*at].text.starts_with(EXIT)) {
        let tolerated = is_tolerated(lines, at);
        match code(at) {
            Some("0") => later_success |= !tolerated,
            // The first of two runs of rpmbuild, which only asks for what is missing.
            Some("11") if lines[at..].iter().take(4).any(|line| line.text.starts_with("Dynamic buildrequires")) => {}
            Some(_) if tolerated || later_success => {}
            _ => return Some(at),
        }
    }
    if later_success {
        return None;
    }
    lines.iter().rposition(|line| line.kind == Some(Kind::Exit) && !line.text.starts_with(EXIT))
}

/// Is it a command of which mock expects that it may fail, or that only cleans up?
fn is_tolerated(lines: &[Told<'_>], exit: usize) -> bool {
    const PROGRAMS: [&str; 8] = ["userdel", "groupdel", "umount", "getent", "lsof", "machinectl", "rm", "lvremove"];
    /// Lines of one command at most.
    const FAR: usize = 3000;
    let before = &lines[exit.saturating_sub(FAR)..exit];
    let mut command = before.iter().rev().take_while(|line| !line.text.starts_with("Child return code was: "));
    let command = command.find_map(|line| line.text.strip_prefix("Executing command: "));
    // `['/bin/umount', '-n', …] with env {…}`
    let program = command.and_then(|command| command.trim_start_matches("['").split('\'').next());
    program.is_some_and(|path| PROGRAMS.contains(&path.rsplit('/').next().unwrap_or(path)))
}

/// Does the log end as that of a build that is complete?
fn ended_well(lines: &[Told<'_>]) -> bool {
    const SIGNS: [&str; 3] = ["Child return code was: 0", "Wrote: /", "Finish: "];
    if lines.iter().any(|line| is_broken(line) && line.kind != Some(Kind::Exit)) {
        // An earlier run may have failed, and a later one not.
        let sign = lines.iter().rposition(|line| line.text.starts_with(SIGNS[0]) || line.text.starts_with(SIGNS[1]));
        return sign.is_some_and(|sign| !lines[sign..].iter().any(is_broken));
    }
    let last = lines.iter().rev().find(|line| !line.text.trim().is_empty());
    if last.is_some_and(|line| line.text.starts_with("+ exit 0")) {
        return true;
    }
    let is_sign = |line: &Told<'_>| SIGNS.iter().any(|sign| line.text.trim_start_matches("- ").starts_with(sign));
    let is_script = |line: &Told<'_>| line.text.starts_with("Executing(%") && !line.text.contains("clean");
    lines.iter().rposition(is_sign).is_some_and(|sign| !lines[sign..].iter().any(is_script))
}

/// Does rpm or mock say here that all failed?
fn is_broken(line: &Told<'_>) -> bool {
    const SIGNS: [&str; 4] = ["RPM build errors:", "ERROR: Exception(", "ERROR: Command failed", "EXCEPTION: "];
    line.text.contains("Bad exit status from ") || SIGNS.iter().any(|sign| line.text.starts_with(sign))
}

/// Where it ended, without mock's word for it: behind what rpm says at last, or where mock says that it failed.
fn signs_of_the_end(lines: &[Told<'_>]) -> usize {
    let is_end =
        |line: &Told<'_>| line.text.contains("Bad exit status from ") || line.text.starts_with("RPM build errors:");
    let Some(last) = lines.iter().rposition(is_end) else {
        return lines.iter().position(is_broken).unwrap_or(lines.len());
    };
    // The entries of the summary.
    let entries =
        lines[last + 1..].iter().take_while(|line| line.text.starts_with("    ") || line.text.starts_with("error: "));
    last + 1 + entries.count()
}
