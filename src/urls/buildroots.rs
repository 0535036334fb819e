//! Buildroots: one, what was in it, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::list::at;
use super::{Components, ListUrl, PageQuery, Url, Yes, as_named};
use crate::hub::model::{ArchiveId, BuildrootId, BuildrootState, HostId, IdOrName, RepoId, RpmId, TagId, TaskId};

/// The list of buildroots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuildrootsUrl {
    /// In this state.
    pub state: Option<BuildrootStates>,
    /// On this host.
    pub host: Option<IdOrName<HostId>>,
    /// Of repos of this tag.
    pub tag: Option<IdOrName<TagId>>,
    /// Made from this repo.
    pub repo: Option<RepoId>,
    /// Of this task.
    pub task: Option<TaskId>,
    /// That this rpm was installed in.
    pub rpm: Option<RpmId>,
    /// That this archive was used in.
    pub archive: Option<ArchiveId>,
}

impl ListUrl for BuildrootsUrl {
    const PATH: &'static str = "/buildroots";
}

/// The states of buildroots, by Koji's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "see BuildrootState")]
pub enum BuildrootStates {
    Init,
    Waiting,
    Building,
    Expired,
}

impl From<BuildrootStates> for BuildrootState {
    fn from(state: BuildrootStates) -> Self {
        match state {
            BuildrootStates::Init => Self::Init,
            BuildrootStates::Waiting => Self::Waiting,
            BuildrootStates::Building => Self::Building,
            BuildrootStates::Expired => Self::Expired,
        }
    }
}

/// The rpms or the archives of a buildroot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuildrootContentsUrl {
    /// Those that were built in it, in place of those that were installed in it.
    pub built: Option<Yes>,
}

impl BuildrootContentsUrl {
    /// A page of the rpms or the archives of a buildroot, as a reader named it.
    #[must_use]
    pub fn of_page(&self, buildroot: &str, components: Components, page: &PageQuery) -> Url {
        at(&buildroot_named(buildroot).at(components.below()).0, self, page)
    }
}

/// One buildroot.
#[must_use]
pub fn buildroot(id: &BuildrootId) -> Url {
    Url(format!("/buildroots/{id}"))
}

/// One buildroot, as a reader named it.
#[must_use]
pub fn buildroot_named(id: &str) -> Url {
    as_named("buildroots", id)
}

/// The rpms that were installed in a buildroot.
#[must_use]
pub fn rpms_of_buildroot(id: &BuildrootId) -> Url {
    buildroot(id).at("/rpms")
}

/// The rpms that were built in a buildroot.
#[must_use]
pub fn rpms_built_in(id: &BuildrootId) -> Url {
    rpms_of_buildroot(id).with(&BuildrootContentsUrl { built: Some(Yes::Yes) })
}

/// The archives that were used in a buildroot.
#[must_use]
pub fn archives_of_buildroot(id: &BuildrootId) -> Url {
    buildroot(id).at("/archives")
}

/// The archives that were built in a buildroot.
#[must_use]
pub fn archives_built_in(id: &BuildrootId) -> Url {
    archives_of_buildroot(id).with(&BuildrootContentsUrl { built: Some(Yes::Yes) })
}

/// What differs between a buildroot and another one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuildrootCompareUrl {
    /// The other one, by id or name; without it that of the last complete build before it of the same package and arch.
    pub with: Option<String>,
}

/// What differs between a buildroot and that of the last complete build before it.
#[must_use]
pub fn compare_buildroot(id: &BuildrootId) -> Url {
    buildroot(id).at("/compare")
}

/// What differs between a buildroot and an earlier one.
#[must_use]
pub fn compare_buildroots(id: &BuildrootId, earlier: &BuildrootId) -> Url {
    compare_buildroot(id).with(&BuildrootCompareUrl { with: Some(earlier.to_string()) })
}

/// The buildroots that an rpm was installed in.
#[must_use]
pub fn buildroots_with_rpm(id: &RpmId) -> Url {
    BuildrootsUrl { rpm: Some(*id), ..BuildrootsUrl::default() }.url()
}

/// The buildroots that an archive was used in.
#[must_use]
pub fn buildroots_with_archive(id: &ArchiveId) -> Url {
    BuildrootsUrl { archive: Some(*id), ..BuildrootsUrl::default() }.url()
}
