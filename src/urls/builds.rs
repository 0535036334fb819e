//! Builds: one, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::choice::{YesNo, build_state};
use super::{Day, ListUrl, Url, as_named, named, thing};
use crate::hub::methods::BuildRow;
use crate::hub::model::{BuildId, BuildState, IdOrName, PackageId, TagId, UserId};

/// The list of builds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuildsUrl {
    /// A package, an NVR, the beginning of one, or a pattern with `*` and `?`.
    #[serde(rename = "match")]
    pub text: Option<String>,
    /// Of this package.
    pub package: Option<IdOrName<PackageId>>,
    /// By this user.
    pub user: Option<IdOrName<UserId>>,
    /// In this tag.
    pub tag: Option<IdOrName<TagId>>,
    /// In this state.
    #[serde(default, with = "build_state")]
    #[schemars(with = "Option<String>")]
    pub state: Option<BuildState>,
    /// Of this type.
    #[serde(rename = "type")]
    pub btype: Option<String>,
    /// Of packages that begin with this letter or digit.
    #[serde(default, deserialize_with = "letter")]
    pub prefix: Option<char>,
    /// In a tag: only the latest of each package, unless it is `no`.
    pub latest: Option<YesNo>,
    /// In a tag: those that it inherits too, unless it is `no`.
    pub inherited: Option<YesNo>,
    /// Drafts only, or none.
    pub draft: Option<YesNo>,
    /// Only what came to its end in the last so many hours.
    #[serde(default, deserialize_with = "hours")]
    pub within: Option<u16>,
    /// Only what came to its end on this day or later.
    pub from: Option<Day>,
    /// Only what came to its end on this day or earlier.
    pub to: Option<Day>,
}

impl ListUrl for BuildsUrl {
    const PATH: &'static str = "/builds";
}

/// Hours that can be looked back.
const HOURS: u16 = 24 * 366;

fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    let hours: u16 = String::deserialize(deserializer)?.parse().unwrap_or_default();
    if (1..=HOURS).contains(&hours) {
        Ok(Some(hours))
    } else {
        Err(de::Error::custom(format!("a number of hours from 1 to {HOURS}")))
    }
}

fn letter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<char>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_bytes() {
        [letter] if letter.is_ascii_alphanumeric() => Ok(Some(letter.to_ascii_lowercase().into())),
        _ => Err(de::Error::custom("one letter or digit")),
    }
}

/// The list of builds.
#[must_use]
pub fn builds() -> Url {
    BuildsUrl::default().url()
}

/// The builds of a user.
#[must_use]
pub fn builds_of_user(name: &str, id: &UserId) -> Url {
    BuildsUrl { user: Some(named(name, *id)), ..BuildsUrl::default() }.url()
}

/// The builds of a package.
#[must_use]
pub fn builds_of_package(name: &str, id: &PackageId) -> Url {
    BuildsUrl { package: Some(named(name, *id)), ..BuildsUrl::default() }.url()
}

/// The builds of a type.
#[must_use]
pub fn builds_of_type(btype: &str) -> Url {
    BuildsUrl { btype: Some(btype.to_owned()), ..BuildsUrl::default() }.url()
}

/// The builds of a package by a user.
#[must_use]
pub fn builds_of_package_by(name: &str, id: &PackageId, user: &str, user_id: &UserId) -> Url {
    BuildsUrl { package: Some(named(name, *id)), user: Some(named(user, *user_id)), ..BuildsUrl::default() }.url()
}

/// The builds in a tag.
#[must_use]
pub fn builds_in_tag(name: &str, id: &TagId) -> Url {
    BuildsUrl { tag: Some(named(name, *id)), ..BuildsUrl::default() }.url()
}

/// The builds in a tag, older ones of each package too.
#[must_use]
pub fn all_builds_in_tag(name: &str, id: &TagId) -> Url {
    BuildsUrl { tag: Some(named(name, *id)), latest: Some(YesNo::No), ..BuildsUrl::default() }.url()
}

/// The builds in a state.
#[must_use]
pub fn builds_in_state(state: BuildState) -> Url {
    BuildsUrl { state: Some(state), ..BuildsUrl::default() }.url()
}

/// The builds that failed in the last so many hours.
#[must_use]
pub fn failed_builds_within(hours: u16) -> Url {
    BuildsUrl { state: Some(BuildState::Failed), within: Some(hours), ..BuildsUrl::default() }.url()
}

/// One build.
#[must_use]
pub fn build(nvr: &str, id: &BuildId) -> Url {
    thing("builds", nvr, id.0)
}

/// The whole changelog of a build.
#[must_use]
pub fn changelog_of_build(id: &BuildId) -> Url {
    build_by_id(id).at("/changelog")
}

/// Into which tags a build was tagged, and out of which.
#[must_use]
pub fn history_of_build(id: &BuildId) -> Url {
    build_by_id(id).at("/history")
}

/// With which keys the rpms of a build are signed.
#[must_use]
pub fn signatures_of_build(id: &BuildId) -> Url {
    build_by_id(id).at("/signatures")
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

/// What differs between two builds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BuildCompareUrl {
    /// Also what differs inside of the rpms of this name and arch: `bash.x86_64`.
    pub rpm: Option<String>,
}

/// What differs between a build and a later one.
#[must_use]
pub fn compare_builds(earlier: &BuildId, later: &BuildId) -> Url {
    build_by_id(earlier).at(&format!("/compare/{later}"))
}

/// The same with what differs inside of the rpms of one name and arch.
#[must_use]
pub fn compare_builds_with_rpm(earlier: &BuildId, later: &BuildId, name: &str, arch: &str) -> Url {
    compare_builds(earlier, later).with(&BuildCompareUrl { rpm: Some(format!("{name}.{arch}")) })
}

/// The drafts that would have this NVR: the one, or the list of them; nothing where there is none.
#[must_use]
pub fn drafts(nvr: &str, found: &[BuildRow]) -> Option<Url> {
    match found {
        [] => None,
        [one] => Some(build(&one.nvr, &one.build_id)),
        _ => Some(
            BuildsUrl { text: Some(format!("{nvr},draft_*")), draft: Some(YesNo::Yes), ..BuildsUrl::default() }.url(),
        ),
    }
}
