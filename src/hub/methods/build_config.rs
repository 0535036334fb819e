//! What builds in a tag are made with: its settings, and those that it inherits.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::TagId;
use crate::hub::{Call, Freshness};
use crate::xmlrpc::Value;

/// `getBuildConfig`: the settings of a tag and of what it inherits from. A hub answers a fault for a deleted tag.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuildConfig {
    tag: TagId,
}

impl GetBuildConfig {
    /// Of this tag, as it is now.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag }
    }
}

impl Call for GetBuildConfig {
    const METHOD: &'static str = "getBuildConfig";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = BuildConfig;
}

/// The settings that hold in a tag.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct BuildConfig {
    pub arches: Option<String>,
    #[serde(default)]
    pub extra: IndexMap<String, Value>,
    /// Which tags they come from, as far as they are not the tag's own. Older hubs do not say it.
    #[serde(default)]
    pub config_inheritance: ConfigInheritance,
}

/// The tags that settings come from.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
pub struct ConfigInheritance {
    /// Of options, by their keys.
    #[serde(default)]
    pub extra: IndexMap<String, NamedTag>,
    /// Of the arches.
    pub arches: Option<NamedTag>,
}

/// A tag by id and name.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct NamedTag {
    pub id: TagId,
    pub name: String,
}
