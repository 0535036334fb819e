//! Tasks: one, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListUrl, Url, Yes, YesNo, as_named, named};
use crate::hub::Queue;
use crate::hub::model::{ChannelId, HostId, IdOrName, TaskId, TaskState, UserId};

/// The list of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TasksUrl {
    /// Started by this user.
    pub user: Option<IdOrName<UserId>>,
    /// On this host.
    pub host: Option<IdOrName<HostId>>,
    /// In this channel.
    pub channel: Option<IdOrName<ChannelId>>,
    /// For this arch.
    pub arch: Option<String>,
    /// In these states: the active ones, unless it is set.
    pub state: Option<TaskStates>,
    /// How they are shown.
    pub view: Option<TaskView>,
    /// Of this method.
    pub method: Option<String>,
}

impl ListUrl for TasksUrl {
    const PATH: &'static str = "/tasks";
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskUrl {
    /// Also the buildroots. They follow by themselves where there are scripts: the task need not wait for them.
    pub buildroots: Option<Yes>,
}

/// How tasks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TaskView {
    /// Those without a parent, with what is below them.
    Tree,
    /// Those without a parent.
    Toplevel,
    /// All.
    Flat,
}

/// The states of the tasks that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub enum TaskStates {
    /// Those that are not over.
    Active,
    /// Those that no host has begun.
    Waiting,
    /// All.
    All,
    /// This one.
    One(TaskState),
}

impl TryFrom<String> for TaskStates {
    type Error = &'static str;
    fn try_from(word: String) -> Result<Self, Self::Error> {
        match word.as_str() {
            "active" => Ok(Self::Active),
            "waiting" => Ok(Self::Waiting),
            "all" => Ok(Self::All),
            word => TaskState::of_word(word)
                .map(Self::One)
                .ok_or("one of active, waiting, all, free, open, closed, canceled, assigned, failed"),
        }
    }
}

impl From<TaskStates> for String {
    fn from(states: TaskStates) -> Self {
        match states {
            TaskStates::Active => "active".to_owned(),
            TaskStates::Waiting => "waiting".to_owned(),
            TaskStates::All => "all".to_owned(),
            TaskStates::One(state) => state.word().into_owned(),
        }
    }
}

/// The list of tasks.
#[must_use]
pub fn tasks() -> Url {
    TasksUrl::default().url()
}

/// The tasks of a user.
#[must_use]
pub fn tasks_of_user(name: &str, id: &UserId) -> Url {
    TasksUrl { user: Some(named(name, *id)), state: Some(TaskStates::All), ..TasksUrl::default() }.url()
}

/// The tasks of a user that are in these states.
#[must_use]
pub fn tasks_in_state(name: &str, id: &UserId, states: TaskStates) -> Url {
    let view = Some(TaskView::Flat);
    TasksUrl { user: Some(named(name, *id)), state: Some(states), view, ..TasksUrl::default() }.url()
}

/// All tasks that were on a host.
#[must_use]
pub fn tasks_on_host(name: &str, id: &HostId) -> Url {
    TasksUrl { host: Some(named(name, *id)), state: Some(TaskStates::All), ..TasksUrl::default() }.url()
}

/// The tasks that are on a host at the moment.
#[must_use]
pub fn active_tasks_on_host(name: &str, id: &HostId) -> Url {
    TasksUrl { host: Some(named(name, *id)), ..TasksUrl::default() }.url()
}

/// The tasks that a channel has at the moment.
#[must_use]
pub fn tasks_in_channel(name: &str, id: &ChannelId) -> Url {
    TasksUrl { channel: Some(named(name, *id)), ..TasksUrl::default() }.url()
}

/// All tasks that a channel had.
#[must_use]
pub fn all_tasks_in_channel(name: &str, id: &ChannelId) -> Url {
    TasksUrl { channel: Some(named(name, *id)), state: Some(TaskStates::All), ..TasksUrl::default() }.url()
}

/// The tasks of a queue that are in this state.
#[must_use]
pub fn tasks_in_queue(queue: &Queue, state: TaskState) -> Url {
    TasksUrl {
        channel: queue.channel_name.as_deref().zip(queue.channel).map(|(name, id)| named(name, id)),
        arch: Some(queue.arch.clone()).filter(|arch| !arch.is_empty()),
        state: Some(TaskStates::One(state)),
        view: Some(TaskView::Flat),
        ..TasksUrl::default()
    }
    .url()
}

/// The tasks that wait for a host.
#[must_use]
pub fn waiting_tasks() -> Url {
    TasksUrl { state: Some(TaskStates::Waiting), ..TasksUrl::default() }.url()
}

/// One task.
#[must_use]
pub fn task(id: &TaskId) -> Url {
    Url(format!("/tasks/{id}"))
}

/// A task with its buildroots, for which a hub may take long.
#[must_use]
pub fn task_with_buildroots(id: &TaskId) -> Url {
    task(id).with(&TaskUrl { buildroots: Some(Yes::Yes) })
}

/// One task, as a reader named it.
#[must_use]
pub fn task_named(id: &str) -> Url {
    as_named("tasks", id)
}

/// What changed between a task that failed and the last success.
#[must_use]
pub fn changes_of_task(id: &TaskId) -> Url {
    task(id).at("/changes")
}

/// When what a task builds was last built.
#[must_use]
pub fn last_success_of_task(id: &TaskId) -> Url {
    task(id).at("/last-success")
}

/// Where the state of a task is as plain text, below the task.
pub(super) const STATUS_AS_TEXT: &str = "/status.txt";

/// The state of a task and its files, for programs.
#[must_use]
pub fn status_of_task(id: &TaskId) -> Url {
    task(id).at("/status")
}

/// The state of a task and its files as plain text: kojiweb's `taskstatus`.
#[must_use]
pub fn status_of_task_as_text(id: &TaskId) -> Url {
    task(id).at(STATUS_AS_TEXT)
}

/// The rpms of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskRpmsUrl {
    /// Only those that can be installed on this arch: of it, and noarch.
    pub arch: Option<String>,
    /// Without those for debugging, where it is `no`.
    pub debug: Option<YesNo>,
}

/// Where the rpms of a task are as plain text, below the task.
pub(super) const RPMS_AS_TEXT: &str = "/rpms.txt";

/// The rpms of a task.
#[must_use]
pub fn rpms_of_task(id: &TaskId) -> Url {
    task(id).at("/rpms")
}

impl TaskRpmsUrl {
    /// Their addresses as plain text.
    #[must_use]
    pub fn as_text(&self, id: &TaskId) -> Url {
        task(id).at(RPMS_AS_TEXT).with(self)
    }
}
