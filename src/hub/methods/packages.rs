//! The packages that tags list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, PackageId, TagId, UserId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `listPackages(tagID=)`: the packages that a tag lists. Its `queryOpts` are applied to the whole list as well, and
/// refuse a column that holds a nil, so a slice of it goes through `countAndFilterResults`.
#[derive(Debug, Clone, Serialize)]
pub struct ListPackages {
    /// By id; a hub answers a fault to one it does not know, so look first.
    #[serde(rename = "tagID")]
    pub tag: TagId,
    /// As it was then.
    pub event: Option<EventId>,
    /// Through its parents too.
    pub inherited: bool,
    /// Only owned by this user; a hub answers a fault to one it does not know.
    #[serde(rename = "userID")]
    pub user: Option<UserId>,
    /// Only those that begin so. The hub takes it for a `LIKE` pattern, whatever the case.
    pub prefix: Option<String>,
    /// `false`: without the blocked ones. Older hubs do not know it, and give them.
    pub with_blocked: Option<bool>,
}

impl Call for ListPackages {
    const METHOD: &'static str = "listPackages";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<ListedPackage>;
}

impl Rows for ListPackages {
    type Row = ListedPackage;
    const PAGED_BY: PagedBy = PagedBy::FilterResults;
}

/// `listPackages(userID=)`: the packages that a user owns, a row for each tag that lists one.
#[derive(Debug, Clone, Serialize)]
pub struct ListPackagesOfUser {
    /// By id; a hub answers a fault to one it does not know, so look first.
    #[serde(rename = "userID")]
    pub user: UserId,
    /// In each of its tags, and not in one alone.
    pub with_dups: bool,
    /// Only those that begin so. The hub takes it for a `LIKE` pattern, whatever the case.
    pub prefix: Option<String>,
    /// `false`: without the blocked ones. Older hubs do not know it, and give them.
    pub with_blocked: Option<bool>,
}

impl Call for ListPackagesOfUser {
    const METHOD: &'static str = "listPackages";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<ListedPackage>;
}

impl Rows for ListPackagesOfUser {
    type Row = ListedPackage;
    const PAGED_BY: PagedBy = PagedBy::FilterResults;
}

/// `listPackages` of all that the hub knows: names and ids.
#[derive(Debug, Clone, Serialize)]
pub struct ListAllPackages {
    /// Only those that begin so. The hub takes it for a `LIKE` pattern, whatever the case.
    pub prefix: Option<String>,
}

impl Call for ListAllPackages {
    const METHOD: &'static str = "listPackages";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<PackageName>;
}

impl Rows for ListAllPackages {
    type Row = PackageName;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// A package in the list of all.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct PackageName {
    pub package_id: PackageId,
    pub package_name: String,
}

/// `listTags(package=)`: the tags that list a package.
#[derive(Debug, Clone, Serialize)]
pub struct ListTagsOfPackage {
    package: PackageId,
}

impl ListTagsOfPackage {
    /// By id; a hub answers a fault to one it does not know, so look first.
    #[must_use]
    pub fn of(package: PackageId) -> Self {
        Self { package }
    }
}

impl Call for ListTagsOfPackage {
    const METHOD: &'static str = "listTags";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<TagOfPackage>;
}

impl Rows for ListTagsOfPackage {
    type Row = TagOfPackage;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// A tag that lists a package.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct TagOfPackage {
    pub id: TagId,
    pub name: String,
    #[serde(default)]
    pub locked: bool,
    /// The owner of the package in this tag.
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    pub extra_arches: Option<String>,
    /// Is the package blocked in it?
    #[serde(default)]
    pub blocked: bool,
}

impl TagOfPackage {
    /// Who owns the package in that tag.
    #[must_use]
    pub fn owner(&self) -> Option<(&str, &UserId)> {
        Some((self.owner_name.as_deref()?, self.owner_id.as_ref()?))
    }
}

/// A package in the list of a tag.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ListedPackage {
    pub package_id: PackageId,
    pub package_name: String,
    /// The tag that lists it: the one that was asked for, or one it inherits from.
    pub tag_id: TagId,
    pub tag_name: String,
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    pub extra_arches: Option<String>,
    #[serde(default)]
    pub blocked: bool,
}

impl ListedPackage {
    /// Who owns it in that tag.
    #[must_use]
    pub fn owner(&self) -> Option<(&str, &UserId)> {
        Some((self.owner_name.as_deref()?, self.owner_id.as_ref()?))
    }
}
