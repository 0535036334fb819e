//! Repos: what the builds of a tag are made from, and requests for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, RepoId, RepoState, TagId, TaskId, Timestamp};
use crate::hub::{Call, Cost, Freshness, Order, QueryOpts};

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

/// `repo.query`: the newest repos of a tag, whatever their state, dist repos too. Hubs before 1.35 do not know it. A hub
/// has no index for it and reads its whole table of repos, so it is heavy.
#[derive(Debug, Clone, Serialize)]
pub struct QueryRepos {
    clauses: [(&'static str, &'static str, TagId); 1],
    fields: [&'static str; 7],
    opts: QueryOpts,
}

impl QueryRepos {
    /// Of this tag, so many at most.
    #[must_use]
    pub fn of(tag: TagId, limit: u32) -> Self {
        Self {
            clauses: [("tag_id", "=", tag)],
            fields: ["id", "state", "dist", "create_event", "creation_time", "state_time", "task_id"],
            opts: QueryOpts::first(limit, Order { column: "id", descending: true }),
        }
    }
}

impl Call for QueryRepos {
    const METHOD: &'static str = "repo.query";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<Repo>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::LIST
    }
}

/// A repo.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Repo {
    pub id: RepoId,
    pub state: RepoState,
    /// For distribution, made on request from signed builds; others are what builds are made from.
    #[serde(default)]
    pub dist: bool,
    /// What it holds is the tag as of then.
    pub create_event: Option<EventId>,
    pub creation_time: Option<Timestamp>,
    /// When it came into its state.
    pub state_time: Option<Timestamp>,
    pub task_id: Option<TaskId>,
}

impl Repo {
    /// The repo for builds that is being made, of the newest of a tag, where it is newer than the one that is ready.
    #[must_use]
    pub fn under_way<'r>(newest: &'r [Self], ready: Option<&Self>) -> Option<&'r Self> {
        let is_newer = |repo: &Self| ready.is_none_or(|ready| repo.id > ready.id);
        newest.iter().find(|repo| !repo.dist && repo.state == RepoState::Init && is_newer(repo))
    }
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
