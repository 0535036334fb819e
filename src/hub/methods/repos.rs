//! Repos: what a tag's builds are fetched from, and what stands beside them from elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, RepoId, TagId, TaskId, Timestamp};
use crate::hub::{Call, Freshness};

/// `getRepo`: the newest repo of a tag that is ready, nil where there is none. Old hubs have it too, unlike `repo.get`.
#[derive(Debug, Clone, Serialize)]
pub struct GetRepo {
    tag: TagId,
}

impl GetRepo {
    /// Of this tag.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag }
    }
}

impl Call for GetRepo {
    const METHOD: &'static str = "getRepo";
    type Answer = Repo;
    fn freshness(&self, _: Option<&Repo>) -> Freshness {
        Freshness::LIST
    }
}

/// A repo.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Repo {
    pub id: RepoId,
    /// What it holds is the tag as of then.
    pub create_event: Option<EventId>,
    pub creation_time: Option<Timestamp>,
    pub task_id: Option<TaskId>,
}

/// `repo.queryQueue`: the requests that a task makes a repo for. Hubs before 1.35 do not know it.
#[derive(Debug, Clone, Serialize)]
pub struct RepoRequestsOfTask {
    clauses: [(&'static str, &'static str, TaskId); 1],
    fields: [&'static str; 1],
}

impl RepoRequestsOfTask {
    /// Of this `newRepo` task.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { clauses: [("task_id", "=", task)], fields: ["id"] }
    }
}

impl Call for RepoRequestsOfTask {
    const METHOD: &'static str = "repo.queryQueue";
    type Answer = Vec<RepoRequest>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::ENDED
    }
}

/// Somebody's request for a repo.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
pub struct RepoRequest {
    /// Its id.
    pub id: i64,
}

/// `getExternalRepoList`: the external repos of a tag and of all it inherits from, in their order.
#[derive(Debug, Clone, Serialize)]
pub struct GetExternalRepoList {
    tag_info: TagId,
    event: Option<EventId>,
}

impl GetExternalRepoList {
    /// Of this tag, as it was then.
    #[must_use]
    pub fn of(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag_info: tag, event }
    }
}

impl Call for GetExternalRepoList {
    const METHOD: &'static str = "getExternalRepoList";
    type Answer = Vec<ExternalRepo>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::UntilEvent
    }
}

/// An external repo as a tag has it.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ExternalRepo {
    pub external_repo_id: i64,
    pub external_repo_name: String,
    pub url: Option<String>,
    /// The tag that has it.
    pub tag_id: TagId,
    pub tag_name: String,
    pub priority: Option<i64>,
    pub merge_mode: Option<String>,
    /// Only for these; older hubs do not say.
    pub arches: Option<String>,
}
