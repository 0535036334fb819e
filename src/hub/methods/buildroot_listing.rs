//! What was installed in a buildroot, as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rpms::external;
use crate::hub::model::{BuildId, BuildrootId, ExternalRepoId, RpmId};
use crate::hub::{Call, Cost, Freshness};

/// `getBuildrootListing`: all rpms that were installed in a buildroot; thousands, with less of each than `listRPMs` tells.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuildrootListing {
    id: BuildrootId,
}

impl GetBuildrootListing {
    /// Of this buildroot.
    #[must_use]
    pub fn of(buildroot: BuildrootId) -> Self {
        Self { id: buildroot }
    }
}

impl Call for GetBuildrootListing {
    const METHOD: &'static str = "getBuildrootListing";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<InstalledRpm>;
}

/// An rpm that was installed in a buildroot.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct InstalledRpm {
    pub rpm_id: RpmId,
    pub name: String,
    pub version: String,
    pub release: String,
    pub epoch: Option<i64>,
    pub arch: String,
    /// Rpms of external repos have none.
    pub build_id: Option<BuildId>,
    /// 0 is the hub itself.
    #[serde(default)]
    pub external_repo_id: Option<ExternalRepoId>,
    #[serde(default)]
    pub external_repo_name: Option<String>,
    /// Did it take the place of an older one there?
    #[serde(default)]
    pub is_update: bool,
}

impl InstalledRpm {
    /// `epoch:version-release`, without an epoch where it has none.
    #[must_use]
    pub fn evr(&self) -> String {
        let epoch = self.epoch.map(|epoch| format!("{epoch}:")).unwrap_or_default();
        format!("{epoch}{}-{}", self.version, self.release)
    }

    /// The external repo that it is of, if it is of one.
    #[must_use]
    pub fn external(&self) -> Option<(ExternalRepoId, &str)> {
        external(self.external_repo_id, self.external_repo_name.as_deref())
    }
}
