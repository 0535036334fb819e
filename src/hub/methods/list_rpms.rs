//! Lists of rpms by what they were used for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ComponentsOf;
use super::rpms::external;
use crate::hub::model::{BuildId, ExternalRepoId, RpmId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `listRPMs` of an archive or of a buildroot.
#[derive(Debug, Clone, Serialize)]
pub struct ListRpms {
    #[serde(flatten)]
    of: ComponentsOf,
}

impl ListRpms {
    /// Of this.
    #[must_use]
    pub fn of(of: ComponentsOf) -> Self {
        Self { of }
    }
}

impl Call for ListRpms {
    const METHOD: &'static str = "listRPMs";
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<ListedRpm>;
    fn cost(&self) -> Cost {
        self.of.cost()
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
