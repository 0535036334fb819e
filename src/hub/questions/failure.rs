//! Why a task failed: which of the tasks below it failed first, and the end of the log that tells the reason.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use moka::sync::Cache;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::hub::methods::{
    Descendents, FileStat, GetHost, GetTaskResult, Host, ListTaskOutput, LogFile, Task, TaskFile, TaskOutput, is_log,
};
use crate::hub::model::TaskState;
use crate::hub::{Error, FileRead, Hub, Part, with_descendents};
use crate::log::{self, Explanation, FIRST_LOOK, NamedLog, SECOND_LOOK, first_line};
use crate::xmlrpc::Value;

/// What failed first in a tree of tasks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Failure {
    /// The task that failed first, of those that have no failed task below them: the others failed for its sake.
    pub task: Task,
    /// Where it ran.
    pub host: Part<Host>,
    /// The fault that it ended with.
    pub result: Part<Value>,
    /// The log that tells the reason.
    #[serde(skip)]
    pub log: Option<LogEnd>,
    /// Other tasks that failed, and no task below them.
    pub others: Vec<Task>,
}

/// The end of a log, or all of a small one, and what it tells.
#[derive(Debug, Clone)]
pub struct LogEnd {
    /// The log.
    pub file: TaskFile,
    /// Bytes before what is here.
    pub offset: u64,
    /// From a beginning of a line on, as far as there is one.
    pub bytes: Bytes,
    /// Which line tells why it failed.
    pub explanation: Arc<Explanation>,
}

/// Explanations that are kept, by what was read and where.
const KEPT: u64 = 1000;
static EXPLANATIONS: LazyLock<Cache<(u64, u64), Arc<Explanation>>> = LazyLock::new(|| Cache::new(KEPT));
/// One takes some milliseconds of a core: others wait for their turn.
static EXPLAINED_AT_ONCE: Semaphore = Semaphore::const_new(2);

impl Hub {
    /// Why this task failed, where it did. After the tree is known it takes two waves: the fault and the list of files,
    /// then the log.
    pub async fn failure(&self, root: &Task, below: Option<&Descendents>) -> Option<Failure> {
        let mut failed = first_failed(root, below)?.into_iter();
        let task = failed.next()?.clone();
        let (result, host, left) = join!(
            self.part("fault", GetTaskResult::of(task.id)),
            self.part("host", task.host_id.map(GetHost::of)),
            self.part("output", ListTaskOutput::of(&task)),
        );
        let said = result.get().and_then(|result| result.get("faultString")?.as_str()).unwrap_or_default();
        let find = |name: &str| left.get().and_then(|left| TaskFile::find(task.id, left, name, None, true));
        let log = match left.get().and_then(|left| find(log_that_tells(left, said)?)) {
            Some(file) => match (self.log_end(file).await, find("root.log")) {
                (Some(end), Some(other)) if end.explanation.is_elsewhere() => self.log_end(other).await.or(Some(end)),
                (end, _) => end,
            },
            None => None,
        };
        let others = failed.cloned().collect();
        Some(Failure { task, host, result, log, others })
    }

    /// The end of a log of what failed: some of it, and as much again where that does not tell why.
    async fn log_end(&self, file: TaskFile) -> Option<LogEnd> {
        let log = LogFile::Task(file.clone());
        let offset = file.size.saturating_sub(FIRST_LOOK);
        let read = self.read(&log, offset, FIRST_LOOK).await.map_err(|error| self.lost_end(error)).ok()?;
        let end = LogEnd::of(file, offset, &read).await?;
        if end.explanation.is_enough || offset == 0 {
            return Some(end);
        }
        let earlier = offset.saturating_sub(SECOND_LOOK - FIRST_LOOK);
        let Ok(before) = self.read(&log, earlier, offset - earlier).await.map_err(|error| self.lost_end(error)) else {
            return Some(end);
        };
        if before.bytes.len() as u64 != offset - earlier {
            // The log is another one now.
            return Some(end);
        }
        let mut hasher = DefaultHasher::new();
        (before.version, read.version).hash(&mut hasher);
        let bytes = [&before.bytes[..], &read.bytes].concat().into();
        LogEnd::of(end.file, earlier, &FileRead { bytes, version: hasher.finish() }).await
    }

    fn lost_end(&self, error: Error) {
        drop(self.failed_part::<()>("end of the log", error));
    }
}

