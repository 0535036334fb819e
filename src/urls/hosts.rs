//! Hosts and channels: one, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{ListUrl, Url, Yes, YesNo, as_named, named, thing};
use crate::hub::model::{ChannelId, HostId, IdOrName, UserId};

/// The list of hosts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct HostsUrl {
    /// A part of a name, or a pattern with `*` and `?` for all of it.
    #[serde(rename = "match")]
    pub text: Option<String>,
    /// In this state: the enabled ones, unless it is set.
    pub state: Option<HostStates>,
    /// Those that say they are ready, or those that do not, whether they are enabled or not.
    pub ready: Option<YesNo>,
    /// In this channel.
    pub channel: Option<IdOrName<ChannelId>>,
    /// With this arch.
    pub arch: Option<String>,
    /// The account of a host: its reader is sent there.
    pub user: Option<IdOrName<UserId>>,
}

impl ListUrl for HostsUrl {
    const PATH: &'static str = "/hosts";
}

/// One host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct HostUrl {
    /// Also the active buildroots. They follow by themselves where there are scripts.
    pub buildroots: Option<Yes>,
}

/// Which hosts, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum HostStates {
    /// Whatever their state.
    All,
    /// Ready or not.
    Enabled,
    /// Those that take tasks.
    Ready,
    /// Those that are enabled and take none.
    NotReady,
    /// Those that are not to get any.
    Disabled,
}

/// The list of the enabled hosts.
#[must_use]
pub fn hosts() -> Url {
    HostsUrl::default().url()
}

/// The list of all hosts.
#[must_use]
pub fn all_hosts() -> Url {
    HostsUrl { state: Some(HostStates::All), ..HostsUrl::default() }.url()
}

/// The hosts that have an arch.
#[must_use]
pub fn hosts_of_arch(arch: &str) -> Url {
    HostsUrl { arch: Some(arch.to_owned()), ..HostsUrl::default() }.url()
}

/// All hosts in a channel.
#[must_use]
pub fn hosts_in_channel(name: &str, id: &ChannelId) -> Url {
    let state = Some(HostStates::All);
    HostsUrl { channel: Some(named(name, *id)), state, ..HostsUrl::default() }.url()
}

/// The hosts that a channel has for an arch.
#[must_use]
pub fn hosts_for(name: &str, id: &ChannelId, arch: Option<&str>) -> Url {
    let arch = arch.filter(|arch| *arch != "noarch").map(str::to_owned);
    HostsUrl { channel: Some(named(name, *id)), arch, ..HostsUrl::default() }.url()
}

/// The hosts that take tasks.
#[must_use]
pub fn ready_hosts() -> Url {
    HostsUrl { state: Some(HostStates::Ready), ..HostsUrl::default() }.url()
}

/// The hosts that are enabled and take no tasks.
#[must_use]
pub fn hosts_not_ready() -> Url {
    HostsUrl { state: Some(HostStates::NotReady), ..HostsUrl::default() }.url()
}

/// One host.
#[must_use]
pub fn host(name: &str, id: &HostId) -> Url {
    thing("hosts", name, id.0)
}

/// One host, as a reader named it.
#[must_use]
pub fn host_named(id_or_name: &str) -> Url {
    as_named("hosts", id_or_name)
}

/// A host with its active buildroots, for which a hub may take long.
#[must_use]
pub fn host_with_buildroots(name: &str, id: &HostId) -> Url {
    host(name, id).with(&HostUrl { buildroots: Some(Yes::Yes) })
}

/// The list of channels.
#[must_use]
pub fn channels() -> Url {
    Url("/channels".to_owned())
}

/// One channel.
#[must_use]
pub fn channel(name: &str, id: &ChannelId) -> Url {
    thing("channels", name, id.0)
}

/// One channel, as a reader named it.
#[must_use]
pub fn channel_named(id_or_name: &str) -> Url {
    as_named("channels", id_or_name)
}
