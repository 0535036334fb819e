//! `/`: what is going on: recent builds and active tasks, and a moment later numbers, queues and builders.

mod builders;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use self::builders::Builders;
use crate::components::look;
use crate::hub::methods::{BuildRow, Host, ListBuilds, ListHosts, ListTasks, Since, Task, TaskFilter};
use crate::hub::model::{BuildState, TaskState};
use crate::hub::{Count, Hub, Order, PageRequest, Part, Queues, Slice};
use crate::urls::{self, OverviewUrl};
use crate::web::{Clock, Excerpt, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "overview.html", blocks = ["title", "live"])]
pub struct Page {
    builds: Excerpt<BuildRow>,
    tasks: Excerpt<Task>,
    /// How many tasks are active, where those of the list are not all.
    #[serde(skip)]
    active_count: Part<u64>,
    /// With `open=numbers`.
    #[serde(flatten)]
    wanted: Option<Numbers>,
    /// Those that could be had at once: programs have them where they ask for them, and not now and then.
    #[serde(skip)]
    at_hand: Option<Numbers>,
}
crate::page!(Page: as_live);

/// Numbers, queues and builders: six questions, none of which a reader of the lists has to wait for.
#[derive(Serialize, JsonSchema)]
struct Numbers {
    open_tasks: Part<u64>,
    failed_builds: Part<u64>,
    ended_builds: Part<u64>,
    hosts: Part<Vec<Arc<Host>>>,
    /// The builds without an end, and some with one.
    #[serde(skip)]
    unfinished: Part<Slice<BuildRow>>,
    /// What waits and runs, by channel and arch.
    queues: Part<Queues>,
}

/// Rows of a list on every screen; wide ones show more.
const ROWS: usize = 22;
const WIDE_ROWS: u32 = 36;
/// Silent builders that are named.
const SILENT: usize = 8;
/// Builds and tasks that are read to find those under way.
const COUNTED: u32 = 50;
/// Builds that are read at most to count those under way, which a hub could count only by reading all that it has.
const MOST_COUNTED: u32 = 1000;
/// Queues that are shown.
const QUEUES: usize = 8;
/// The span of the failures, in hours.
const DAY: u16 = 24;

/// The page.
pub async fn get(hub: Hub, State(clock): State<Clock>, Query(asked): Query<OverviewUrl>) -> Result<Page> {
    let order = Order { column: "build_id", descending: true };
    let numbers = async {
        let are_here = asked.open.is_some() || Numbers::of(&hub.cached(), clock()).await.is_complete();
        OptionFuture::from(are_here.then(|| Numbers::of(&hub, clock()))).await
    };
    let (builds, (tasks, active_count), numbers) = join!(
        hub.slice(ListBuilds::default(), PageRequest { order, offset: 0, limit: WIDE_ROWS }),
        active_tasks(&hub),
        numbers,
    );
    let (builds, tasks) = (Excerpt::of(builds?, urls::builds()), Excerpt::of(tasks, urls::tasks()));
    let (wanted, at_hand) = if asked.open.is_some() { (numbers, None) } else { (None, numbers) };
    Ok(Page { builds, tasks, active_count, wanted, at_hand })
}

impl Numbers {
    async fn of(hub: &Hub, now: jiff::Timestamp) -> Self {
        let ended = ListBuilds { complete_after: Some(Since::hours_before(now, DAY)), ..ListBuilds::default() };
        let failed = ListBuilds { state: Some(BuildState::Failed), ..ended.clone() };
        let (unfinished, queues, failed_builds, ended_builds, hosts) = join!(
            unfinished(hub),
            hub.queues(None),
            hub.part("number of failures", Count::of(failed)),
            hub.part("number of failures", Count::of(ended)),
            hub.part("hosts", ListHosts::all()),
        );
        let open_tasks = queues.clone().map(|all| all.open);
        Self { open_tasks, failed_builds, ended_builds, hosts, unfinished, queues }
    }

    /// Are all of them there?
    fn is_complete(&self) -> bool {
        let Self { open_tasks: _, failed_builds, ended_builds, hosts, unfinished, queues } = self;
        let errors = [failed_builds.error(), ended_builds.error(), hosts.error(), unfinished.error(), queues.error()];
        errors.iter().all(Option::is_none)
    }

    /// How many builds are under way.
    fn building(&self) -> Option<String> {
        let builds = self.unfinished.get()?;
        let building = builds.rows().iter().filter(|build| build.state == BuildState::Building).count();
        Some(at_least(building, !ends_within(&self.unfinished)))
    }

    /// Failed builds, ended builds, and the share of the former.
    fn failures(&self) -> Option<(u64, u64, Option<String>)> {
        let (failed, ended) = (*self.failed_builds.get()?, *self.ended_builds.get()?);
        let tenths = (failed * 1000 + ended / 2).checked_div(ended);
        Some((failed, ended, tenths.map(|tenths| format!("{}.{} %", tenths / 10, tenths % 10))))
    }

    fn builders(&self) -> Option<Builders<'_>> {
        self.hosts.get().map(|hosts| Builders::of(hosts))
    }
}

/// The builds without an end, and some with one. No index tells which builds are under way, but one orders them by their ends,
/// and those without one come first.
async fn unfinished(hub: &Hub) -> Part<Slice<BuildRow>> {
    let first = async |count| {
        let order = Order { column: "completion_time", descending: true };
        hub.first("number of builds under way", ListBuilds::default(), count, order).await
    };
    let some = first(COUNTED).await;
    if ends_within(&some) { some } else { first(MOST_COUNTED).await }
}

/// Are all builds without an end among these?
fn ends_within(builds: &Part<Slice<BuildRow>>) -> bool {
    builds.get().is_none_or(|builds| !builds.more || builds.rows().iter().any(|build| build.completion_time.is_some()))
}

/// Some tasks that somebody started and that are not over, and how many there are where these are not all.
async fn active_tasks(hub: &Hub) -> (Part<Slice<Task>>, Part<u64>) {
    let state = Some(vec![TaskState::Free, TaskState::Open, TaskState::Assigned]);
    let active = TaskFilter { state, parent: Some(None), decode: true, ..TaskFilter::default() };
    let active = ListTasks { opts: active };
    let tasks = hub.first("active tasks", active.clone(), COUNTED, Order::NEWEST_ID).await;
    let count = hub.part("number of active tasks", tasks.has_more().then(|| Count::of(active))).await;
    (tasks, count)
}

/// `12`, or `1,000+` where not all were read.
fn at_least(count: usize, more: bool) -> String {
    let count = filters::grouped(count as u64);
    if more { format!("{count}+") } else { count }
}

/// A task of the list.
struct Active<'a> {
    task: &'a Task,
    about: Option<String>,
    is_scratch: bool,
}

impl Page {
    fn numbers(&self) -> Option<&Numbers> {
        self.wanted.as_ref().or(self.at_hand.as_ref())
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
        let count = match self.active_count.get() {
            Some(count) => filters::grouped(*count),
            None => at_least(tasks.rows().len() - left_out, tasks.more),
        };
        Some((count, left_out > 0))
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
