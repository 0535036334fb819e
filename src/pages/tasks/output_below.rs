//! The files that the tasks below one left, of a task that left none itself: a build, a scratch build above all.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::output::{self, Output};
use crate::hub::methods::{Descendents, ListTaskOutput, Task, TaskOutput, is_log};
use crate::hub::model::TaskId;
use crate::hub::{Hub, Part, tasks_below};
use crate::web::files::Files;
use crate::web::filters;

/// What the tasks below one left.
pub(super) struct FilesBelow {
    at: Files,
    left: Vec<(Task, Arc<TaskOutput>)>,
    /// Are there more tasks than were looked into?
    pub(super) is_cut: bool,
}

/// What one of them left.
#[derive(Serialize, JsonSchema)]
pub(super) struct LeftBelow<'a> {
    pub(super) task: TaskId,
    #[serde(skip)]
    pub(super) of: &'a Task,
    files: Vec<Output<'a>>,
}

/// Tasks that are looked into.
const TASKS: usize = 50;
/// Rpms of a task that are shown.
const RPMS: usize = 100;

impl FilesBelow {
    /// Of a task that left none itself, what those below it left that are over: the logs of the others are shown while they grow.
    pub(super) async fn of(
        hub: &Hub,
        task: &Task,
        below: Option<&Descendents>,
        own: &Part<TaskOutput>,
        files: &Files,
    ) -> Self {
        let has_own = own.get().is_some_and(|left| !left.is_empty());
        let below = below.filter(|_| !has_own).map_or_else(Vec::new, |below| tasks_below(task.id, below));
        let is_done = |one: &&Task| one.start_time.is_some() && (one.state.is_over() || task.state.is_over());
        let mut begun: Vec<&Task> = below.iter().map(|below| below.task).filter(is_done).collect();
        let is_cut = begun.len() > TASKS;
        begun.truncate(TASKS);
        let left = hub.part_of_each("output of subtasks", begun.iter().map(|task| ListTaskOutput::of(task))).await;
        let left = left.into_iter().filter(|(_, left)| !left.is_empty());
        let left = left.map(|(place, left)| (begun[place].clone(), left)).collect();
        Self { at: files.clone(), left, is_cut }
    }

    /// Task by task.
    pub(super) fn by_task(&self) -> Vec<LeftBelow<'_>> {
        let each = self.left.iter();
        each.map(|(task, left)| LeftBelow { task: task.id, of: task, files: output::of(task.id, Some(left), &self.at) })
            .collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Did one of them leave a log?
    pub(super) fn has_logs(&self) -> bool {
        self.left.iter().any(|(_, left)| left.keys().any(|name| is_log(name)))
    }

    /// How much it is: `12 rpms, 3.4 MB, 9 logs`.
    pub(super) fn summary(&self) -> String {
        let all = self.by_task();
        let rpms: Vec<&Output<'_>> = all.iter().flat_map(LeftBelow::all_rpms).collect();
        let bytes: i64 = rpms.iter().filter_map(|rpm| rpm.size).sum();
        let files: usize = all.iter().map(|left| left.files.len()).sum();
        let logs = all.iter().flat_map(LeftBelow::logs).count();
        let count = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let mut said = Vec::new();
        if !rpms.is_empty() {
            said.extend([count(rpms.len(), "rpm"), filters::bytes(bytes)]);
        }
        said.extend((logs > 0).then(|| count(logs, "log")));
        said.extend((files > rpms.len() + logs).then(|| count(files - rpms.len() - logs, "other file")));
        said.join(", ")
    }
}

impl LeftBelow<'_> {
    fn all_rpms(&self) -> impl Iterator<Item = &Output<'_>> {
        self.files.iter().filter(|file| file.is_rpm())
    }

    /// Rpms that are shown, and how many more there are.
    pub(super) fn rpms(&self) -> (Vec<&Output<'_>>, usize) {
        let mut rpms: Vec<&Output<'_>> = self.all_rpms().collect();
        let more = rpms.len().saturating_sub(RPMS);
        rpms.truncate(RPMS);
        (rpms, more)
    }

    /// Its logs.
    pub(super) fn logs(&self) -> impl Iterator<Item = &Output<'_>> {
        self.files.iter().filter(|file| file.log.is_some())
    }

    /// All else.
    pub(super) fn others(&self) -> impl Iterator<Item = &Output<'_>> {
        self.files.iter().filter(|file| file.log.is_none() && !file.is_rpm())
    }
}

impl Serialize for FilesBelow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.by_task())
    }
}

impl JsonSchema for FilesBelow {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Vec::<LeftBelow<'_>>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<LeftBelow<'_>>::json_schema(generator)
    }
}
