//! Build targets: from which tag a build is made, and into which it goes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId, TargetId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Freshness, Rows};

/// `getBuildTargets`: targets that match everything that is given.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GetBuildTargets {
    /// As it was then.
    pub event: Option<EventId>,
    /// Only those that build from this tag.
    #[serde(rename = "buildTagID")]
    pub build_tag: Option<TagId>,
    /// Only those whose builds go into this tag.
    #[serde(rename = "destTagID")]
    pub dest_tag: Option<TagId>,
}

impl Call for GetBuildTargets {
    const METHOD: &'static str = "getBuildTargets";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Target>;
}

impl Rows for GetBuildTargets {
    type Row = Target;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// A build target.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Target {
    pub id: TargetId,
    pub name: String,
    pub build_tag: TagId,
    pub build_tag_name: String,
    pub dest_tag: TagId,
    pub dest_tag_name: String,
}
