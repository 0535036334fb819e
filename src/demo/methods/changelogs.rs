//! Changelogs and headers: what a hub reads from the rpms themselves.

use indexmap::IndexMap;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page_of_rows;
use super::super::world::{Build, Rpm};
use super::builds::{moment, optional};
use super::{Method, method};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    method("getChangelogEntries", "buildID? taskID? filepath? author? before? after? queryOpts? strict?", entries),
    method("getRPMHeaders", "rpmID? taskID? filepath? headers? strict?", headers),
];

fn entries(ask: &Ask<'_>) -> Answer {
    let build = match ask.int("taskID")? {
        Some(_) => of_file(ask)?.map(|(build, _)| build),
        None => optional(ask, "buildID")?.filter(|build| !ask.world.rpms(build, ask.now).is_empty()),
    };
    let Some(build) = build.filter(|build| !build.over(ask.now) || build.has_files(ask.now)) else {
        return Ok(Value::Array(Vec::new()));
    };
    let bound = |name| ask.value(name).and_then(moment);
    let (before, after) = (bound("before"), bound("after"));
    let mut rows = Vec::new();
    for entry in ask.world.changelog(build) {
        let wanted = ask.text("author").is_none_or(|author| entry.author.contains(author))
            && before.is_none_or(|at| entry.date < at)
            && after.is_none_or(|at| entry.date > at);
        if wanted {
            rows.push(Value::from([
                // The one date of a hub without a zone, and the one `_ts` that is whole.
                ("date", Value::from(entry.date.format("%Y-%m-%d %H:%M:%S"))),
                ("date_ts", Value::Int(entry.date.unix())),
                ("author", Value::from(entry.author)),
                ("text", Value::from(entry.text)),
            ]));
        }
    }
    page_of_rows(ask, rows)
}

/// The rpm that a task left at this path.
fn of_file<'w>(ask: &Ask<'w>) -> Result<Option<(&'w Build, Rpm)>, Fault> {
    let Some(id) = ask.int("taskID")? else { return Ok(None) };
    let Some(path) = ask.text("filepath") else {
        return Err(generic("filepath must be specified with taskID"));
    };
    let Some((build, task)) = ask.world.task(id) else { return Ok(None) };
    if !task.over(ask.now) || !ask.world.made(build, task).iter().any(|(name, _)| name == path) {
        return Ok(None);
    }
    let of_name = |rpm: &Rpm| format!("{}.rpm", rpm.nvra(build)) == path;
    Ok(ask.world.planned_rpms(build).into_iter().find(of_name).map(|rpm| (build, rpm)))
}

fn headers(ask: &Ask<'_>) -> Answer {
    let found = match ask.value("rpmID") {
        Some(Value::Int(id)) => ask.world.rpm(*id, ask.now),
        Some(Value::String(name)) => match name.parse() {
            Ok(id) => ask.world.rpm(id, ask.now),
            Err(_) => ask.world.rpm_of_nvra(name, ask.now),
        },
        _ => of_file(ask)?,
    };
    let mut answer = IndexMap::new();
    if let (Some((build, rpm)), Some(Value::Array(names))) = (found, ask.value("headers")) {
        // Those of a deleted build are gone with its files.
        if !build.over(ask.now) || build.has_files(ask.now) {
            for name in names.iter().filter_map(Value::as_str) {
                let value = header(ask, build, &rpm, name)
                    .ok_or_else(|| generic(format!("No such rpm header field: {}", name.to_uppercase())))?;
                answer.insert(name.to_owned(), value);
            }
        }
    }
    Ok(Value::Struct(answer))
}

fn header(ask: &Ask<'_>, build: &Build, rpm: &Rpm, name: &str) -> Option<Value> {
    let package = build.package(ask.world);
    Some(match name.to_lowercase().as_str() {
        "name" => Value::from(rpm.name.as_str()),
        "version" => Value::from(build.version.as_str()),
        "release" => Value::from(build.rpm_release()),
        "epoch" => Value::from(build.epoch),
        "arch" => Value::from(rpm.arch),
        "size" => Value::Int(rpm.size * 3),
        "buildtime" => Value::Int(rpm.built),
        "buildhost" => Value::from("buildvm-x86-01.example.org"),
        "summary" => Value::from(ask.world.summary(build)),
        "description" => Value::from(ask.world.description(build)),
        "license" => Value::from(if package.noarch { "MIT" } else { "GPL-3.0-or-later AND LGPL-2.1-or-later" }),
        "url" => Value::from(format!("https://{}.example.org/", package.name.to_lowercase().replace('+', "p"))),
        "vendor" => Value::from("The <Demo> Project & friends"),
        "packager" => Value::from("The demo"),
        "sourcerpm" if rpm.arch == "src" => Value::Nil,
        "sourcerpm" => Value::from(format!("{}-{}-{}.src.rpm", package.name, build.version, build.rpm_release())),
        "group" => Value::from("Unspecified"),
        "optflags" => Value::from("-O2 -flto=auto"),
        "payloadcompressor" => Value::from("zstd"),
        "rpmversion" => Value::from("4.19.1.1"),
        "disturl" | "vcs" | "bugurl" | "cookie" => Value::Nil,
        _ => return None,
    })
}
