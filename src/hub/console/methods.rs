//! The read methods of Koji that readers may call: of those that a hub has for anonymous sessions, without
//! - those that call others by name (`multiCall`, `count`, `filterResults`, `countAndFilterResults`),
//! - those that tell of people's mail (`getBuildNotifications` and the like) or of what an account may do (`evalPolicy`),
//! - those that touch what is uploaded just then (`checkUpload`), that only fail (`fault`, `error`), or that tell of the session.

use super::rules::Rule;
use super::rules::Rule::{AtMost, Integer, Longer, Needs, On, OneOf, Paged, Takes, Without, Words};

/// Those whose arguments need no rule: each reads one thing, or what is small.
const FREE: &str = "\
    _listapi checkTagPackage findBuildID getAllArches getAllPerms getAPIVersion getActiveRepos getArchive getArchiveTypes \
    getAverageBuildDuration getBuild getBuildConfig getBuildLogs getBuildTarget getBuildType getBuildroot \
    getBuildrootListing getChannel getEvent getExternalRepo getExternalRepoList getFullInheritance getGroupMembers \
    getHost getImageArchive getImageBuild getInheritanceData getKojiVersion getLastEvent getLastHostUpdate \
    getLatestMavenArchives getMavenArchive getMavenBuild getNextRelease getPackageConfig getRPM getRPMFile getRepo \
    getTag getTagGroups getTaskChildren getTaskDescendents getTaskRequest getTaskResult getUserGroups \
    getUserPermsInheritance getVolume getWinArchive getWinBuild listBuildRPMs listCGs listChannels listVolumes \
    mavenEnabled repo.checkRequest repo.get repo.getExternalRepoData repo.references repoInfo scheduler.getHostData \
    system.listMethods system.methodHelp tagChangedSinceEvent tagFirstChangeEvent tagLastChangeEvent taskFinished \
    winEnabled";

const QUERY: Rule = Paged("queryOpts");
const OPTS: Rule = Paged("opts");
/// Regular expressions on columns of large tables.
const TYPE_INFO: Rule = Without(&["typeInfo"]);
/// A hub inserts the name where it is new, whoever asks.
const CREATE: Rule = Without(&["create"]);
/// Without a package it is all that the tag has, which has no limit.
const PACKAGE: Rule = Needs(&["package"]);

/// What a history can be of. A hub ignores what it does not know, and gives the history of all.
const HISTORY_OF: [&str; 10] =
    ["tag", "build", "package", "user", "cg", "host", "channel", "external_repo", "build_target", "group"];

/// Those whose arguments do.
const RULED: &[(&str, &[Rule])] = &[
    ("buildReferences", &[On("lazy"), AtMost("limit", 100)]),
    ("checkTagAccess", &[Needs(&["user_id"])]),
    // Other than a number, a task would be a place among the hub's files.
    ("downloadTaskOutput", &[Integer("taskID"), AtMost("size", 1 << 20)]),
    ("getArchiveFile", &[Integer("archive_id")]),
    ("getArchiveType", &[Integer("type_id")]),
    ("getBuildTargets", &[QUERY]),
    ("getChangelogEntries", &[Integer("taskID"), QUERY]),
    ("getLatestBuilds", &[PACKAGE]),
    ("getLatestRPMS", &[PACKAGE]),
    ("getPackage", &[CREATE]),
    ("getPackageID", &[CREATE]),
    // Otherwise it opens the rpms, and writes what it found.
    ("getRPMChecksums", &[On("cacheonly")]),
    ("getRPMDeps", &[QUERY]),
    ("getRPMHeaders", &[Integer("taskID"), Needs(&["headers"])]),
    ("getTagExternalRepos", &[Needs(&["tag_info", "repo_info"])]),
    ("getTagID", &[CREATE]),
    ("getTaskInfo", &[Integer("task_id")]),
    ("getUser", &[Needs(&["userInfo"])]),
    ("getUserPerms", &[Needs(&["userID"])]),
    ("listArchiveFiles", &[Integer("archive_id"), QUERY]),
    ("listArchives", &[Needs(&["buildID", "buildrootID", "componentBuildrootID", "imageID"]), TYPE_INFO, QUERY]),
    ("listBTypes", &[QUERY]),
    ("listBuildroots", &[Needs(&["taskID", "buildrootID", "repoID"]), Without(&["rpmID", "archiveID"]), QUERY]),
    ("listBuilds", &[TYPE_INFO, QUERY]),
    ("listExternalRepos", &[QUERY]),
    // A regular expression on a hub.
    ("listHosts", &[Words("arches")]),
    ("listPackages", &[Needs(&["tagID", "pkgID", "prefix"]), QUERY]),
    ("listPackagesSimple", &[QUERY]),
    ("listRPMFiles", &[QUERY]),
    ("listRPMs", &[Needs(&["buildID", "buildrootID", "componentBuildrootID", "imageID"]), QUERY]),
    ("listSideTags", &[QUERY]),
    ("listTagged", &[PACKAGE]),
    ("listTaggedArchives", &[PACKAGE]),
    ("listTaggedRPMS", &[PACKAGE]),
    ("listTags", &[QUERY]),
    ("listTaskOutput", &[Integer("taskID")]),
    ("listTasks", &[QUERY]),
    ("listUsers", &[QUERY]),
    (
        "queryHistory",
        &[
            Takes(&HISTORY_OF),
            Takes(&["permission", "editor", "active", "before", "after", "beforeEvent", "afterEvent", "queryOpts"]),
            Needs(&["tables"]),
            Needs(&HISTORY_OF),
            QUERY,
        ],
    ),
    ("queryRPMSigs", &[Needs(&["rpm_id"])]),
    ("repo.query", &[OPTS]),
    ("repo.queryQueue", &[OPTS]),
    ("scheduler.getLogMessages", &[OPTS]),
    ("scheduler.getTaskRefusals", &[Needs(&["clauses"])]),
    ("scheduler.getTaskRuns", &[OPTS]),
    ("search", &[OneOf("matchType", &["glob", "exact"]), Longer("terms", 3), QUERY]),
    ("untaggedBuilds", &[Needs(&["name"]), QUERY]),
];

/// A method that readers may call, with the rules for its arguments.
pub(super) fn find(name: &str) -> Option<(&'static str, &'static [Rule])> {
    let free = FREE.split_ascii_whitespace().find(|free| *free == name).map(|name| (name, &[][..]));
    free.or_else(|| RULED.iter().find(|(ruled, _)| *ruled == name).copied())
}
