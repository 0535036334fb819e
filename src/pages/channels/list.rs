//! `/channels`: all channels, with how many hosts each has and what those have to do.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{Channel, Host, ListChannels, ListHosts, Load};
use crate::hub::model::HostId;
use crate::hub::{ChannelMembers, Hub, Order, Part, Queues, Slice};
use crate::web::{Column, List, ListQuery, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "channels/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "channels")]
    list: List<Arc<Channel>>,
    #[serde(skip)]
    hosts: Part<Vec<Arc<Host>>>,
    #[serde(skip)]
    by_id: HashMap<HostId, Arc<Host>>,
    channel_members: ChannelMembers,
    /// What waits and runs, by channel and arch.
    queues: Part<Queues>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
fn table() -> Table {
    let columns = [
        Column::sorted_down("State", "", "enabled"),
        Column::sorted("Channel", "", "name"),
        Column::plain("Description", "full"),
        Column::plain("Hosts", "n"),
        Column::plain("Ready", "n"),
        Column::plain("Use", "b hb"),
        Column::plain("Load", "n"),
        Column::plain("Cap.", "n"),
        Column::plain("Free", "n"),
        Column::plain("Assigned", "n"),
        Column::plain("Open", "n"),
        Column::plain("Oldest waits", "n far"),
        Column::sorted("Id", "n m x", "id"),
    ];
    Table::new(Order::BY_NAME, columns).class("channels").whole()
}

/// The page.
pub async fn get(hub: Hub, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let wanted = list.wanted();
    let (channels, hosts, queues) =
        join!(hub.get(ListChannels::all()), hub.part("hosts", ListHosts::all()), hub.queues(None));
    let mut channels = channels?.to_vec();
    let order = wanted.order;
    channels.sort_by(|a, b| {
        let (a, b) = if order.descending { (b, a) } else { (a, b) };
        match order.column {
            "id" => a.id.cmp(&b.id),
            "enabled" => a.is_enabled().cmp(&b.is_enabled()).then_with(|| a.name.cmp(&b.name)),
            _ => a.name.cmp(&b.name),
        }
    });
    let channel_members = hub.channel_members("hosts of channels", &channels).await;
    let slice = Slice::of_whole(channels, wanted);
    let by_id = hosts.rows().iter().map(|host| (host.id, host.clone())).collect();
    let list = list.filled(slice).empty("There is no channel.");
    Ok(Page { list, hosts, by_id, channel_members, queues })
}

impl Page {
    /// The hosts of a channel, summed up; nothing where they are unknown.
    fn load(&self, channel: &Channel) -> Option<Load> {
        self.hosts.get()?;
        let members = self.channel_members.hosts(channel.id).ok()?;
        Some(Load::of(members.iter().filter_map(|member| self.by_id.get(&member.id).map(|host| &**host))))
    }
}
