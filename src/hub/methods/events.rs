//! Events: the moments at which something on the hub changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{EventId, TagId, Timestamp};
use crate::hub::{Call, Feature, Freshness, feature};
use crate::xmlrpc::Fault;

/// `getEvent`: when an event was, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetEvent {
    id: EventId,
}

impl GetEvent {
    /// Of this id.
    #[must_use]
    pub fn of(id: EventId) -> Self {
        Self { id }
    }
}

impl Call for GetEvent {
    const METHOD: &'static str = "getEvent";
    const FRESHNESS: Freshness = Freshness::Forever;
    type Answer = Event;

    /// Hubs since 1.35 can be asked to answer nil, older ones answer this fault.
    fn is_nil(&self, fault: &Fault) -> bool {
        fault.message.ends_with("query returned no rows")
    }
}

/// `getLastEvent`: the newest event of all.
#[derive(Debug, Clone, Serialize)]
pub struct GetLastEvent {}

impl Call for GetLastEvent {
    const METHOD: &'static str = "getLastEvent";
    const FRESHNESS: Freshness = Freshness::LAST_EVENT;
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
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::LAST_CHANGE)
    }
}

/// `tagChangedSinceEvent`: did one of these tags change after an event? Hubs before 1.35 can be asked nothing else.
#[derive(Debug, Clone, Serialize)]
pub struct TagChangedSinceEvent {
    event: EventId,
    taglist: Vec<TagId>,
}

impl TagChangedSinceEvent {
    /// A tag and those that it inherits from, after this event.
    #[must_use]
    pub fn of(event: EventId, tags: Vec<TagId>) -> Self {
        Self { event, taglist: tags }
    }
}

impl Call for TagChangedSinceEvent {
    const METHOD: &'static str = "tagChangedSinceEvent";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_event_is_nil() {
        let is_nil =
            |message: &str| GetEvent::of(EventId(1)).is_nil(&Fault { code: 1000, message: message.to_owned() });
        assert!(is_nil("query returned no rows") && !is_nil("Invalid method: getEvent"));
    }
}
