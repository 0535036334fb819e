//! The hub itself: its version, its events, its methods.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, python};
use super::super::moment::Moment;
use super::{Method, all, method, named};
use crate::xmlrpc::Value;

pub(crate) const VERSION: &str = "1.35.3";

pub(super) const METHODS: &[Method] = &[
    method("echo", "*", |ask| Ok(Value::Array(ask.rest.clone()))),
    method("getKojiVersion", "", |_| Ok(Value::from(VERSION))),
    method("getAPIVersion", "", |_| Ok(Value::Int(1))),
    method("hello", "*", |_| Ok(Value::from("Hello World"))),
    method("error", "", |_| Err(generic("test error"))),
    method("fault", "", |_| Err(python("Exception: test exception"))),
    method("mavenEnabled", "", |_| Ok(Value::Bool(true))),
    method("winEnabled", "", |_| Ok(Value::Bool(true))),
    method("getLastEvent", "before? strict?", last_event),
    method("getEvent", "id strict?", event),
    method("listVolumes", "", volumes),
    named("listCGs", "list_cgs", "", generators),
    named("system.listMethods", "list_api", "", methods),
    named("_listapi", "list_api", "", api),
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

fn methods(_: &Ask<'_>) -> Answer {
    let others = ["count", "countAndFilterResults", "filterResults", "multiCall", "system.multicall"];
    let mut names: Vec<&str> = all().map(|method| method.name).chain(others).collect();
    names.sort_unstable();
    Ok(Value::Array(names.into_iter().map(Value::from).collect()))
}

/// What a hub tells of its methods; the demo has no documentation.
fn api(_: &Ask<'_>) -> Answer {
    let rows = all().map(|method| {
        let words: Vec<&str> = method.parameters.split_whitespace().collect();
        let optional = words.iter().filter(|word| word.ends_with('?')).count();
        let args = words.iter().filter(|word| !word.starts_with('*')).map(|word| match word.strip_suffix('?') {
            Some(name) => Value::Array(vec![Value::from(name), Value::Nil]),
            None => Value::from(*word),
        });
        let shown = words.iter().map(|word| match word.strip_suffix('?') {
            Some(name) => format!("{name}=None"),
            None if word.starts_with('*') => format!("{word}args"),
            None => (*word).to_owned(),
        });
        let names =
            words.iter().filter(|word| !word.starts_with('*')).map(|word| Value::from(word.trim_end_matches('?')));
        let defaults = (optional > 0).then(|| vec![Value::Nil; optional]);
        let spec = Value::from([
            ("args", Value::Array(names.collect())),
            ("varargs", Value::from(words.contains(&"*").then_some("args"))),
            ("varkw", Value::from(words.contains(&"**").then_some("kwargs"))),
            ("defaults", defaults.map_or(Value::Nil, Value::Array)),
        ]);
        Value::from([
            ("name", Value::from(method.name)),
            ("doc", Value::Nil),
            ("argdesc", Value::from(format!("({})", shown.collect::<Vec<_>>().join(", ")))),
            ("argspec", spec),
            ("args", Value::Array(args.collect())),
        ])
    });
    Ok(Value::Array(rows.collect()))
}
