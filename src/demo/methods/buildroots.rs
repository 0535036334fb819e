//! Buildroots: one for each task that builds in one, there from its start to its end.

use super::super::ask::Ask;
use super::super::fault::Answer;
use super::super::query::page_of_rows;
use super::super::rows::{stamp, time};
use super::super::world::hosts::HOSTS;
use super::super::world::{Build, Task};
use super::{Method, method};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[method(
    "listBuildroots",
    "hostID? tagID? state? rpmID? archiveID? taskID? buildrootID? repoID? type? queryOpts?",
    list,
)];

const BUILDING: i64 = 2;
const EXPIRED: i64 = 3;

fn row(ask: &Ask<'_>, build: &Build, task: &Task) -> Value {
    let tag = ask.world.targets[build.target].build_tag;
    let ended = task.over(ask.now).then_some(task.ended);
    let repo_made = build.created.plus(-3600);
    Value::from([
        ("arch", Value::from(if task.arch == "noarch" { "x86_64" } else { task.arch })),
        ("br_type", Value::Int(0)),
        ("cg_id", Value::Nil),
        ("cg_name", Value::Nil),
        ("cg_version", Value::Nil),
        ("container_arch", Value::from(if task.arch == "noarch" { "x86_64" } else { task.arch })),
        ("container_type", Value::from("chroot")),
        ("create_event_id", Value::Int(task.started.event())),
        ("create_event_time", time(Some(task.started))),
        ("create_ts", stamp(Some(task.started))),
        ("extra", Value::Nil),
        ("host_arch", Value::Nil),
        ("host_id", Value::Int(task.host)),
        ("host_name", Value::from(HOSTS.iter().find(|host| host.id == task.host).map(|host| host.name))),
        ("host_os", Value::Nil),
        ("id", Value::Int(290_000 + task.id % 9000)),
        ("repo_create_event_id", Value::Int(repo_made.event())),
        ("repo_create_event_time", time(Some(repo_made))),
        ("repo_id", Value::Int(ask.world.repo_used_by(build))),
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

/// Of what it can be asked for, the demo knows host, tag, state, task, repository and its own id.
fn list(ask: &Ask<'_>) -> Answer {
    let all = ask.world.builds.iter().flat_map(|build| build.tasks.iter().map(move |task| (build, task)));
    let there = all.filter(|(_, task)| {
        matches!(task.method, "buildArch" | "buildSRPMFromSCM" | "buildMaven") && task.begun(ask.now)
    });
    let is = |row: &Value, argument: &str, name: &str| {
        ask.value(argument).is_none_or(|wanted| match (wanted, row.get(name)) {
            (Value::Array(many), Some(value)) => many.contains(value),
            (one, value) => Some(one) == value,
        })
    };
    let rows = there.map(|(build, task)| row(ask, build, task)).filter(|row| {
        is(row, "hostID", "host_id")
            && is(row, "tagID", "tag_id")
            && is(row, "state", "state")
            && is(row, "taskID", "task_id")
            && is(row, "repoID", "repo_id")
            && is(row, "buildrootID", "id")
            && ask.value("rpmID").is_none()
            && ask.value("archiveID").is_none()
    });
    page_of_rows(ask, rows.collect())
}
