//! `/archives/{archive}/archives`: the archives that an archive was made of.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Archive, GetArchive, ListArchives};
use crate::hub::{Hub, Order};
use crate::urls;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    archive: Arc<Archive>,
    #[serde(rename = "archives")]
    list: List<Archive>,
}
crate::page!(Page: as_listing);

/// The columns and the order of a list of archives.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("File", "", "filename"),
        Column::sorted("Type", "", "type_name"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("Build", "", "build_id"),
        Column::plain("", "x"),
    ];
    Table::new(Order { column: "filename", descending: false }, columns)
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let archives = hub.slice(ListArchives::inside(archive.id), list.wanted()).await?;
    let list = list
        .filled(archives)
        .headed("Archives in".to_owned())
        .empty("The hub knows of no archive that it was made of.");
    Ok(Page { list: list.belonging_to(&archive.filename, urls::archive(&archive.id)), archive })
}
