//! `/tasks/{task}/log`: leads to the most relevant log: the one that shows why the task failed, else the one that was
//! written last. The address stays the same whatever becomes of the task, so bug reports and programs can use it.

use axum::http::StatusCode;

use crate::components::WhyFailed;
use crate::hub::methods::{Descendents, ListTaskOutput, Task};
use crate::hub::model::TaskState;
use crate::hub::{Hub, log_that_tells, with_descendents};
use crate::urls::{LOG_END, LogUrl, Url};
use crate::web::{Error, Path, Redirect, Result};

/// Tasks whose files are looked at, in one batch.
const TASKS: usize = 50;

/// Redirects to it.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Redirect> {
    let (task, below) = hub.find_task_tree(&wanted).await?;
    if let Some(why) = hub.failure(&task, below.get()).await.map(WhyFailed::of)
        && let Some(reason) = why.reason()
        && let Some(url) = why.url(reason)
    {
        return Ok(Redirect(StatusCode::FOUND, url.with_anchor(&reason.anchor())));
    }
    let newest = newest(&hub, &task, below.get()).await;
    if newest.is_none() {
        // Where the list of files could not be had, that is the reason.
        hub.find(ListTaskOutput::of(&task)).await?;
    }
    newest.map(|log| Redirect(StatusCode::FOUND, log)).ok_or_else(|| no_log(&task, below.get()))
}

/// Why there is none.
fn no_log(task: &Task, below: Option<&Descendents>) -> Error {
    let tasks = with_descendents(task, below);
    let (id, method, state) = (task.id, &task.method, task.state.word());
    let whose = match tasks.len() - 1 {
        0 => format!("Task {id} ({method}, {state})"),
        1 => format!("Task {id} ({method}, {state}) and the one below it"),
        below => format!("Task {id} ({method}, {state}) and the {below} below it"),
    };
    let why = if tasks.iter().all(|task| task.start_time.is_none()) {
        let when = if task.state.is_over() { "it never began" } else { "it has not begun yet" };
        format!("{whose} left no log: {when}.")
    } else if !task.state.is_over() {
        format!("{whose} left no log so far.")
    } else {
        format!("{whose} left no log, or it was removed since: a hub does so some weeks after the end.")
    };
    Error::Nothing { title: "No log", why }
}

/// The log that was written last.
async fn newest(hub: &Hub, root: &Task, below: Option<&Descendents>) -> Option<Url> {
    let mut tasks = with_descendents(root, below);
    // Of more than are looked at, those that are being worked on count.
    tasks.sort_by_key(|task| task.state != TaskState::Open);
    tasks.truncate(TASKS);
    let left = hub.part_of_each("logs of some tasks", tasks.iter().map(|task| ListTaskOutput::of(task))).await;
    let logs = left.iter().filter_map(|(place, left)| {
        let name = log_that_tells(left, "")?;
        let (volume, stat) = left.get(name)?.iter().next()?;
        Some((stat.st_mtime, *tasks.get(*place)?, name, volume))
    });
    let newest = logs.max_by(|a, b| a.0.unwrap_or_default().total_cmp(&b.0.unwrap_or_default()));
    newest.map(|(_, task, name, volume)| {
        if task.state.is_over() {
            return LogUrl::on(volume).of_task(&task.id, name);
        }
        LogUrl::end_on(volume).of_task(&task.id, name).with_anchor(LOG_END)
    })
}
