//! `/tasks/{task}/log`: leads to the log that matters now: why it failed, else what is being written, else what was written
//! last. The address stays the same whatever becomes of the task, so bug reports and programs can use it.

use axum::http::StatusCode;
use indexmap::IndexMap;
use tokio::join;

use crate::hub::methods::{GetTaskDescendents, GetTaskInfo, ListTaskOutput, Task};
use crate::hub::model::{TaskId, TaskState};
use crate::hub::{Hub, log_that_tells};
use crate::urls::{LogUrl, Url, Yes};
use crate::web::{Error, Path, Redirect, Result, WhyFailed};

/// Tasks whose files are looked at, in one batch.
const TASKS: usize = 50;

/// The way there.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Redirect> {
    let missing = || Error::missing("task", &wanted);
    let id: TaskId = wanted.parse().map(TaskId).map_err(|_| missing())?;
    let (task, below) = join!(hub.find(GetTaskInfo::of(id)), hub.part("subtasks", GetTaskDescendents::of(id)));
    let task = task?.ok_or_else(missing)?;
    if let Some(why) = hub.failure(&task, below.get()).await.map(WhyFailed::of)
        && let Some(reason) = why.reason()
        && let Some(page) = why.page(reason)
    {
        return Ok(Redirect(StatusCode::FOUND, page.with_anchor(&reason.anchor())));
    }
    let newest = newest(&hub, &task, below.get()).await;
    newest.map(|log| Redirect(StatusCode::FOUND, log)).ok_or_else(|| Error::missing("log", &format!("of task {id}")))
}

/// The log that was written last: of the open tasks, where there are some.
async fn newest(hub: &Hub, root: &Task, below: Option<&IndexMap<String, Vec<Task>>>) -> Option<Url> {
    let all = || std::iter::once(root).chain(below.into_iter().flat_map(|below| below.values().flatten()));
    let is_open = |task: &&Task| task.state == TaskState::Open;
    let open_below: Vec<&Task> = all().skip(1).filter(is_open).take(TASKS).collect();
    let tasks = if open_below.is_empty() { all().take(TASKS).collect() } else { open_below };
    let left = hub.part_of_each("logs of some tasks", tasks.iter().map(|task| ListTaskOutput::of(task.id))).await;
    let logs = left.iter().filter_map(|(place, left)| {
        let name = log_that_tells(left, "")?;
        let (volume, stat) = left.get(name)?.iter().next()?;
        Some((stat.st_mtime, *tasks.get(*place)?, name, volume))
    });
    let newest = logs.max_by(|a, b| a.0.unwrap_or_default().total_cmp(&b.0.unwrap_or_default()));
    newest.map(|(_, task, name, volume)| {
        let end = (!task.state.is_over()).then_some(Yes::Yes);
        LogUrl { end, ..LogUrl::on(volume) }.of_task(&task.id, name)
    })
}
