//! `tasks`: the path is ours too. kojiweb's words for states and views are ours. `taskstatus` and `watchlogs`.

use super::{page_query, text};
use crate::hub::model::TaskId;
use crate::pages::tasks::list::table;
use crate::urls::{self, ListUrl as _, TaskStates, TaskView, TasksUrl, Url, of_word};
use crate::web::Here;

/// `watchlogs`: the logs that a task writes.
pub(super) fn logs(here: &Here) -> Option<Url> {
    let task = here.get("taskID")?;
    Some(task.parse().map(TaskId).map_or_else(|_| urls::task_named(task), |id| urls::logs_of_task(&id)))
}

/// `taskstatus`: the state of a task and its files, as lines of text.
pub(super) fn status(here: &Here) -> Option<Url> {
    let task = here.get("taskID")?;
    Some(task.parse().map(TaskId).map_or_else(|_| urls::task_named(task), |id| urls::status_of_task_as_text(&id)))
}

/// The list.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let known = ["owner", "hostID", "channelID", "start"].iter().any(|name| here.get(name).is_some());
    let all = here.get("method") == Some("all");
    let in_capitals = here.get("state").is_some_and(|state| state.contains(|c: char| c.is_ascii_uppercase()));
    if !(known || below_koji || all || in_capitals) {
        return None;
    }
    let plain = TasksUrl {
        user: text(here, "owner").map(Into::into),
        host: text(here, "hostID").map(Into::into),
        channel: text(here, "channelID").map(Into::into),
        arch: None,
        state: here.get("state").and_then(|state| of_word(&state.to_lowercase())),
        view: None,
        method: text(here, "method").filter(|method| method != "all"),
    };
    // kojiweb shows a tree where it is not told otherwise.
    let view = here.get("view").and_then(of_word).unwrap_or(TaskView::Tree);
    let theirs = TasksUrl { view: Some(view), ..plain.clone() };
    let list = if plain.view() == theirs.view() { plain } else { TasksUrl { view: Some(theirs.view()), ..plain } };
    let url = list.of_page(&page_query(here, &table()));
    // What is no state and no view is told by the page, and is not another list in silence.
    let is_state = |state: &&str| of_word::<TaskStates>(&state.to_lowercase()).is_some();
    let state = here.get("state").filter(|state| !is_state(state)).map(|state| ("state", state));
    let view = here.get("view").filter(|view| of_word::<TaskView>(view).is_none()).map(|view| ("view", view));
    Some(url.also(state.into_iter().chain(view)))
}
