//! `builds`: the path is ours too, so it is the parameters that tell.

use super::{page_query, text, unless_0};
use crate::hub::model::BuildState;
use crate::pages::builds::list::table;
use crate::urls::{BuildsUrl, ListUrl as _, Url};
use crate::web::Here;

/// The list.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let number = |name| here.get(name)?.parse::<i64>().ok();
    let state = number("state").map(BuildState::from);
    let is_known = state.is_some_and(|state| BuildState::ALL.contains(&state));
    let theirs = |name| matches!(here.get(name), Some("0" | "1"));
    let known = ["userID", "tagID", "packageID", "start"].iter().any(|name| here.get(name).is_some());
    let all = ["state", "type"].iter().any(|name| here.get(name) == Some("all"));
    if !(known || below_koji || all || is_known || theirs("inherited") || theirs("latest")) {
        return None;
    }
    let named = |theirs, ours| text(here, theirs).or_else(|| text(here, ours));
    let tag = named("tagID", "tag");
    let table = table(tag.is_some());
    let list = BuildsUrl {
        user: named("userID", "user").map(Into::into),
        tag: tag.map(Into::into),
        package: named("packageID", "package").map(Into::into),
        state: state.or_else(|| here.get("state").and_then(BuildState::of_word)),
        btype: text(here, "type").filter(|btype| btype != "all"),
        prefix: here.get("prefix").and_then(|prefix| prefix.chars().next()),
        latest: unless_0(here, "latest"),
        inherited: unless_0(here, "inherited"),
        ..BuildsUrl::default()
    };
    Some(list.of_page(&page_query(here, &table)))
}
