//! Search, by glob, regular expression or the exact name.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, python};
use super::super::pattern::Pattern;
use super::super::query::page;
use super::super::world::hosts::HOSTS;
use super::{Method, method};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[method("search", "terms type matchType queryOpts?", search)];

fn search(ask: &Ask<'_>) -> Answer {
    let terms = ask.text("terms").unwrap_or_default();
    let kind = ask.text("type").unwrap_or_default();
    if terms.is_empty() {
        return Err(generic("empty search terms"));
    }
    let matches: Box<dyn Fn(&str) -> bool> = match ask.text("matchType").unwrap_or_default() {
        "glob" => {
            let pattern = Pattern::glob(terms);
            Box::new(move |name| pattern.matches(name))
        }
        "regexp" => {
            let expression = Pattern::expression(terms).map_err(|why| {
                python(format!("psycopg2.errors.InvalidRegularExpression: invalid regular expression: {why}\n"))
            })?;
            Box::new(move |name| expression.matches(name))
        }
        "exact" => Box::new(|name| name == terms),
        other => return Err(generic(format!("No such matchType: {other}"))),
    };
    let found = named(ask, kind, &*matches).ok_or_else(|| generic(format!("No such search type: {kind}")))?;
    page(
        ask,
        found,
        |(id, name), column| match column {
            "id" => Some(Value::Int(*id)),
            "name" => Some(Value::from(name.as_str())),
            _ => None,
        },
        |(id, name)| Value::from([("id", Value::Int(*id)), ("name", Value::from(name.as_str()))]),
    )
}

/// All things of a kind whose name fits, with their ids.
fn named(ask: &Ask<'_>, kind: &str, fits: &dyn Fn(&str) -> bool) -> Option<Vec<(i64, String)>> {
    let (world, now) = (ask.world, ask.now);
    let own = |id: i64, name: &str| fits(name).then(|| (id, name.to_owned()));
    Some(match kind {
        "package" => world.packages.iter().filter_map(|package| own(package.id, &package.name)).collect(),
        "build" => {
            let builds = world.builds.iter().filter(|build| build.exists(now));
            builds.filter_map(|build| own(build.id, &build.nvr(world))).collect()
        }
        "tag" => {
            let tags = world.tags.iter().filter(|tag| tag.deleted.is_none_or(|at| now < at));
            tags.filter_map(|tag| own(tag.id, &tag.name)).collect()
        }
        "target" => world.targets.iter().filter_map(|target| own(target.id, &target.name)).collect(),
        "user" => world.users.iter().filter_map(|user| own(user.id, &user.name)).collect(),
        "host" => HOSTS.iter().filter_map(|host| own(host.id, host.name)).collect(),
        "rpm" => {
            let rpms =
                world.builds.iter().flat_map(|build| world.rpms(build, now).into_iter().map(move |rpm| (build, rpm)));
            rpms.filter_map(|(build, rpm)| own(rpm.id, &rpm.nvra(build))).collect()
        }
        "maven" | "win" => {
            let archives = world.builds.iter().flat_map(|build| world.archives(build, now));
            let archives = archives.filter(|archive| archive.btype.1 == kind);
            archives.filter_map(|archive| own(archive.id, &archive.filename)).collect()
        }
        _ => return None,
    })
}
