//! Events: the moments at which something on the hub changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId, Timestamp};
use crate::hub::{Call, Freshness};

/// `getEvent`: when an event was, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetEvent {
    id: EventId,
    /// A hub answers a fault otherwise.
    strict: bool,
}

impl GetEvent {
    /// Of this id.
    #[must_use]
    pub fn of(id: EventId) -> Self {
        Self { id, strict: false }
    }
}

impl Call for GetEvent {
    const METHOD: &'static str = "getEvent";
    const FRESHNESS: Freshness = Freshness::Forever;
    type Answer = Event;
}

/// An event.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Event {
    pub id: EventId,
    pub ts: f64,
}

impl Event {
    /// When it was.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.ts)
    }
}

/// `tagLastChangeEvent`: the newest event of a tag and of all it inherits from, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct TagLastChangeEvent {
    tag: TagId,
}

impl TagLastChangeEvent {
    /// Of this tag.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag }
    }
}

impl Call for TagLastChangeEvent {
    const METHOD: &'static str = "tagLastChangeEvent";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = EventId;
}
