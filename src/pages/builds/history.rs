//! `/builds/{build}/history`: into which tags a build was tagged, out of which, by whom, the newest first.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::change::{Change, changes, table};
use crate::hub::Hub;
use crate::hub::methods::{Build, HistoryOf};
use crate::urls;
use crate::web::{List, ListQuery, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "packages/history.html", blocks = ["title", "listing"])]
pub struct Page {
    build: Arc<Build>,
    #[serde(rename = "changes")]
    list: List<Change>,
}
crate::page!(Page: as_listing);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let build = super::find(&hub, &wanted).await?;
    let of_build = HistoryOf { build: Some(build.build_id), ..HistoryOf::default() };
    let slice = changes(&hub, &["tag_listing"], of_build, list.wanted()).await?;
    let list = list.filled(slice).headed("Tags over time of".to_owned()).note("newest first");
    let list = list.belonging_to(&build.nvr, urls::build(&build.nvr, &build.build_id));
    Ok(Page { list: list.empty("It was never tagged."), build })
}
