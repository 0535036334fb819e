//! What not every hub has that is supported: methods, parameters and keys that came after [`KojiVersion::OLDEST`].

use super::model::KojiVersion;

/// Something that hubs have since a version of Koji.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Feature {
    /// What tells of it in a hub's account of itself: the method that it takes, or one that came with it.
    pub method: &'static str,
    /// The parameter of it, where the method is older.
    pub parameter: Option<&'static str>,
    /// The first version that has it.
    pub since: KojiVersion,
    /// What readers have of it, in a few words.
    pub what: &'static str,
}

impl Feature {
    const fn method(method: &'static str, since: KojiVersion, what: &'static str) -> Self {
        Self { method, parameter: None, since, what }
    }

    const fn parameter(
        (method, parameter): (&'static str, &'static str),
        since: KojiVersion,
        what: &'static str,
    ) -> Self {
        Self { method, parameter: Some(parameter), since, what }
    }
}

const V1_33: KojiVersion = KojiVersion(1, 33);
const V1_34: KojiVersion = KojiVersion(1, 34);
const V1_35: KojiVersion = KojiVersion(1, 35);

/// `repo.query`. Without it hubs tell of the repos that are not deleted, each without what came of it.
pub const REPOS: Feature = Feature::method("repo.query", V1_35, "Deleted repos, and how long repos took to make");
/// `repo.queryQueue`. Without it there are no requests.
pub const REPO_REQUESTS: Feature = Feature::method("repo.queryQueue", V1_35, "Requests for repos");
/// `tagLastChangeEvent`. Without it hubs tell whether a tag changed since an event, and not when.
pub const LAST_CHANGE: Feature = Feature::method("tagLastChangeEvent", V1_35, "The last change of a tag");
/// `listUsers` of a permission. Without it their names are in the hub's history.
pub const USERS_WITH: Feature = Feature::parameter(("listUsers", "perm"), V1_35, "The kind of users with a permission");
/// `getUserGroups`. Without it see [`GROUP_NAMES`].
pub const USER_GROUPS: Feature = Feature::method("getUserGroups", V1_35, "The ids of a user's groups");
/// `getUser` with the names of a user's groups.
pub const GROUP_NAMES: Feature = Feature::parameter(("getUser", "groups"), V1_34, "The groups of a user");
/// `getGroupMembers` for everybody, as hubs have it since `getUserGroups`: before that for administrators alone.
pub const GROUP_MEMBERS: Feature = Feature::method("getUserGroups", V1_35, "The members of a group");
/// Drafts. Without them no build is one.
pub const DRAFTS: Feature = Feature::parameter(("listBuilds", "draft"), V1_34, "Draft builds");
/// `scheduler.getTaskRefusals`.
pub const REFUSALS: Feature = Feature::method("scheduler.getTaskRefusals", V1_34, "The hosts that refused a task");
/// `scheduler.getTaskRuns`.
pub const RUNS: Feature = Feature::method("scheduler.getTaskRuns", V1_34, "The hosts that a task was given to");
/// `listBuildroots` of a repo.
pub const BUILDROOTS_OF_REPO: Feature =
    Feature::parameter(("listBuildroots", "repoID"), V1_33, "The buildroots of a repo");
/// When hosts checked in, in the rows of hosts, as hubs have it since their buildroots can be listed by repo. Without it a hub tells
/// it of one host at a time.
pub const CHECK_INS: Feature =
    Feature::parameter(("listBuildroots", "repoID"), V1_33, "The last check-ins of hosts in lists");

/// What readers of an older hub miss, the newest first; all else is learnt in another way.
pub const MISSED: [&Feature; 9] = [
    &REPO_REQUESTS,
    &REPOS,
    &LAST_CHANGE,
    &GROUP_MEMBERS,
    &GROUP_NAMES,
    &DRAFTS,
    &REFUSALS,
    &BUILDROOTS_OF_REPO,
    &CHECK_INS,
];
