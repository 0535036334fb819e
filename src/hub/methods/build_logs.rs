//! The logs of finished builds. A hub lists them and has no method to read them: its server of files has them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::logs::{on_volume, path_of_output};
use super::{Build, DEFAULT_VOLUME, FileBytes, TaskFile};
use crate::hub::{Call, Cost, FilePart, Freshness, PartRead};

/// A log, wherever it is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum LogFile {
    /// Of a task.
    Task(TaskFile),
    /// Of a finished build.
    Build(BuildLogFile),
}

/// A log of a finished build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BuildLogFile {
    /// Its name, with the folder below the build's logs: `x86_64/build.log`.
    pub name: String,
    /// Where it is, below the address of all files.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

impl LogFile {
    /// Bytes, as of when it was asked for.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Task(file) => file.size,
            Self::Build(file) => file.size,
        }
    }

    /// Where it is, below the address of all files.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Task(file) => path_of_output(file.task, &file.volume, &file.name),
            Self::Build(file) => file.path.clone(),
        }
    }

    /// It grows no more.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Task(file) => file.is_final,
            Self::Build(_) => true,
        }
    }
}

/// Where a log of a build is, below the address of all files (`koji.pathinfo`); `None` for a name that leads elsewhere.
#[must_use]
pub fn path_of_build_log(build: &Build, name: &str) -> Option<String> {
    let leads_elsewhere = |segment: &str| matches!(segment, "" | "." | "..");
    let (package, version, release) = (&build.package_name, &build.version, &build.release);
    let mut segments = name.split('/').chain([package, version, release].map(String::as_str));
    if segments.any(leads_elsewhere) {
        return None;
    }
    Some(format!("{}/data/logs/{name}", path_of_build(build)))
}

/// The folder of a build, below the address of all files (`koji.pathinfo`).
#[must_use]
pub fn path_of_build(build: &Build) -> String {
    let volume = on_volume(build.volume_name.as_deref().unwrap_or(DEFAULT_VOLUME));
    format!("{volume}packages/{}/{}/{}", build.package_name, build.version, build.release)
}

/// Bytes of one of the hub's files, from their server.
#[derive(Debug, Clone, Serialize)]
pub struct ReadFile {
    path: String,
    offset: u64,
    size: u64,
}

impl ReadFile {
    /// `size` bytes from `offset` on.
    #[must_use]
    pub fn of(path: &str, offset: u64, size: u64) -> Self {
        Self { path: path.to_owned(), offset, size }
    }
}

impl Call for ReadFile {
    const METHOD: &'static str = "(a part of a file)";
    const COST: Cost = Cost::File;
    const ON_HUB: bool = false;
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = FileBytes;

    fn file_part(&self) -> Option<FilePart> {
        Some(FilePart { path: self.path.clone(), offset: self.offset, length: self.size })
    }

    fn answer_of_part(&self, read: PartRead) -> Option<FileBytes> {
        Some(FileBytes(read.bytes.into()))
    }
}

/// How large one of the hub's files is, from their server.
#[derive(Debug, Clone, Serialize)]
pub struct GetFileSize {
    path: String,
}

impl GetFileSize {
    /// Of the file at this path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        Self { path: path.to_owned() }
    }
}

impl Call for GetFileSize {
    const METHOD: &'static str = "(the size of a file)";
    const COST: Cost = Cost::File;
    const ON_HUB: bool = false;
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = FileSize;

    fn file_part(&self) -> Option<FilePart> {
        // Some servers do not tell the size to who asks for no bytes.
        Some(FilePart { path: self.path.clone(), offset: 0, length: 1 })
    }

    fn answer_of_part(&self, read: PartRead) -> Option<FileSize> {
        read.total.map(FileSize)
    }
}

/// Bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct FileSize(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_stays_in_the_folder_of_its_build() {
        let build = |volume: Option<&str>| -> Build {
            serde_json::from_value(serde_json::json!({
                "build_id": 1, "nvr": "a-1-2", "package_id": 1, "package_name": "a", "version": "1", "release": "2",
                "draft": false, "state": 1, "owner_id": 1, "owner_name": "jane", "volume_name": volume,
                "creation_time": "2026-01-01 10:00:00+00:00",
            }))
            .unwrap()
        };
        let path = |volume, name: &str| path_of_build_log(&build(volume), name);
        assert_eq!(path(None, "x86_64/build.log").unwrap(), "packages/a/1/2/data/logs/x86_64/build.log");
        assert_eq!(path(Some("DEFAULT"), "x.log").unwrap(), "packages/a/1/2/data/logs/x.log");
        assert_eq!(path(Some("slow"), "x.log").unwrap(), "vol/slow/packages/a/1/2/data/logs/x.log");
        for name in ["", "../x.log", "a/../../x.log", "./x.log", "a//x.log", "/etc/passwd"] {
            assert_eq!(path(None, name), None, "{name}");
        }
    }
}
