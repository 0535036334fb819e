//! Which line of a log tells why something failed.

use std::ops::Range;

use super::explain::CauseKind;
use super::rules::Kind;
use super::told::Told;
use super::{summary, tests_failed};

/// Where something went wrong, as far as the log tells: each part within the one before.
#[derive(Debug)]
pub(super) struct Failed<'a, 'b> {
    lines: &'a [Told<'b>],
    /// The last command of mock, up to its end.
    run: Range<usize>,
    /// The script of rpm that failed in it, up to where rpm says so.
    script: Range<usize>,
    /// What the last command of that script wrote.
    command: Range<usize>,
    /// Does the log stop in the middle of a script? Then what stands last was under way.
    is_cut_off: bool,
}

/// Errors without a tool's words that stand so near to each other tell of the same.
const NEAR: usize = 15;

impl<'a, 'b> Failed<'a, 'b> {
    /// Of a log whose run failed at `end`.
    pub(super) fn of(lines: &'a [Told<'b>], end: usize) -> Self {
        let before = |end: usize, is: &dyn Fn(&str) -> bool| {
            lines.get(..end).unwrap_or_default().iter().rposition(|line| is(&line.text))
        };
        let begins = |text: &str| {
            ["Child return code was:", "ENTER [", "Executing command: ["].iter().any(|start| text.starts_with(start))
        };
        let run = before(end, &begins).map_or(0, |at| at + 1)..end;
        let first = |is: fn(&Told<'b>) -> bool| lines[run.clone()].iter().position(is).map(|at| run.start + at);
        let script = if let Some(stop) = first(Told::ends_script) {
            let begin = lines[stop].script_that_failed().map(|name| format!("Executing({name})"));
            let begin = begin.and_then(|begin| before(stop, &|text| text.starts_with(&begin)));
            begin.map_or(run.start, |at| at + 1).max(run.start)..stop
        } else {
            run.start..first(Told::is_summary).unwrap_or(run.end)
        };
        let traced = script.clone().rev().find(|at| is_command(lines, *at));
        let command = traced.map_or(script.start, |at| at + 1)..script.end;
        let ran = lines[run.clone()].iter().rposition(Told::begins_script).map(|at| run.start + at);
        let is_over = |line: &Told<'_>| line.ends_script() || line.is_summary();
        let is_cut_off = ran.is_some_and(|at| !lines[at..run.end].iter().any(is_over))
            && lines[run.clone()].iter().all(|line| !line.text.starts_with("Processing files: "));
        Self { lines, run, script, command, is_cut_off }
    }

    /// The line, and how it was found.
    pub(super) fn cause(&self) -> Option<(usize, CauseKind)> {
        if let Some(entry) = summary::entry(self.lines, self.run.clone()) {
            return Some((entry, CauseKind::Rpm));
        }
        let known = |within: &Range<usize>| known(self.lines, within);
        let last_words = |within: &Range<usize>| Some((last_words(self.lines, within)?, CauseKind::LastWords));
        if self.is_cut_off {
            return last_words(&self.run);
        }
        let tests = |within: &Range<usize>| Some((tests_failed::place(self.lines, within.clone())?, CauseKind::Test));
        let heading =
            |within: &Range<usize>| Some((tests_failed::heading(self.lines, within.clone())?, CauseKind::Test));
        let tests_of_script = || {
            // Some tests trace commands of their own.
            tests(&self.command)
                .or_else(|| heading(&self.command).and_then(|heading| tests(&self.script).or(Some(heading))))
        };
        tests_of_script()
            .or_else(|| known(&self.command))
            .or_else(|| last_words(&self.command))
            .or_else(|| tests(&self.script))
            .or_else(|| known(&self.script))
            .or_else(|| tests(&self.run))
            .or_else(|| known(&self.run))
            .or_else(|| last_words(&self.script))
    }

    /// Does the log stop in the middle of a script?
    pub(super) fn is_cut_off(&self) -> bool {
        self.is_cut_off
    }

    /// The lines of the last command of mock.
    pub(super) fn run(&self) -> Range<usize> {
        self.run.clone()
    }

    /// Is the beginning of what failed among the lines?
    pub(super) fn is_all_here(&self) -> bool {
        self.command.start > 0
    }
}

/// Is this a command that a script of rpm traces, and one that does something? Differences that a test prints begin with a
/// plus too.
fn is_command(lines: &[Told<'_>], at: usize) -> bool {
    const NONE: [&str; 9] = ["exit", "false", "true", ":", "return", "echo", "set", "RPM_EC=", "umask"];
    let Some(command) = lines[at].text.strip_prefix("+ ") else { return false };
    let is_of_difference = |line: &Told<'_>| {
        line.text.starts_with("- ")
            || line.text.starts_with("@@")
            || line.text.starts_with("? ")
            || line.text.starts_with("---")
    };
    let around = &lines[at.saturating_sub(3)..(at + 3).min(lines.len())];
    let word = command.split_whitespace().next().unwrap_or_default();
    !NONE.contains(&word) && !word.starts_with("RPM_EC=") && !around.iter().any(is_of_difference)
}

/// A line that says what is wrong in words that are known.
fn known(lines: &[Told<'_>], within: &Range<usize>) -> Option<(usize, CauseKind)> {
    let of = |wanted: Kind| within.clone().filter(move |at| lines[*at].kind == Some(wanted));
    if let Some(at) = of(Kind::Packages).next() {
        return Some((at, CauseKind::Packages));
    }
    if let Some(at) = of(Kind::Tool).next() {
        return Some((at, CauseKind::Tool));
    }
    if let Some(end) = of(Kind::StrictWarnings).next()
        && let Some(at) = of(Kind::Warning).find(|at| *at < end)
    {
        return Some((at, CauseKind::Tool));
    }
    let mut at = of(Kind::General).next_back()?;
    while let Some(earlier) =
        (at.saturating_sub(NEAR).max(within.start)..at).find(|at| lines[*at].kind == Some(Kind::General))
    {
        at = earlier;
    }
    Some((at, CauseKind::Error))
}

/// The last line that is said before what only follows from a failure.
fn last_words(lines: &[Told<'_>], within: &Range<usize>) -> Option<usize> {
    let says_nothing = |at: &usize| {
        let line = &lines[*at];
        let text = line.text.trim();
        let is_trace = text.starts_with('+') && text.trim_start_matches('+').starts_with(' ');
        text.is_empty()
            || is_trace
            || is_folder(text)
            || matches!(line.kind, Some(Kind::Consequence | Kind::Exit | Kind::Phase))
    };
    // ninja goes on to the end of what runs: what it says of the first that failed stands behind the command of that.
    if let Some(failed) = within.clone().find(|at| lines[*at].text.starts_with("FAILED: "))
        && let block = (failed + 2..within.end).take_while(|at| !lines[*at].text.starts_with('['))
        && let Some(said) = block.filter(|at| !says_nothing(at)).last()
    {
        return Some(said);
    }
    // Of what runs side by side, the first that fails stops the others.
    let waits = |at: &usize| lines[*at].text.contains("*** Waiting for unfinished jobs");
    let stopped = within.clone().find(waits).map(|_| {
        let is_first = |at: &usize| lines[*at].kind == Some(Kind::Consequence);
        within.clone().find(is_first).unwrap_or(within.end)
    });
    (within.start..stopped.unwrap_or(within.end)).rev().find(|at| !says_nothing(at))
}

fn is_folder(text: &str) -> bool {
    text.contains(": Entering directory ") || text.contains(": Leaving directory ")
}
