//! `packages`: all, of a tag, of an owner; and `packageinfo`.

use super::{page_query, page_within, text, unless_0};
use crate::pages::{builds, packages, tags};
use crate::urls::{self, BuildsUrl, ListUrl as _, PackagesUrl, TagPackagesUrl, Url};
use crate::web::Here;

/// `packages`: the path is ours too. What an owner has in one tag is a page of the tag.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let owner = text(here, "userID").map(Into::into);
    let (prefix, blocked) = (text(here, "prefix"), unless_0(here, "blocked"));
    if let Some(tag) = here.get("tagID") {
        let list = TagPackagesUrl { owner, prefix, inherited: unless_0(here, "inherited"), blocked };
        return Some(list.of(tag, &page_query(here, &tags::packages::table())));
    }
    // Without a tag kojiweb carries its switches along, and does not heed them.
    let is_switch = |name: &&str| matches!(here.get(name), Some("0" | "1"));
    let is_theirs = ["start", "userID"].iter().any(|name| here.get(name).is_some())
        || ["inherited", "blocked"].iter().any(is_switch);
    if !below_koji && !is_theirs {
        return None;
    }
    let table = packages::list::table(owner.is_some());
    Some(PackagesUrl { prefix, owner, blocked, ..PackagesUrl::default() }.of_page(&page_query(here, &table)))
}

/// `packageinfo`: a package; further on in its builds or tags, or with these in another order, the list of those.
pub(super) fn one(here: &Here) -> Option<Url> {
    let package = here.get("packageID")?;
    let builds = page_within(here, "build", "-completion_time", &builds::list::table(false))
        .map(|page| BuildsUrl { package: Some(package.into()), ..BuildsUrl::default() }.of_page(&page));
    let tags = page_within(here, "tag", "name", &packages::tags::table())
        .map(|page| urls::page_of_tags_of_package(package, &page));
    Some(builds.or(tags).unwrap_or_else(|| urls::package_named(package)))
}
