//! Koji's words: ids, states, times, and how its things are named.

mod build_ref;
mod ids;
mod named;
mod states;
mod timestamp;

pub use build_ref::BuildRef;
pub use ids::{ArchiveId, BuildId, PackageId, RpmId, TagId, TaskId, UserId};
pub use named::Named;
pub use states::{BuildState, TaskState};
pub use timestamp::Timestamp;
