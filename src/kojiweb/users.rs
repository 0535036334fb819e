//! `users`.

use super::{page_query, text, without_slash};
use crate::pages::users;
use crate::urls::{ListUrl as _, Url, UsersUrl};
use crate::web::Here;

/// `users`: the path is ours too, and so is `prefix`.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && here.get("start").is_none() {
        return without_slash(here);
    }
    let list = UsersUrl { prefix: text(here, "prefix"), ..UsersUrl::default() };
    Some(list.of_page(&page_query(here, &users::list::table())))
}
