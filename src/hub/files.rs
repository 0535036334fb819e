//! Reading files of tasks and builds, in bounded parts.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::try_join_all;

use super::methods::{DownloadTaskOutput, FileBytes, LogFile, ReadFile};
use super::{Error, Hub};

/// Bytes of one call at most: a hub holds them in memory, as text.
const PART: u64 = 1 << 20;

impl Hub {
    /// Bytes of a file. Fewer come where it is shorter now than its size told.
    pub async fn read(&self, file: &LogFile, offset: u64, length: u64) -> Result<Bytes, Error> {
        let end = file.size().min(offset.saturating_add(length));
        let starts = (0..).map(|n| offset + n * PART).take_while(|start| *start < end);
        let parts = starts.map(|start| self.read_part(file, start, PART.min(end - start)));
        let parts = try_join_all(parts).await?;
        match parts.as_slice() {
            [one] => Ok(one.0.clone()),
            parts => Ok(parts.iter().map(|part| &part.0[..]).collect::<Vec<_>>().concat().into()),
        }
    }

    async fn read_part(&self, file: &LogFile, offset: u64, length: u64) -> Result<Arc<FileBytes>, Error> {
        match file {
            LogFile::Task(file) => self.get(DownloadTaskOutput::of(file, offset, length)).await,
            LogFile::Build(file) => self.get(ReadFile::of(&file.path, offset, length)).await,
        }
    }
}
