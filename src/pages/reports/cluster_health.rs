//! `/reports/cluster-health`: what the hosts of each channel can do, and how much of it they do.

use std::collections::HashMap;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::arches::{does, of_hosts};
use crate::components::chart::{Bar, percent_of_amounts};
use crate::hub::methods::{Channel, Host, HostState, ListChannels, ListHosts};
use crate::hub::model::ChannelId;
use crate::hub::{Hub, Order, Slice};
use crate::urls::ClusterHealthUrl;
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/cluster-health.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "channels")]
    list: List<Health>,
    #[serde(skip)]
    most_capacity: f64,
    #[serde(skip)]
    most_hosts: u64,
}
crate::page!(Page: as_listing);

/// The hosts of an enabled channel together.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Health {
    id: ChannelId,
    name: String,
    /// Hosts that are enabled.
    enabled: u64,
    /// Those of them that are ready.
    ready: u64,
    /// The capacities of the enabled ones. kojiweb counts disabled ones too.
    capacity: f64,
    /// The loads on them.
    load: f64,
}

fn table() -> Table {
    let columns = [
        Column::sorted("Channel", "", "name"),
        Column::plain("Load of capacity", "b hb"),
        Column::sorted_down("Load", "n", "load"),
        Column::sorted_down("Capacity", "n", "capacity"),
        Column::plain("Free", "n"),
        Column::plain("Ready of enabled", "b hb"),
        Column::sorted_down("Ready", "n", "ready"),
        Column::sorted_down("Enabled", "n", "enabled"),
    ];
    Table::new(Order::BY_NAME, columns).class("fit report").whole()
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<ClusterHealthUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let (channels, hosts) = join!(hub.get(ListChannels::all()), hub.get(ListHosts::all()));
    let (channels, hosts) = (channels?, hosts?);
    let enabled: Vec<_> = channels.iter().filter(|channel| channel.is_enabled()).cloned().collect();
    let members = hub.channel_members("hosts of channels", &enabled).await;
    let by_id: HashMap<_, _> = hosts.iter().map(|host| (host.id, &**host)).collect();
    let mut rows: Vec<Health> = enabled
        .iter()
        .filter_map(|channel| {
            let members = members.hosts(channel.id).ok()?;
            let hosts = members.iter().filter_map(|member| by_id.get(&member.id).copied());
            Some(Health::of(channel, hosts.filter(|host| does(host, asked.arch.as_deref()))))
        })
        .collect();
    let most_capacity = rows.iter().map(|row| row.capacity).fold(0.0, f64::max);
    let most_hosts = rows.iter().map(|row| row.enabled).max().unwrap_or_default();
    let wanted = list.wanted();
    sort(&mut rows, wanted.order);
    let form = Form::new().select("Hosts with arch", "arch", of_hosts(&hosts)).wide();
    let list = list.filled(Slice::of_whole(rows, wanted)).form(form).empty("No channel is enabled.");
    Ok(Page { list, most_capacity, most_hosts })
}

impl Health {
    fn of<'a>(channel: &Channel, hosts: impl Iterator<Item = &'a Host>) -> Self {
        let none = Self { id: channel.id, name: channel.name.clone(), enabled: 0, ready: 0, capacity: 0.0, load: 0.0 };
        hosts.filter(|host| host.state() != HostState::Disabled).fold(none, |sum, host| Self {
            enabled: sum.enabled + 1,
            ready: sum.ready + u64::from(host.state() == HostState::Ready),
            capacity: sum.capacity + host.capacity.unwrap_or_default(),
            load: sum.load + host.task_load.unwrap_or_default(),
            ..sum
        })
    }

    /// The share of the capacity that is free.
    fn free(&self) -> Option<String> {
        percent_of_amounts(self.capacity - self.load, self.capacity)
    }
}

impl Page {
    fn load(&self, row: &Health) -> Bar {
        Bar::of_amounts(row.capacity, row.load, self.most_capacity)
    }

    fn ready(&self, row: &Health) -> Bar {
        Bar::of(row.enabled, row.ready, self.most_hosts)
    }
}

fn sort(rows: &mut [Health], order: Order) {
    rows.sort_by(|a, b| {
        let by_column = match order.column {
            "load" => a.load.total_cmp(&b.load),
            "capacity" => a.capacity.total_cmp(&b.capacity),
            "ready" => a.ready.cmp(&b.ready),
            "enabled" => a.enabled.cmp(&b.enabled),
            _ => a.name.cmp(&b.name),
        };
        let by_column = if order.descending { by_column.reverse() } else { by_column };
        by_column.then_with(|| a.name.cmp(&b.name))
    });
}
