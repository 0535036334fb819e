//! Buildroots: one, and lists of them.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page;
use super::super::rows::{stamp, time};
use super::super::world::hosts::HOSTS;
use super::super::world::{Buildroot, Task};
use super::rpms::components;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getBuildroot", "get_buildroot", "buildrootID strict?", get),
    named("getBuildrootListing", "get_buildroot_listing", "id", listing),
    method("listBuildroots", "hostID? tagID? state? rpmID? archiveID? taskID? buildrootID? repoID? queryOpts?", list),
];

const BUILDING: i64 = 2;
const EXPIRED: i64 = 3;

fn row(ask: &Ask<'_>, root: &Buildroot<'_>) -> Value {
    match root.task {
        Some(task) => of_task(ask, root, task),
        None => of_generator(root),
    }
}

fn of_task(ask: &Ask<'_>, root: &Buildroot<'_>, task: &Task) -> Value {
    let tag = ask.world.targets[root.build.target].build_tag;
    let ended = task.over(ask.now).then_some(task.ended);
    let repo_made = root.build.created.plus(-3600);
    Value::from([
        ("arch", Value::from(root.arch())),
        ("br_type", Value::Int(0)),
        ("cg_id", Value::Nil),
        ("cg_name", Value::Nil),
        ("cg_version", Value::Nil),
        ("container_arch", Value::from(root.arch())),
        ("container_type", Value::from("chroot")),
        ("create_event_id", Value::Int(task.started.event())),
        ("create_event_time", time(Some(task.started))),
        ("create_ts", stamp(Some(task.started))),
        ("extra", Value::Nil),
        ("host_arch", Value::Nil),
        ("host_id", Value::Int(task.host)),
        ("host_name", Value::from(HOSTS.iter().find(|host| host.id == task.host).map(|host| host.name))),
        ("host_os", Value::Nil),
        ("id", Value::Int(root.id)),
        ("repo_create_event_id", Value::Int(repo_made.event())),
        ("repo_create_event_time", time(Some(repo_made))),
        ("repo_id", Value::Int(ask.world.repo_used_by(root.build))),
        ("repo_state", Value::Int(1)),
        ("retire_event_id", Value::from(ended.map(super::super::moment::Moment::event))),
        ("retire_event_time", time(ended)),
        ("retire_ts", stamp(ended)),
        ("state", Value::Int(if ended.is_some() { EXPIRED } else { BUILDING })),
        ("tag_id", Value::Int(tag)),
        ("tag_name", Value::from(ask.world.tag_name(tag))),
        ("task_id", Value::Int(task.id)),
    ])
}

/// What a content generator told; all that has to do with tasks and repos is nil.
fn of_generator(root: &Buildroot<'_>) -> Value {
    let nil = [
        "create_event_id",
        "create_event_time",
        "create_ts",
        "host_id",
        "host_name",
        "repo_create_event_id",
        "repo_create_event_time",
        "repo_id",
        "repo_state",
        "retire_event_id",
        "retire_event_time",
        "retire_ts",
        "state",
        "tag_id",
        "tag_name",
        "task_id",
    ];
    let known = [
        ("arch", Value::from(root.arch())),
        ("br_type", Value::Int(1)),
        ("cg_id", Value::Int(1)),
        ("cg_name", Value::from("demo-cg")),
        ("cg_version", Value::from("2.1.0 <beta>")),
        ("container_arch", Value::from(root.arch())),
        ("container_type", Value::from("docker")),
        ("extra", Value::from([("osbs", Value::from([("builder_image_id", Value::from("sha256:abc <x>"))]))])),
        ("host_arch", Value::from(root.arch())),
        ("host_os", Value::from("Fedora Linux 40 <Container>")),
        ("id", Value::Int(root.id)),
    ];
    nil.into_iter()
        .map(|name| (name.to_owned(), Value::Nil))
        .chain(known.map(|(name, value)| (name.to_owned(), value)))
        .collect()
}

fn get(ask: &Ask<'_>) -> Answer {
    let id = ask.int("buildrootID")?.unwrap_or_default();
    match ask.world.buildroot(id, ask.now) {
        Some(root) => Ok(row(ask, &root)),
        None if ask.flag("strict") => Err(generic(format!("No such buildroot: {id}"))),
        None => Ok(Value::Nil),
    }
}

fn list(ask: &Ask<'_>) -> Answer {
    let is = |row: &Value, argument: &str, name: &str| {
        ask.value(argument).is_none_or(|wanted| match (wanted, row.get(name)) {
            (Value::Array(many), Some(value)) => many.contains(value),
            (one, value) => Some(one) == value,
        })
    };
    let rpm = ask.int("rpmID")?.map(|id| ask.world.rpm(id, ask.now));
    let has = |root: &Buildroot<'_>| match &rpm {
        None => true,
        Some(rpm) => rpm.as_ref().is_some_and(|(build, rpm)| ask.world.had(root, build, rpm)),
    };
    // Content generators use the one image, and say so.
    let image = ask.world.base_image(ask.now).map(|(_, archive)| archive.id);
    let archive = ask.int("archiveID")?;
    let used = |root: &Buildroot<'_>| archive.is_none() || archive == image && root.task.is_none();
    let roots = ask.world.buildroots(ask.now).filter(|root| used(root) && has(root));
    let rows = roots.map(|root| row(ask, &root)).filter(|row| {
        is(row, "hostID", "host_id")
            && is(row, "tagID", "tag_id")
            && is(row, "state", "state")
            && is(row, "taskID", "task_id")
            && is(row, "repoID", "repo_id")
            && is(row, "buildrootID", "id")
    });
    // A hub takes a column's name with its table too.
    let column = |row: &Value, name: &str| row.get(name.strip_prefix("buildroot.").unwrap_or(name)).cloned();
    page(ask, rows.collect(), column, Clone::clone)
}

/// What was installed in one, with less of each rpm than `listRPMs` tells.
fn listing(ask: &Ask<'_>) -> Answer {
    let id = ask.int("id")?.unwrap_or_default();
    if ask.world.buildroot(id, ask.now).is_none() {
        return Err(generic(format!("No buildroot with ID: {id}")));
    }
    let columns = [
        "arch",
        "build_id",
        "draft",
        "epoch",
        "external_repo_id",
        "external_repo_name",
        "is_update",
        "name",
        "release",
        "version",
    ];
    let rows = components(ask, id).into_iter().map(|row| {
        let told = |name: &str| row.get(name).cloned().unwrap_or_default();
        let told = columns.iter().map(|name| ((*name).to_owned(), told(name)));
        told.chain([("rpm_id".to_owned(), row.get("id").cloned().unwrap_or_default())]).collect()
    });
    Ok(Value::Array(rows.collect()))
}
