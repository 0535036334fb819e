//! Requests for repos: who waits for which.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clause::Clause;
use crate::hub::model::{EventId, RepoId, RepoRequestId, TagId, TaskId, TaskState, Timestamp, UserId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Feature, Freshness, Rows, feature};
use crate::xmlrpc::Value;

/// `repo.queryQueue`: requests for repos. Hubs before 1.35 do not know it.
#[derive(Debug, Clone, Serialize)]
pub struct QueryRepoRequests {
    clauses: Vec<Clause>,
    /// All of them, with the names.
    fields: &'static str,
}

impl QueryRepoRequests {
    fn with(clauses: Vec<Clause>) -> Self {
        Self { clauses, fields: "**" }
    }

    /// The one of this id.
    #[must_use]
    pub fn one(request: RepoRequestId) -> Self {
        Self::with(vec![Clause::is("id", request.0)])
    }

    /// Those that a `newRepo` task makes a repo for.
    #[must_use]
    pub fn of_task(task: TaskId) -> Self {
        Self::with(vec![Clause::is("task_id", task.0)])
    }

    /// Those that a repo fulfilled.
    #[must_use]
    pub fn fulfilled_by(repo: RepoId) -> Self {
        Self::with(vec![Clause::is("repo_id", repo.0)])
    }

    /// Those that wait or are over, for repos of this tag, of this priority; all where nothing is said.
    #[must_use]
    pub fn that_are(active: Option<bool>, tag: Option<TagId>, priority: Option<i64>) -> Self {
        let active = active.map(|active| Clause::is("active", active));
        let tag = tag.map(|tag| Clause::is("tag_id", tag.0));
        let priority = priority.map(|priority| Clause::is("priority", priority));
        Self::with([active, tag, priority].into_iter().flatten().collect())
    }
}

impl Call for QueryRepoRequests {
    const METHOD: &'static str = "repo.queryQueue";
    type Answer = Vec<RepoRequest>;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::REPO_REQUESTS)
    }
    fn freshness(&self, requests: Option<&Self::Answer>) -> Freshness {
        let waits = requests.is_none_or(|requests| requests.iter().any(|request| request.active));
        if waits { Freshness::RUNNING_LIST } else { Freshness::LIST }
    }
}

impl Rows for QueryRepoRequests {
    type Row = RepoRequest;
    const PAGED_BY: PagedBy = PagedBy::Opts;
}

/// Somebody's request for a repo.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RepoRequest {
    pub id: RepoRequestId,
    /// Is there no repo for it yet?
    pub active: bool,
    /// The lower, the sooner.
    pub priority: Option<i64>,
    pub tag_id: TagId,
    pub tag_name: String,
    /// The tag is to be as of this event, and no other.
    pub at_event: Option<EventId>,
    /// The tag is to be as of this event, or a later one.
    pub min_event: Option<EventId>,
    /// With what the repo is to be made.
    pub opts: Option<Value>,
    /// The task that makes the repo.
    pub task_id: Option<TaskId>,
    pub task_state: Option<TaskState>,
    /// How many tasks were started for it.
    pub tries: Option<i64>,
    /// The repo that fulfilled it.
    pub repo_id: Option<RepoId>,
    pub owner: Option<UserId>,
    pub owner_name: Option<String>,
    pub create_time: Option<Timestamp>,
    pub update_time: Option<Timestamp>,
}

/// How a request for a repo stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RepoRequestState {
    /// It has no task yet.
    Waiting,
    /// A task makes its repo.
    Making,
    /// It has its repo.
    Fulfilled,
    /// It was given up.
    GivenUp,
}

impl RepoRequestState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Making => "being made",
            Self::Fulfilled => "fulfilled",
            Self::GivenUp => "given up",
        }
    }
}

impl RepoRequest {
    /// How it stands. A task that failed is started again, until the hub gives up.
    #[must_use]
    pub fn state(&self) -> RepoRequestState {
        match (self.active, self.repo_id, self.task_id) {
            (true, _, None) => RepoRequestState::Waiting,
            (true, _, Some(_)) => RepoRequestState::Making,
            (false, Some(_), _) => RepoRequestState::Fulfilled,
            (false, None, _) => RepoRequestState::GivenUp,
        }
    }

    /// From when to when it waited, where it is over. A hub touches a request last when it is.
    #[must_use]
    pub fn waited(&self) -> Option<(&Timestamp, &Timestamp)> {
        Some((self.create_time.as_ref()?, self.update_time.as_ref()?)).filter(|_| !self.active)
    }
}
