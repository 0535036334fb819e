//! `/`: what is going on: some numbers, recent builds, active tasks, the builders.

mod builders;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use self::builders::Builders;
use crate::components::look;
use crate::hub::methods::{BuildRow, Host, ListBuilds, ListHosts, ListTasks, Task, TaskFilter};
use crate::hub::model::{BuildState, TaskState};
use crate::hub::{Count, Hub, Order, PageRequest, Part, Slice};
use crate::urls;
use crate::web::{Clock, Excerpt, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "overview.html", blocks = ["title", "live"])]
pub struct Page {
    builds: Excerpt<BuildRow>,
    tasks: Excerpt<Task>,
    open_tasks: Part<u64>,
    failed_builds: Part<u64>,
    ended_builds: Part<u64>,
    hosts: Part<Vec<Arc<Host>>>,
    /// The builds without an end, and some with one.
    #[serde(skip)]
    unfinished: Part<Slice<BuildRow>>,
    /// The tasks that wait for a builder, the oldest first.
    #[serde(skip)]
    waiting: Part<Slice<Task>>,
}
crate::page!(Page: as_live);

/// Rows of a list on every screen; wide ones show more.
const ROWS: usize = 22;
const WIDE_ROWS: u32 = 36;
/// Silent builders that are named.
const SILENT: usize = 8;
/// Rows that are read at most to count something that a hub could count only by reading a whole table.
const COUNTED: u32 = 50;
const OLDEST_FIRST: Order = Order { column: "id", descending: false };
/// The span of the failures, in hours.
const DAY: u16 = 24;

/// The page.
pub async fn get(hub: Hub, State(clock): State<Clock>) -> Result<Page> {
    let descending = |column| Order { column, descending: true };
    let ended = ListBuilds { complete_after: Some(ListBuilds::hours_before(clock(), DAY)), ..ListBuilds::default() };
    let failed = ListBuilds { state: Some(BuildState::Failed), ..ended.clone() };
    let (builds, unfinished, tasks, open_tasks, waiting, failed_builds, ended_builds, hosts) = join!(
        hub.slice(ListBuilds::default(), PageRequest { order: descending("build_id"), offset: 0, limit: WIDE_ROWS }),
        // No index tells which builds are under way, but one orders them by their ends, and those without one come first.
        hub.first("number of builds under way", ListBuilds::default(), COUNTED, descending("completion_time")),
        hub.first("active tasks", ListTasks { opts: active() }, COUNTED, descending("id")),
        hub.part("number of open tasks", Count::of(ListTasks { opts: in_state(&[TaskState::Open]) })),
        hub.first(
            "waiting tasks",
            ListTasks { opts: in_state(&[TaskState::Free, TaskState::Assigned]) },
            COUNTED,
            OLDEST_FIRST
        ),
        hub.part("number of failures", Count::of(failed)),
        hub.part("number of failures", Count::of(ended)),
        hub.part("hosts", ListHosts::all()),
    );
    let builds = Excerpt::of(builds?, urls::builds());
    let tasks = Excerpt::of(tasks, urls::tasks());
    Ok(Page { builds, tasks, open_tasks, failed_builds, ended_builds, hosts, unfinished, waiting })
}

fn in_state(states: &[TaskState]) -> TaskFilter {
    TaskFilter { state: Some(states.to_vec()), ..TaskFilter::default() }
}

/// Tasks that somebody started and that are not over.
fn active() -> TaskFilter {
    let states = in_state(&[TaskState::Free, TaskState::Open, TaskState::Assigned]);
    TaskFilter { parent: Some(None), decode: true, ..states }
}

/// `12`, or `100+` where not all were read.
fn at_least(count: usize, more: bool) -> String {
    if more { format!("{count}+") } else { count.to_string() }
}

/// A task of the list.
struct Active<'a> {
    task: &'a Task,
    about: Option<String>,
    is_scratch: bool,
}

impl Page {
    /// How many builds are under way.
    fn building(&self) -> Option<String> {
        let builds = self.unfinished.get()?;
        let building = builds.rows().iter().filter(|build| build.state == BuildState::Building).count();
        let seen_all = !builds.more || builds.rows().iter().any(|build| build.completion_time.is_some());
        Some(at_least(building, !seen_all))
    }

    /// How many tasks wait for a builder.
    fn waiting(&self) -> Option<String> {
        let tasks = self.waiting.get()?;
        Some(at_least(tasks.rows().len(), tasks.more))
    }

    /// The task that waits longest.
    fn oldest(&self) -> Option<&Task> {
        self.waiting.get()?.rows().first()
    }

    /// Failed builds, ended builds, and the share of the former.
    fn failures(&self) -> Option<(u64, u64, Option<String>)> {
        let (failed, ended) = (*self.failed_builds.get()?, *self.ended_builds.get()?);
        let tenths = (failed * 1000 + ended / 2).checked_div(ended);
        Some((failed, ended, tenths.map(|tenths| format!("{}.{} %", tenths / 10, tenths % 10))))
    }

    /// The active tasks: those that run, then those that wait; what tells people of builds is left out.
    fn active(&self) -> Vec<Active<'_>> {
        let mut tasks: Vec<&Task> = self
            .tasks
            .get()
            .map_or_else(Vec::new, |tasks| tasks.rows().iter().filter(|task| !is_notification(task)).collect());
        tasks.sort_by_key(|task| match task.state {
            TaskState::Open => 0,
            TaskState::Assigned => 1,
            _ => 2,
        });
        tasks.into_iter().take(WIDE_ROWS as usize).map(Active::of).collect()
    }

    /// How many active tasks there are, and whether some are left out.
    fn active_count(&self) -> Option<(String, bool)> {
        let tasks = self.tasks.get()?;
        let left_out = tasks.rows().iter().filter(|task| is_notification(task)).count();
        Some((at_least(tasks.rows().len() - left_out, tasks.more), left_out > 0))
    }

    fn builders(&self) -> Option<Builders<'_>> {
        self.hosts.get().map(|hosts| Builders::of(hosts))
    }
}

fn is_notification(task: &Task) -> bool {
    task.method.ends_with("Notification")
}

impl<'a> Active<'a> {
    fn of(task: &'a Task) -> Self {
        Self { task, about: task.request().about(&task.method), is_scratch: task.is_scratch() }
    }

    /// Since when it runs or waits.
    fn since(&self) -> Option<&crate::hub::model::Timestamp> {
        let Task { start_time, create_time, .. } = self.task;
        start_time.as_ref().filter(|_| self.task.state == TaskState::Open).or(create_time.as_ref())
    }
}
