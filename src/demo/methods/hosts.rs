//! Builders and channels.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::rows::{stamp, time};
use super::super::world::Task;
use super::super::world::hosts::{CHANNELS, Channel, HOSTS, Host};
use super::super::world::people::HOST_ACCOUNTS;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getHost", "get_host", "hostInfo strict? event?", get),
    method("listHosts", "arches? channelID? ready? enabled? userID? queryOpts?", list),
    named("getChannel", "get_channel", "channelInfo strict?", channel),
    method("listChannels", "hostID? event? enabled?", channels),
    method("getLastHostUpdate", "hostID ts?", last_update),
    method("getAllArches", "", arches),
];

fn heard(ask: &Ask<'_>, host: &Host) -> Option<super::super::moment::Moment> {
    host.silent.map(|seconds| ask.now.plus(-seconds))
}

fn ready(host: &Host) -> bool {
    host.enabled && host.silent.is_some_and(|seconds| seconds < 180)
}

/// Its load is that of the tasks it has at the moment.
fn row(ask: &Ask<'_>, host: &Host) -> Value {
    let tasks = ask.world.builds.iter().rev().take(200).flat_map(|build| &build.tasks);
    let load: f64 = tasks.filter(|task| task.host == host.id && task.state(ask.now) == 1).map(Task::weight).sum();
    Value::from([
        ("arches", Value::from(host.arches)),
        ("capacity", Value::Double(host.capacity)),
        ("comment", Value::from(host.comment)),
        ("description", Value::from(host.description)),
        ("enabled", Value::Bool(host.enabled)),
        ("id", Value::Int(host.id)),
        ("name", Value::from(host.name)),
        ("ready", Value::Bool(ready(host))),
        // The sum of nothing is a negative zero.
        ("task_load", Value::Double(load.abs())),
        ("update_ts", stamp(heard(ask, host))),
        ("user_id", Value::Int(host.id + HOST_ACCOUNTS)),
    ])
}

fn find(wanted: &Value) -> Option<&'static Host> {
    HOSTS.iter().find(|host| match wanted {
        Value::Int(id) => host.id == *id,
        Value::String(name) => host.name == name,
        _ => false,
    })
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("hostInfo").cloned().unwrap_or_default();
    match find(&wanted) {
        Some(host) => Ok(row(ask, host)),
        None if ask.flag("strict") => Err(generic(format!("Invalid hostInfo: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

/// It takes `queryOpts` and heeds none of them.
fn list(ask: &Ask<'_>) -> Answer {
    let channel = match ask.value("channelID") {
        Some(wanted) => {
            let missing = || generic(format!("No such channel: {}", repr(wanted)));
            Some(find_channel(wanted).ok_or_else(missing)?.id)
        }
        None => None,
    };
    let arches: Option<Vec<&str>> = ask.value("arches").map(|arches| match arches {
        Value::Array(arches) => arches.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    });
    let is = |name: &str, is: bool| ask.value(name).is_none_or(|wanted| super::super::ask::truth(wanted) == is);
    let hosts = HOSTS.iter().filter(|host| {
        channel.is_none_or(|channel| host.channels.contains(&channel))
            && arches.as_ref().is_none_or(|arches| host.arches.split(' ').any(|arch| arches.contains(&arch)))
            && is("ready", ready(host))
            && is("enabled", host.enabled)
            && ask.value("userID").is_none_or(|user| ask.user(user) == Some(host.id + HOST_ACCOUNTS))
    });
    Ok(Value::Array(hosts.map(|host| row(ask, host)).collect()))
}

fn find_channel(wanted: &Value) -> Option<&'static Channel> {
    CHANNELS.iter().find(|channel| match wanted {
        Value::Int(id) => channel.id == *id,
        Value::String(name) => channel.name == name,
        _ => false,
    })
}

fn channel_row(channel: &Channel) -> Value {
    Value::from([
        ("comment", Value::from(channel.comment)),
        ("description", Value::from(channel.description)),
        ("enabled", Value::Bool(channel.enabled)),
        ("id", Value::Int(channel.id)),
        ("name", Value::from(channel.name)),
    ])
}

fn channel(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("channelInfo").cloned().unwrap_or_default();
    match find_channel(&wanted) {
        Some(channel) => Ok(channel_row(channel)),
        None if ask.flag("strict") => Err(generic(format!("Invalid channelInfo: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

fn channels(ask: &Ask<'_>) -> Answer {
    let host = match ask.value("hostID") {
        Some(wanted) => Some(find(wanted).ok_or_else(|| generic(format!("Invalid hostInfo: {}", repr(wanted))))?),
        None => None,
    };
    let wanted = CHANNELS.iter().filter(|channel| {
        host.is_none_or(|host| host.channels.contains(&channel.id))
            && ask.value("enabled").is_none_or(|enabled| *enabled == Value::Bool(channel.enabled))
    });
    Ok(Value::Array(wanted.map(channel_row).collect()))
}

fn last_update(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("hostID").cloned().unwrap_or_default();
    let host = find(&wanted).ok_or_else(|| generic(format!("Invalid hostInfo: {}", repr(&wanted))))?;
    let heard = heard(ask, host);
    Ok(if ask.flag("ts") { stamp(heard) } else { time(heard) })
}

fn arches(_: &Ask<'_>) -> Answer {
    let arches = ["x86_64", "i386", "aarch64", "ppc64le", "s390x", "riscv64"];
    Ok(Value::Array(arches.iter().map(|&arch| Value::from(arch)).collect()))
}
