//! Tags and what they inherit.

use indexmap::IndexMap;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit::{self, Step};
use super::super::pattern::Pattern;
use super::super::query::page_of_rows;
use super::super::rows;
use super::super::world::Tag;
use super::packages::listed;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getTag", "get_tag", "tagInfo strict? event? blocked?", get),
    method("listTags", "build? package? perms? queryOpts? pattern?", list),
    method("getFullInheritance", "tag event? reverse? **kwargs", full),
    method("getInheritanceData", "tag event?", direct),
    named("getBuildConfig", "get_build_config", "tag event?", config),
];

fn extra(tag: &Tag) -> Value {
    let value = |json| serde_json::from_str(json).unwrap_or_default();
    tag.extra.iter().map(|&(name, json)| (name.to_owned(), value(json))).collect()
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("tagInfo").cloned().unwrap_or_default();
    let automatic = ask.text("event") == Some("auto");
    let found = if automatic { ask.any_tag(&wanted) } else { ask.tag(&wanted) };
    let Some(tag) = found else {
        let missing = || generic(format!("No such tagInfo: {}", repr(&wanted)));
        return if ask.flag("strict") { Err(missing()) } else { Ok(Value::Nil) };
    };
    let mut row = rows::tag(tag);
    let revoked = tag.deleted.filter(|at| automatic && *at <= ask.now).map(super::super::moment::Moment::event);
    if let Some(event) = revoked {
        row.insert("revoke_event".to_owned(), Value::Int(event));
    }
    row.insert("extra".to_owned(), extra(tag));
    if let Some(event) = revoked {
        row.insert("query_event".to_owned(), Value::Int(event - 1));
    }
    Ok(Value::Struct(row))
}

fn config(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("tag").cloned().unwrap_or_default();
    let tag = ask.tag(&wanted).ok_or_else(|| generic(format!("No such tagInfo: {}", repr(&wanted))))?;
    let mut row = rows::tag(tag);
    let Value::Struct(mut options) = extra(tag) else { return Err(generic("options")) };
    let mut from = IndexMap::new();
    for step in inherit::ancestors(ask, tag).iter().filter(|step| !step.link.noconfig) {
        let Some(parent) = ask.world.tag(step.link.parent) else { continue };
        let Value::Struct(inherited) = extra(parent) else { continue };
        for (name, value) in inherited.into_iter().filter(|(name, _)| !options.contains_key(name)).collect::<Vec<_>>() {
            let named = [("id", Value::Int(parent.id)), ("name", Value::from(parent.name.as_str()))];
            from.insert(name.clone(), Value::from(named));
            options.insert(name, value);
        }
    }
    row.insert("extra".to_owned(), Value::Struct(options));
    let inheritance = [("extra", Value::Struct(from)), ("arches", Value::Nil)];
    row.insert("config_inheritance".to_owned(), Value::from(inheritance));
    Ok(Value::Struct(row))
}

fn list(ask: &Ask<'_>) -> Answer {
    let there = ask.world.tags.iter().filter(|tag| tag.deleted.is_none_or(|at| ask.now < at));
    let pattern = ask.text("pattern").map(Pattern::glob);
    let there = there.filter(|tag| pattern.as_ref().is_none_or(|pattern| pattern.matches(&tag.name)));
    let mut rows = Vec::new();
    if let Some(wanted) = ask.value("build") {
        let build = ask.build_strictly(wanted)?;
        rows.extend(there.filter(|tag| build.tagged(tag.id, ask.now).is_some()).map(rows::tag));
    } else if let Some(wanted) = ask.value("package") {
        let package = ask.package(wanted).ok_or_else(|| generic(format!("No such package: {}", repr(wanted))))?;
        for tag in there {
            let Some(entry) = listed(ask.world, tag.id).into_iter().find(|entry| entry.package.id == package) else {
                continue;
            };
            let mut row = rows::tag(tag);
            row.insert("blocked".to_owned(), Value::Bool(entry.blocked));
            row.insert("extra_arches".to_owned(), Value::from(entry.extra_arches));
            row.insert("owner_id".to_owned(), Value::Int(entry.owner));
            row.insert("owner_name".to_owned(), Value::from(ask.world.user_name(entry.owner)));
            rows.push(row);
        }
    } else {
        rows.extend(there.map(rows::tag));
    }
    if !ask.flag_or("perms", true) {
        for row in &mut rows {
            row.shift_remove("perm");
        }
    }
    page_of_rows(ask, rows.into_iter().map(Value::Struct).collect())
}

fn link(ask: &Ask<'_>, step: &Step<'_>, reverse: bool) -> IndexMap<String, Value> {
    let name = if reverse { step.child.name.as_str() } else { ask.world.tag_name(step.link.parent) };
    let row = [
        ("intransitive", Value::Bool(step.link.intransitive)),
        ("maxdepth", Value::from(step.link.maxdepth)),
        ("name", Value::from(name)),
        ("noconfig", Value::Bool(step.link.noconfig)),
        ("parent_id", Value::Int(step.link.parent)),
        ("pkg_filter", Value::from(step.link.filter)),
        ("priority", Value::Int(step.link.priority)),
        (if reverse { "tag_id" } else { "child_id" }, Value::Int(step.child.id)),
    ];
    row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn full(ask: &Ask<'_>) -> Answer {
    let tag = ask.strict_tag(&ask.value("tag").cloned().unwrap_or_default())?;
    let reverse = ask.flag("reverse");
    let steps = if reverse { inherit::descendants(ask, tag) } else { inherit::ancestors(ask, tag) };
    let rows = steps.iter().map(|step| {
        let mut row = link(ask, step, reverse);
        row.insert("nextdepth".to_owned(), Value::from(step.left));
        row.insert("currdepth".to_owned(), Value::Int(step.depth));
        row.insert("filter".to_owned(), Value::Array(step.filters.iter().map(|&filter| Value::from(filter)).collect()));
        Value::Struct(row)
    });
    Ok(Value::Array(rows.collect()))
}

fn direct(ask: &Ask<'_>) -> Answer {
    let tag = ask.strict_tag(&ask.value("tag").cloned().unwrap_or_default())?;
    let steps = inherit::ancestors(ask, tag).into_iter().filter(|step| step.depth == 1);
    Ok(Value::Array(steps.map(|step| Value::Struct(link(ask, &step, false))).collect()))
}
