//! `/packages/{package}/tags`: the tags that list a package, page by page.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{GetPackage, ListTagsOfPackage, Package, TagOfPackage};
use crate::hub::model::{IdOrName, PackageId};
use crate::hub::{Hub, Order};
use crate::urls;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "packages/tags.html", blocks = ["title", "listing"])]
pub struct Page {
    package: Arc<Package>,
    #[serde(rename = "tags")]
    list: List<TagOfPackage>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted_down("State", "", "blocked"),
        Column::sorted("Tag", "", "name"),
        Column::plain("Locked", ""),
        Column::sorted("Owner", "", "owner_name"),
        Column::sorted("Extra arches", "", "extra_arches"),
        Column::sorted("Tag id", "n x", "id"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<PackageId>>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let package = hub.find_named::<GetPackage>(&wanted).await?;
    let tags = hub.slice(ListTagsOfPackage::of(package.id), list.wanted()).await?;
    let list = list
        .filled(tags)
        .headed("Tags of".to_owned())
        .belonging_to(&package.name, urls::package(&package.name, &package.id));
    Ok(Page { list: list.empty("No tag lists it."), package })
}
