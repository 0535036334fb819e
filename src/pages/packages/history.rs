//! `/packages/{package}/history`: in which tags the package was listed, blocked and owned, and its builds tagged and untagged,
//! the newest first.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::Hub;
use crate::hub::methods::{GetPackage, Package};
use crate::hub::model::{IdOrName, PackageId};
use crate::web::change::{Change, NEWEST_FIRST, changes, columns};
use crate::web::{Error, Listing, Paging, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "packages/history.html", blocks = ["title", "listing"])]
pub struct Page {
    package: Arc<Package>,
    changes: Listing<Change>,
}
crate::page!(Page: as_listing);

/// The hub's tables that know of packages.
const TABLES: [&str; 3] = ["tag_listing", "tag_packages", "tag_package_owners"];

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<PackageId>>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let page = paging.wanted(&columns, NEWEST_FIRST)?;
    let missing = || Error::missing("package", &wanted);
    let package = hub.find(GetPackage::of(wanted.clone())).await?.ok_or_else(missing)?;
    let slice = changes(&hub, &TABLES, None, Some(package.id), page).await?;
    Ok(Page { changes: paging.listing(columns, NEWEST_FIRST, page, slice), package })
}
