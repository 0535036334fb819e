//! Reading files of tasks: where they are, and their bytes in bounded parts.

use bytes::Bytes;
use futures_util::future::try_join_all;

use super::methods::{DEFAULT_VOLUME, DownloadTaskOutput, ListTaskOutput, TaskFile};
use super::model::TaskId;
use super::{Error, Hub};

/// Bytes of one call at most: a hub holds them in memory, as text.
const PART: u64 = 1 << 20;

impl Hub {
    /// A file of a task by its name; `None` where the hub's own list does not have it. No other name is ever asked for.
    pub async fn file_of_task(
        &self,
        task: TaskId,
        is_final: bool,
        name: &str,
        volume: Option<&str>,
    ) -> Result<Option<TaskFile>, Error> {
        let list = if is_final { ListTaskOutput::of(task) } else { ListTaskOutput::of_running(task) };
        let all = self.get(list).await?;
        let volumes = all.get(name);
        let found = volumes.and_then(|volumes| match volume {
            Some(volume) => volumes.get_key_value(volume),
            None => volumes.get_key_value(DEFAULT_VOLUME).or_else(|| volumes.iter().next()),
        });
        Ok(found.map(|(volume, stat)| TaskFile {
            task,
            name: name.to_owned(),
            volume: volume.clone(),
            size: stat.size().and_then(|size| size.try_into().ok()).unwrap_or_default(),
            is_final,
        }))
    }

    /// Bytes of a file. Fewer come where it is shorter now than its size told.
    pub async fn read(&self, file: &TaskFile, offset: u64, length: u64) -> Result<Bytes, Error> {
        let end = file.size.min(offset.saturating_add(length));
        let starts = (0..).map(|n| offset + n * PART).take_while(|start| *start < end);
        let parts = starts.map(|start| self.get(DownloadTaskOutput::of(file, start, PART.min(end - start))));
        let parts = try_join_all(parts).await?;
        match parts.as_slice() {
            [one] => Ok(one.0.clone()),
            parts => Ok(parts.iter().flat_map(|part| part.0.iter().copied()).collect()),
        }
    }
}
