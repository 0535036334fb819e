//! Buildroots: on a host, of a task, and of a repo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{BuildrootId, BuildrootState, HostId, RepoId, TagId, TaskId, Timestamp};
use crate::hub::paging::Paging;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `listBuildroots` of a host, those that are in use. Koji has no index for it, and a hub with many buildroots reads all
/// of them.
#[derive(Debug, Clone, Serialize)]
pub struct ListActiveBuildroots {
    #[serde(rename = "hostID")]
    host: HostId,
    state: [BuildrootState; 3],
}

impl ListActiveBuildroots {
    /// On this host.
    #[must_use]
    pub fn on(host: HostId) -> Self {
        Self { host, state: [BuildrootState::Init, BuildrootState::Waiting, BuildrootState::Building] }
    }
}

impl Call for ListActiveBuildroots {
    const METHOD: &'static str = "listBuildroots";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<Buildroot>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::LIST
    }
}

impl Rows for ListActiveBuildroots {
    type Row = Buildroot;
    const PAGING: Paging = Paging::QueryOpts;
}

/// A buildroot on a host.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Buildroot {
    pub id: BuildrootId,
    pub state: Option<BuildrootState>,
    pub tag_id: Option<TagId>,
    pub tag_name: Option<String>,
    pub repo_id: Option<RepoId>,
    pub arch: Option<String>,
    pub task_id: Option<TaskId>,
    pub create_event_time: Option<Timestamp>,
}

impl Buildroot {
    /// As Koji calls it: the tag, its id and the repo.
    #[must_use]
    pub fn name(&self) -> String {
        let repo = self.repo_id.map(|repo| format!("-{repo}")).unwrap_or_default();
        format!("{}-{}{repo}", self.tag_name.as_deref().unwrap_or_default(), self.id)
    }

    /// Where mock has it on its host: `/var/lib/mock/` and the tag, its id and the repo.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        Some(format!("/var/lib/mock/{}-{}-{}", self.tag_name.as_ref()?, self.id, self.repo_id?))
    }
}

/// `listBuildroots` of a task. Koji has no index for it, and a hub with many buildroots reads all of them.
#[derive(Debug, Clone, Serialize)]
pub struct ListTaskBuildroots {
    #[serde(rename = "taskID")]
    task: TaskId,
}

impl ListTaskBuildroots {
    /// Of this task.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task }
    }
}

impl Call for ListTaskBuildroots {
    const METHOD: &'static str = "listBuildroots";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<Buildroot>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::ENDED
    }
}

impl Rows for ListTaskBuildroots {
    type Row = Buildroot;
    const PAGING: Paging = Paging::QueryOpts;
}

/// `listBuildroots` of a repo. Koji has no index for it, and a hub with many buildroots reads all of them.
#[derive(Debug, Clone, Serialize)]
pub struct ListRepoBuildroots {
    #[serde(rename = "repoID")]
    repo: RepoId,
}

impl ListRepoBuildroots {
    /// Made from this repo.
    #[must_use]
    pub fn of(repo: RepoId) -> Self {
        Self { repo }
    }
}

impl Call for ListRepoBuildroots {
    const METHOD: &'static str = "listBuildroots";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<Buildroot>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::ENDED
    }
}

impl Rows for ListRepoBuildroots {
    type Row = Buildroot;
    const PAGING: Paging = Paging::QueryOpts;
}
