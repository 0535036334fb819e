//! Tasks: one, and lists of them.

use super::{Url, as_named, named, with};
use crate::hub::words::{ChannelId, HostId, TaskId, UserId};

/// The list of tasks.
#[must_use]
pub fn tasks() -> Url {
    Url("/tasks".to_owned())
}

/// One task.
#[must_use]
pub fn task(id: &TaskId) -> Url {
    Url(format!("/tasks/{id}"))
}

/// A task with its buildroots, for which a hub may take long.
#[must_use]
pub fn task_with_buildroots(id: &TaskId) -> Url {
    task(id).at("?buildroots=yes")
}

/// The tasks of a user.
#[must_use]
pub fn tasks_of_user(name: &str, id: &UserId) -> Url {
    Url::of("/tasks", [("user", named(name, id.0)), ("state", "all".to_owned())])
}

/// One task, as a reader named it.
#[must_use]
pub fn task_named(id: &str) -> Url {
    as_named("tasks", id)
}

/// All tasks that were on a host.
#[must_use]
pub fn tasks_on_host(name: &str, id: &HostId) -> Url {
    Url::of("/tasks", [("host", named(name, id.0)), ("state", "all".to_owned())])
}

/// The tasks that a channel has at the moment.
#[must_use]
pub fn tasks_in_channel(name: &str, id: &ChannelId) -> Url {
    Url::of("/tasks", [("channel", named(name, id.0))])
}

/// Tasks with these parameters, those that are there.
#[must_use]
pub fn tasks_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> Url {
    with("/tasks", parameters)
}
