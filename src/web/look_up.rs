//! What the address names.

use std::sync::Arc;

use super::{Error, Result};
use crate::hub::model::{IdOrName, TaskId};
use crate::hub::{Call, Hub};

/// The thing that a filter names, where one does; 404 where there is no such thing.
pub async fn look_up<C: Call, I: Clone + std::fmt::Display>(
    hub: &Hub,
    what: &'static str,
    wanted: Option<&IdOrName<I>>,
    call: fn(IdOrName<I>) -> C,
) -> Result<Option<Arc<C::Answer>>> {
    let Some(wanted) = wanted else { return Ok(None) };
    hub.find(call(wanted.clone())).await?.map(Some).ok_or_else(|| Error::missing(what, wanted))
}

/// The task that an address names; 404 for what is no number, as for a number that no task has.
pub fn task_id(wanted: &str) -> Result<TaskId> {
    wanted.parse().map(TaskId).map_err(|_| Error::missing("task", wanted))
}
