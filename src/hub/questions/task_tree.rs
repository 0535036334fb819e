//! A task and all that is below it: as one list, and which of them decided when it ended.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::join;

use crate::hub::methods::{Descendents, GetTaskDescendents, GetTaskInfo, Task};
use crate::hub::model::{TaskId, TaskState};
use crate::hub::{Error, Hub, Part};

impl Hub {
    /// The task that an address names, and all that is below it; both are asked for side by side.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], where there is no such task.
    pub async fn find_task_tree(&self, wanted: &str) -> Result<(Arc<Task>, Part<Descendents>), Error> {
        let below = wanted.parse().ok().map(TaskId).map(GetTaskDescendents::of);
        let (task, below) = join!(self.find_named::<GetTaskInfo>(wanted), self.part("subtasks", below));
        Ok((task?, below))
    }
}

/// A task below another.
#[derive(Debug, Clone, Copy)]
pub struct TaskBelow<'a> {
    /// How far below.
    pub depth: usize,
    /// The task.
    pub task: &'a Task,
}

/// Deeper than Koji nests tasks.
const DEEPEST: usize = 8;
/// Tasks that are looked at below one.
const MOST: usize = 2000;

/// The tasks below this one, each after the one that it is below of, and each once: in an answer that makes no sense tasks may
/// refer to each other.
#[must_use]
pub fn tasks_below(root: TaskId, below: &Descendents) -> Vec<TaskBelow<'_>> {
    let mut found = Vec::new();
    walk(below, root, 1, &mut HashSet::from([root]), &mut found);
    found
}

fn walk<'a>(
    below: &'a Descendents,
    parent: TaskId,
    depth: usize,
    known: &mut HashSet<TaskId>,
    found: &mut Vec<TaskBelow<'a>>,
) {
    if depth > DEEPEST {
        return;
    }
    for task in below.get(&parent.to_string()).into_iter().flatten() {
        if found.len() < MOST && known.insert(task.id) {
            found.push(TaskBelow { depth, task });
            walk(below, task.id, depth + 1, known, found);
        }
    }
}

/// The task first, then those below it.
#[must_use]
pub fn with_descendents<'a>(root: &'a Task, below: Option<&'a Descendents>) -> Vec<&'a Task> {
    let below = below.into_iter().flat_map(|below| tasks_below(root.id, below));
    std::iter::once(root).chain(below.map(|below| below.task)).collect()
}

/// A task is made some seconds after the end of the one that it waited for: its parent looks now and then.
const SLACK: jiff::SignedDuration = jiff::SignedDuration::from_secs(2);

/// Of tasks below one, those that decided when it ended, in their order: the one that ended last, before it the one that
/// ended last before that was made, and so on. Where some failed, one of these is the last, and what was canceled with it is
/// left out; so is what was canceled before it began. Nothing where there is one task only.
#[must_use]
pub fn critical_path(tasks: &[&Task]) -> Vec<TaskId> {
    if tasks.len() < 2 {
        return Vec::new();
    }
    // When each was made and when it ended; what is not over ends after all that is.
    let failed = |task: &Task| task.state == TaskState::Failed;
    let some_failed = tasks.iter().any(|task| failed(task));
    let counts = |task: &Task| task.state != TaskState::Canceled || (task.start_time.is_some() && !some_failed);
    let spans: Vec<(Timestamp, Timestamp, TaskId, bool)> = tasks
        .iter()
        .filter(|task| counts(task))
        .filter_map(|task| {
            let end = task.completion_time.as_ref().map_or(Some(Timestamp::MAX), crate::hub::model::Timestamp::instant);
            Some((task.create_time.as_ref()?.instant()?, end?, task.id, failed(task)))
        })
        .collect();
    let mut path = Vec::new();
    let mut bounds = (Timestamp::MAX, Timestamp::MAX);
    loop {
        let may_be_last = |has_failed: bool| !path.is_empty() || has_failed || !some_failed;
        let before = spans
            .iter()
            .filter(|(made, end, _, has_failed)| *made < bounds.0 && *end <= bounds.1 && may_be_last(*has_failed));
        let Some((made, _, id, _)) = before.max_by_key(|(_, end, id, _)| (*end, *id)) else { break };
        path.push(*id);
        bounds = (*made, made.checked_add(SLACK).unwrap_or(*made));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: i64, made: &str, end: Option<&str>) -> Task {
        let time = |clock: &str| format!("2026-01-01 10:{clock}+00:00");
        serde_json::from_value(serde_json::json!({"id": id, "method": "x", "state": 2, "create_time": time(made),
            "completion_time": end.map(time)}))
        .unwrap()
    }

    #[test]
    fn who_decided_the_end() {
        let (source, fast, slow) =
            (task(1, "00:00", Some("01:00")), task(2, "01:01", Some("02:00")), task(3, "01:01", Some("05:00")));
        // Shorter than the pause in which its parent looks.
        let tag = task(4, "05:01", Some("05:02"));
        let ids = |tasks: &[&Task]| critical_path(tasks).iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(ids(&[&source, &fast, &slow, &tag]), [1, 3, 4]);
        // What ran on beside the next one did not hold it up.
        let beside = task(5, "00:10", Some("04:00"));
        assert_eq!(ids(&[&source, &beside, &slow]), [1, 3]);
        // Under way: the one that is not over, of two the last one.
        assert_eq!(ids(&[&source, &fast, &task(3, "01:01", None)]), [1, 3]);
        assert_eq!(ids(&[&source]), Vec::<i64>::new());
        // What failed ended it, and not what was canceled with it.
        let in_state = |state: TaskState, task: Task| Task { state, ..task };
        let failed = in_state(TaskState::Failed, task(3, "01:01", Some("05:00")));
        let canceled = in_state(TaskState::Canceled, task(2, "01:01", Some("05:04")));
        assert_eq!(ids(&[&source, &canceled, &failed]), [1, 3]);
        assert_eq!(ids(&[&source, &failed, &task(2, "01:01", Some("05:04"))]), [1, 3]);
        // Nor what was canceled before it began; what ran until it was canceled did.
        assert_eq!(ids(&[&source, &fast, &canceled]), [1, 2]);
        let ran = Task { id: TaskId(6), start_time: fast.create_time.clone(), ..canceled };
        assert_eq!(ids(&[&source, &fast, &ran]), [1, 6]);
        // Times that make no sense end it.
        assert_eq!(ids(&[&task(1, "09:00", Some("00:00")), &task(2, "09:00", Some("00:00"))]), [2]);
    }
}
