//! `users` and `userinfo`.

use super::{page_query, page_within, text};
use crate::pages::{builds, packages, users};
use crate::urls::{self, BuildsUrl, ListUrl as _, PackagesUrl, Url, UsersUrl};
use crate::web::Here;

/// `users`: the path is ours too, and so is `prefix`.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && here.get("start").is_none() {
        return None;
    }
    let list = UsersUrl { prefix: text(here, "prefix"), ..UsersUrl::default() };
    Some(list.of_page(&page_query(here, &users::list::table())))
}

/// `userinfo`: a user; further on in the user's builds or packages, or with these in another order, the list of those.
pub(super) fn one(here: &Here) -> Option<Url> {
    let user = here.get("userID")?;
    let builds = page_within(here, "build", "-completion_time", &builds::list::table(false))
        .map(|page| BuildsUrl { user: Some(user.into()), ..BuildsUrl::default() }.of_page(&page));
    let packages = page_within(here, "package", "package_name", &packages::list::table(true))
        .map(|page| PackagesUrl { owner: Some(user.into()), ..PackagesUrl::default() }.of_page(&page));
    Some(builds.or(packages).unwrap_or_else(|| urls::user_named(user)))
}
