//! Which host is in which channel. A hub tells it host by host (a call for each of hundreds) or channel by channel (a
//! call for each of a few dozen): the latter, in one multiCall, turned round.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::hub::methods::{Channel, ListMembers, Member};
use crate::hub::model::{ChannelId, HostId};
use crate::hub::{Error, Hub};

/// Who is in which channel, as far as the hub said.
#[derive(Debug, Default)]
pub struct ChannelMembers {
    hosts: IndexMap<ChannelId, Result<Arc<Vec<Member>>, Error>>,
    channels: HashMap<HostId, Vec<ChannelId>>,
}

impl ChannelMembers {
    /// The hosts in a channel; none are in one that came after the list of channels.
    pub fn hosts(&self, channel: ChannelId) -> Result<&[Member], Error> {
        self.hosts
            .get(&channel)
            .map_or(Ok(&[]), |hosts| hosts.as_ref().map(|hosts| hosts.as_slice()).map_err(Clone::clone))
    }

    /// The channels of a host, in the order of the list of channels.
    #[must_use]
    pub fn channels(&self, host: HostId) -> &[ChannelId] {
        self.channels.get(&host).map_or(&[], Vec::as_slice)
    }

    /// Why it is not whole, if it is not.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.hosts.values().find_map(|hosts| hosts.as_ref().err())
    }
}

impl Hub {
    /// The hosts in each of these channels, as the part of the page with this name.
    pub async fn channel_members(&self, name: &'static str, channels: &[Arc<Channel>]) -> ChannelMembers {
        let each = self.get_each(channels.iter().map(|channel| ListMembers::of(channel.id))).await;
        let mut channel_members = ChannelMembers::default();
        for (channel, hosts) in channels.iter().map(|channel| channel.id).zip(each) {
            match &hosts {
                Ok(Some(hosts)) => {
                    for host in hosts.iter() {
                        channel_members.channels.entry(host.id).or_default().push(channel);
                    }
                }
                Ok(None) => {}
                Err(error) => drop(self.failed_part::<Vec<Member>>(name, error.clone())),
            }
            channel_members.hosts.insert(channel, hosts.map(Option::unwrap_or_default));
        }
        channel_members
    }
}

impl schemars::JsonSchema for ChannelMembers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ChannelMembers".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, Option<Vec<HostId>>>::json_schema(generator)
    }
}

/// In JSON: the ids of the hosts under the id of their channel, null where they are unknown.
impl Serialize for ChannelMembers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.hosts.iter().map(|(channel, hosts)| {
            let ids = hosts.as_ref().ok().map(|hosts| hosts.iter().map(|host| host.id).collect::<Vec<_>>());
            (channel.to_string(), ids)
        }))
    }
}
