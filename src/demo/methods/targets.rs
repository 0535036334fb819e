//! Build targets.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::query::page_of_rows;
use super::super::world::Target;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    method("getBuildTarget", "info event? strict?", get),
    named("getBuildTargets", "get_build_targets", "info? event? buildTagID? destTagID? queryOpts?", list),
];

fn row(ask: &Ask<'_>, target: &Target) -> Value {
    Value::from([
        ("build_tag", Value::Int(target.build_tag)),
        ("build_tag_name", Value::from(ask.world.tag_name(target.build_tag))),
        ("dest_tag", Value::Int(target.dest_tag)),
        ("dest_tag_name", Value::from(ask.world.tag_name(target.dest_tag))),
        ("id", Value::Int(target.id)),
        ("name", Value::from(target.name.as_str())),
    ])
}

fn is(target: &Target, wanted: &Value) -> bool {
    match wanted {
        Value::Int(id) => target.id == *id,
        Value::String(name) => target.name == *name,
        _ => false,
    }
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("info").cloned().unwrap_or_default();
    match ask.world.targets.iter().find(|target| is(target, &wanted)) {
        Some(target) => Ok(row(ask, target)),
        None if ask.flag("strict") => Err(generic(format!("No such build target: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

fn list(ask: &Ask<'_>) -> Answer {
    let tag = |name: &str| ask.value(name).map(|wanted| ask.any_tag(wanted).map(|tag| tag.id));
    let (build, dest) = (tag("buildTagID"), tag("destTagID"));
    let wanted = ask.world.targets.iter().filter(|target| {
        build.is_none_or(|tag| tag == Some(target.build_tag))
            && dest.is_none_or(|tag| tag == Some(target.dest_tag))
            && ask.value("info").is_none_or(|wanted| is(target, wanted))
    });
    page_of_rows(ask, wanted.map(|target| row(ask, target)).collect())
}
