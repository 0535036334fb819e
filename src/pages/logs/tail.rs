//! `/tasks/{task}/tail`: the last lines of the same log of all tasks below one, side by side.

use std::sync::Arc;

use askama::Template;
use futures_util::future::join_all;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::log::{Line, lines};
use crate::components::look;
use crate::hub::methods::{ListTaskOutput, LogFile, Task, TaskFile};
use crate::hub::model::TaskState;
use crate::hub::{FileRead, Hub, with_descendents};
use crate::log::{Outcome, first_line};
use crate::urls::{LOG_END, LogUrl, TailUrl, Url};
use crate::web::{Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "logs/tail.html", blocks = ["title", "live"])]
pub struct Page {
    task: Arc<Task>,
    /// The name of the log.
    log: String,
    tails: Vec<Tail>,
    /// How many more tasks have such a log.
    more: usize,
    /// Could the files of each be listed?
    #[serde(skip)]
    is_all_listed: bool,
}
crate::page!(Page: as_live);

/// The end of a log.
#[derive(Serialize, JsonSchema)]
struct Tail {
    task: Task,
    size: u64,
    /// The last lines; `None` where it could not be read.
    lines: Option<Vec<Line>>,
    /// The method of the task, and its arch.
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    url: Url,
}

/// Tasks whose files are asked for, in a few batches.
const TASKS: usize = 200;
/// Logs that are read.
const LOGS: usize = 12;
/// Bytes that are read of each, and lines of them that are shown.
const END: u64 = 8 << 10;
const LINES: usize = 24;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, Query(asked): Query<TailUrl>) -> Result<Page> {
    let log = asked.log.unwrap_or_else(|| "build.log".to_owned());
    let (task, below) = hub.find_task_tree(&wanted).await?;
    let mut tasks = with_descendents(&task, below.get());
    tasks.truncate(TASKS);
    let left = hub.part_of_each("logs of some tasks", tasks.iter().map(|task| ListTaskOutput::of(task))).await;
    let is_all_listed = left.len() == tasks.len();
    let files = left.iter().filter_map(|(place, left)| {
        let task = *tasks.get(*place)?;
        Some((task, TaskFile::find(task.id, left, &log, None, task.state.is_over())?))
    });
    let mut files: Vec<_> = files.collect();
    // Of more than are shown, those that grow count.
    files.sort_by_key(|(task, _)| task.state.is_over());
    let more = files.len().saturating_sub(LOGS);
    files.truncate(LOGS);
    // The source rpm is done when the rest begins.
    files.sort_by_key(|(task, _)| (task.method.contains("SRPM"), task.id));
    let tails = join_all(files.into_iter().map(|(task, file)| tail(&hub, task, file))).await;
    Ok(Page { task, log, tails, more, is_all_listed })
}

async fn tail(hub: &Hub, task: &Task, file: TaskFile) -> Tail {
    let url = LogUrl::end_on(&file.volume).of_task(&task.id, &file.name).with_anchor(LOG_END);
    let (size, offset) = (file.size, file.size.saturating_sub(END));
    let outcome = if task.state == TaskState::Closed { Outcome::Complete } else { Outcome::Other };
    let read = hub.read(&LogFile::Task(file), offset, END).await;
    let lines = read.ok().map(|FileRead { bytes, .. }| {
        let begin = if offset == 0 { 0 } else { first_line(&bytes) };
        let mut lines = lines(&bytes[begin..], offset + begin as u64, None, outcome);
        lines.drain(..lines.len().saturating_sub(LINES));
        lines
    });
    let title = format!("{} {}", task.method, task.arch_of_work().unwrap_or_default());
    Tail { task: Task { request: None, ..task.clone() }, size, lines, title, url }
}
