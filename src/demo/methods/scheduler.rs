//! What the scheduler noted: which hosts refused a task, and to which it was given.

use super::super::ask::Ask;
use super::super::fault::Answer;
use super::super::rows::stamp;
use super::super::view::view;
use super::super::world::Task;
use super::super::world::hosts::{HOSTS, Host};
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("scheduler.getTaskRefusals", "get_task_refusals", "clauses? fields?", refusals),
    named("scheduler.getTaskRuns", "get_task_runs", "clauses? fields? opts?", runs),
];

/// Seconds after its creation at which a task is given to its host, which refuses it.
const GIVEN: i64 = 3;
/// What a host says that refuses a task.
const WORDS: &str = "Insufficient disk space at /var/lib/mock: 4.2 GiB free, 8 <GiB> wanted";

/// The tasks that somebody refused, and by which host: those for the arch that waits longest.
fn refused<'w>(ask: &Ask<'w>) -> impl Iterator<Item = (&'w Task, &'static Host)> {
    let now = ask.now;
    let tasks = ask.world.builds.iter().flat_map(|build| &build.tasks);
    tasks.filter(move |task| task.arch == "s390x" && task.created.plus(GIVEN) <= now && !task.over(now)).filter_map(
        |task| {
            // By the time that it refused, the task had not begun.
            let host = HOSTS.iter().find(|host| host.id == task.host)?;
            (task.created.plus(GIVEN) < task.started).then_some((task, host))
        },
    )
}

fn refusals(ask: &Ask<'_>) -> Answer {
    let rows = refused(ask).map(|(task, host)| {
        Value::from([
            ("by_host", Value::Bool(true)),
            ("host_id", Value::Int(host.id)),
            ("host_name", Value::from(host.name)),
            ("id", Value::Int(task.id * 10)),
            ("msg", Value::from(WORDS)),
            ("soft", Value::Bool(true)),
            ("task_id", Value::Int(task.id)),
            ("ts", stamp(Some(task.created.plus(GIVEN)))),
        ])
    });
    view(ask, rows.collect(), &["id", "task_id", "host_id", "by_host", "soft", "msg", "ts"])
}

fn runs(ask: &Ask<'_>) -> Answer {
    let row = |task: &Task, host: &Host, active: bool| {
        let given = if active { task.started.plus_millis(-400) } else { task.created.plus(GIVEN) };
        Value::from([
            ("active", Value::Bool(active)),
            ("create_ts", stamp(Some(given))),
            ("host_id", Value::Int(host.id)),
            ("host_name", Value::from(host.name)),
            ("id", Value::Int(task.id * 10 + i64::from(active))),
            ("task_id", Value::Int(task.id)),
        ])
    };
    let before = refused(ask).map(|(task, host)| row(task, host, false));
    let tasks = ask.world.builds.iter().rev().take(200).flat_map(|build| &build.tasks);
    let under_way = tasks.filter(|task| matches!(task.state(ask.now), 1 | 4)).filter_map(|task| {
        let host = HOSTS.iter().find(|host| host.id == task.host)?;
        Some(row(task, host, true))
    });
    view(ask, before.chain(under_way).collect(), &["id", "task_id", "host_id", "active", "create_ts"])
}
