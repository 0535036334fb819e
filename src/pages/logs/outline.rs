//! What stands where in a log: its errors and its phases.

use schemars::JsonSchema;
use serde::Serialize;

use crate::log::{Mark, MarkedLine, Marker, marked_lines};

/// Errors and phases that are kept.
const MOST: usize = 500;

/// The errors and phases of a log.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(super) struct Outline {
    /// Lines of the log.
    pub(super) lines: u64,
    pub(super) errors: Vec<MarkedLine>,
    /// What only follows from an error.
    pub(super) consequences: Vec<MarkedLine>,
    /// How many more there are.
    pub(super) more_errors: usize,
    pub(super) phases: Vec<MarkedLine>,
}

impl Outline {
    /// Bytes that it holds, about.
    pub(super) fn weight(&self) -> usize {
        let lines = self.errors.iter().chain(&self.consequences).chain(&self.phases);
        200 + lines.map(|line| line.text.len() + size_of::<MarkedLine>()).sum::<usize>()
    }

    /// Goes on with these bytes, of whole lines.
    pub(super) fn extend(&mut self, bytes: &[u8], marker: &mut Marker) {
        for line in marked_lines(bytes, self.lines + 1, marker) {
            match line.mark {
                Mark::Error if self.errors.len() < MOST => self.errors.push(line),
                Mark::Error => self.more_errors += 1,
                Mark::Consequence if self.consequences.len() < MOST => self.consequences.push(line),
                Mark::Phase if self.phases.len() < MOST => self.phases.push(line),
                Mark::Consequence | Mark::Phase | Mark::Warning => {}
            }
        }
        self.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        if bytes.last().is_some_and(|last| *last != b'\n') {
            self.lines += 1;
        }
    }
}