impl LogEnd {
    /// Of a log of something that failed.
    async fn of(file: TaskFile, offset: u64, read: &FileRead) -> Option<Self> {
        let begin = if offset == 0 { 0 } else { first_line(&read.bytes) };
        let bytes = read.bytes.slice(begin..);
        let offset = offset + begin as u64;
        let key = (read.version, offset);
        if let Some(explanation) = EXPLANATIONS.get(&key) {
            return Some(Self { file, offset, bytes, explanation });
        }
        let turn = EXPLAINED_AT_ONCE.acquire().await.ok()?;
        let (text, number) = (bytes.clone(), (offset == 0).then_some(1));
        let explain = move || {
            // Who leaves meanwhile does not give the turn to another one before this one is done.
            let _turn = turn;
            Explanation::of(&text, offset, number, true)
        };
        let made = spawn_blocking(explain).await.ok()?;
        let explanation = Arc::new(made);
        EXPLANATIONS.insert(key, explanation.clone());
        Some(Self { file, offset, bytes, explanation })
    }
}

/// The failed tasks without a failed child, in the order in which they ended; `None` where the root did not fail.
#[must_use]
pub fn first_failed<'a>(root: &'a Task, below: Option<&'a Descendents>) -> Option<Vec<&'a Task>> {
    let is_failed = |task: &&Task| task.state == TaskState::Failed;
    is_failed(&root).then_some(())?;
    let children = |task: &Task| below.and_then(|below| below.get(&task.id.to_string())).into_iter().flatten();
    // A task that is its own child, in an answer that makes no sense, is one without.
    let is_first = |task: &&Task| children(task).filter(is_failed).all(|child| child.id == task.id);
    let mut failed: Vec<&Task> = with_descendents(root, below).into_iter().filter(is_failed).filter(is_first).collect();
    if failed.is_empty() {
        failed.push(root);
    }
    failed.sort_by_key(|task| (task.completion_time.as_ref().map(|end| end.as_str().to_owned()), task.id));
    Some(failed)
}

/// The log that tells why a task failed; see [`log::log_that_tells`].
#[must_use]
pub fn log_that_tells<'a>(left: &'a TaskOutput, fault: &str) -> Option<&'a str> {
    let logs = left.iter().filter(|(name, _)| is_log(name)).map(|(name, volumes)| {
        let size = volumes.values().filter_map(FileStat::size).max().unwrap_or_default();
        NamedLog { name, size: u64::try_from(size).unwrap_or_default() }
    });
    let logs: Vec<NamedLog<'a>> = logs.collect();
    log::log_that_tells(&logs, fault).and_then(|at| logs.get(at)).map(|log| log.name)
}

/// The line of a fault that says what is wrong, and all of it where it has more. Nothing where this is no fault.
#[must_use]
pub fn fault_of(result: &Value) -> Option<(&str, Option<&str>)> {
    let text = result.get("faultString")?.as_str()?.trim();
    result.get("faultCode")?;
    // Of a traceback it is the last line that says so.
    let line = if text.starts_with("Traceback") { text.lines().last() } else { text.lines().next() };
    Some((line.unwrap_or_default(), Some(text).filter(|text| text.lines().count() > 1)))
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn a_fault_has_a_line() {
        let fault = |text: &str| Value::from([("faultCode", Value::Int(1)), ("faultString", Value::from(text))]);
        assert_eq!(fault_of(&fault(" BuildError: no ")), Some(("BuildError: no", None)));
        let traceback = "Traceback (most recent call last):\n  File x\nOSError: [Errno 2]";
        assert_eq!(fault_of(&fault(traceback)), Some(("OSError: [Errno 2]", Some(traceback))));
        assert_eq!(fault_of(&Value::from([("faultString", Value::from("x"))])), None);
    }

    #[test]
    fn the_first_of_those_that_failed_by_themselves() {
        let task = |id: i64, state: i64, end: &str| -> Task {
            let json = serde_json::json!({"id": id, "method": "buildArch", "state": state, "completion_time": end});
            serde_json::from_value(json).unwrap()
        };
        let root = task(1, 5, "2026-01-01 10:00:09+00:00");
        let children = vec![
            task(2, 5, "2026-01-01 10:00:08+00:00"),
            task(3, 5, "2026-01-01 10:00:06+00:00"),
            task(5, 5, "2026-01-01 10:00:07+00:00"),
            task(4, 3, ""),
        ];
        let ids = |below: &Descendents| -> Vec<i64> {
            first_failed(&root, Some(below)).unwrap().iter().map(|task| task.id.0).collect()
        };
        assert_eq!(ids(&IndexMap::from([("1".to_owned(), children.clone())])), [3, 5, 2]);
        assert_eq!(ids(&IndexMap::new()), [1]);
        // An answer that goes round and round.
        let round = IndexMap::from([
            ("1".to_owned(), children),
            ("2".to_owned(), vec![root.clone()]),
            ("3".to_owned(), vec![root.clone()]),
            ("5".to_owned(), vec![root.clone()]),
        ]);
        assert_eq!(ids(&round), [1]);
        assert!(first_failed(&task(9, 2, ""), None).is_none());
    }
}
