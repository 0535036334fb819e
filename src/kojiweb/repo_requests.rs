//! `reporequests`.

use super::{page_query, text};
use crate::pages::repo_requests;
use crate::urls::{ListUrl as _, RepoRequestStates, RepoRequestsUrl, Url};
use crate::web::Here;

/// `reporequests`: those that are active, unless it says something else.
pub(super) fn list(here: &Here) -> Url {
    let state = match here.get("active").unwrap_or_default().to_lowercase().as_str() {
        "all" => Some(RepoRequestStates::All),
        "0" | "no" | "false" => Some(RepoRequestStates::Ended),
        _ => None,
    };
    let url = RepoRequestsUrl { state, tag: text(here, "tag").map(Into::into), priority: None };
    url.of_page(&page_query(here, &repo_requests::list::table()))
}
