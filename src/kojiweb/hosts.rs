//! `hosts` and `hostinfo`.

use super::{offset, text};
use crate::hub::model::IdOrName;
use crate::urls::{self, HostStates, HostsUrl, ListUrl as _, PageQuery, Url, YesNo};
use crate::web::Here;

/// `hosts`: the path is ours too, and so is what its parameters mean.
pub(super) fn list(here: &Here, below_koji: bool) -> Option<Url> {
    let column = here.get("order").map(|order| order.trim_start_matches('-'));
    let known = here.get("start").is_some()
        || ["ready", "channel", "arch"].iter().any(|name| here.get(name) == Some("all"))
        || matches!(column, Some("last_update" | "enabled" | "ready" | "channels"));
    if !(known || below_koji) {
        return None;
    }
    let chosen = |name| text(here, name).filter(|value| value != "all");
    let state = match here.get("state") {
        None | Some("enabled") => None,
        Some("disabled") => Some(HostStates::Disabled),
        Some(_) => Some(HostStates::All),
    };
    let ready = match here.get("ready") {
        Some("yes") => Some(YesNo::Yes),
        Some("no") => Some(YesNo::No),
        _ => None,
    };
    let (channel, arch) = (chosen("channel").map(Into::into), chosen("arch"));
    let list = HostsUrl { state, ready, channel, arch, ..HostsUrl::default() };
    let order = here.get("order").and_then(order);
    Some(list.of_page(&PageQuery { order, offset: offset(here), ..PageQuery::default() }))
}

/// What we call a column of kojiweb's hosts; channels are no order of ours.
fn order(theirs: &str) -> Option<String> {
    let (minus, column) = theirs.strip_prefix('-').map_or(("", theirs), |column| ("-", column));
    let ours = match column {
        "last_update" => "update_ts",
        "enabled" | "ready" => "state",
        "id" | "name" | "arches" | "task_load" | "capacity" => column,
        _ => return None,
    };
    Some(format!("{minus}{ours}"))
}

/// `hostinfo`: by host, or by the host's account, which has the host's name.
pub(super) fn one(here: &Here) -> Option<Url> {
    let of_user = |user: &str| match IdOrName::from(user) {
        IdOrName::Name(name) => urls::host_named(&name),
        id @ IdOrName::Id(_) => HostsUrl { user: Some(id), ..HostsUrl::default() }.url(),
    };
    here.get("hostID").map(urls::host_named).or_else(|| here.get("userID").map(of_user))
}
