//! `hosts` and `hostinfo`.

use super::{offset, text};
use crate::hub::Hub;
use crate::hub::methods::ListHosts;
use crate::hub::model::UserId;
use crate::urls::{self, HostStates, HostsUrl, ListUrl as _, PageQuery, Url, YesNo};
use crate::web::{Error, Here, Result};

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

/// `hostinfo`: by host, or by the host's account, which has the host's name; by the id of that see [`account`].
pub(super) fn one(here: &Here) -> Option<Url> {
    here.get("hostID").or_else(|| here.get("userID")).map(urls::host_named)
}

/// The id of the account that `hostinfo` names a host by.
pub(super) fn account(here: &Here) -> Option<UserId> {
    if here.get("hostID").is_some() { None } else { here.get("userID")?.parse().ok().map(UserId) }
}

/// The page of the host that has this account.
pub(super) async fn of_account(hub: &Hub, user: UserId) -> Result<Url> {
    let hosts = hub.get(ListHosts::all()).await?;
    let found = hosts.iter().find(|host| host.user_id == Some(user));
    let missing =
        || Error::Nothing { title: "No such host", why: format!("No host of this hub has the account {user}.") };
    found.map(|host| urls::host(&host.name, &host.id)).ok_or_else(missing)
}
