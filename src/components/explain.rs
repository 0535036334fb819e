//! What is to be said of a task that did not end well, or not yet.

use jiff::Timestamp as Instant;
use tokio::join;

use super::{RunningProgress, WhyFailed, WhyWaiting};
use crate::hub::Hub;
use crate::hub::methods::{BuildRow, Descendents, Task};
use crate::hub::model::Timestamp;

/// Why a task failed or waits, and how far it is: of each what there is. `last` are the builds to compare it with, `began`
/// is when what the page is about began, `now` the present.
pub async fn explain(
    hub: &Hub,
    task: &Task,
    below: Option<&Descendents>,
    last: &[BuildRow],
    began: Option<&Timestamp>,
    now: Instant,
) -> (Option<WhyFailed>, Option<WhyWaiting>, Option<RunningProgress>) {
    let (failure, waiting, progress) =
        join!(hub.failure(task, below), hub.waiting(task, below, now), hub.progress(task, below, last));
    let progress = progress.map(|progress| RunningProgress::of(progress, task.id, began));
    (failure.map(WhyFailed::of), waiting.map(WhyWaiting::of), progress)
}
