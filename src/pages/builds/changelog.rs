//! `/builds/{build}/changelog`: the whole changelog of a build.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::Hub;
use crate::hub::methods::{Build, ChangelogEntry, GetChangelogEntries};
use crate::urls;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "builds/changelog.html", blocks = ["title", "listing"])]
pub struct Page {
    build: Arc<Build>,
    #[serde(rename = "changelog")]
    list: List<ChangelogEntry>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
fn table() -> Table {
    let columns = [Column::plain("Date", ""), Column::plain("Author", ""), Column::plain("Change", "")];
    Table::new(GetChangelogEntries::ORDER, columns)
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let build = super::find(&hub, &wanted).await?;
    let changes = hub.slice(GetChangelogEntries::of(build.build_id), list.wanted()).await?;
    let list = list.filled(changes).headed("Changelog of".to_owned()).note("newest first");
    let list = list.belonging_to(&build.nvr, urls::build(&build.nvr, &build.build_id));
    Ok(Page { list: list.empty("It has none, or the hub has no file to read it from."), build })
}
