//! Buildroots: on a host, of a task, and of a repo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{BuildrootId, BuildrootState, HostId, RepoId, TagId, TaskId, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `listBuildroots`. Koji has an index for none of these, and a hub with many buildroots reads all of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListBuildroots {
    #[serde(rename = "hostID")]
    host: Option<HostId>,
    state: Option<[BuildrootState; 3]>,
    #[serde(rename = "taskID")]
    task: Option<TaskId>,
    #[serde(rename = "repoID")]
    repo: Option<RepoId>,
}

impl ListBuildroots {
    /// Those that are in use on this host.
    #[must_use]
    pub fn active_on(host: HostId) -> Self {
        let active = [BuildrootState::Init, BuildrootState::Waiting, BuildrootState::Building];
        Self { host: Some(host), state: Some(active), ..Self::default() }
    }

    /// Of this task.
    #[must_use]
    pub fn of_task(task: TaskId) -> Self {
        Self { task: Some(task), ..Self::default() }
    }

    /// Made from this repo.
    #[must_use]
    pub fn of_repo(repo: RepoId) -> Self {
        Self { repo: Some(repo), ..Self::default() }
    }
}

impl Call for ListBuildroots {
    const METHOD: &'static str = "listBuildroots";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<Buildroot>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        if self.state.is_some() { Freshness::LIST } else { Freshness::ENDED }
    }
}

impl Rows for ListBuildroots {
    type Row = Buildroot;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
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
        let is_whole = self.tag_name.is_some() && self.repo_id.is_some();
        is_whole.then(|| format!("/var/lib/mock/{}", self.name()))
    }
}
