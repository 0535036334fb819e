//! What waits and runs in channels, as pages show it.

use crate::hub::Queue;
use crate::hub::model::TaskState;
use crate::urls::{TaskStates, Url, tasks_in_queue};

impl Queue {
    /// Where its free, its assigned and its open tasks are.
    #[must_use]
    pub fn hrefs(&self) -> (Url, Url, Url) {
        let channel = self.channel_name.as_deref().zip(self.channel.as_ref());
        let arch = Some(self.arch.as_str()).filter(|arch| !arch.is_empty());
        let at = |state| tasks_in_queue(channel, arch, TaskStates::One(state));
        (at(TaskState::Free), at(TaskState::Assigned), at(TaskState::Open))
    }
}
