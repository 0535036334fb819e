//! `/external-repos`: all external repos, with the tags that have them.

use askama::Template;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{ExternalRepo, GetTagExternalRepos, ListExternalRepos, TagExternalRepo};
use crate::hub::{Hub, Order, Part};
use crate::web::{Column, Listing, Paging, Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "external-repos/list.html", blocks = ["title", "listing"])]
pub struct Page {
    repos: Listing<ExternalRepo>,
    /// Which tags have which.
    #[serde(skip)]
    uses: Part<Vec<TagExternalRepo>>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "name", descending: false };
/// Tags that are named beside a repo.
const TAGS: usize = 4;

/// The page.
pub async fn get(hub: Hub, paging: Paging) -> Result<Page> {
    let columns = vec![
        Column::sorted("External repo", "", "name"),
        Column::sorted("Address", "wide", "url"),
        Column::plain("Tags", ""),
        Column::sorted("Id", "n x", "id"),
    ];
    let wanted = paging.wanted(&columns, BY_NAME)?;
    let (repos, uses) =
        join!(hub.slice(ListExternalRepos {}, wanted), hub.part("tags of external repos", GetTagExternalRepos {}));
    Ok(Page { repos: paging.listing(columns, BY_NAME, wanted, repos?), uses })
}

impl Page {
    /// The tags that have a repo: some of them, and how many more there are.
    fn tags(&self, repo: &ExternalRepo) -> (Vec<&TagExternalRepo>, usize) {
        let mut tags: Vec<_> = self.uses.rows().iter().filter(|used| used.external_repo_id == repo.id).collect();
        let more = tags.len().saturating_sub(TAGS);
        tags.truncate(TAGS);
        (tags, more)
    }
}
