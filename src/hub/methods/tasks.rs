//! Tasks: one, lists of them, their trees, results and output.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{ChannelId, HostId, Request, TaskId, TaskState, Timestamp, UserId, UserType};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Freshness, Named, Rows};
use crate::xmlrpc::Value;

/// `getTaskInfo`: one task with its request, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskInfo {
    task_id: TaskId,
    request: bool,
}

impl GetTaskInfo {
    /// With its request.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task_id: task, request: true }
    }
}

impl Named for GetTaskInfo {
    const KIND: &'static str = "task";
    type Name = str;
    fn named(name: &Self::Name) -> Option<Self> {
        name.parse().ok().map(TaskId).map(Self::of)
    }
}

impl Call for GetTaskInfo {
    const METHOD: &'static str = "getTaskInfo";
    type Answer = Task;
    fn freshness(&self, task: Option<&Task>) -> Freshness {
        match task {
            None => Freshness::MISSING,
            Some(task) if task.state.is_over() => Freshness::Forever,
            Some(_) => Freshness::RUNNING,
        }
    }
}

/// A task, as `getTaskInfo`, `listTasks` and `getTaskDescendents` give it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Task {
    pub id: TaskId,
    pub method: String,
    pub state: TaskState,
    pub arch: Option<String>,
    pub label: Option<String>,
    pub priority: Option<i64>,
    pub weight: Option<f64>,
    pub parent: Option<TaskId>,
    pub channel_id: Option<ChannelId>,
    pub host_id: Option<HostId>,
    pub owner: Option<UserId>,
    /// Only in `listTasks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// Only in `listTasks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_type: Option<UserType>,
    pub waiting: Option<bool>,
    pub awaited: Option<bool>,
    /// What it was asked: a list of arguments; see [`crate::hub::model::Request`].
    #[serde(default)]
    pub request: Option<Value>,
    pub create_time: Option<Timestamp>,
    pub start_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
}

impl Task {
    /// What it was asked.
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        Request::of(&self.method, self.request.as_ref())
    }

    /// What it is about, in a few words; its arch where nothing else tells.
    #[must_use]
    pub fn about(&self) -> String {
        self.request().about(&self.method).or_else(|| self.arch.clone()).unwrap_or_default()
    }

    /// The arch it works for: that of its request, which a task for a repo names though it runs anywhere.
    #[must_use]
    pub fn arch_of_work(&self) -> Option<String> {
        self.request().text("arch").filter(|arch| !arch.is_empty()).or_else(|| self.arch.clone())
    }

    /// The package that its request suggests; that the task makes a build of it, the hub still has to say.
    #[must_use]
    pub fn package(&self) -> Option<String> {
        self.request().package(&self.method)
    }

    /// Is it a trial, of which no build remains?
    #[must_use]
    pub fn is_scratch(&self) -> bool {
        self.request().is_scratch()
    }

    /// Who started it, where the hub says so.
    pub fn owner(&self) -> (Option<&str>, Option<&UserId>) {
        (self.owner_name.as_deref(), self.owner.as_ref())
    }

    /// The host that started it, without its domain, where it was no person.
    #[must_use]
    pub fn owner_host(&self) -> Option<&str> {
        let name = self.owner_name.as_deref().filter(|_| self.owner_type == Some(UserType::Host))?;
        name.split('.').next()
    }

    /// The last thing that happened to it.
    pub fn last_time(&self) -> Option<&Timestamp> {
        self.completion_time.as_ref().or(self.start_time.as_ref()).or(self.create_time.as_ref())
    }
}

/// `listTasks`: tasks that match. A hub ignores options that it does not know, in silence.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListTasks {
    /// What they have to match.
    pub opts: TaskFilter,
}

/// What tasks have to match.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TaskFilter {
    /// Started by this user. There is no index: the hub reads tasks until it has enough of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// Of this method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// In one of these states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Vec<TaskState>>,
    /// Below this task; `Some(None)`: below none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Option<TaskId>>,
    /// On this host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_id: Option<HostId>,
    /// In this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelId>,
    /// For one of these arches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arch: Option<Vec<String>>,
    /// With requests as values, not as XML.
    pub decode: bool,
}

