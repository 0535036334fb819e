//! Repos: what the builds of a tag are made from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, RepoId, RepoState, TagId, TaskId, TaskState, Timestamp};
use crate::hub::{Call, Freshness, Named};
use crate::xmlrpc::Value;

/// `getRepo`: the newest repo of a tag that is as asked for, nil where there is none. Old hubs have it too, unlike `repo.get`.
#[derive(Debug, Clone, Serialize)]
pub struct GetRepo {
    tag: TagId,
    /// A hub takes none for ready.
    state: Option<RepoState>,
    /// A hub takes none for no.
    dist: Option<bool>,
}

impl GetRepo {
    /// That builds of this tag use.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag, state: None, dist: None }
    }

    /// That is being made for them.
    #[must_use]
    pub fn being_made(tag: TagId) -> Self {
        Self { state: Some(RepoState::Init), ..Self::of(tag) }
    }

    /// That is for distribution.
    #[must_use]
    pub fn dist(tag: TagId) -> Self {
        Self { dist: Some(true), ..Self::of(tag) }
    }
}

impl Call for GetRepo {
    const METHOD: &'static str = "getRepo";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Repo;
}

/// `repoInfo`: a repo by its id, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct RepoInfo {
    repo_id: RepoId,
}

impl RepoInfo {
    /// Of this one.
    #[must_use]
    pub fn of(repo: RepoId) -> Self {
        Self { repo_id: repo }
    }
}

impl Named for RepoInfo {
    const KIND: &'static str = "repo";
    type Name = str;
    fn named(name: &Self::Name) -> Option<Self> {
        name.parse().ok().map(RepoId).map(Self::of)
    }
}

impl Call for RepoInfo {
    const METHOD: &'static str = "repoInfo";
    type Answer = Repo;
    fn freshness(&self, repo: Option<&Repo>) -> Freshness {
        match repo.map(|repo| repo.state) {
            Some(RepoState::Init) => Freshness::RUNNING,
            Some(RepoState::Deleted) => Freshness::COMPLETE,
            _ => Freshness::LIST,
        }
    }
}

/// A repo.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Repo {
    pub id: RepoId,
    pub state: RepoState,
    pub tag_id: Option<TagId>,
    pub tag_name: Option<String>,
    /// For distribution, made on request from signed builds; others are what builds are made from.
    #[serde(default)]
    pub dist: bool,
    /// What it holds is the tag as of then.
    pub create_event: Option<EventId>,
    /// From this event on the tag was as the repo has it; hubs before 1.35 do not say.
    pub begin_event: Option<EventId>,
    /// The event that changed the tag after that, where the hub has looked for one.
    pub end_event: Option<EventId>,
    pub creation_time: Option<Timestamp>,
    /// When it came into its state.
    pub state_time: Option<Timestamp>,
    /// The task that made it.
    pub task_id: Option<TaskId>,
    pub task_state: Option<TaskState>,
    /// With what it was made.
    pub opts: Option<Value>,
    /// Those of them that differ from what its tag asks for.
    pub custom_opts: Option<Value>,
}

impl Repo {
    /// The repo for builds that is being made, of the newest of a tag, where it is newer than the one that is ready.
    #[must_use]
    pub fn under_way<'r>(newest: &'r [Self], ready: Option<&Self>) -> Option<&'r Self> {
        let is_newer = |repo: &Self| ready.is_none_or(|ready| repo.id > ready.id);
        newest.iter().find(|repo| !repo.dist && repo.state == RepoState::Init && is_newer(repo))
    }

    /// How long it took to make, where it is still in the state that it came into then.
    #[must_use]
    pub fn time_to_make(&self) -> Option<(&Timestamp, &Timestamp)> {
        let ready = self.state == RepoState::Ready && !self.dist;
        Some((self.creation_time.as_ref()?, self.state_time.as_ref()?)).filter(|_| ready)
    }

    /// Where its files are below the address of all files (koji.pathinfo `repo` and `distrepo`), but for a dist repo on
    /// another volume, which a hub links to from here.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        let folder = if self.dist { "repos-dist" } else { "repos" };
        let there = !matches!(self.state, RepoState::Deleted);
        self.tag_name.as_ref().filter(|_| there).map(|tag| format!("{folder}/{tag}/{}", self.id))
    }
}
