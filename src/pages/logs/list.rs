//! `/tasks/{task}/logs`: the logs of a task and of all below it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::look;
use crate::hub::methods::{DEFAULT_VOLUME, Descendents, ListTaskOutput, Task, TaskOutput, is_log};
use crate::hub::{Hub, Part, with_descendents};
use crate::urls::{LogUrl, TailUrl, Url};
use crate::web::files::Files;
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "logs/list.html", blocks = ["title"])]
pub struct Page {
    task: Arc<Task>,
    logs: Vec<Log>,
    /// How many more tasks there are, whose logs are not here.
    more_tasks: usize,
    /// Could the files of each be listed?
    #[serde(skip)]
    is_all_listed: bool,
    #[serde(skip)]
    descendents: Part<Descendents>,
}
crate::page!(Page);

/// A log of one of the tasks.
#[derive(Serialize, JsonSchema)]
struct Log {
    task: Task,
    name: String,
    volume: String,
    size: Option<i64>,
    url: String,
    /// Its page.
    #[serde(skip)]
    href: Url,
}

/// Tasks whose logs are asked for, in a few batches.
const TASKS: usize = 200;

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path) -> Result<Page> {
    let (task, descendents) = hub.find_task_tree(&wanted).await?;
    let mut tasks = with_descendents(&task, descendents.get());
    let more_tasks = tasks.len().saturating_sub(TASKS);
    tasks.truncate(TASKS);
    let left = hub.part_of_each("logs of some tasks", tasks.iter().map(|task| ListTaskOutput::of(task))).await;
    let is_all_listed = left.len() == tasks.len();
    let logs = left.iter().filter_map(|(place, left)| tasks.get(*place).map(|task| logs_of(task, left, &files)));
    let logs = logs.flatten().collect();
    Ok(Page { task, logs, more_tasks, is_all_listed, descendents })
}

fn logs_of(task: &Task, left: &TaskOutput, files: &Files) -> Vec<Log> {
    let each = left.iter().flat_map(|(name, volumes)| volumes.iter().map(move |(volume, stat)| (name, volume, stat)));
    let mut logs: Vec<Log> = each
        .filter(|(name, ..)| is_log(name))
        .map(|(name, volume, stat)| Log {
            task: Task { request: None, ..task.clone() },
            name: name.clone(),
            volume: volume.clone(),
            size: stat.size(),
            url: files.task_output(task.id, volume, name),
            href: LogUrl::on(volume).of_task(&task.id, name),
        })
        .collect();
    // What readers look for first.
    let place = |name: &str| ["build.log", "root.log"].iter().position(|first| *first == name).unwrap_or(usize::MAX);
    logs.sort_by(|a, b| (place(&a.name), &a.name).cmp(&(place(&b.name), &b.name)));
    logs
}

impl Page {
    /// The logs by task.
    fn by_task(&self) -> impl Iterator<Item = (&Task, &[Log])> {
        let groups = self.logs.chunk_by(|a, b| a.task.id == b.task.id);
        groups.filter_map(|logs| Some((&logs.first()?.task, logs)))
    }

    /// The names of logs that several of the tasks have.
    fn several(&self) -> impl Iterator<Item = &str> {
        let names = ["build.log", "root.log", "mock_output.log"];
        names.into_iter().filter(|name| self.logs.iter().filter(|log| log.name == *name).count() > 1)
    }

    /// What a task is about, in a few words.
    fn about(&self, task: &Task) -> String {
        let tasks = with_descendents(&self.task, self.descendents.get());
        let known = tasks.into_iter().find(|known| known.id == task.id);
        known.map(Task::about).unwrap_or_default()
    }
}
