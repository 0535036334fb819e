//! Build targets: one, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListUrl, Url, as_named, named, thing};
use crate::hub::model::{IdOrName, TagId, TargetId};

/// The list of targets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TargetsUrl {
    /// That build from this tag.
    pub build_tag: Option<IdOrName<TagId>>,
    /// Whose builds go into this tag.
    pub dest_tag: Option<IdOrName<TagId>>,
}

impl ListUrl for TargetsUrl {
    const PATH: &'static str = "/targets";
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TargetUrl {
    /// Also this part, which costs the hub more than all else.
    pub open: Option<TargetPart>,
}

/// A part of a target's page that is there only where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TargetPart {
    /// The repo that it builds from, and what was built through it.
    Activity,
}

/// Whether a build is in the repo that a target builds from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ContainsUrl {
    /// This build, by id or NVR; without it there is nothing but a form.
    pub build: Option<String>,
}

/// The list of targets.
#[must_use]
pub fn targets() -> Url {
    TargetsUrl::default().url()
}

/// The targets that build from a tag.
#[must_use]
pub fn targets_from(tag: &str, id: &TagId) -> Url {
    TargetsUrl { build_tag: Some(named(tag, *id)), dest_tag: None }.url()
}

/// The targets whose builds go into a tag.
#[must_use]
pub fn targets_to(tag: &str, id: &TagId) -> Url {
    TargetsUrl { build_tag: None, dest_tag: Some(named(tag, *id)) }.url()
}

/// One target.
#[must_use]
pub fn target(name: &str, id: &TargetId) -> Url {
    thing("targets", name, id.0)
}

/// One target, with its repo and what was built through it.
#[must_use]
pub fn activity_of_target(name: &str, id: &TargetId) -> Url {
    target(name, id).with(&TargetUrl { open: Some(TargetPart::Activity) })
}

/// One target, as a reader or a task named it.
#[must_use]
pub fn target_named(id_or_name: &str) -> Url {
    as_named("targets", id_or_name)
}

/// Whether a build is in the repo that a target builds from; without a build a form.
#[must_use]
pub fn target_contains(target: &str, build: Option<&str>) -> Url {
    target_named(target).at("/contains").with(&ContainsUrl { build: build.map(str::to_owned) })
}
