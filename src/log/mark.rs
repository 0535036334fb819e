//! What the lines of a log tell one after the other: an error, what follows from one, a warning, a phase of mock or rpmbuild.

use schemars::JsonSchema;
use serde::Serialize;

use super::rules::{self, Kind};
use super::{prefix, split};

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// What went wrong.
    Error,
    /// That something went wrong before: `make: *** [all] Error 2`.
    Consequence,
    /// A warning.
    Warning,
    /// A phase begins.
    Phase,
}

impl Mark {
    /// Did something go wrong?
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Error | Self::Consequence)
    }

    fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Exit | Kind::Consequence => Self::Consequence,
            Kind::Warning => Self::Warning,
            Kind::Phase => Self::Phase,
            // They tell something beside other lines alone.
            Kind::TestListed | Kind::TestSummary => return None,
            _ => Self::Error,
        })
    }
}

/// What became of what the log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Outcome {
    /// It is complete: what looks like an error in its log was none that mattered.
    Complete,
    /// It failed, or nobody knows yet.
    #[default]
    Other,
}

/// Marks lines, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Marker {
    outcome: Outcome,
    /// A command has failed, and what follows tells of that.
    has_failed: bool,
}

impl Marker {
    /// For a log of something with this outcome.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome, has_failed: false }
    }

    /// What the next line tells; without colours.
    pub fn mark(&mut self, plain: &str) -> Option<Mark> {
        let text = prefix::without(plain);
        let kind = rules::kind(text)?;
        let mark = Mark::of(kind)?;
        match mark {
            // What mock finishes after a failure is no new phase.
            Mark::Phase => self.has_failed &= text.contains("Finish: "),
            Mark::Error if self.has_failed => return Some(Mark::Consequence),
            Mark::Error | Mark::Consequence if self.outcome == Outcome::Complete => {
                return (kind != Kind::Exit).then_some(Mark::Warning);
            }
            _ => self.has_failed |= kind == Kind::Exit,
        }
        Some(mark)
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

/// Those lines of a part of a log that tell something; `number` is the first one's.
pub fn marked_lines<'a>(bytes: &'a [u8], number: u64, marker: &'a mut Marker) -> impl Iterator<Item = MarkedLine> + 'a {
    split(bytes, 0, Some(number)).filter_map(|raw| {
        let plain = raw.plain();
        let mark = marker.mark(&plain)?;
        let text = if mark == Mark::Phase { phase(prefix::without(&plain)) } else { plain.trim() };
        let text = beginning(text, TITLE).to_owned();
        Some(MarkedLine { number: raw.number?, mark, text })
    })
}

/// The phase that a line begins, in a word or two: `%build`, `init`.
#[must_use]
pub(super) fn phase(line: &str) -> &str {
    let after = |start: &str| line.find(start).map(|at| &line[at + start.len()..]);
    if let Some(rest) = after("Executing(") {
        return rest.split(')').next().unwrap_or_default();
    }
    for start in ["Start: ", "Finish: ", "Processing files: "] {
        if let Some(rest) = after(start) {
            return rest;
        }
    }
    line
}

/// So many bytes of a text, or a few less: no part of a character.
fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(outcome: Outcome, text: &str) -> Vec<Option<Mark>> {
        let mut marker = Marker::of(outcome);
        text.lines().map(|line| marker.mark(line)).collect()
    }

    #[test]
    fn behind_the_failed_command_all_is_a_consequence() {
        use Mark::{Consequence, Error, Phase};
        let log = "a.c:1:2: error: x\nChild return code was: 1\nTraceback\nValueError: y\nExecuting(%build): x\nb.c:1:2: error: x";
        assert_eq!(
            marks(Outcome::Other, log),
            [Some(Error), Some(Consequence), None, Some(Consequence), Some(Phase), Some(Error)]
        );
        // Prefixes and times do not hide it.
        assert_eq!(marks(Outcome::Other, "[  12s] BUILDSTDERR: a.c:1:2: error: x"), [Some(Error)]);
    }

    #[test]
    fn nothing_is_an_error_where_all_went_well() {
        let log = "a.c:1:2: error: x\nmake: *** [x] Error 1\nChild return code was: 1\nFAIL: t/a.sh\n";
        assert!(marks(Outcome::Complete, log).iter().flatten().all(|mark| !mark.is_error()));
    }
}
