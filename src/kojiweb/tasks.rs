//! `tasks`: the path is ours too. kojiweb's words for states and views are ours. `getfile` and `watchlogs`: the logs.

use super::{page_query, text, without_slash};
use crate::hub::methods::{DEFAULT_VOLUME, is_log};
use crate::hub::model::TaskId;
use crate::pages::tasks::list::table;
use crate::urls::{self, LOG_END, ListUrl as _, LogUrl, TasksUrl, Url, Yes, of_word};
use crate::web::Here;

/// A file that a task left: a log has a page, other files are on that of the task. Who asked for the end gets it.
pub(super) fn file(here: &Here) -> Option<Url> {
    let task = here.get("taskID")?;
    let (Ok(id), Some(name)) = (task.parse().map(TaskId), here.get("name").filter(|name| is_log(name))) else {
        return Some(urls::task_named(task));
    };
    let offset: i64 = here.get("offset").and_then(|offset| offset.parse().ok()).unwrap_or_default();
    let at = offset.try_into().ok().filter(|at| *at > 0);
    let end = (offset < 0).then_some(Yes::Yes);
    let url = LogUrl { at, end, ..LogUrl::on(here.get("volume").unwrap_or(DEFAULT_VOLUME)) }.of_task(&id, name);
    Some(if end.is_some() { url.with_anchor(LOG_END) } else { url })
}

/// The logs that a task writes.
pub(super) fn logs(here: &Here) -> Option<Url> {
    let task = here.get("taskID")?;
    Some(task.parse().map(TaskId).map_or_else(|_| urls::task_named(task), |id| urls::logs_of_task(&id)))
}

/// The list.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let known = ["owner", "hostID", "channelID", "start"].iter().any(|name| here.get(name).is_some());
    let all = here.get("method") == Some("all");
    if !(known || below_koji || all) {
        return without_slash(here);
    }
    let list = TasksUrl {
        user: text(here, "owner").map(Into::into),
        host: text(here, "hostID").map(Into::into),
        channel: text(here, "channelID").map(Into::into),
        arch: None,
        state: here.get("state").and_then(|state| of_word(&state.to_lowercase())),
        view: here.get("view").and_then(of_word),
        method: text(here, "method").filter(|method| method != "all"),
    };
    Some(list.of_page(&page_query(here, &table())))
}
