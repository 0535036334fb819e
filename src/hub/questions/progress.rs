//! How far tasks are, beside the last complete builds of the same package: how long those took, and how large their logs
//! became.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{
    BuildRow, Descendents, FileStat, GetTaskChildren, ListBuilds, ListTaskOutput, Task, TaskOutput,
};
use crate::hub::model::{BuildState, IdOrName, PackageId, TaskId, TaskState, Timestamp};
use crate::hub::{Hub, Order, Part, Slice, with_descendents};

/// How far a task and those below it are. What has no history is not in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Progress {
    /// How long the last builds took as a whole, where the task makes one.
    pub whole: Option<Usual>,
    /// The tasks that run, each beside the same task of the last builds.
    pub tasks: Vec<TaskProgress>,
}

/// A running task beside the same one of the last builds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TaskProgress {
    /// The running task.
    pub id: TaskId,
    /// How long the others took.
    pub usual: Option<Usual>,
    /// Its log beside that of the last one.
    pub log: Option<LogGrowth>,
}

/// How long something took before, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Usual {
    /// How often it is known.
    pub count: usize,
    /// The shortest time.
    pub least: f64,
    /// The one in the middle.
    pub median: f64,
    /// The longest time.
    pub most: f64,
}

/// The size of a log, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogGrowth {
    /// Its name.
    pub name: String,
    /// Its size now.
    pub size: i64,
    /// The size of the last one, where it is still there.
    pub last_size: Option<i64>,
}

/// Complete builds that are looked at.
const BUILDS: u32 = 5;
/// Running tasks that are looked at.
const LEAVES: usize = 12;

impl Hub {
    /// The last complete builds of a package: what is under way now is compared with them.
    pub async fn complete_builds(&self, package: Option<IdOrName<PackageId>>) -> Part<Slice<BuildRow>> {
        let Some(package) = package else { return Part::Nothing };
        let complete =
            ListBuilds { package: Some(package), state: Some(BuildState::Complete), ..ListBuilds::default() };
        self.first("last builds", complete, BUILDS, Order { column: "build_id", descending: true }).await
    }

    /// How far this task is, where it or one below it runs. After the tree is known it takes two waves: the tasks of the
    /// last builds, then the lists of files.
    pub async fn progress(&self, root: &Task, below: Option<&Descendents>, last: &[BuildRow]) -> Option<Progress> {
        let tree = with_descendents(root, below);
        let has_children = |task: &Task| tree.iter().any(|other| other.parent == Some(task.id));
        let leaves = tree.iter().copied().filter(|task| task.state == TaskState::Open && !has_children(task));
        let leaves: Vec<&Task> = leaves.take(LEAVES).collect();
        let is_whole = root.state == TaskState::Open && has_children(root);
        if leaves.is_empty() && !is_whole {
            return None;
        }
        // Where all below it wait, there is nothing to compare but the whole.
        let of_last = last.iter().filter(|_| !leaves.is_empty());
        let of_last = of_last.filter_map(|build| build.task_id).map(GetTaskChildren::of);
        let of_last = self.part_of_each("tasks of the last builds", of_last).await;
        let of_last: Vec<&Task> = of_last.iter().flat_map(|(_, tasks)| tasks.iter()).collect();
        let compared = leaves.into_iter().map(|task| (task, same_as(task, &of_last)));
        let compared: Vec<(&Task, Vec<&Task>)> = compared.collect();
        // Of each its own files, and those of the last one like it.
        let asked = compared.iter().flat_map(|(task, same)| [Some(*task), same.first().copied()]).flatten();
        let asked: Vec<&Task> = asked.collect();
        let outputs = self.part_of_each("output", asked.iter().map(|task| ListTaskOutput::of(task))).await;
        let output =
            |task: &Task| outputs.iter().find(|(place, _)| asked[*place].id == task.id).map(|(_, output)| &**output);
        let tasks = compared.iter().map(|(task, same)| {
            let spans = same.iter().filter_map(|task| took(task.start_time.as_ref(), task.completion_time.as_ref()));
            let last = same.first().and_then(|task| output(task));
            let log = output(task).and_then(|own| LogGrowth::of(own, last));
            TaskProgress { id: task.id, usual: Usual::of(spans), log }
        });
        let tasks = tasks.filter(|task| task.usual.is_some() || task.log.is_some()).collect();
        let of_builds = last.iter().filter(|_| is_whole);
        let spans = of_builds.filter_map(|build| took(Some(build.began()), build.completion_time.as_ref()));
        Some(Progress { whole: Usual::of(spans), tasks })
    }
}

