//! Buildroots: one, and those on a host, of a task, of a repo, and that an rpm was in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{
    ArchiveId, BuildrootId, BuildrootState, HostId, RepoId, RepoState, RpmId, TagId, TaskId, Timestamp,
};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Feature, Freshness, Named, Rows, feature};
use crate::xmlrpc::Value;

/// `getBuildroot`: one buildroot, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuildroot {
    #[serde(rename = "buildrootID")]
    buildroot: BuildrootId,
}

impl GetBuildroot {
    /// By id: a hub knows no names of buildroots.
    #[must_use]
    pub fn of(buildroot: BuildrootId) -> Self {
        Self { buildroot }
    }
}

impl Named for GetBuildroot {
    const KIND: &'static str = "buildroot";
    type Name = str;
    /// The id, also out of a whole name: `f41-build-295462-19990`, `generator:295725`.
    fn named(name: &Self::Name) -> Option<Self> {
        let of_task = || name.rsplit('-').nth(1);
        let of_generator = || Some(name.rsplit_once(':')?.1);
        let id = name.parse().ok().or_else(|| of_generator()?.parse().ok()).or_else(|| of_task()?.parse().ok());
        id.map(|id| Self::of(BuildrootId(id)))
    }
}

impl Call for GetBuildroot {
    const METHOD: &'static str = "getBuildroot";
    type Answer = Buildroot;
    fn freshness(&self, buildroot: Option<&Buildroot>) -> Freshness {
        match buildroot.map(|buildroot| buildroot.state) {
            None => Freshness::MISSING,
            // Content generators make them, and they have no state.
            Some(Some(BuildrootState::Expired) | None) => Freshness::COMPLETE,
            Some(_) => Freshness::LIST,
        }
    }
}

/// `listBuildroots`. Koji has an index for an rpm and for an archive alone: for all others a hub with many buildroots reads all of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListBuildroots {
    /// On this host.
    #[serde(rename = "hostID")]
    pub host: Option<HostId>,
    /// In one of these states. Each state, host, tag, repo and task leaves out those of content generators, which have none.
    pub state: Option<Vec<BuildrootState>>,
    /// Of repos of this tag.
    #[serde(rename = "tagID")]
    pub tag: Option<TagId>,
    /// Of this task.
    #[serde(rename = "taskID")]
    pub task: Option<TaskId>,
    /// Made from this repo.
    #[serde(rename = "repoID")]
    pub repo: Option<RepoId>,
    /// That this rpm was installed in.
    #[serde(rename = "rpmID")]
    pub rpm: Option<RpmId>,
    /// That this archive was used in.
    #[serde(rename = "archiveID")]
    pub archive: Option<ArchiveId>,
}

impl ListBuildroots {
    /// Those that are in use on this host.
    #[must_use]
    pub fn active_on(host: HostId) -> Self {
        let active = vec![BuildrootState::Init, BuildrootState::Waiting, BuildrootState::Building];
        Self { host: Some(host), state: Some(active), ..Self::default() }
    }

    /// Of this task.
    #[must_use]
    pub fn of_task(task: TaskId) -> Self {
        Self { task: Some(task), ..Self::default() }
    }

    /// That this rpm was installed in.
    #[must_use]
    pub fn with_rpm(rpm: RpmId) -> Self {
        Self { rpm: Some(rpm), ..Self::default() }
    }

    /// That this archive was used in.
    #[must_use]
    pub fn with_archive(archive: ArchiveId) -> Self {
        Self { archive: Some(archive), ..Self::default() }
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
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<Buildroot>;
    fn needs(&self) -> Option<&'static Feature> {
        self.repo.map(|_| &feature::BUILDROOTS_OF_REPO)
    }
    fn freshness(&self, buildroots: Option<&Self::Answer>) -> Freshness {
        let ended = |buildroot: &Buildroot| matches!(buildroot.state, Some(BuildrootState::Expired) | None);
        let is_over = self.state.is_none() && buildroots.is_some_and(|all| !all.is_empty() && all.iter().all(ended));
        if is_over { Freshness::ENDED } else { Freshness::LIST }
    }
}

impl Rows for ListBuildroots {
    type Row = Buildroot;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// A buildroot: of a task on a host, or what a content generator says that it used.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Buildroot {
    pub id: BuildrootId,
    /// Content generators' have none, nor a tag, a repo, a task and a host.
    pub state: Option<BuildrootState>,
    pub tag_id: Option<TagId>,
    pub tag_name: Option<String>,
    pub repo_id: Option<RepoId>,
    #[serde(default)]
    pub repo_state: Option<RepoState>,
    #[serde(default)]
    pub repo_create_event_time: Option<Timestamp>,
    pub arch: Option<String>,
    pub task_id: Option<TaskId>,
    #[serde(default)]
    pub host_id: Option<HostId>,
    #[serde(default)]
    pub host_name: Option<String>,
    pub create_event_time: Option<Timestamp>,
    /// Since when it is out of use.
    #[serde(default)]
    pub retire_event_time: Option<Timestamp>,
    /// `chroot`, `docker`
    #[serde(default)]
    pub container_type: Option<String>,
    #[serde(default)]
    pub cg_name: Option<String>,
    #[serde(default)]
    pub cg_version: Option<String>,
    /// What a content generator ran on.
    #[serde(default)]
    pub host_os: Option<String>,
    #[serde(default)]
    pub host_arch: Option<String>,
    #[serde(default)]
    pub extra: Option<Value>,
}

impl Buildroot {
    /// As Koji calls it: the tag, its id and the repo; of a content generator that and its id.
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(generator) = &self.cg_name {
            return format!("{generator}:{}", self.id);
        }
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

#[cfg(test)]
mod tests {
    use super::{GetBuildroot, Named as _};

    #[test]
    fn names_of_buildroots_hold_the_id() {
        let id = |name| GetBuildroot::named(name).map(|call| call.buildroot.0);
        for (name, expected) in [
            ("295462", Some(295_462)),
            ("f41-build-295462-19990", Some(295_462)),
            ("lab-cg:295725", Some(295_725)),
            ("f41-build", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(id(name), expected, "{name}");
        }
    }
}
