//! The files that a task left.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::hub::Part;
use crate::hub::methods::{DEFAULT_VOLUME, TaskOutput, is_log};
use crate::hub::model::TaskId;
use crate::urls::{LogUrl, Url};
use crate::web::files::Files;

/// The files of one task; as JSON, a list of them with their addresses.
pub(super) struct TaskFiles {
    pub(super) at: Files,
    pub(super) task: TaskId,
    pub(super) left: Part<TaskOutput>,
}

impl TaskFiles {
    /// Files by kind, then by name.
    pub(super) fn sorted(&self) -> Vec<Output<'_>> {
        of(self.task, self.left.get(), &self.at)
    }
}

impl Serialize for TaskFiles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.sorted())
    }
}

/// One file.
#[derive(Serialize, JsonSchema)]
pub(super) struct Output<'a> {
    pub(super) name: &'a str,
    /// Only where it is not the default one.
    pub(super) volume: Option<&'a str>,
    #[serde(rename = "url")]
    pub(super) href: String,
    pub(super) size: Option<i64>,
    /// The page of a log.
    #[serde(skip)]
    pub(super) log: Option<Url>,
}

impl Output<'_> {
    pub(super) fn is_rpm(&self) -> bool {
        self.name.strip_suffix(".rpm").is_some()
    }
}

pub(super) fn of<'a>(task: TaskId, left: Option<&'a TaskOutput>, files: &Files) -> Vec<Output<'a>> {
    let mut found: Vec<Output<'a>> = left
        .into_iter()
        .flatten()
        .flat_map(|(name, volumes)| volumes.iter().map(move |(volume, stat)| (name, volume, stat)))
        .map(|(name, volume, stat)| Output {
            name,
            volume: Some(volume.as_str()).filter(|volume| *volume != DEFAULT_VOLUME),
            href: files.task_output(task, volume, name),
            size: stat.size(),
            log: is_log(name).then(|| LogUrl::on(volume).of_task(&task, name)),
        })
        .collect();
    let kind = |name: &str| name.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_owned());
    found.sort_by(|a, b| (kind(a.name), a.name).cmp(&(kind(b.name), b.name)));
    found
}
