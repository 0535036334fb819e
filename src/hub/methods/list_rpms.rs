//! Lists of rpms by what they were used for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rpms::external;
use crate::hub::model::{ArchiveId, BuildId, BuildrootId, ExternalRepoId, RpmId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `listRPMs` of an archive, or of a buildroot: those installed in it, or those built in it. For the latter Koji has no
/// index, and a hub reads all rpms that it knows.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListRpms {
    #[serde(rename = "componentBuildrootID")]
    installed_in: Option<BuildrootId>,
    #[serde(rename = "buildrootID")]
    built_in: Option<BuildrootId>,
    #[serde(rename = "imageID")]
    inside: Option<ArchiveId>,
}

impl ListRpms {
    /// That were installed in this buildroot.
    #[must_use]
    pub fn installed_in(buildroot: BuildrootId) -> Self {
        Self { installed_in: Some(buildroot), ..Self::default() }
    }

    /// That were built in this buildroot.
    #[must_use]
    pub fn built_in(buildroot: BuildrootId) -> Self {
        Self { built_in: Some(buildroot), ..Self::default() }
    }

    /// That this archive was made of. Koji calls it an image; it can be of any type.
    #[must_use]
    pub fn inside(archive: ArchiveId) -> Self {
        Self { inside: Some(archive), ..Self::default() }
    }
}

impl Call for ListRpms {
    const METHOD: &'static str = "listRPMs";
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<ListedRpm>;
    fn cost(&self) -> Cost {
        // An archive was made of some hundreds, by an index.
        if self.inside.is_some() { Cost::Light } else { Cost::Heavy }
    }
}

impl Rows for ListRpms {
    type Row = ListedRpm;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// An rpm of a list.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ListedRpm {
    pub id: RpmId,
    pub nvr: String,
    pub arch: String,
    pub epoch: Option<i64>,
    /// Bytes.
    pub size: Option<i64>,
    /// Rpms of external repos have none.
    pub build_id: Option<BuildId>,
    /// 0 is the hub itself.
    #[serde(default)]
    pub external_repo_id: Option<ExternalRepoId>,
    #[serde(default)]
    pub external_repo_name: Option<String>,
    /// Of one that was installed: did it take the place of an older one there?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_update: Option<bool>,
}

impl ListedRpm {
    /// The external repo that it is of, if it is of one.
    #[must_use]
    pub fn external(&self) -> Option<(ExternalRepoId, &str)> {
        external(self.external_repo_id, self.external_repo_name.as_deref())
    }
}
