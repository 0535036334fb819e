//! Ids, each a type of its own, so that a task's cannot be taken for a build's.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for super::IdOrName<$name> {
            fn from(id: $name) -> Self {
                Self::Id(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A build's.
    BuildId
    /// A task's.
    TaskId
    /// A tag's.
    TagId
    /// A user's; hosts are users too.
    UserId
    /// A package's.
    PackageId
    /// An rpm's.
    RpmId
    /// A channel's.
    ChannelId
    /// A host's.
    HostId
    /// A buildroot's.
    BuildrootId
    /// A repo's.
    RepoId
    /// A request's for a repo.
    RepoRequestId
    /// An external repo's.
    ExternalRepoId
    /// An archive's: what a build has besides rpms.
    ArchiveId
    /// A build target's.
    TargetId
    /// An event's: a moment at which something on the hub changed; their numbers grow with time.
    EventId
}
