//! Groups of packages: what a buildroot begins with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId};
use crate::hub::{Call, Cost, Freshness};

/// `getTagGroups`: the groups of a tag and of all it inherits from, blocked ones left out.
#[derive(Debug, Clone, Serialize)]
pub struct GetTagGroups {
    tag: TagId,
    event: Option<EventId>,
}

impl GetTagGroups {
    /// Of this tag, as it was then.
    #[must_use]
    pub fn of(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag, event }
    }
}

impl Call for GetTagGroups {
    const METHOD: &'static str = "getTagGroups";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<Group>;
}

/// A group.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Group {
    pub group_id: i64,
    pub name: String,
    pub display_name: Option<String>,
    pub description: Option<String>,
    /// The tag that has it, the tag itself or one that it inherits from.
    pub tag_id: TagId,
    #[serde(default)]
    pub packagelist: Vec<GroupPackage>,
    #[serde(default)]
    pub grouplist: Vec<GroupRequired>,
}

impl Group {
    /// What it is for, where that says more than its name.
    #[must_use]
    pub fn described(&self) -> Option<&str> {
        self.description.as_deref().filter(|text| !text.is_empty() && *text != self.name)
    }
}

/// A binary package in a group.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct GroupPackage {
    pub package: String,
    /// `mandatory`, `default`, `optional` or `conditional`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub tag_id: Option<TagId>,
}

/// A group that another one needs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct GroupRequired {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}
