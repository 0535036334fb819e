//! `/archives/{archive}/archives`: the archives that an archive was made of.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Archive, GetArchive, GetBuild, ListArchives};
use crate::hub::model::{BuildId, BuildRef};
use crate::hub::{Hub, Order, Slice};
use crate::urls;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    archive: Arc<Archive>,
    #[serde(rename = "archives")]
    list: List<ListedArchive>,
}
crate::page!(Page: as_listing);

/// The columns and the order of a list of archives.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("File", "", "filename"),
        Column::sorted("Type", "", "type_name"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("Build", "", "build_id"),
        Column::plain("Needed by", "x"),
    ];
    Table::new(Order { column: "filename", descending: false }, columns)
}

/// An archive in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ListedArchive {
    #[serde(flatten)]
    pub(crate) archive: Archive,
    /// The NVR of its build.
    pub(crate) nvr: Option<String>,
}

/// Archives with the names of their builds, of which the hub tells ids alone.
pub(crate) async fn with_builds(hub: &Hub, archives: Slice<Archive>) -> Slice<ListedArchive> {
    let ids: BTreeSet<BuildId> = archives.rows().iter().map(|archive| archive.build_id).collect();
    let builds = hub.part_of_each("builds", ids.into_iter().map(|id| GetBuild::of(BuildRef::Id(id)))).await;
    let nvr = |id| builds.iter().find(|(_, build)| build.build_id == id).map(|(_, build)| build.nvr.clone());
    archives.map(|(_, archive)| ListedArchive { nvr: nvr(archive.build_id), archive: archive.clone() })
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let archives = hub.slice(ListArchives::inside(archive.id), list.wanted()).await?;
    let archives = with_builds(&hub, archives).await;
    let list = list
        .filled(archives)
        .headed("Archives in".to_owned())
        .empty("The hub knows of no archive that it was made of.");
    Ok(Page { list: list.belonging_to(&archive.filename, urls::archive(&archive.id)), archive })
}
