//! Feeds, and pictures for pages elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::build_state;
use super::{ListUrl, Url, named, thing};
use crate::hub::model::{BuildId, BuildState, IdOrName, PackageId, TagId, UserId};

/// The feed of recent builds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FeedUrl {
    /// Of this package.
    pub package: Option<IdOrName<PackageId>>,
    /// Of this user.
    pub user: Option<IdOrName<UserId>>,
    /// In this tag and those that it inherits from.
    pub tag: Option<IdOrName<TagId>>,
    /// In this state.
    #[serde(default, with = "build_state", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub state: Option<BuildState>,
}

impl ListUrl for FeedUrl {
    const PATH: &'static str = "/feeds/builds.atom";
}

/// The same as kojiweb had it, in RSS.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecentBuildsUrl {
    /// Of this package.
    pub package: Option<IdOrName<PackageId>>,
    /// Of this user.
    pub user: Option<IdOrName<UserId>>,
    /// In this tag and those that it inherits from.
    pub tag: Option<IdOrName<TagId>>,
}

/// The picture of a package.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BadgeUrl {
    /// Its newest build in this tag; else its last one.
    pub tag: Option<IdOrName<TagId>>,
}

/// The feed of all recent builds.
#[must_use]
pub fn feed() -> Url {
    FeedUrl::default().url()
}

/// The feed of a package's builds, or of those in a state.
#[must_use]
pub fn feed_of_package(name: &str, id: &PackageId, state: Option<BuildState>) -> Url {
    FeedUrl { package: Some(named(name, *id)), state, ..FeedUrl::default() }.url()
}

/// The feed of a user's builds, or of those in a state.
#[must_use]
pub fn feed_of_user(name: &str, id: &UserId, state: Option<BuildState>) -> Url {
    FeedUrl { user: Some(named(name, *id)), state, ..FeedUrl::default() }.url()
}

/// The feed of the builds in a tag.
#[must_use]
pub fn feed_of_tag(name: &str, id: &TagId) -> Url {
    FeedUrl { tag: Some(named(name, *id)), ..FeedUrl::default() }.url()
}

/// The picture of a package's last build.
#[must_use]
pub fn badge_of_package(name: &str, id: &PackageId) -> Url {
    thing("packages", name, id.0).at(BADGE)
}

/// The picture of a build.
#[must_use]
pub fn badge_of_build(nvr: &str, id: &BuildId) -> Url {
    thing("builds", nvr, id.0).at(BADGE)
}

const BADGE: &str = "/badge.svg";
