//! `buildroots`.

use super::page_query;
use crate::hub::model::{BuildrootState, RepoId};
use crate::pages::buildroots;
use crate::urls::{BuildrootsUrl, ListUrl as _, Url, of_word};
use crate::web::Here;

/// `buildroots`: the path is ours too. Those of a repo, in a state that is a number.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let is_number = |state: &str| state == "all" || state.parse::<i64>().is_ok();
    let is_theirs =
        ["repoID", "start"].iter().any(|name| here.get(name).is_some()) || here.get("state").is_some_and(is_number);
    if !below_koji && !is_theirs {
        return None;
    }
    let state = here.get("state").and_then(|state| state.parse().ok()).map(|state: i64| BuildrootState::from(state));
    let state = state.and_then(|state| of_word(&state.word()));
    let repo = here.get("repoID").and_then(|repo| repo.parse().ok()).map(RepoId);
    let list = BuildrootsUrl { state, repo, ..BuildrootsUrl::default() };
    let url = list.of_page(&page_query(here, &buildroots::list::table()));
    // What is no state is told by the page, and is not another list in silence.
    let unknown = here.get("state").filter(|word| state.is_none() && *word != "all");
    Some(url.also(unknown.map(|word| ("state", word))))
}
