//! `/packages/{package}/latest?tag=`: leads to the newest build of a package in a tag and its parents. The address stays the
//! same whatever is built, so other sites and programs can use it.

use axum::http::StatusCode;
use tokio::join;

use crate::hub::Hub;
use crate::hub::methods::{GetPackage, GetTag, ListTagged};
use crate::hub::model::{IdOrName, PackageId};
use crate::urls::{self, LatestUrl};
use crate::web::{Error, Path, Query, Redirect, Result};

/// Redirects to it.
pub async fn get(
    hub: Hub,
    Path(wanted): Path<IdOrName<PackageId>>,
    Query(asked): Query<LatestUrl>,
) -> Result<Redirect> {
    let in_tag = asked.tag.ok_or_else(|| Error::parameter("tag", "", "the name of a tag"))?;
    let (package, tag) = join!(hub.find_named::<GetPackage>(&wanted), hub.find_named::<GetTag>(&in_tag));
    let (package, tag) = (package?, tag?);
    let builds = hub.get(ListTagged::latest_of(&package.name, tag.id, tag.event())).await?;
    let build = builds.first();
    let missing = || Error::missing("build", &format!("of {} in {}", package.name, tag.name));
    build.map(|build| Redirect(StatusCode::FOUND, urls::build(&build.nvr, &build.build_id))).ok_or_else(missing)
}
