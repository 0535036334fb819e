//! A part of a file that a task left, as its bytes: kojiweb's `getfile` with `offset` and `size`.

use bytes::Bytes;

use crate::hub::Hub;
use crate::hub::methods::{ListTaskOutput, LogFile, TaskFile};
use crate::hub::model::TaskId;
use crate::web::{Error, Result};

/// Bytes of an answer at most; who wants more asks once more, from its end on.
const LONGEST: u64 = 8 << 20;

/// So many bytes of a file from `offset` on, or all that follow; a negative offset counts from the end of the file.
///
/// # Errors
///
/// Those of the hub; [`Error::Missing`] where the task left no such file on this volume.
pub async fn part_of_output(
    hub: &Hub,
    task: TaskId,
    name: &str,
    volume: &str,
    offset: Option<i64>,
    size: Option<i64>,
) -> Result<Bytes> {
    let missing = || Error::missing("file", &format!("{name} of task {task}"));
    let left = hub.find(ListTaskOutput::of_any(task)).await?.ok_or_else(missing)?;
    // Whether the task is over is not asked: what is kept of a file that grew is read anew in a moment.
    let file = TaskFile::find(task, &left, name, Some(volume), false).ok_or_else(missing)?;
    let (offset, length) = part(file.size, offset.unwrap_or_default(), size);
    Ok(hub.read(&LogFile::Task(file), offset, length).await?.bytes)
}

/// Where the part of a file of so many bytes begins, and how many bytes it has.
fn part(all: u64, offset: i64, size: Option<i64>) -> (u64, u64) {
    let from_end = || all.saturating_sub(offset.unsigned_abs());
    let begin = offset.try_into().unwrap_or_else(|_| from_end()).min(all);
    let size = size.and_then(|size| size.try_into().ok()).unwrap_or(u64::MAX);
    (begin, size.min(all - begin).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, part};

    #[test]
    fn parts_are_within_the_file() {
        assert_eq!(part(100, 0, None), (0, 100));
        assert_eq!(part(100, 30, Some(20)), (30, 20));
        assert_eq!(part(100, 90, Some(20)), (90, 10));
        assert_eq!(part(100, 200, None), (100, 0));
        assert_eq!(part(100, -30, None), (70, 30));
        assert_eq!(part(100, -300, Some(5)), (0, 5));
        assert_eq!(part(100, i64::MIN, Some(i64::MAX)), (0, 100));
        assert_eq!(part(u64::MAX, 5, None), (5, LONGEST));
    }
}
