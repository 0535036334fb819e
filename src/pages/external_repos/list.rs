//! `/external-repos`: all external repos, with the tags that have them.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{ExternalRepo, GetTagExternalRepos, ListExternalRepos, TagExternalRepo};
use crate::hub::{Hub, Order, Part};
use crate::web::{Column, List, ListQuery, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "external-repos/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "repos")]
    list: List<ExternalRepo>,
    /// Which tags have which.
    #[serde(skip)]
    uses: Part<Vec<TagExternalRepo>>,
}
crate::page!(Page: as_listing);

/// Tags that are named beside a repo.
const TAGS: usize = 4;

/// The page.
pub async fn get(hub: Hub, query: ListQuery) -> Result<Page> {
    let columns = [
        Column::sorted("External repo", "", "name"),
        Column::sorted("Address", "wide", "url"),
        Column::plain("Tags", ""),
        Column::sorted("Id", "n x", "id"),
    ];
    let list = query.of(Table::new(Order::BY_NAME, columns))?;
    let (repos, uses) = join!(
        hub.slice(ListExternalRepos {}, list.wanted()),
        hub.part("tags of external repos", GetTagExternalRepos {})
    );
    let list = list.filled(repos?).empty("The hub knows none.");
    Ok(Page { list, uses })
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
