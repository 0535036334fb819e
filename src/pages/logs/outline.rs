//! What stands where in a log: its errors and its phases.

use schemars::JsonSchema;
use serde::Serialize;

use crate::web::log::{Mark, MarkedLine, marked_lines};

/// Errors and phases that are kept.
const MOST: usize = 500;

/// The errors and phases of a log.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Outline {
    /// Lines of the log.
    pub(super) lines: u64,
    pub(super) errors: Vec<MarkedLine>,
    /// How many more there are.
    pub(super) more_errors: usize,
    pub(super) phases: Vec<MarkedLine>,
}

impl Outline {
    /// Of a whole log.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut outline = Self { lines: memchr::memchr_iter(b'\n', bytes).count() as u64, ..Self::default() };
        if bytes.last().is_some_and(|last| *last != b'\n') {
            outline.lines += 1;
        }
        for line in marked_lines(bytes) {
            match line.mark {
                Mark::Error | Mark::Consequence if outline.errors.len() < MOST => outline.errors.push(line),
                Mark::Error | Mark::Consequence => outline.more_errors += 1,
                Mark::Phase if outline.phases.len() < MOST => outline.phases.push(line),
                Mark::Phase | Mark::Warning => {}
            }
        }
        outline
    }
}
