//! `/hosts`: all hosts on one page, filtered and sorted here: a hub gives them all in one answer and in no order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use regex::Regex;
use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray as _;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{Channel, Host, HostConfig, HostState, ListChannels, ListHosts, Load, QueryHostConfig};
use crate::hub::model::{ChannelId, IdOrName, Timestamp, UserId};
use crate::hub::{ChannelMembers, Hub, Order, Part, Slice};
use crate::urls::{self, Choice as _, HostStates, HostsUrl, Url, YesNo};
use crate::web::{Column, Error, Form, List, ListQuery, Query, Result, Table, filters, glob};

fn has(states: HostStates, state: HostState) -> bool {
    match states {
        HostStates::All => true,
        HostStates::Enabled => state != HostState::Disabled,
        HostStates::Ready => state == HostState::Ready,
        HostStates::NotReady => state == HostState::NotReady,
        HostStates::Disabled => state == HostState::Disabled,
    }
}

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hosts/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "hosts")]
    list: List<Arc<Host>>,
    channels: Part<Vec<Arc<Channel>>>,
    channel_members: ChannelMembers,
    /// Of those that are disabled the settings by which they are so, and since when.
    disabled: Vec<HostConfig>,
    /// The hosts that match, on this page or not.
    #[serde(skip)]
    matching: Vec<Arc<Host>>,
}
crate::page!(Page: as_listing);

/// Arches of a host that are shown.
const ARCHES: usize = 3;
/// Channels of a host that are shown.
const CHANNELS: usize = 4;

/// The columns and the order of the list.
fn table() -> Table {
    let columns = [
        Column::sorted("State", "", "state"),
        Column::sorted("Host", "", "name"),
        Column::sorted("Arches", "", "arches"),
        Column::plain("Channels", "chn"),
        Column::plain("Use", "b hb"),
        Column::sorted_down("Load", "n", "task_load"),
        Column::sorted_down("Cap.", "n", "capacity"),
        Column::sorted_down("Seen, ago", "n far", "update_ts"),
        Column::sorted("Id", "n m x", "id"),
    ];
    Table::new(Order::BY_NAME, columns).class("fit hosts").rows(ROWS)
}

/// Hosts of a page, unless the address says otherwise.
const ROWS: u32 = 100;

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<HostsUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let wanted = list.wanted();
    let (hosts, channels) = join!(hub.get(ListHosts::all()), hub.part("channels", ListChannels::all()));
    let hosts = hosts?;
    if let Some(user) = &asked.user {
        return Err(of_user(&hosts, user));
    }
    let channel = match (&asked.channel, channels.error()) {
        (None, _) => None,
        (Some(_), Some(error)) => return Err(error.clone().into()),
        (Some(wanted), None) => match named(channels.rows(), wanted) {
            None => {
                let again = || form(&asked, &hosts, &channels, wanted.to_string());
                return Err(list.with_form(&hub, "channel", Error::missing("channel", wanted), again).await);
            }
            channel => channel,
        },
    };
    let is_disabled = |host: &Arc<Host>| host.state() == HostState::Disabled;
    let shows_disabled = hosts.iter().any(|host| is_disabled(host) && asked.matches(host));
    let settings = shows_disabled.then(QueryHostConfig::of_all);
    let (channel_members, settings) =
        join!(hub.channel_members("hosts of channels", channels.rows()), hub.part("settings of hosts", settings),);
    let ids = hosts.iter().filter(|host| is_disabled(host)).map(|host| host.id);
    let disabled = ids.filter_map(|id| settings.get()?.of(id).cloned()).collect();
    let pattern = asked.pattern()?;
    let is_named = |host: &Host| pattern.as_ref().is_none_or(|pattern| pattern.is_match(&host.name));
    let mut matching: Vec<Arc<Host>> =
        hosts.iter().filter(|host| asked.matches(host) && is_named(host)).cloned().collect();
    if let Some(channel) = &channel {
        let members = channel_members.hosts(channel.id)?;
        matching.retain(|host| members.iter().any(|member| member.id == host.id));
    }
    let order = wanted.order;
    matching.sort_by(|a, b| if order.descending { compare(b, a, order.column) } else { compare(a, b, order.column) });
    let slice = Slice::of_whole(matching.clone(), wanted);
    let channel = channel.as_deref();
    let held = channel.map(|channel| channel.id.to_string()).unwrap_or_default();
    let sum = Load::of(matching.iter().map(|host| &**host));
    let shown = format!("{}: {} ready, {} enabled but not ready", sum.hosts, sum.ready, sum.not_ready);
    // kojiweb leaves them out too, and who looks for one by its name should know that.
    let hidden = hosts.iter().filter(|host| asked.hides(host) && is_named(host)).count();
    let others = if asked.states() == HostStates::Enabled {
        Some(format!("; {hidden} disabled, not shown")).filter(|_| hidden > 0)
    } else {
        Some(format!(", {} disabled", sum.disabled()))
    };
    let list = list
        .filled(slice)
        .headed(heading(&asked, channel))
        .form(form(&asked, &hosts, &channels, held))
        .summary(shown + others.as_deref().unwrap_or_default());
    Ok(Page { list: list.empty("No host matches."), channels, channel_members, disabled, matching })
}

