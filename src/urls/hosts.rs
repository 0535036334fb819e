//! Hosts and channels: one, and lists of them.

use super::{Url, as_named, named, page, with};
use crate::hub::words::{ChannelId, HostId};

/// The list of hosts.
#[must_use]
pub fn hosts() -> Url {
    Url("/hosts".to_owned())
}

/// The list of channels.
#[must_use]
pub fn channels() -> Url {
    Url("/channels".to_owned())
}

/// One host.
#[must_use]
pub fn host(name: &str, id: &HostId) -> Url {
    page("hosts", name, id.0)
}

/// One host, as a reader named it.
#[must_use]
pub fn host_named(id_or_name: &str) -> Url {
    as_named("hosts", id_or_name)
}

/// A host with its active buildroots, for which a hub may take long.
#[must_use]
pub fn host_with_buildroots(name: &str, id: &HostId) -> Url {
    host(name, id).at("?buildroots=yes")
}

/// Hosts with these parameters, those that are there.
#[must_use]
pub fn hosts_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> Url {
    with("/hosts", parameters)
}

/// The hosts that have an arch.
#[must_use]
pub fn hosts_of_arch(arch: &str) -> Url {
    Url::of("/hosts", [("arch", arch)])
}

/// The hosts in a channel.
#[must_use]
pub fn hosts_in_channel(name: &str, id: &ChannelId) -> Url {
    Url::of("/hosts", [("channel", named(name, id.0))])
}

/// One channel.
#[must_use]
pub fn channel(name: &str, id: &ChannelId) -> Url {
    page("channels", name, id.0)
}

/// One channel, as a reader named it.
#[must_use]
pub fn channel_named(id_or_name: &str) -> Url {
    as_named("channels", id_or_name)
}
