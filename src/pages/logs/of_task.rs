//! `/tasks/{task}/logs/{file}`: a log of a task.

use axum::extract::State;
use jiff::Timestamp;
use tokio::join;

use super::show::{Log, LogOf, OtherLog, Page};
use crate::hub::Hub;
use crate::hub::methods::{GetTaskInfo, ListTaskOutput, LogFile, Task, TaskFile, is_log};
use crate::hub::model::{self, TaskId};
use crate::urls::LogUrl;
use crate::web::files::Files;
use crate::web::{Clock, Error, PathOfTwo, Query, Result};

/// The page.
pub async fn get(
    hub: Hub,
    files: Files,
    State(clock): State<Clock>,
    PathOfTwo(wanted, name): PathOfTwo,
    Query(asked): Query<LogUrl>,
) -> Result<Page> {
    let log = find(&hub, &files, clock(), &wanted, name, asked.volume.as_deref()).await?;
    Page::read(&hub, log, asked).await
}

/// The log, and what is beside it.
pub(super) async fn find(
    hub: &Hub,
    files: &Files,
    now: Timestamp,
    wanted: &str,
    name: String,
    volume: Option<&str>,
) -> Result<Log> {
    let left = async {
        match wanted.parse().map(TaskId) {
            Ok(id) => hub.find(ListTaskOutput::of_any(id)).await,
            Err(_) => Ok(None),
        }
    };
    let (task, left) = join!(hub.find_named::<GetTaskInfo>(wanted), left);
    let task = task?;
    let id = task.id;
    let no_log = || Error::missing("log", &format!("{name} of task {id}"));
    let left = left?.ok_or_else(no_log)?;
    let is_final = is_settled(&task, now);
    let file = TaskFile::find(id, &left, &name, volume, is_final).ok_or_else(no_log)?;
    let same_folder = left.keys().filter(|name| is_log(name)).map(|name| OtherLog {
        url: LogUrl::default().of_task(&id, name),
        is_here: *name == file.name,
        name: name.clone(),
    });
    let same_folder = same_folder.collect();
    let url = files.task_output(id, &file.volume, &file.name);
    Ok(Log { of: LogOf::Task(task), name, file: LogFile::Task(file), url, same_folder, arches: Vec::new() })
}

/// Seconds after the end of a task in which the list of its files may be older than the end.
const SETTLING: i64 = 20;

/// Is what the task wrote known to its end?
fn is_settled(task: &Task, now: Timestamp) -> bool {
    let ended = task.completion_time.as_ref().and_then(model::Timestamp::instant);
    task.state.is_over() && ended.is_none_or(|ended| now.duration_since(ended).as_secs() > SETTLING)
}
