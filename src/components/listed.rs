//! Lists of the rpms and archives that something is made of: what such lists have in common, whatever they belong to.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Archive, GetBuild};
use crate::hub::model::{BuildId, BuildRef};
use crate::hub::{Hub, Order, Slice};
use crate::web::{Column, Table};

/// The columns and the order of a list of rpms.
#[must_use]
pub fn rpms() -> Table {
    let columns = [
        Column::sorted("Rpm", "", "nvr"),
        Column::sorted("Arch", "", "arch"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("From", "", "external_repo_name"),
        Column::plain("", "x"),
    ];
    Table::new(Order::BY_NVR, columns)
}

/// The columns and the order of a list of archives.
#[must_use]
pub fn archives() -> Table {
    let columns = [
        Column::sorted("File", "", "filename"),
        Column::sorted("Type", "", "type_name"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("Build", "", "build_id"),
        Column::plain("Needed by", "x"),
    ];
    Table::new(Order::BY_FILENAME, columns)
}

/// An archive in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ListedArchive {
    /// The archive.
    #[serde(flatten)]
    pub archive: Archive,
    /// The NVR of its build.
    pub nvr: Option<String>,
}

/// Archives with the names of their builds, of which the hub tells ids alone.
pub async fn with_builds(hub: &Hub, archives: Slice<Archive>) -> Slice<ListedArchive> {
    let ids: BTreeSet<BuildId> = archives.rows().iter().map(|archive| archive.build_id).collect();
    let builds = hub.part_of_each("builds", ids.into_iter().map(|id| GetBuild::of(BuildRef::Id(id)))).await;
    let nvr = |id| builds.iter().find(|(_, build)| build.build_id == id).map(|(_, build)| build.nvr.clone());
    archives.map(|(_, archive)| ListedArchive { nvr: nvr(archive.build_id), archive: archive.clone() })
}
