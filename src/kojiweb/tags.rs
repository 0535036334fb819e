//! `tags`.

use super::page_query;
use crate::pages::tags;
use crate::urls::{ListUrl as _, TagsUrl, Url};
use crate::web::Here;

/// `tags`: our path too. `childID` chose a parent for a tag, and nothing is changed here.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && ["start", "childID"].iter().all(|name| here.get(name).is_none()) {
        return None;
    }
    Some(TagsUrl::default().of_page(&page_query(here, &tags::list::table())))
}
