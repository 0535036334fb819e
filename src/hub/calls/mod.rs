//! The hub's methods, a small type each, grouped by subject as in Koji.

mod builds;
mod contents;
mod hosts;
mod names;
mod search;
mod tags;
mod tasks;

pub use builds::{Build, BuildRow, GetAverageBuildDuration, GetBuild, ListBuilds};
pub use contents::{
    Archive, BuildLog, ChangelogEntry, GetBuildLogs, GetBuildType, GetChangelogEntries, GetRpmHeaders, ListArchives,
    ListBuildRpms, Rpm, SourceHeaders,
};
pub use hosts::{
    Buildroot, Channel, GetChannel, GetHost, Host, HostState, ListActiveBuildroots, ListChannels, ListHosts,
    ListMembers, Load, Member,
};
pub use names::{
    BType, BuildTarget, GetBuildTarget, GetKojiVersion, GetPackage, GetUser, ListBTypes, MavenEnabled, Package, User,
    WinEnabled,
};
pub use search::{GetRpm, Hit, Kind, Match, RpmInfo, Search};
pub use tags::{GetTag, ListTagged, ListTagsOfBuild, Tag};
pub use tasks::{
    FileStat, GetTaskDescendents, GetTaskInfo, GetTaskResult, ListTaskOutput, ListTasks, Task, TaskFilter,
};
