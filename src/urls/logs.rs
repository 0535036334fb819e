//! Logs: those of a task, one of them, and places in it.

use std::borrow::Cow;

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::Yes;
use super::{SEGMENT, Url, build, build_named, task};
use crate::hub::methods::DEFAULT_VOLUME;
use crate::hub::model::{BuildId, TaskId};

/// The anchor of the end of a log.
pub const LOG_END: &str = "end";

/// A place in a log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LogUrl {
    /// The volume that the file is on, where it is not the default one.
    pub volume: Option<String>,
    /// Around this line, from 1; of logs that are small enough to count lines.
    pub line: Option<u64>,
    /// From the line that begins after so many bytes.
    pub at: Option<u64>,
    /// The end.
    pub end: Option<Yes>,
    /// What was written after so many bytes, for those who follow a log; all of it where it began anew meanwhile.
    pub after: Option<u64>,
    /// The lines that hold this text, from `at` on, in place of a part of it.
    pub q: Option<String>,
}

impl LogUrl {
    /// The beginning of a log on this volume.
    #[must_use]
    pub fn on(volume: &str) -> Self {
        Self { volume: Some(volume.to_owned()).filter(|volume| volume != DEFAULT_VOLUME), ..Self::default() }
    }

    /// The end of a log on this volume, where it is followed.
    #[must_use]
    pub fn end_on(volume: &str) -> Self {
        Self { end: Some(Yes::Yes), ..Self::on(volume) }
    }

    /// In this log of a task.
    #[must_use]
    pub fn of_task(&self, id: &TaskId, name: &str) -> Url {
        self.below(logs_of_task(id), name)
    }

    /// In this log of a finished build, named with its folder: `x86_64/build.log`.
    #[must_use]
    pub fn of_build(&self, nvr: &str, id: &BuildId, name: &str) -> Url {
        self.below(build(nvr, id).at("/logs"), name)
    }

    fn below(&self, logs: Url, name: &str) -> Url {
        let mut path = logs.0;
        for segment in name.split('/') {
            path.push('/');
            path.extend(utf8_percent_encode(segment, SEGMENT));
        }
        Url(path).with(self)
    }
}

/// A log of a build, as a reader named that; the log with its folder: `x86_64/build.log`.
#[must_use]
pub fn log_of_build_named(id_or_nvr: &str, name: &str) -> Url {
    LogUrl::default().below(build_named(id_or_nvr).at("/logs"), name)
}

/// The path of two logs side by side.
pub(super) const COMPARE: &str = "/logs/compare";

/// Two logs side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompareUrl {
    /// The address of the one; without it there is nothing but a form.
    pub a: Option<String>,
    /// The address of the other; without it the same log of the last complete build.
    pub b: Option<String>,
}

impl CompareUrl {
    /// The address.
    #[must_use]
    pub fn url(&self) -> Url {
        Url(COMPARE.to_owned()).with(self)
    }
}

/// The ends of the same log of all tasks below one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TailUrl {
    /// The name of the log; `build.log` where none is told.
    pub log: Option<String>,
}

impl TailUrl {
    /// Those of this name.
    #[must_use]
    pub fn of(log: &str) -> Self {
        Self { log: Some(log.to_owned()).filter(|log| log != "build.log") }
    }

    /// Below this task.
    #[must_use]
    pub fn below(&self, id: &TaskId) -> Url {
        task(id).at("/tail").with(self)
    }
}

/// A log, as its address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogRef {
    /// Of a task.
    Task(TaskId, String),
    /// Of a build.
    Build(String, String),
}

impl LogRef {
    /// From an address as a reader has it: with or without host and base path, and whatever place in the log it names.
    #[must_use]
    pub fn read(address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).next()?;
        let (of, name) = path.split_once("/logs/")?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
        let (rest, which) = of.rsplit_once('/')?;
        let (which, name) = (decoded(which)?, decoded(name)?);
        match rest.rsplit_once('/').map_or(rest, |(_, kind)| kind) {
            "tasks" => Some(Self::Task(TaskId(which.parse().ok()?), name)),
            "builds" => Some(Self::Build(which, name)),
            _ => None,
        }
    }
}

/// The logs of a task and of all below it.
#[must_use]
pub fn logs_of_task(id: &TaskId) -> Url {
    task(id).at("/logs")
}

/// The most relevant log of a task and those below it: an address that stays the same.
#[must_use]
pub fn log_of_task(id: &TaskId) -> Url {
    task(id).at("/log")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_logs() {
        let task = |name: &str| Some(LogRef::Task(TaskId(7), name.to_owned()));
        let build = |name: &str| Some(LogRef::Build("x+y-1-2".to_owned(), name.to_owned()));
        for (address, log) in [
            ("/tasks/7/logs/build.log", task("build.log")),
            ("https://koji.example.org/koji/tasks/7/logs/a%20b/x.log?line=3#L3", task("a b/x.log")),
            ("tasks/7/logs/build.log?at=7", task("build.log")),
            ("/builds/x%2By-1-2/logs/x86_64/build.log", build("x86_64/build.log")),
            ("/tasks/x/logs/build.log", None),
            ("/hosts/7/logs/build.log", None),
            ("/tasks/7", None),
            ("", None),
        ] {
            assert_eq!(LogRef::read(address), log, "{address}");
        }
    }
}
