//! Reading files of tasks and builds, in bounded parts.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::try_join_all;

use super::methods::{DownloadTaskOutput, FileBytes, LogFile, ReadFile};
use super::{Error, Hub};

/// Bytes of one call at most: a hub holds them in memory, as text.
const PART: u64 = 1 << 20;

/// What was read of a file.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// The bytes.
    pub bytes: Bytes,
    /// Equal bytes at one place have equal versions.
    pub version: u64,
}

impl Hub {
    /// Bytes of a file. Fewer come where it is shorter now than its size told.
    pub async fn read(&self, file: &LogFile, offset: u64, length: u64) -> Result<FileRead, Error> {
        let end = file.size().min(offset.saturating_add(length));
        let starts = (0..).map(|n| offset + n * PART).take_while(|start| *start < end);
        let parts = starts.map(|start| self.read_part(file, start, PART.min(end - start)));
        let parts = try_join_all(parts).await?;
        let mut hasher = DefaultHasher::new();
        for (_, version) in &parts {
            version.hash(&mut hasher);
        }
        let bytes = match parts.as_slice() {
            [(one, _)] => one.0.clone(),
            parts => parts.iter().map(|(part, _)| &part.0[..]).collect::<Vec<_>>().concat().into(),
        };
        Ok(FileRead { bytes, version: hasher.finish() })
    }

    async fn read_part(&self, file: &LogFile, offset: u64, length: u64) -> Result<(Arc<FileBytes>, u64), Error> {
        match file {
            LogFile::Task(file) => self.get_version(DownloadTaskOutput::of(file, offset, length)).await,
            LogFile::Build(file) => self.get_version(ReadFile::of(&file.path, offset, length)).await,
        }
    }
}
