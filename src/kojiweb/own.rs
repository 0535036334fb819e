//! Our own addresses that look like kojiweb's: below `/koji`, or with slashes at their end.

use crate::urls::Url;
use crate::web::{Here, Routes};

/// Our own page below `/koji`, where kojiweb had its own: `/koji/builds/52346`.
pub(super) fn below_koji(here: &Here, routes: &Routes) -> Option<Url> {
    let path = here.path().strip_prefix("/koji/")?;
    let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    routes.has(&segments).then(|| here.at(&format!("/{path}")).itself())
}

/// Parameters that lists of kojiweb have, some of them by our names.
const THEIRS: [&str; 20] = [
    "arch",
    "blocked",
    "channel",
    "channelID",
    "hostID",
    "inherited",
    "latest",
    "method",
    "order",
    "owner",
    "packageID",
    "prefix",
    "ready",
    "start",
    "state",
    "tagID",
    "terms",
    "type",
    "userID",
    "view",
];
/// Values of those that kojiweb does not know.
const OURS: [&str; 5] = ["not-ready", "ready", "groups", "people", "hosts"];

/// Is it a list of ours below `/koji`, by parameters that can be none of kojiweb's?
pub(super) fn is_list_below_koji(here: &Here, routes: &Routes) -> bool {
    let Some(route) = here.path().strip_prefix("/koji").and_then(|path| routes.at(path)) else { return false };
    // kojiweb's hosts are `ready=yes` too; all other switches of it are 0 and 1.
    let is_switch = |name: &str, value: &str| name != "ready" && matches!(value, "yes" | "no");
    let is_own = |(name, value): &(String, String)| {
        !THEIRS.contains(&name.as_str()) || OURS.contains(&value.as_str()) || is_switch(name, value)
    };
    here.pairs().all(|(name, _)| route.reads(name)) && here.pairs().any(is_own)
}

/// Our own address without the slashes at its end, which kojiweb ignores.
pub(super) fn without_slash(here: &Here) -> Option<Url> {
    let path = here.path();
    let plain = path.trim_end_matches('/');
    (plain.len() < path.len() && !plain.is_empty())
        .then(|| here.at(&format!("/{}", plain.trim_start_matches('/'))).itself())
}
