//! Why a task failed: which of the tasks below it failed first, and the end of the log that tells the reason.

use std::sync::LazyLock;

use bytes::Bytes;
use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    Descendents, FileStat, GetHost, GetTaskResult, Host, ListTaskOutput, LogFile, Task, TaskFile, TaskOutput, is_log,
};
use crate::hub::model::TaskState;
use crate::hub::{Hub, Part, with_descendents};
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

/// The end of a log, or all of a small one.
#[derive(Debug, Clone)]
pub struct LogEnd {
    /// The log.
    pub file: TaskFile,
    /// Bytes before what is here.
    pub offset: u64,
    /// The number of the first line that is here, where it is known.
    pub number: Option<u64>,
    /// From a beginning of a line on, as far as there is one.
    pub bytes: Bytes,
}

/// Logs up to this size are read as a whole, in one call, and have numbers of lines.
const WHOLE: u64 = 1 << 20;
/// Bytes of the end of a larger one.
const END: u64 = 64 << 10;
/// A log of fewer bytes says that nothing was built.
const TINY: i64 = 400;

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
        let file = left.get().and_then(|left| TaskFile::find(task.id, left, log_that_tells(left, said)?, None, true));
        let log = match file {
            Some(file) => self.log_end(file).await,
            None => None,
        };
        let others = failed.cloned().collect();
        Some(Failure { task, host, result, log, others })
    }

    async fn log_end(&self, file: TaskFile) -> Option<LogEnd> {
        let offset = if file.size <= WHOLE { 0 } else { file.size - END };
        match self.read(&LogFile::Task(file.clone()), offset, WHOLE).await.map(|read| read.bytes) {
            Ok(bytes) if offset == 0 => Some(LogEnd { file, offset, number: Some(1), bytes }),
            Ok(bytes) => {
                let begin = memchr::memchr(b'\n', &bytes).map_or(0, |end| end + 1);
                Some(LogEnd { file, offset: offset + begin as u64, number: None, bytes: bytes.slice(begin..) })
            }
            Err(error) => {
                drop(self.failed_part::<()>("end of the log", error));
                None
            }
        }
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

/// The log that tells why a task failed, as packagers look: the one that the fault names; by mock's exit status (30: the
/// buildroot, 10 and 1: the build) where it names several; else `root.log` where nothing came to be built.
#[must_use]
pub fn log_that_tells<'a>(left: &'a TaskOutput, fault: &str) -> Option<&'a str> {
    // Constant, and compiled by a test.
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w.-]+\.log\b").ok());
    static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"exited with status (\d+)").ok());
    let size = |name: &str| left.get(name)?.values().filter_map(FileStat::size).max();
    let key = |name: &str| left.get_key_value(name).map(|(name, _)| name.as_str());
    let named: Vec<&str> = NAMED.as_ref()?.find_iter(fault).map(|found| found.as_str()).collect();
    if let [one] = named[..]
        && size(one).is_some_and(|size| size > 0)
    {
        return key(one);
    }
    let status = STATUS.as_ref()?.captures(fault).map(|found| found[1].to_owned());
    if status.as_deref() == Some("30") && size("root.log").is_some() {
        return key("root.log");
    }
    match (size("build.log"), size("root.log")) {
        (Some(build), _) if build >= TINY => key("build.log"),
        (_, Some(_)) => key("root.log"),
        (Some(_), None) => key("build.log"),
        // A task that builds no rpm has logs of its own; those of mock's surroundings tell nothing.
        (None, None) => {
            const ASIDE: [&str; 4] = ["hw_info.log", "installed_pkgs.log", "mock_output.log", "state.log"];
            let logs = left.keys().map(String::as_str).filter(|name| is_log(name) && !ASIDE.contains(name));
            logs.max_by_key(|name| size(name))
        }
    }
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

    fn left(files: &[(&str, i64)]) -> TaskOutput {
        let stat = |size: i64| FileStat { st_size: Some(size.to_string()), st_mtime: None };
        files
            .iter()
            .map(|(name, size)| ((*name).to_owned(), IndexMap::from([("DEFAULT".to_owned(), stat(*size))])))
            .collect()
    }

    #[test]
    fn packagers_look_there() {
        let both = &[("build.log", 20_000), ("root.log", 9000), ("state.log", 90)][..];
        let see_both = "error building package (arch x86_64), mock exited with status 1; see build.log or root.log for more information";
        for (files, fault, expected) in [
            (both, see_both, Some("build.log")),
            (both, "mock exited with status 30; see root.log for more information", Some("root.log")),
            (both, "mock exited with status 30; see build.log or root.log", Some("root.log")),
            (both, "mock exited with status 10", Some("build.log")),
            (both, "something else", Some("build.log")),
            (both, "see state.log", Some("state.log")),
            (both, "see gone.log", Some("build.log")),
            (&[("build.log", 12), ("root.log", 9000)], see_both, Some("root.log")),
            (&[("root.log", 9000), ("a.rpm", 90_000)], "", Some("root.log")),
            (&[("build.log", 12)], "", Some("build.log")),
            (&[("checkout.log", 120), ("hw_info.log", 400), ("x.rpm", 9)], "", Some("checkout.log")),
            (&[("x.rpm", 9)], see_both, None),
        ] {
            assert_eq!(log_that_tells(&left(files), fault), expected, "{files:?} {fault}");
        }
    }

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
