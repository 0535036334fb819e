//! Koji's words: ids, states, times, and how its things are named.

mod build_ref;
mod ids;
mod named;
mod request;
mod states;
mod timestamp;

pub use build_ref::BuildRef;
pub use ids::{
    ArchiveId, BuildId, BuildrootId, ChannelId, EventId, HostId, PackageId, RepoId, RpmId, TagId, TargetId, TaskId,
    UserId,
};
pub use named::Named;
pub use request::Request;
pub use states::{BuildState, BuildrootState, TaskState, UserType};
pub use timestamp::Timestamp;
