//! Why something failed, as pages show it: the task, the fault in one line, the lines of the log that tell the reason.

use schemars::JsonSchema;
use serde::Serialize;

use super::log::{Line, lines};
use crate::hub::methods::LogFile;
use crate::hub::{Failure, fault_of};
use crate::log::{CauseKind, Mark, Outcome};
use crate::urls::{LogUrl, Url};
use crate::web::LinkValues;

/// What a page shows of a failure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyFailed {
    /// What failed, where, and with which fault.
    #[serde(flatten)]
    pub failure: Failure,
    /// The name of the log that tells the reason.
    log: Option<String>,
    /// How the line of it was found that tells the reason.
    kind: Option<CauseKind>,
    /// The phase in which it failed, such as `%build`.
    phase: Option<String>,
    /// Lines of it, the one among them that tells the reason marked as an error.
    lines: Vec<Line>,
    /// Its place among them.
    #[serde(skip)]
    reason: Option<usize>,
}

impl WhyFailed {
    /// Of this failure.
    #[must_use]
    pub fn of(failure: Failure) -> Self {
        let log = failure.log.as_ref();
        let explanation = log.map(|log| &log.explanation);
        let cause = explanation.and_then(|explanation| explanation.cause);
        let mut lines = log.map_or_else(Vec::new, |log| {
            let shown = log.explanation.shown.clone();
            let offset = log.offset + shown.start as u64;
            lines(log.bytes.get(shown).unwrap_or_default(), offset, log.explanation.number, Outcome::Other)
        });
        let reason = cause.and_then(|cause| lines.iter().position(|line| line.offset == cause.offset));
        if let Some(line) = reason.and_then(|at| lines.get_mut(at)) {
            line.mark = Some(Mark::Error);
        }
        Self {
            log: log.map(|log| log.file.name.clone()),
            kind: cause.map(|cause| cause.kind),
            phase: explanation.and_then(|explanation| explanation.phase.clone()),
            lines,
            reason,
            failure,
        }
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
        self.reason.and_then(|at| self.lines.get(at)).or_else(|| self.lines.last())
    }

    /// Is it the line that tells the reason?
    #[must_use]
    pub fn is_reason(&self, line: &Line) -> bool {
        self.reason.and_then(|at| self.lines.get(at)).is_some_and(|reason| reason.offset == line.offset)
    }

    /// What links to other sites say of it.
    #[must_use]
    pub fn link_values(&self) -> LinkValues {
        let task = &self.failure.task;
        let log = self.failure.log.as_ref().map(|log| LogFile::Task(log.file.clone()).place());
        LinkValues {
            name: task.package(),
            nvr: task.request().nvr(),
            arch: task.arch_of_work(),
            task: Some(task.id.to_string()),
            log,
        }
    }

    /// Was there more of the log than was looked at, and may it hold the reason?
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.failure.log.as_ref().is_some_and(|log| !log.explanation.is_enough)
    }

    /// The phase in which it failed.
    #[must_use]
    pub fn phase(&self) -> Option<&str> {
        self.phase.as_deref()
    }
}
