//! `tasks`: the path is ours too. kojiweb's words for states and views are ours.

use super::{page, text, without_slash};
use crate::pages::tasks::list::columns;
use crate::urls::{ListUrl as _, TasksUrl, Url, of_word};
use crate::web::Here;

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
        state: here.get("state").and_then(|state| of_word(&state.to_lowercase())),
        view: here.get("view").and_then(of_word),
        method: text(here, "method").filter(|method| method != "all"),
    };
    Some(list.page(&page(here, &columns())))
}
