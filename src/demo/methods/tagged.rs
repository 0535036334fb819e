//! What is in a tag: its builds.

use std::collections::HashSet;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit;
use super::super::moment::Moment;
use super::super::pattern::Pattern;
use super::super::rows::{self, Form};
use super::super::world::Build;
use super::builds::has_type;
use super::{Method, method};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    method("listTagged", "tag event? inherit? prefix? latest? package? owner? type? strict? extra? draft?", list),
    method("getLatestBuilds", "tag event? package? type? draft?", latest),
    method("tagLastChangeEvent", "tag before? inherit?", last_change),
    method("tagChangedSinceEvent", "event taglist", changed_since),
    method("untaggedBuilds", "name? queryOpts? draft?", untagged),
];

fn list(ask: &Ask<'_>) -> Answer {
    tagged(ask, ask.flag("inherit"), ask.flag("latest"))
}

fn latest(ask: &Ask<'_>) -> Answer {
    tagged(ask, true, true)
}

/// The tag and, where wanted, its ancestors, in the order in which they are looked at.
fn family(ask: &Ask<'_>, inherit: bool) -> Result<Vec<i64>, Fault> {
    let wanted = ask.value("tag").cloned().unwrap_or_default();
    let tag = ask.tag(&wanted).ok_or_else(|| generic(format!("No such tagInfo: {}", repr(&wanted))))?;
    let mut family = vec![tag.id];
    if inherit {
        // The demo's filters let nothing through: they are there to be shown.
        let steps = inherit::ancestors(ask, tag).into_iter().filter(|step| step.filters.is_empty());
        family.extend(steps.map(|step| step.link.parent));
    }
    Ok(family)
}

fn tagged(ask: &Ask<'_>, inherit: bool, latest: bool) -> Answer {
    let at = ask.at();
    let world = ask.world;
    let wanted_owner = ask.value("owner").map(|wanted| ask.user(wanted));
    let prefix = ask.text("prefix").map(Pattern::prefix);
    let fits = |build: &Build| {
        let package = build.package(world);
        ask.text("package").is_none_or(|name| name == package.name)
            && wanted_owner.is_none_or(|owner| owner == Some(build.owner))
            && prefix.as_ref().is_none_or(|prefix| prefix.matches(&package.name))
            && ask.text("type").is_none_or(|kind| has_type(build, kind))
            && ask.value("draft").is_none_or(|draft| *draft == Value::Bool(build.draft))
    };
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for tag in family(ask, inherit)? {
        let mut builds: Vec<(&Build, Moment)> = world
            .builds
            .iter()
            .filter_map(|build| build.tagged(tag, at).map(|since| (build, since)))
            .filter(|(build, _)| fits(build))
            .collect();
        builds.sort_by_key(|(_, since)| std::cmp::Reverse(*since));
        for (build, since) in builds {
            if latest && !seen.insert(build.package) {
                continue;
            }
            let mut row = rows::build(world, build, ask.now, Form::Tagged);
            row.insert("create_event".to_owned(), Value::Int(since.event()));
            row.insert("tag_id".to_owned(), Value::Int(tag));
            row.insert("tag_name".to_owned(), Value::from(world.tag_name(tag)));
            if ask.flag("extra") {
                row.insert("extra".to_owned(), rows::column(world, build, ask.now, "extra").unwrap_or_default());
            }
            match ask.text("type") {
                Some("maven") => {
                    row.insert("maven_artifact_id".to_owned(), Value::from("library"));
                    row.insert("maven_group_id".to_owned(), Value::from("org.example"));
                    row.insert("maven_version".to_owned(), Value::from(build.version.as_str()));
                }
                Some("win") => {
                    row.insert("platform".to_owned(), Value::from("win10-x64"));
                }
                _ => {}
            }
            rows.push(Value::Struct(row));
        }
    }
    Ok(Value::Array(rows))
}

/// When any of these tags last changed.
pub(super) fn changed(ask: &Ask<'_>, tags: &[i64], before: Moment) -> Option<i64> {
    let taggings = ask.world.builds.iter().flat_map(|build| &build.tags);
    let times = taggings.filter(|(tag, since)| tags.contains(tag) && *since <= before).map(|(_, since)| since.event());
    times.max()
}

fn last_change(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("tag").cloned().unwrap_or_default();
    let tag = ask.tag(&wanted).ok_or_else(|| generic(format!("No such tagInfo: {}", repr(&wanted))))?;
    // Whatever a filter lets through counts: a hub asks for the tags alone.
    let tags = if ask.flag_or("inherit", true) { inherit::family(ask, tag) } else { vec![tag.id] };
    let before = ask.int("before")?.map_or(ask.now, |event| Moment::of_event(event - 1).min(ask.now));
    // A tag without builds has changed when it was made.
    let made = ask.world.epoch.plus(-90 * 86_400);
    Ok(Value::Int(changed(ask, &tags, before).unwrap_or_else(|| made.event())))
}

fn changed_since(ask: &Ask<'_>) -> Answer {
    let event = ask.int("event")?.unwrap_or_default();
    let tags: Vec<i64> = match ask.value("taglist") {
        Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_int).collect(),
        _ => Vec::new(),
    };
    Ok(Value::Bool(changed(ask, &tags, ask.now).is_some_and(|last| last > event)))
}

fn untagged(ask: &Ask<'_>) -> Answer {
    let wanted = |build: &&Build| {
        build.state(ask.now) == 1
            && build.exists(ask.now)
            && build.tags.iter().all(|(_, since)| *since > ask.now)
            && ask.text("name").is_none_or(|name| name == build.package(ask.world).name)
    };
    let rows = ask.world.builds.iter().filter(wanted).map(|build| {
        Value::from([
            ("id", Value::Int(build.id)),
            ("name", Value::from(build.package(ask.world).name.as_str())),
            ("release", Value::from(build.release.as_str())),
            ("version", Value::from(build.version.as_str())),
        ])
    });
    super::super::query::page_of_rows(ask, rows.collect())
}
