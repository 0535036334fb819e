//! `/packages/{package}/history`: in which tags the package was listed, blocked and owned, and its builds tagged and untagged,
//! the newest first.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::change::{Change, changes, table};
use crate::hub::Hub;
use crate::hub::methods::{GetPackage, HistoryOf, Package};
use crate::hub::model::{IdOrName, PackageId};
use crate::urls;
use crate::web::{List, ListQuery, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "packages/history.html", blocks = ["title", "listing"])]
pub struct Page {
    package: Arc<Package>,
    #[serde(rename = "changes")]
    list: List<Change>,
}
crate::page!(Page: as_listing);

/// The hub's tables that know of packages.
const TABLES: [&str; 3] = ["tag_listing", "tag_packages", "tag_package_owners"];

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<PackageId>>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let package = hub.find_named::<GetPackage>(&wanted).await?;
    let of_package = HistoryOf { package: Some(package.id), ..HistoryOf::default() };
    let slice = changes(&hub, &TABLES, of_package, list.wanted()).await?;
    let list = list
        .filled(slice)
        .headed("Changes of".to_owned())
        .belonging_to(&package.name, urls::package(&package.name, &package.id));
    Ok(Page { list: list.note("newest first").empty("Nothing was changed."), package })
}
