//! Why something failed, as pages show it: the task, the fault in one line, the lines of the log that tell the reason.

use schemars::JsonSchema;
use serde::Serialize;

use super::log::{Line, excerpt};
use crate::hub::{Failure, fault_of};
use crate::urls::{LogUrl, Url};

/// What a page shows of a failure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyFailed {
    /// What failed, where, and with which fault.
    #[serde(flatten)]
    pub failure: Failure,
    /// The name of the log that tells the reason.
    log: Option<String>,
    /// Lines of it, an error among them marked.
    lines: Vec<Line>,
}

impl WhyFailed {
    /// Of this failure.
    #[must_use]
    pub fn of(failure: Failure) -> Self {
        let log = failure.log.as_ref();
        let lines = log.map_or_else(Vec::new, |log| excerpt(&log.bytes, log.offset, log.number));
        Self { log: log.map(|log| log.file.name.clone()), lines, failure }
    }

    /// The fault in one line, and all of it where it has more.
    #[must_use]
    pub fn fault(&self) -> Option<(&str, Option<&str>)> {
        fault_of(self.failure.result.get()?)
    }

    /// The log's name, where there is one.
    #[must_use]
    pub fn log(&self) -> Option<&str> {
        self.log.as_deref()
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The part of the log's page that has a line of it.
    #[must_use]
    pub fn url(&self, line: &Line) -> Option<Url> {
        let file = &self.failure.log.as_ref()?.file;
        let (number, at) = (line.number, line.number.is_none().then_some(line.offset));
        Some(LogUrl { line: number, at, ..LogUrl::on(&file.volume) }.of_task(&file.task, &file.name))
    }

    /// The line that tells the reason, or the last one.
    #[must_use]
    pub fn reason(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.mark.is_some_and(super::log::Mark::is_error)).or_else(|| self.lines.last())
    }
}
