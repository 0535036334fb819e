//! `/builds/{build}/badge.svg`, `/packages/{package}/badge.svg`: how it stands with a build, or with the last one of a package,
//! as a picture for pages elsewhere.

use tokio::join;

use crate::hub::methods::{BuildRow, GetBuild, GetPackage, GetTag, ListBuilds, ListTagged};
use crate::hub::model::{BuildRef, BuildState, IdOrName, PackageId};
use crate::hub::{Hub, Order, PageRequest};
use crate::urls::BadgeUrl;
use crate::web::{Badge, Colour, Error, Path, Query, Result};

const NEWEST: PageRequest = PageRequest { order: Order { column: "build_id", descending: true }, offset: 0, limit: 1 };

/// Of a build.
pub async fn of_build(hub: Hub, Path(wanted): Path) -> Result<Badge> {
    let missing = || Error::missing("build", &wanted);
    let call = BuildRef::read(&wanted).map(GetBuild::of).ok_or_else(missing)?;
    let build = hub.find(call).await?.ok_or_else(missing)?;
    Ok(badge(&build.package_name, &build.version, &build.release, build.state))
}

/// Of the newest build of a package, in a tag or of all.
pub async fn of_package(
    hub: Hub,
    Path(wanted): Path<IdOrName<PackageId>>,
    Query(asked): Query<BadgeUrl>,
) -> Result<Badge> {
    let (package, tag) = join!(hub.find_named::<GetPackage>(&wanted), hub.find_if_named::<GetTag>(asked.tag.as_ref()));
    let (package, tag) = (package?, tag?);
    let builds = if let Some(tag) = &tag {
        hub.get(ListTagged::latest_of(&package.name, tag.id, tag.event())).await?.to_vec()
    } else {
        let of_package = ListBuilds { package: Some(package.id.into()), ..ListBuilds::default() };
        hub.slice(of_package, NEWEST).await?.rows().to_vec()
    };
    let label = tag.as_ref().map_or(&package.name, |tag| &tag.name);
    Ok(match builds.first() {
        Some(BuildRow { version, release, state, .. }) => badge(label, version, release, *state),
        None => Badge::of(label, "no build", Colour::Unknown),
    })
}

fn badge(label: &str, version: &str, release: &str, state: BuildState) -> Badge {
    let colour = match state {
        BuildState::Complete => Colour::Good,
        BuildState::Failed => Colour::Bad,
        BuildState::Building => Colour::Running,
        BuildState::Canceled | BuildState::Deleted | BuildState::Other(_) => Colour::Unknown,
    };
    Badge::of(label, &format!("{version}-{release} {}", state.word()), colour)
}
