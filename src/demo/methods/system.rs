//! The hub itself: its version, its events.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, python};
use super::super::moment::Moment;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    method("echo", "*args", |ask| Ok(Value::Array(ask.rest.clone()))),
    method("getKojiVersion", "", |ask| Ok(Value::from(ask.koji.version()))),
    method("getAPIVersion", "", |_| Ok(Value::Int(1))),
    method("hello", "*args", |_| Ok(Value::from("Hello World"))),
    method("error", "", |_| Err(generic("test error"))),
    method("fault", "", |_| Err(python("Exception: test exception"))),
    method("mavenEnabled", "", |_| Ok(Value::Bool(true))),
    method("winEnabled", "", |_| Ok(Value::Bool(true))),
    method("getLastEvent", "before? strict?", last_event),
    method("getEvent", "id strict?", event),
    method("listVolumes", "", volumes),
    named("listCGs", "list_cgs", "", generators),
];

fn row(at: Moment) -> Value {
    Value::from([("id", Value::Int(at.event())), ("ts", Value::Double(at.seconds()))])
}

/// Builds that begin and builds that are tagged are the events of the demo.
fn last_event(ask: &Ask<'_>) -> Answer {
    let before = match ask.value("before") {
        Some(Value::Int(seconds)) => Moment::of_seconds(*seconds).min(ask.now),
        _ => ask.now,
    };
    let builds = ask.world.builds.iter();
    let times = builds.flat_map(|build| build.tags.iter().map(|(_, since)| *since).chain([build.created]));
    let last = times.filter(|at| *at <= before).max();
    Ok(row(last.unwrap_or(ask.world.epoch.plus(-90 * 86_400))))
}

fn event(ask: &Ask<'_>) -> Answer {
    let id = ask.int("id")?.unwrap_or_default();
    let at = Moment::of_event(id);
    match () {
        () if id > 0 && at.plus(-1) <= ask.now => {
            Ok(Value::from([("id", Value::Int(id)), ("ts", Value::Double(at.plus_millis(-249).seconds()))]))
        }
        () if ask.flag_or("strict", true) => Err(generic("query returned no rows")),
        () => Ok(Value::Nil),
    }
}

fn volumes(_: &Ask<'_>) -> Answer {
    let row = |id, name: &str| Value::from([("id", Value::Int(id)), ("name", Value::from(name))]);
    Ok(Value::Array(vec![row(0, "DEFAULT"), row(1, "archive01")]))
}

fn generators(_: &Ask<'_>) -> Answer {
    let users = Value::from(vec!["osbs".to_owned()]);
    Ok(Value::from([("demo-cg", Value::from([("id", Value::Int(1)), ("users", users)]))]))
}
