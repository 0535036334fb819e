//! A task and all that is below it, as one list.

use super::methods::{Descendents, Task};

/// The task first, then those below it, each once: an answer that makes no sense may name one twice.
#[must_use]
pub fn with_descendents<'a>(root: &'a Task, below: Option<&'a Descendents>) -> Vec<&'a Task> {
    let mut tasks = vec![root];
    for task in below.into_iter().flat_map(|below| below.values().flatten()) {
        if tasks.iter().all(|known| known.id != task.id) {
            tasks.push(task);
        }
    }
    tasks
}
