//! What a tag inherits from, and who inherits from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// `getFullInheritance`: all that a tag inherits from, in the order in which a hub looks there: depth first.
#[derive(Debug, Clone, Serialize)]
pub struct GetFullInheritance {
    tag: TagId,
    event: Option<EventId>,
}

impl GetFullInheritance {
    /// Of this tag, as it was then.
    #[must_use]
    pub fn of(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag, event }
    }
}

impl Call for GetFullInheritance {
    const METHOD: &'static str = "getFullInheritance";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<Inheritance>;
}

/// `getInheritanceData`: what a tag inherits from directly, the least priority first.
#[derive(Debug, Clone, Serialize)]
pub struct GetInheritanceData {
    tag: TagId,
}

impl GetInheritanceData {
    /// Of this tag.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag }
    }
}

impl Call for GetInheritanceData {
    const METHOD: &'static str = "getInheritanceData";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<Inheritance>;
}

/// `getFullInheritance(reverse=)`: all that inherit from a tag, those farther down too. A hub asks its database once for
/// each of them, and there may be thousands, so it is heavy, and only ever asked for a slice.
#[derive(Debug, Clone, Serialize)]
pub struct GetReverseInheritance {
    tag: TagId,
    event: Option<EventId>,
    reverse: bool,
}

impl GetReverseInheritance {
    /// Of this tag, as it was then.
    #[must_use]
    pub fn of(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag, event, reverse: true }
    }
}

impl Call for GetReverseInheritance {
    const METHOD: &'static str = "getFullInheritance";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Vec<Inheritance>;
}

impl Rows for GetReverseInheritance {
    type Row = Inheritance;
    const PAGED_BY: PagedBy = PagedBy::FilterResults;
}

/// That one tag inherits from another.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Inheritance {
    pub parent_id: TagId,
    /// The child, on the way up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_id: Option<TagId>,
    /// The child, on the way down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<TagId>,
    /// The parent's on the way up, the child's on the way down.
    pub name: String,
    /// The least goes first.
    pub priority: i64,
    /// How many steps more it goes up from here at most.
    pub maxdepth: Option<i64>,
    /// It holds for the child itself and not for those that inherit from it.
    #[serde(default)]
    pub intransitive: bool,
    /// Packages and builds are inherited; arches, groups and options are not.
    #[serde(default)]
    pub noconfig: bool,
    /// A regular expression: only packages with such names are inherited.
    pub pkg_filter: Option<String>,
    /// How many steps it is from the tag that was asked for; nothing where only direct parents were.
    #[serde(default)]
    pub currdepth: i64,
}

impl Inheritance {
    /// The tag that has the name.
    #[must_use]
    pub fn named(&self) -> &TagId {
        self.tag_id.as_ref().unwrap_or(&self.parent_id)
    }

    /// The filter, where there is one.
    #[must_use]
    pub fn filter(&self) -> Option<&str> {
        self.pkg_filter.as_deref().filter(|filter| !filter.is_empty())
    }
}
