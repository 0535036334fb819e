//! Logs: those of a task, one of them, and places in it.

use percent_encoding::utf8_percent_encode;
use serde::{Deserialize, Serialize};

use super::choice::Yes;
use super::list::pairs;
use super::{SEGMENT, Url, build, task};
use crate::hub::methods::DEFAULT_VOLUME;
use crate::hub::model::{BuildId, TaskId};

/// A place in a log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
        Url::of(&path, pairs(self))
    }
}

/// The logs of a task and of all below it.
#[must_use]
pub fn logs_of_task(id: &TaskId) -> Url {
    task(id).at("/logs")
}

/// The log that matters now, wherever it is: an address that stays.
#[must_use]
pub fn log_of_task(id: &TaskId) -> Url {
    task(id).at("/log")
}
