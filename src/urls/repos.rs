//! Repos, requests for them, and external repos.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::choice::YesNo;
use super::{ListUrl, PageQuery, Url, Yes, as_named, named, thing};
use crate::hub::model::{ExternalRepoId, IdOrName, RepoId, RepoRequestId, RepoState, TagId};

/// The list of repos.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReposUrl {
    /// Of this tag.
    pub tag: Option<IdOrName<TagId>>,
    /// In this state.
    pub state: Option<RepoStates>,
    /// For distribution only, or for builds.
    pub dist: Option<YesNo>,
}

impl ListUrl for ReposUrl {
    const PATH: &'static str = "/repos";
}

/// The states of repos, by Koji's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "see RepoState")]
pub enum RepoStates {
    Init,
    Ready,
    Expired,
    Deleted,
    Problem,
}

impl From<RepoStates> for RepoState {
    fn from(state: RepoStates) -> Self {
        match state {
            RepoStates::Init => Self::Init,
            RepoStates::Ready => Self::Ready,
            RepoStates::Expired => Self::Expired,
            RepoStates::Deleted => Self::Deleted,
            RepoStates::Problem => Self::Problem,
        }
    }
}

/// One repo.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RepoUrl {
    /// Also the buildroots that were made from it. They follow by themselves where there are scripts.
    pub buildroots: Option<Yes>,
}

/// The list of requests for repos.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RepoRequestsUrl {
    /// Those that wait, unless it is set.
    pub state: Option<RepoRequestStates>,
    /// For repos of this tag.
    pub tag: Option<IdOrName<TagId>>,
    /// Of this priority.
    pub priority: Option<i64>,
}

impl ListUrl for RepoRequestsUrl {
    const PATH: &'static str = "/repo-requests";
}

/// Which requests, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum RepoRequestStates {
    /// Those that are over.
    Ended,
    /// All.
    All,
}

/// The list of external repos.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExternalReposUrl {}

impl ListUrl for ExternalReposUrl {
    const PATH: &'static str = "/external-repos";
}

/// The list of repos.
#[must_use]
pub fn repos() -> Url {
    ReposUrl::default().url()
}

/// The repos of a tag.
#[must_use]
pub fn repos_of_tag(name: &str, id: &TagId) -> Url {
    ReposUrl { tag: Some(named(name, *id)), ..ReposUrl::default() }.url()
}

/// One repo.
#[must_use]
pub fn repo(id: &RepoId) -> Url {
    Url(format!("/repos/{id}"))
}

/// A repo with its buildroots, for which a hub may take long.
#[must_use]
pub fn repo_with_buildroots(id: &RepoId) -> Url {
    repo(id).with(&RepoUrl { buildroots: Some(Yes::Yes) })
}

/// What changed in the tag of a repo after it.
#[must_use]
pub fn changes_after_repo(id: &RepoId) -> Url {
    repo(id).at("/changes")
}

/// The last so many of them.
#[must_use]
pub fn last_changes_after_repo(id: &RepoId, rows: u32) -> Url {
    changes_after_repo(id).with(&PageQuery { limit: Some(rows), ..PageQuery::default() })
}

/// One repo, as a reader named it.
#[must_use]
pub fn repo_named(id: &str) -> Url {
    as_named("repos", id)
}

/// The list of requests for repos that wait.
#[must_use]
pub fn repo_requests() -> Url {
    RepoRequestsUrl::default().url()
}

/// All requests for repos of a tag.
#[must_use]
pub fn repo_requests_of_tag(name: &str, id: &TagId) -> Url {
    let tag = Some(named(name, *id));
    RepoRequestsUrl { tag, state: Some(RepoRequestStates::All), ..RepoRequestsUrl::default() }.url()
}

/// One request for a repo.
#[must_use]
pub fn repo_request(id: &RepoRequestId) -> Url {
    Url(format!("/repo-requests/{id}"))
}

/// One request for a repo, as a reader named it.
#[must_use]
pub fn repo_request_named(id: &str) -> Url {
    as_named("repo-requests", id)
}

/// The list of external repos.
#[must_use]
pub fn external_repos() -> Url {
    ExternalReposUrl::default().url()
}

/// One external repo.
#[must_use]
pub fn external_repo(name: &str, id: &ExternalRepoId) -> Url {
    thing("external-repos", name, id.0)
}

/// One external repo, as a reader named it.
#[must_use]
pub fn external_repo_named(id_or_name: &str) -> Url {
    as_named("external-repos", id_or_name)
}
