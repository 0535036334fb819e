//! `/rpms/{rpm}/files`: the files in an rpm.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{ListRpmFiles, RpmFile, RpmInfo};
use crate::hub::{Hub, Order, Slice};
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rpms/files.html", blocks = ["title", "listing"])]
pub struct Page {
    rpm: Arc<RpmInfo>,
    #[serde(rename = "files")]
    list: List<RpmFile>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("Name", "", "name"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("Mode", "x", "mode"),
        Column::sorted("Owner", "x", "user"),
        Column::sorted_down("Is", "", "flags"),
        Column::plain("Digest", "x"),
        Column::sorted_down("Changed", "n far", "mtime"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let rpm = super::find(&hub, &wanted).await?;
    // The hub has no file of an external one.
    let files = match rpm.external() {
        None => hub.readable(ListRpmFiles::of(rpm.id), list.wanted()).await?,
        Some(_) => Slice::of_whole(Vec::new(), list.wanted()),
    };
    let empty = match rpm.external() {
        None => "No files: it has none, or the hub could not read its file.",
        Some(_) => "It is of an external repo, so the hub has no file of it.",
    };
    let list = list.filled(files).headed("Files in".to_owned()).belonging_to(&rpm.full_name(), super::url(&rpm));
    Ok(Page { rpm, list: list.empty(empty) })
}
