//! Packages: one, what belongs to it, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::at;
use super::{ListUrl, PageQuery, Url, YesNo, as_named, named, thing};
use crate::hub::model::{IdOrName, PackageId, TagId, UserId};

/// The list of packages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PackagesUrl {
    /// A name, a part of one, or a pattern with `*` and `?`.
    #[serde(rename = "match")]
    pub text: Option<String>,
    /// The beginning of a name.
    pub prefix: Option<String>,
    /// Those that this user owns in some tag, with the tags.
    pub owner: Option<IdOrName<UserId>>,
    /// Those that this tag lists, which has a page for them.
    pub tag: Option<IdOrName<TagId>>,
    /// In a tag: those of its parents too, unless it is `no`.
    pub inherited: Option<YesNo>,
    /// Blocked ones too, unless it is `no`.
    pub blocked: Option<YesNo>,
}

impl ListUrl for PackagesUrl {
    const PATH: &'static str = "/packages";
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PackageUrl {
    /// Also this part, for which the hub reads many rows.
    pub open: Option<PackagePart>,
}

/// A part of a package's page that is there as a whole only where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PackagePart {
    /// The newest build in each of many tags.
    Newest,
}

/// The newest build of a package in a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LatestUrl {
    /// In this tag.
    pub tag: Option<IdOrName<TagId>>,
}

/// The list of packages.
#[must_use]
pub fn packages() -> Url {
    PackagesUrl::default().url()
}

/// The packages of an owner.
#[must_use]
pub fn packages_of_user(name: &str, id: &UserId) -> Url {
    PackagesUrl { owner: Some(named(name, *id)), ..PackagesUrl::default() }.url()
}

/// One package.
#[must_use]
pub fn package(name: &str, id: &PackageId) -> Url {
    thing("packages", name, id.0)
}

/// One package, with the newest build in each of many tags.
#[must_use]
pub fn package_in_many_tags(name: &str, id: &PackageId) -> Url {
    package(name, id).with(&PackageUrl { open: Some(PackagePart::Newest) })
}

/// One package, as a reader named it.
#[must_use]
pub fn package_named(id_or_name: &str) -> Url {
    as_named("packages", id_or_name)
}

/// The tags that list a package.
#[must_use]
pub fn tags_of_package(name: &str, id: &PackageId) -> Url {
    package(name, id).at("/tags")
}

/// A page of the tags that list a package, as a reader named it.
#[must_use]
pub fn page_of_tags_of_package(id_or_name: &str, page: &PageQuery) -> Url {
    at(&package_named(id_or_name).at("/tags").0, &(), page)
}

/// What was changed of a package, in all tags.
#[must_use]
pub fn history_of_package(name: &str, id: &PackageId) -> Url {
    package(name, id).at("/history")
}

/// The newest build of a package in a tag: an address that stays.
#[must_use]
pub fn latest_of_package(name: &str, id: &PackageId, tag: &str, tag_id: &TagId) -> Url {
    package(name, id).at("/latest").with(&LatestUrl { tag: Some(named(tag, *tag_id)) })
}
