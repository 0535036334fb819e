//! `buildtargets` and `buildtargetinfo`.

use super::page_query;
use crate::pages::targets;
use crate::urls::{self, ListUrl as _, TargetsUrl, Url};
use crate::web::Here;

/// `buildtargets`: all of them.
pub(super) fn list(here: &Here) -> Url {
    TargetsUrl::default().of_page(&page_query(here, &targets::list::table()))
}

/// `buildtargetinfo`: by id, else by name.
pub(super) fn one(here: &Here) -> Option<Url> {
    here.get("targetID").or_else(|| here.get("name")).map(urls::target_named)
}