fn form(asked: &HostsUrl, hosts: &[Arc<Host>], channels: &Part<Vec<Arc<Channel>>>, channel: String) -> Form {
    let any = || std::iter::once((String::new(), "any".to_owned()));
    let arches: BTreeSet<&str> = hosts.iter().flat_map(|host| host.arches()).collect();
    let mut channels: Vec<&Channel> = channels.rows().iter().map(|channel| &**channel).collect();
    channels.sort_by(|a, b| a.name.cmp(&b.name));
    Form::new()
        .main_input("Name", "match", 16, "buildvm-*")
        .more()
        .select("Arch", "arch", any().chain(arches.into_iter().map(|arch| (arch.to_owned(), arch.to_owned()))))
        .select("Channel", "channel", any().chain(channels.iter().map(|one| (one.id.to_string(), one.name.clone()))))
        .holding(channel)
        .select("State", "state", HostStates::VARIANTS.iter().map(|states| (states.word(), states.words())))
        .holding(asked.states().word())
        .select("Says ready", "ready", [("", "any"), ("yes", "yes"), ("no", "no")])
}

/// What the list is of, in words.
fn heading(asked: &HostsUrl, channel: Option<&Channel>) -> String {
    let mut words = match asked.states() {
        HostStates::All => Vec::new(),
        states => vec![states.words()],
    };
    words.push("hosts".to_owned());
    words.extend(
        asked.ready.map(|ready| format!("that {}", if ready == YesNo::Yes { "are ready" } else { "are not ready" })),
    );
    words.extend(asked.arch.as_ref().map(|arch| format!("with {arch}")));
    words.extend(channel.map(|channel| format!("in the channel {}", channel.name)));
    words.extend(asked.text.as_ref().map(|text| format!("matching {text}")));
    filters::capitalized(&words.join(" "))
}

/// Where the host of an account is.
fn of_user(hosts: &[Arc<Host>], user: &IdOrName<UserId>) -> Error {
    let is_it = |host: &&Arc<Host>| match user {
        IdOrName::Id(id) => host.user_id == Some(*id),
        IdOrName::Name(name) => host.name == *name,
    };
    let found = hosts.iter().find(is_it);
    found.map_or_else(
        || Error::Nothing { title: "No such host", why: format!("No host of this hub has the account {user}.") },
        |host| Error::SeeOther(urls::host(&host.name, &host.id)),
    )
}

fn named(channels: &[Arc<Channel>], wanted: &IdOrName<ChannelId>) -> Option<Arc<Channel>> {
    channels.iter().find(|channel| wanted.is(&channel.id, &channel.name)).cloned()
}

/// What is unknown is less than all that is known; equals stand by name.
fn compare(a: &Host, b: &Host, column: &str) -> Ordering {
    let number = |a: Option<f64>, b: Option<f64>| {
        let known = |n: Option<f64>| n.unwrap_or(f64::NEG_INFINITY);
        known(a).total_cmp(&known(b))
    };
    let by_column = match column {
        "state" => a.state().cmp(&b.state()),
        "arches" => a.arches().cmp(b.arches()),
        "task_load" => number(a.task_load, b.task_load),
        "capacity" => number(a.capacity, b.capacity),
        "update_ts" => number(a.update_ts.flatten(), b.update_ts.flatten()),
        "id" => a.id.cmp(&b.id),
        _ => Ordering::Equal,
    };
    by_column.then_with(|| a.name.cmp(&b.name))
}

impl HostsUrl {
    /// Which ones by their state: the enabled ones, as in kojiweb.
    fn states(&self) -> HostStates {
        self.state.unwrap_or(HostStates::Enabled)
    }

