//! The hub's methods, a small type each, grouped by subject as in Koji.

mod api;
mod archive_files;
mod archives;
mod build_config;
mod build_logs;
mod buildroot_listing;
mod buildroots;
mod builds;
mod clause;
mod components_of;
mod contents;
mod events;
mod external_repos;
mod groups;
mod history;
mod host_config;
mod hosts;
mod inheritance;
mod list_rpms;
mod lists;
mod logs;
mod names;
mod packages;
mod recent;
mod repo_lists;
mod repo_requests;
mod repos;
mod rpm_contents;
mod rpms;
mod scheduler;
mod search;
mod simple;
mod tags;
mod targets;
mod tasks;
mod users;
mod users_with;

pub use api::{ApiMethod, ListApi};
pub use archive_files::{ArchiveFile, GetArchiveFile, ListArchiveFiles};
pub use archives::{Archive, GetArchive, ListArchives, ListBuildArchives};
pub use build_config::{BuildConfig, GetBuildConfig, NamedTag};
pub use build_logs::{BuildLogFile, FileSize, GetFileSize, LogFile, ReadFile, path_of_build, path_of_build_log};
pub use buildroot_listing::{GetBuildrootListing, InstalledRpm};
pub use buildroots::{Buildroot, GetBuildroot, ListBuildroots};
pub use builds::{Build, BuildRow, GetAverageBuildDuration, GetBuild, ListBuilds, Since};
pub use components_of::ComponentsOf;
pub use contents::{
    BuildLog, ChangelogEntry, GetBuildLogs, GetBuildType, GetChangelogEntries, GetLastChanges, ListBuildRpms, Rpm,
    is_debug,
};
pub use events::{Event, GetEvent, GetLastEvent, TagChangedSinceEvent, TagLastChangeEvent};
pub use external_repos::{
    ExternalRepo, GetExternalRepo, GetExternalRepoList, GetTagExternalRepos, ListExternalRepos, TagExternalRepo,
};
pub use groups::{GetTagGroups, Group, GroupPackage};
pub use history::{HistoryOf, HistoryRow, QueryHistory, QueryTagged, TaggedBuild, TaggedBuilds};
pub use host_config::{HostConfig, HostConfigs, QueryHostConfig};
pub use hosts::{
    Channel, GetChannel, GetHost, GetLastHostUpdate, Host, HostState, ListChannels, ListHosts, ListMembers, Load,
    Member,
};
pub use inheritance::{GetFullInheritance, GetInheritanceData, GetReverseInheritance, Inheritance};
pub use list_rpms::{ListRpms, ListedRpm};
pub use lists::{ContentGenerator, Entry, GetAllPerms, GetArchiveTypes, ListBTypes, ListCGs, ListVolumes};
pub use logs::{DEFAULT_VOLUME, DownloadTaskOutput, FileBytes, TaskFile, is_log, path_of_output};
pub use names::{GetBuildTarget, GetKojiVersion, GetPackage, GetUser, MavenEnabled, Package, WinEnabled};
pub use packages::{
    ListAllPackages, ListPackages, ListPackagesOfUser, ListTagsOfPackage, ListedPackage, PackageName, TagOfPackage,
};
pub use recent::{
    ListPackageOwners, PackageOwner, RecentBuild, RecentBuildTask, RecentBuildTasks, RecentBuildroot, RecentBuildroots,
    RecentBuilds, RecentRpm, RecentRpms, RecentTask, RecentTasks,
};
pub use repo_lists::{ActiveRepo, GetActiveRepos, QueryNewestRepos, QueryRepos};
pub use repo_requests::{QueryRepoRequests, RepoRequest, RepoRequestState};
pub use repos::{GetRepo, Repo, RepoInfo};
pub use rpm_contents::{Dependency, GetRpmDeps, GetRpmFile, GetRpmHeaders, ListRpmFiles, RpmFile, RpmHeaders};
pub use rpms::{GetRpm, QueryRpmSigs, RpmInfo, Signature};
pub use scheduler::{FreeTask, GetTaskRefusals, GetTaskRuns, ListFreeTasks, ListQueued, QueuedTask, Refusal, TaskRun};
pub use search::{Hit, Kind, Match, Search};
pub use tags::{GetTag, ListTagged, ListTags, ListTagsOfBuild, Tag};
pub use targets::{GetBuildTargets, Target};
pub use tasks::{
    Descendents, FileStat, GetTaskChildren, GetTaskDescendents, GetTaskInfo, GetTaskResult, ListTaskOutput, ListTasks,
    Task, TaskFilter, TaskOutput,
};
pub use users::{GetGroupMembers, GetUserGroups, GetUserPerms, ListUsers, NamedUser, User};
pub use users_with::QueryUsersWith;
