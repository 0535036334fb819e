//! Tags: one, what belongs to it, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::choice::{Yes, YesNo};
use super::list::at;
use super::{Day, ListUrl, PageQuery, Url, as_named, thing};
use crate::hub::model::{IdOrName, PackageId, TagId, UserId};

/// The list of tags.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagsUrl {
    /// A part of a name, or a pattern with `*` and `?`.
    #[serde(rename = "match")]
    pub text: Option<String>,
    /// Those that were deleted, in place of those that are there.
    pub deleted: Option<Yes>,
}

impl ListUrl for TagsUrl {
    const PATH: &'static str = "/tags";
}

/// The packages that a tag lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagPackagesUrl {
    /// Of this owner.
    pub owner: Option<IdOrName<UserId>>,
    /// The beginning of a package's name.
    pub prefix: Option<String>,
    /// Those of its parents too, unless it is `no`.
    pub inherited: Option<YesNo>,
    /// Blocked ones too, unless it is `no`.
    pub blocked: Option<YesNo>,
}

impl TagPackagesUrl {
    /// A page of the list of a tag, as a reader named it.
    #[must_use]
    pub fn of(&self, tag: &str, page: &PageQuery) -> Url {
        at(&tag_named(tag).at("/packages").0, self, page)
    }
}

/// What changed in a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TagHistoryUrl {
    /// What concerns this package.
    pub package: Option<IdOrName<PackageId>>,
    /// Of this kind.
    pub kind: Option<ChangeKind>,
    /// By this user.
    pub by: Option<IdOrName<UserId>>,
    /// On this day or later.
    pub from: Option<Day>,
    /// On this day or earlier.
    pub to: Option<Day>,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ChangeKind {
    /// Builds were tagged and untagged.
    Builds,
    /// Packages were listed and blocked, and their owners set.
    Packages,
    /// What it inherits, and who inherits from it.
    Inheritance,
    /// Arches, lock, permission, options.
    Settings,
    /// External repos.
    ExternalRepos,
    /// Groups of packages.
    Groups,
}

/// The list of tags.
#[must_use]
pub fn tags() -> Url {
    TagsUrl::default().url()
}

/// One tag.
#[must_use]
pub fn tag(name: &str, id: &TagId) -> Url {
    thing("tags", name, id.0)
}

/// One tag, as a reader named it.
#[must_use]
pub fn tag_named(id_or_name: &str) -> Url {
    as_named("tags", id_or_name)
}

/// The packages that a tag lists.
#[must_use]
pub fn packages_in_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/packages")
}

/// How many packages and builds a tag has.
#[must_use]
pub fn counts_of_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/counts")
}

/// The groups of a tag.
#[must_use]
pub fn groups_of_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/groups")
}

/// What changed in a tag.
#[must_use]
pub fn history_of_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/history")
}

/// The tags that inherit from a tag.
#[must_use]
pub fn children_of_tag(name: &str, id: &TagId) -> Url {
    tag(name, id).at("/children")
}