impl Call for ListTasks {
    const METHOD: &'static str = "listTasks";
    type Answer = Vec<Task>;
    fn freshness(&self, tasks: Option<&Self::Answer>) -> Freshness {
        let of_unfinished = self.opts.state.as_ref().is_some_and(|states| !states.iter().all(|state| state.is_over()));
        let some = of_unfinished || tasks.is_some_and(|tasks| tasks.iter().any(|task| !task.state.is_over()));
        if some { Freshness::RUNNING_LIST } else { Freshness::LIST }
    }
}

impl Rows for ListTasks {
    type Row = Task;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// What is below a task: under each task's id its children.
pub type Descendents = IndexMap<String, Vec<Task>>;

/// `getTaskDescendents`: the tree below a task: under each task's id its children.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskDescendents {
    task_id: TaskId,
    request: bool,
}

impl GetTaskDescendents {
    /// With their requests.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task_id: task, request: true }
    }
}

impl Call for GetTaskDescendents {
    const METHOD: &'static str = "getTaskDescendents";
    type Answer = Descendents;
    fn freshness(&self, tree: Option<&Self::Answer>) -> Freshness {
        // Whether the task itself is over does not stand in the answer: one more child may come.
        let over = tree.is_some_and(|tree| tree.values().flatten().all(|task| task.state.is_over()));
        if over { Freshness::LIST } else { Freshness::RUNNING }
    }
}

/// `getTaskChildren` of a task that is over, without their requests.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskChildren {
    task_id: TaskId,
}

impl GetTaskChildren {
    /// Of this one: what is answered is kept long, so only where it cannot change any more.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task_id: task }
    }
}

impl Call for GetTaskChildren {
    const METHOD: &'static str = "getTaskChildren";
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = Vec<Task>;
}

/// `getTaskResult` of a task that is over; a failed one's fault is given as a struct.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskResult {
    #[serde(rename = "taskId")]
    task: TaskId,
    raise_fault: bool,
}

impl GetTaskResult {
    /// Of a closed or failed task: a hub answers a fault for others.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task, raise_fault: false }
    }
}

impl Call for GetTaskResult {
    const METHOD: &'static str = "getTaskResult";
    const FRESHNESS: Freshness = Freshness::Forever;
    type Answer = Value;
}

/// The files that a task left, by name and volume.
pub type TaskOutput = IndexMap<String, IndexMap<String, FileStat>>;

/// `listTaskOutput`: the files that a task left, with their sizes, by name and volume.
#[derive(Debug, Clone, Serialize)]
pub struct ListTaskOutput {
    #[serde(rename = "taskID")]
    task: TaskId,
    stat: bool,
    all_volumes: bool,
    #[serde(skip)]
    may_grow: bool,
}

impl ListTaskOutput {
    /// On all volumes.
    #[must_use]
    pub fn of(task: &Task) -> Self {
        Self { may_grow: !task.state.is_over(), ..Self::of_any(task.id) }
    }

    /// The same of a task that may be running, for all that is known.
    #[must_use]
    pub fn of_any(task: TaskId) -> Self {
        Self { task, stat: true, all_volumes: true, may_grow: true }
    }
}

impl Call for ListTaskOutput {
    const METHOD: &'static str = "listTaskOutput";
    type Answer = TaskOutput;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        // What a task left is removed weeks later.
        if self.may_grow { Freshness::RUNNING } else { Freshness::LIST }
    }
}

/// What is known of a file.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
pub struct FileStat {
    /// Bytes, as text: a hub keeps large sizes from its integers so.
    #[serde(default)]
    pub st_size: Option<String>,
    /// When it was written last, in seconds since 1970.
    #[serde(default)]
    pub st_mtime: Option<f64>,
}

impl FileStat {
    /// Bytes.
    pub fn size(&self) -> Option<i64> {
        self.st_size.as_ref()?.parse().ok()
    }
}
