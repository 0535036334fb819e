//! `tags`, and `packages` of a tag.

use super::{page, text, unless_0, without_slash};
use crate::pages::tags;
use crate::urls::{ListUrl as _, TagPackagesUrl, TagsUrl, Url};
use crate::web::Here;

/// `packages?tagID=`: those of a tag.
pub(super) fn packages(here: &Here) -> Option<Url> {
    let list = TagPackagesUrl {
        owner: text(here, "userID").map(Into::into),
        prefix: text(here, "prefix"),
        inherited: unless_0(here, "inherited"),
        blocked: unless_0(here, "blocked"),
    };
    Some(list.of(here.get("tagID")?, &page(here, &tags::packages::columns())))
}

/// `tags`: our path too. `childID` chose a parent for a tag, and nothing is changed here.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && ["start", "childID"].iter().all(|name| here.get(name).is_none()) {
        return without_slash(here);
    }
    Some(TagsUrl::default().page(&page(here, &tags::list::columns())))
}