/// The tasks that did the same, and came to a good end.
fn same_as<'a>(task: &Task, of_last: &[&'a Task]) -> Vec<&'a Task> {
    let is_same =
        |other: &&&Task| (&other.method, &other.arch, &other.state) == (&task.method, &task.arch, &TaskState::Closed);
    of_last.iter().filter(is_same).copied().collect()
}

impl Progress {
    /// How far one of the tasks is.
    #[must_use]
    pub fn task(&self, task: &TaskId) -> Option<&TaskProgress> {
        self.tasks.iter().find(|progress| progress.id == *task)
    }
}

impl Usual {
    /// Of these times, in any order; nothing where there is none.
    fn of(spans: impl Iterator<Item = f64>) -> Option<Self> {
        let mut spans: Vec<f64> = spans.collect();
        spans.sort_by(f64::total_cmp);
        let (least, most) = (*spans.first()?, *spans.last()?);
        let (low, high) = (spans[(spans.len() - 1) / 2], spans[spans.len() / 2]);
        Some(Self { count: spans.len(), least, median: f64::midpoint(low, high), most })
    }
}

impl LogGrowth {
    /// Of the log that grows last: `build.log`, and before there is one `root.log`.
    fn of(own: &TaskOutput, last: Option<&TaskOutput>) -> Option<Self> {
        let size = |output: &TaskOutput, name: &str| output.get(name)?.values().filter_map(FileStat::size).max();
        let (name, size_now) = ["build.log", "root.log"]
            .into_iter()
            .find_map(|name| Some((name, size(own, name).filter(|size| *size > 0)?)))?;
        let last_size = last.and_then(|last| size(last, name)).filter(|size| *size > 0);
        Some(Self { name: name.to_owned(), size: size_now, last_size })
    }
}

/// Seconds from one time to another.
fn took(from: Option<&Timestamp>, to: Option<&Timestamp>) -> Option<f64> {
    let span = to?.instant()?.duration_since(from?.instant()?).as_secs_f64();
    (span >= 0.0).then_some(span)
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn the_middle_of_the_last_times() {
        let usual = |spans: &[f64]| {
            Usual::of(spans.iter().copied()).map(|usual| (usual.count, usual.least, usual.median, usual.most))
        };
        assert_eq!(usual(&[]), None);
        assert_eq!(usual(&[7.0]), Some((1, 7.0, 7.0, 7.0)));
        assert_eq!(usual(&[9.0, 1.0, 4.0]), Some((3, 1.0, 4.0, 9.0)));
        assert_eq!(usual(&[9.0, 1.0, 4.0, 6.0]), Some((4, 1.0, 5.0, 9.0)));
    }

    #[test]
    fn the_log_that_grows() {
        let files = |files: &[(&str, i64)]| -> TaskOutput {
            let stat = |size: i64| FileStat { st_size: Some(size.to_string()), st_mtime: None };
            files
                .iter()
                .map(|(name, size)| ((*name).to_owned(), IndexMap::from([("DEFAULT".to_owned(), stat(*size))])))
                .collect()
        };
        let last = files(&[("build.log", 900), ("root.log", 50)]);
        let growth = |own: &[(&str, i64)]| {
            LogGrowth::of(&files(own), Some(&last)).map(|growth| (growth.name, growth.size, growth.last_size))
        };
        assert_eq!(growth(&[("build.log", 9), ("root.log", 50)]), Some(("build.log".to_owned(), 9, Some(900))));
        assert_eq!(growth(&[("build.log", 0), ("root.log", 20)]), Some(("root.log".to_owned(), 20, Some(50))));
        assert_eq!(growth(&[("state.log", 20)]), None);
        assert_eq!(LogGrowth::of(&last, None).unwrap().last_size, None);
    }
}
