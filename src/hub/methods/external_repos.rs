//! External repos: what a tag's builds are fetched from beside its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId};
use crate::hub::{Call, Freshness};

/// `getExternalRepoList`: the external repos of a tag and of all it inherits from, in their order.
#[derive(Debug, Clone, Serialize)]
pub struct GetExternalRepoList {
    tag_info: TagId,
    event: Option<EventId>,
}

impl GetExternalRepoList {
    /// Of this tag, as it was then.
    #[must_use]
    pub fn of(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag_info: tag, event }
    }
}

impl Call for GetExternalRepoList {
    const METHOD: &'static str = "getExternalRepoList";
    type Answer = Vec<ExternalRepo>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::UntilEvent
    }
}

/// An external repo as a tag has it.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ExternalRepo {
    pub external_repo_id: i64,
    pub external_repo_name: String,
    pub url: Option<String>,
    /// The tag that has it.
    pub tag_id: TagId,
    pub tag_name: String,
    pub priority: Option<i64>,
    pub merge_mode: Option<String>,
    /// Only for these; older hubs do not say.
    pub arches: Option<String>,
}
