//! `/packages/{package}/tags`: the tags that list a package, page by page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::methods::{GetPackage, ListTagsOfPackage, Package, TagOfPackage};
use crate::hub::model::{IdOrName, PackageId};
use crate::hub::{Hub, Order};
use crate::web::{Column, Error, Listing, Paging, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "packages/tags.html", blocks = ["title", "listing"])]
pub struct Page {
    package: Arc<Package>,
    tags: Listing<TagOfPackage>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "name", descending: false };

/// The columns of the list.
fn columns() -> Vec<Column> {
    vec![
        Column::plain("State", ""),
        Column::sorted("Tag", "", "name"),
        Column::plain("Locked", ""),
        Column::plain("Owner", ""),
        Column::plain("Extra arches", ""),
        Column::sorted("Tag id", "n x", "id"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<PackageId>>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let slice = paging.wanted(&columns, BY_NAME)?;
    let missing = || Error::missing("package", &wanted);
    let package = hub.find(GetPackage::of(wanted.clone())).await?.ok_or_else(missing)?;
    let tags = hub.slice(ListTagsOfPackage::of(package.id), slice).await?;
    Ok(Page { tags: paging.listing(columns, BY_NAME, slice, tags), package })
}
