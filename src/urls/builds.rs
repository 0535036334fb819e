//! Builds: one, and lists of them.

use super::{Url, as_named, named, page, with};
use crate::hub::words::{BuildId, PackageId, TagId, UserId};

/// The list of builds.
#[must_use]
pub fn builds() -> Url {
    Url("/builds".to_owned())
}

/// One build.
#[must_use]
pub fn build(nvr: &str, id: &BuildId) -> Url {
    page("builds", nvr, id.0)
}

/// One build with all of its changelog.
#[must_use]
pub fn build_with_changelog(nvr: &str, id: &BuildId) -> Url {
    build(nvr, id).at("?changelog=all")
}

/// One build, by its id.
#[must_use]
pub fn build_by_id(id: &BuildId) -> Url {
    Url(format!("/builds/{id}"))
}

/// One build, as a reader named it.
#[must_use]
pub fn build_named(id_or_nvr: &str) -> Url {
    as_named("builds", id_or_nvr)
}

/// Builds with these parameters, those that are there.
#[must_use]
pub fn builds_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> Url {
    with("/builds", parameters)
}

fn builds_by(parameter: &str, value: &str) -> Url {
    Url::of("/builds", [(parameter, value)])
}

/// The builds of a user.
#[must_use]
pub fn builds_of_user(name: &str, id: &UserId) -> Url {
    builds_by("user", &named(name, id.0))
}

/// The builds of a package.
#[must_use]
pub fn builds_of_package(name: &str, id: &PackageId) -> Url {
    builds_by("package", &named(name, id.0))
}

/// The builds in a tag.
#[must_use]
pub fn builds_in_tag(name: &str, id: &TagId) -> Url {
    builds_by("tag", &named(name, id.0))
}
