//! Questions that several pages ask, each of them several calls: why a task failed or waits, how far it is, what is below it,
//! what waits in which channel, who is in which channel, which repo builds use of a tag, what was built last, and which
//! drafts have a name, which names are near to one, and what is suggested
//! to who types.

mod channel_members;
mod drafts;
mod failure;
mod last_success;
mod near;
mod progress;
mod queues;
mod suggestions;
mod tag_repo;
mod task_tree;
mod waiting;

pub use channel_members::ChannelMembers;
pub use failure::{Failure, LogEnd, fault_of, first_failed, log_that_tells};
pub use last_success::LastSuccess;
pub use progress::{LogGrowth, Progress, TaskProgress, Usual};
pub use queues::{OldestTask, Queue, Queues};
pub use suggestions::Suggestion;
pub use tag_repo::{TagChange, TagRepo};
pub use task_tree::{TaskBelow, critical_path, tasks_below, with_descendents};
pub use waiting::{Candidate, Place, Verdict, Waiting};