    /// Would it ask for this host, were that enabled?
    fn hides(&self, host: &Host) -> bool {
        let all = Self { state: Some(HostStates::Disabled), ..self.clone() };
        self.states() == HostStates::Enabled && all.matches(host)
    }

    /// Does it ask for this host, whatever its name?
    fn matches(&self, host: &Host) -> bool {
        has(self.states(), host.state())
            && self.ready.is_none_or(|ready| host.ready.unwrap_or_default() == (ready == YesNo::Yes))
            && self.arch.as_deref().is_none_or(|arch| host.arches().any(|one| one == arch))
    }

    /// Its text as a pattern: without `*` and `?` a part of a name.
    fn pattern(&self) -> Result<Option<Regex>> {
        let Some(text) = &self.text else { return Ok(None) };
        let pattern = if text.contains(['*', '?']) { text.clone() } else { format!("*{text}*") };
        glob(&pattern).map(Some).ok_or_else(|| Error::parameter("match", text, "a shorter pattern"))
    }
}

/// The arches of a host that are shown, and how many more it has.
fn arches(host: &Host) -> (Vec<&str>, usize) {
    let mut arches: Vec<&str> = host.arches().collect();
    let more = arches.len().saturating_sub(ARCHES);
    arches.truncate(ARCHES);
    (arches, more)
}

/// Ready hosts of one kind together.
struct Sum<'a> {
    name: &'a str,
    href: Url,
    load: Load,
}

impl Page {
    /// Since when a host has its settings, where it is disabled by them.
    fn disabled_since(&self, host: &Host) -> Option<Timestamp> {
        self.disabled.iter().find(|row| row.host_id == host.id)?.time()
    }

    /// The channels of a host that are shown, and the names of the others.
    fn channels(&self, host: &Host) -> (Vec<&Channel>, Vec<&str>) {
        let of_host = self.channel_members.channels(host.id);
        let known = self.channels.rows().iter().filter(|channel| of_host.contains(&channel.id));
        let mut channels: Vec<&Channel> = known.map(|channel| &**channel).collect();
        channels.sort_by(|a, b| a.name.cmp(&b.name));
        let others = channels.split_off(channels.len().min(CHANNELS));
        (channels, others.iter().map(|channel| channel.name.as_str()).collect())
    }

    /// What the arches have to do, the largest first.
    fn by_arch(&self) -> Vec<Sum<'_>> {
        let mut sums: BTreeMap<&str, Load> = BTreeMap::new();
        for host in &self.matching {
            for arch in host.arches() {
                let sum = sums.entry(arch).or_default();
                *sum = sum.and(host);
            }
        }
        largest_first(
            sums.into_iter().map(|(name, load)| Sum { name, href: urls::hosts_of_arch(name), load }).collect(),
        )
    }

    /// What the channels have to do, the largest first.
    fn by_channel(&self) -> Vec<Sum<'_>> {
        let channels = self.channels.rows().iter().map(|channel| {
            let is_in = |host: &&Arc<Host>| self.channel_members.channels(host.id).contains(&channel.id);
            let load = Load::of(self.matching.iter().filter(is_in).map(|host| &**host));
            Sum { name: &channel.name, href: urls::channel(&channel.name, &channel.id), load }
        });
        largest_first(channels.collect())
    }
}

fn largest_first(mut sums: Vec<Sum<'_>>) -> Vec<Sum<'_>> {
    sums.retain(|sum| sum.load.capacity > 0.0);
    sums.sort_by(|a, b| b.load.capacity.total_cmp(&a.load.capacity));
    sums
}

#[cfg(test)]
mod tests {
    use super::HostsUrl;

    #[test]
    fn texts_name_hosts() {
        for (text, name, is) in [
            ("VM-x86", "buildvm-x86-01.example.org", true),
            ("buildvm-*", "buildvm-x86-01.example.org", true),
            ("buildvm-*-0?.*", "buildvm-x86-01.example.org", true),
            ("*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaac", false),
            ("buildvm", "buildhw-01", false),
            ("build*w", "buildhw-01", false),
            ("*", "", true),
            ("**01", "x-01", true),
            ("?", "", false),
        ] {
            let asked = HostsUrl { text: Some(text.to_owned()), ..HostsUrl::default() };
            assert_eq!(asked.pattern().unwrap().unwrap().is_match(name), is, "{text} {name}");
        }
    }
}
