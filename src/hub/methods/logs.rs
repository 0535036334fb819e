//! The bytes of the files that tasks leave.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize};

use super::TaskOutput;
use crate::hub::model::TaskId;
use crate::hub::{Call, Cost, FilePart, Freshness, PartRead};

/// `downloadTaskOutput`: some bytes of a file. A hub answers a fault for a negative offset beyond the file's beginning,
/// so a part of the end is asked for by the size that `listTaskOutput` tells.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadTaskOutput {
    #[serde(rename = "taskID")]
    task: TaskId,
    #[serde(rename = "fileName")]
    name: String,
    offset: u64,
    size: u64,
    /// `None`: the default one.
    volume: Option<String>,
    #[serde(skip)]
    is_final: bool,
}

impl DownloadTaskOutput {
    /// `size` bytes from `offset` on; `is_final`: the task is over, and the file grows no more.
    #[must_use]
    pub fn of(file: &TaskFile, offset: u64, size: u64) -> Self {
        let volume = (file.volume != DEFAULT_VOLUME).then(|| file.volume.clone());
        Self { task: file.task, name: file.name.clone(), offset, size, volume, is_final: file.is_final }
    }
}

/// The volume of most files.
pub const DEFAULT_VOLUME: &str = "DEFAULT";

/// A file that a task left, as `listTaskOutput` tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct TaskFile {
    /// The task that left it.
    pub task: TaskId,
    /// Its name, with the folders below that of the task.
    pub name: String,
    /// The volume it is on.
    pub volume: String,
    /// Bytes, as of when the hub was asked.
    pub size: u64,
    /// The task is over, and the file grows no more.
    #[serde(skip)]
    pub is_final: bool,
}

impl TaskFile {
    /// The file of this name in the hub's own list, on this volume or, where none is named, the default one if it is
    /// there. No other name is ever asked for.
    #[must_use]
    pub fn find(task: TaskId, list: &TaskOutput, name: &str, volume: Option<&str>, is_final: bool) -> Option<Self> {
        let volumes = list.get(name)?;
        let (volume, stat) = match volume {
            Some(volume) => volumes.get_key_value(volume)?,
            None => volumes.get_key_value(DEFAULT_VOLUME).or_else(|| volumes.iter().next())?,
        };
        let size = stat.size().and_then(|size| size.try_into().ok()).unwrap_or_default();
        Some(Self { task, name: name.to_owned(), volume: volume.clone(), size, is_final })
    }
}

/// Is a file of this name text that a task wrote about itself?
#[must_use]
pub fn is_log(name: &str) -> bool {
    // Newer hubs keep old ones beside, such as `build.log.1`.
    name.split('.').skip(1).any(|part| part == "log")
}

impl Call for DownloadTaskOutput {
    const METHOD: &'static str = "downloadTaskOutput";
    const COST: Cost = Cost::File;
    type Answer = FileBytes;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        // What was written stays, unless the file begins anew.
        if self.is_final { Freshness::Forever } else { Freshness::LIST }
    }

    fn file_part(&self) -> Option<FilePart> {
        let volume = self.volume.as_deref().unwrap_or(DEFAULT_VOLUME);
        Some(FilePart { path: path_of_output(self.task, volume, &self.name), offset: self.offset, length: self.size })
    }

    fn answer_of_part(&self, read: PartRead) -> Option<FileBytes> {
        Some(FileBytes(read.bytes.into()))
    }
}

/// Where a file of a task is, below the address of all files (`koji.pathinfo`).
#[must_use]
pub fn path_of_output(task: TaskId, volume: &str, name: &str) -> String {
    // Folders of tasks are spread over ten thousand.
    format!("{}work/tasks/{}/{task}/{name}", on_volume(volume), task.0 % 10_000)
}

/// What stands before the path of a file that is not on the default volume.
pub(super) fn on_volume(volume: &str) -> String {
    if volume == DEFAULT_VOLUME { String::new() } else { format!("vol/{volume}/") }
}

/// Bytes of a file, which a hub sends as base64 in a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes(pub Bytes);

impl<'de> Deserialize<'de> for FileBytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        // Some hubs break it into lines.
        let text: String = text.split_ascii_whitespace().collect();
        let decoded = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self(decoded.into()))
    }
}
