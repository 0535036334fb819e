//! The queue of tasks, and what the scheduler noted of a task. Hubs before 1.34 have no scheduler to ask.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clause::Clause;
use super::tasks::TaskFilter;
use crate::hub::model::{ChannelId, HostId, TaskId, TaskState, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Feature, Freshness, Order, QueryOpts, Rows, feature};

/// `listTasks` of the free tasks for an arch in a channel, in the order in which they are given to hosts.
#[derive(Debug, Clone, Serialize)]
pub struct ListFreeTasks {
    opts: TaskFilter,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

impl ListFreeTasks {
    /// Those for this arch in this channel, so many at most.
    #[must_use]
    pub fn of(channel: ChannelId, arch: &str, limit: u32) -> Self {
        // As the hub's scheduler sorts them: the smallest number of a priority first, then the oldest.
        let order = Order { column: "priority,create_time", descending: false };
        Self {
            opts: TaskFilter {
                state: Some(vec![TaskState::Free]),
                channel_id: Some(channel),
                arch: Some(vec![arch.to_owned()]),
                ..TaskFilter::default()
            },
            query_opts: QueryOpts::first(limit, order),
        }
    }
}

impl Call for ListFreeTasks {
    const METHOD: &'static str = "listTasks";
    const FRESHNESS: Freshness = Freshness::RUNNING_LIST;
    type Answer = Vec<FreeTask>;
}

/// Many rows, of which each alone matters little.
const QUEUED: Freshness = Freshness::For { fresh: Duration::from_secs(20), stale: Duration::from_secs(60) };

/// `listTasks` of those in some states, without what they are about: to count them by channel and arch.
#[derive(Debug, Clone, Serialize)]
pub struct ListQueued {
    opts: TaskFilter,
}

impl ListQueued {
    /// Those in these states, in this channel or in all.
    #[must_use]
    pub fn of(states: &[TaskState], channel: Option<ChannelId>) -> Self {
        Self { opts: TaskFilter { state: Some(states.to_vec()), channel_id: channel, ..TaskFilter::default() } }
    }
}

impl Call for ListQueued {
    const METHOD: &'static str = "listTasks";
    const FRESHNESS: Freshness = QUEUED;
    type Answer = Vec<QueuedTask>;
}

impl Rows for ListQueued {
    type Row = QueuedTask;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// A task that is not over, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct QueuedTask {
    pub id: TaskId,
    pub state: TaskState,
    pub channel_id: Option<ChannelId>,
    pub arch: Option<String>,
    pub create_time: Option<Timestamp>,
}

/// A task that waits for a host.
#[derive(Debug, Deserialize)]
pub struct FreeTask {
    /// Its id.
    pub id: TaskId,
}

/// `scheduler.getTaskRefusals`: which hosts a task is not given to, and why. Soft ones are forgotten after a while.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskRefusals {
    clauses: [Clause; 1],
    fields: [&'static str; 6],
}

impl GetTaskRefusals {
    /// Of this task.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self {
            clauses: [Clause::is("task_id", task.0)],
            fields: ["host_id", "host_name", "by_host", "soft", "msg", "ts"],
        }
    }
}

impl Call for GetTaskRefusals {
    const METHOD: &'static str = "scheduler.getTaskRefusals";
    const FRESHNESS: Freshness = Freshness::RUNNING_LIST;
    type Answer = Vec<Refusal>;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::REFUSALS)
    }
}

/// That a host does not get a task.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Refusal {
    pub host_id: HostId,
    #[serde(default)]
    pub host_name: Option<String>,
    /// The host said so itself; else the hub did.
    #[serde(default)]
    pub by_host: bool,
    /// For a while, and not for good.
    #[serde(default)]
    pub soft: bool,
    /// Why.
    #[serde(default)]
    pub msg: String,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub ts: Option<f64>,
}

impl Refusal {
    /// When.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.ts?)
    }
}

/// `scheduler.getTaskRuns`: to which hosts a task was given.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskRuns {
    clauses: [Clause; 1],
    fields: [&'static str; 4],
    opts: QueryOpts,
}

impl GetTaskRuns {
    /// Of this task, the last ones.
    #[must_use]
    pub fn of(task: TaskId, limit: u32) -> Self {
        Self {
            clauses: [Clause::is("task_id", task.0)],
            fields: ["host_id", "host_name", "active", "create_ts"],
            opts: QueryOpts::first(limit, Order { column: "id", descending: true }),
        }
    }
}

impl Call for GetTaskRuns {
    const METHOD: &'static str = "scheduler.getTaskRuns";
    const FRESHNESS: Freshness = Freshness::RUNNING_LIST;
    type Answer = Vec<TaskRun>;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::RUNS)
    }
}

/// That a task was given to a host.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct TaskRun {
    pub host_id: HostId,
    #[serde(default)]
    pub host_name: Option<String>,
    /// It has it still.
    #[serde(default)]
    pub active: bool,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub create_ts: Option<f64>,
}

impl TaskRun {
    /// When.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.create_ts?)
    }
}
