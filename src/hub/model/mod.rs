//! Koji's words: ids, states, times, and how its things are named.

mod build_ref;
mod id_or_name;
mod ids;
mod request;
mod rpm_ref;
mod signatures;
mod states;
mod timestamp;
mod version;

pub use build_ref::BuildRef;
pub use id_or_name::IdOrName;
pub use ids::{
    ArchiveId, BuildId, BuildrootId, ChannelId, EventId, ExternalRepoId, HostId, PackageId, RepoId, RepoRequestId,
    RpmId, TagId, TargetId, TaskId, UserId,
};
pub use request::Request;
pub use rpm_ref::RpmRef;
pub use states::{
    BuildState, BuildrootState, ChecksumType, DependencyType, RepoState, TaskState, UserStatus, UserType,
};
pub use timestamp::Timestamp;
pub use version::KojiVersion;
