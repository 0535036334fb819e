//! `/archives/{archive}/files`: the files in an archive.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::{NO_FILES, without_files};
use crate::hub::methods::{Archive, ArchiveFile, GetArchive, ListArchiveFiles};
use crate::hub::{Hub, Order, Slice};
use crate::urls;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/files.html", blocks = ["title", "listing"])]
pub struct Page {
    archive: Arc<Archive>,
    #[serde(rename = "files")]
    list: List<ArchiveFile>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list. A hub fails to sort a zip by what only a tar knows.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("Name", "", "name"),
        Column::sorted_down("Size", "n", "size"),
        Column::plain("Mode", "x"),
        Column::plain("Owner", "x"),
        Column::sorted_down("Changed", "n far", "mtime"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let reason = without_files(&archive, None);
    let files = match reason {
        None => hub.readable(ListArchiveFiles::of(archive.id), list.wanted()).await?,
        Some(_) => Slice::of_whole(Vec::new(), list.wanted()),
    };
    let list =
        list.filled(files).headed("Files in".to_owned()).belonging_to(&archive.filename, urls::archive(&archive.id));
    Ok(Page { list: list.empty(reason.unwrap_or(NO_FILES)), archive })
}
