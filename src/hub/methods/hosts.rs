//! Hosts (Koji's builders), and the channels through which they get their tasks.

use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::simple::call;
use crate::hub::model::{ChannelId, HostId, IdOrName, Timestamp, UserId};
use crate::hub::{Call, Freshness};

/// Who is in which channel changes by an administrator's hand, a few times a month. To ask for all of it takes a hub
/// some 30 ms, so that a reader may well wait for it when it is older than an hour.
const MEMBERS: Freshness = Freshness::For { fresh: Duration::from_secs(10 * 60), stale: Duration::from_secs(50 * 60) };

call! {
    /// `getHost`: one host by id (a number) or name, nil where there is none.
    GetHost("hostInfo": IdOrName<HostId>) = "getHost" -> Host, LIST as "host"
}

/// `listHosts`: all hosts, or those in a channel. It takes `queryOpts` and heeds none of them, so the whole list comes.
#[derive(Debug, Clone, Serialize)]
pub struct ListHosts {
    #[serde(rename = "channelID")]
    channel: Option<ChannelId>,
}

impl ListHosts {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { channel: None }
    }

    /// Those in this channel. A hub answers a fault to one it does not know, so look first.
    #[must_use]
    pub fn in_channel(channel: ChannelId) -> Self {
        Self { channel: Some(channel) }
    }
}

impl Call for ListHosts {
    const METHOD: &'static str = "listHosts";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Arc<Host>>;
}

/// `getLastHostUpdate`: when a host checked in last, in seconds since 1970, nil where it never did.
#[derive(Debug, Clone, Serialize)]
pub struct GetLastHostUpdate {
    #[serde(rename = "hostID")]
    host: HostId,
    /// Not as text.
    ts: bool,
}

impl GetLastHostUpdate {
    /// Of this host.
    #[must_use]
    pub fn of(host: HostId) -> Self {
        Self { host, ts: true }
    }
}

impl Call for GetLastHostUpdate {
    const METHOD: &'static str = "getLastHostUpdate";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = f64;
}

/// What is nil is told to be nothing; what is absent is not told.
#[expect(clippy::option_option, reason = "what is absent is unknown, what is null never was")]
fn told<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A host.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Host {
    pub id: HostId,
    pub name: String,
    /// Its account.
    pub user_id: Option<UserId>,
    /// Separated by spaces.
    pub arches: Option<String>,
    pub capacity: Option<f64>,
    /// The weights of its tasks.
    pub task_load: Option<f64>,
    pub enabled: Option<bool>,
    /// It takes tasks: it says so itself, and only while it checks in.
    pub ready: Option<bool>,
    pub description: Option<String>,
    pub comment: Option<String>,
    /// Its last check-in, in seconds since 1970, null where it never did; hubs before 1.33 do not tell.
    #[serde(default, deserialize_with = "told", skip_serializing_if = "Option::is_none")]
    pub update_ts: Option<Option<f64>>,
}

/// How a host stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostState {
    /// It takes tasks.
    Ready,
    /// It is enabled, and takes none.
    NotReady,
    /// It is not to get any.
    Disabled,
}

impl Host {
    /// How it stands. A disabled host may still say that it is ready.
    #[must_use]
    pub fn state(&self) -> HostState {
        match (self.enabled.unwrap_or_default(), self.ready.unwrap_or_default()) {
            (false, _) => HostState::Disabled,
            (true, false) => HostState::NotReady,
            (true, true) => HostState::Ready,
        }
    }

    /// Its arches.
    pub fn arches(&self) -> impl Iterator<Item = &str> {
        self.arches.as_deref().unwrap_or_default().split_whitespace()
    }

    /// When it checked in last.
    #[must_use]
    pub fn last_update(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.update_ts??)
    }

    /// Does the hub tell that it never did?
    #[must_use]
    pub fn never_checked_in(&self) -> bool {
        self.update_ts == Some(None)
    }

    /// The name before its domain, and the domain with its dot.
    #[must_use]
    pub fn short_and_domain(&self) -> (&str, &str) {
        let at = self.name.find('.').filter(|at| *at > 0).unwrap_or(self.name.len());
        self.name.split_at(at)
    }
}

/// Hosts summed up; load and capacity are those of the ready ones, which alone can take tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// How many there are.
    pub hosts: usize,
    /// How many are ready.
    pub ready: usize,
    /// How many are enabled and not ready.
    pub not_ready: usize,
    /// The load of the ready ones.
    pub load: f64,
    /// The capacity of the ready ones.
    pub capacity: f64,
}

impl Load {
    /// Of these hosts.
    pub fn of<'a>(hosts: impl IntoIterator<Item = &'a Host>) -> Self {
        hosts.into_iter().fold(Self::default(), Self::and)
    }

    /// With one host more.
    #[must_use]
    pub fn and(mut self, host: &Host) -> Self {
        self.hosts += 1;
        match host.state() {
            HostState::Ready => {
                self.ready += 1;
                self.load += host.task_load.unwrap_or_default();
                self.capacity += host.capacity.unwrap_or_default();
            }
            HostState::NotReady => self.not_ready += 1,
            HostState::Disabled => {}
        }
        self
    }

    /// How many are disabled.
    #[must_use]
    pub fn disabled(&self) -> usize {
        self.hosts - self.ready - self.not_ready
    }
}

/// `listHosts` of a channel, their ids alone: many such answers make [`ChannelMembers`](crate::hub::ChannelMembers).
#[derive(Debug, Clone, Serialize)]
pub struct ListMembers {
    #[serde(rename = "channelID")]
    channel: ChannelId,
}

impl ListMembers {
    /// Of this channel.
    #[must_use]
    pub fn of(channel: ChannelId) -> Self {
        Self { channel }
    }
}

impl Call for ListMembers {
    const METHOD: &'static str = "listHosts";
    const FRESHNESS: Freshness = MEMBERS;
    type Answer = Vec<Member>;
}

/// A host in a channel.
#[derive(Debug, Deserialize)]
pub struct Member {
    /// The host.
    pub id: HostId,
}

call! {
    /// `getChannel`: one channel by id (a number) or name, nil where there is none.
    GetChannel("channelInfo": IdOrName<ChannelId>) = "getChannel" -> Channel, ENDED as "channel"
}

/// `listChannels`: all channels, or those of a host; the whole list comes.
#[derive(Debug, Clone, Serialize)]
pub struct ListChannels {
    #[serde(rename = "hostID")]
    host: Option<HostId>,
}

impl ListChannels {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { host: None }
    }

    /// Those of this host. A hub answers a fault to one it does not know, so look first.
    #[must_use]
    pub fn of_host(host: HostId) -> Self {
        Self { host: Some(host) }
    }
}

impl Call for ListChannels {
    const METHOD: &'static str = "listChannels";
    type Answer = Vec<Arc<Channel>>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        if self.host.is_some() { Freshness::LIST } else { MEMBERS }
    }
}

/// A channel.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Channel {
    pub id: ChannelId,
    pub name: String,
    /// Older hubs cannot disable channels.
    #[serde(default)]
    pub enabled: Option<bool>,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub comment: Option<String>,
}

impl Channel {
    /// Do tasks go through it?
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.enabled.unwrap_or(true)
    }
}
