//! External repos: what a tag's builds are fetched from beside its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::simple::call;
use crate::hub::model::{EventId, ExternalRepoId, IdOrName, TagId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Freshness, Rows};

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
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<TagExternalRepo>;
}

/// An external repo as a tag has it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct TagExternalRepo {
    pub external_repo_id: ExternalRepoId,
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

/// `getTagExternalRepos`: which tags have which external repos themselves, all of them, those of one tag in their order.
#[derive(Debug, Clone, Serialize)]
pub struct GetTagExternalRepos {}

impl Call for GetTagExternalRepos {
    const METHOD: &'static str = "getTagExternalRepos";
    const FRESHNESS: Freshness = Freshness::TAG;
    type Answer = Vec<TagExternalRepo>;
}

/// `listExternalRepos`: all external repos.
#[derive(Debug, Clone, Serialize)]
pub struct ListExternalRepos {}

impl Call for ListExternalRepos {
    const METHOD: &'static str = "listExternalRepos";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<ExternalRepo>;
}

impl Rows for ListExternalRepos {
    type Row = ExternalRepo;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

call! {
    /// `getExternalRepo`: an external repo by id (a number) or name, nil where there is none.
    GetExternalRepo("info": IdOrName<ExternalRepoId>) = "getExternalRepo" -> ExternalRepo, TAG as "external repo"
}

/// An external repo.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct ExternalRepo {
    /// Its id.
    pub id: ExternalRepoId,
    /// Its name.
    pub name: String,
    /// Where it is; `$arch` in it stands for the arch of a build.
    pub url: Option<String>,
}
