//! Whether answers that hold until an event still hold: one small question, shared by all of them, in place of each of theirs.
//!
//! The hub numbers what changes its tags, targets, groups and much else. Where its last event is the one that was known before an
//! answer was asked for, nothing of that kind has changed since. Not all is numbered: names and the owners of builds change without
//! an event; and numbers are given out inside transactions, so that one may be seen after a later one. So an answer is asked for
//! again after a while, whatever the events say.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::HubClient;
use super::cache::{CacheEntry, Key};
use crate::hub::Freshness;
use crate::hub::methods::GetLastEvent;
use crate::hub::model::EventId;

/// The last event that the hub told of; 0: none yet.
#[derive(Default)]
pub(super) struct KnownEvent(AtomicI64);

impl KnownEvent {
    /// The last one that is known: nothing that the hub tells from now on is older.
    pub(super) fn get(&self) -> Option<EventId> {
        Some(self.0.load(Ordering::Relaxed)).filter(|id| *id > 0).map(EventId)
    }

    fn note(&self, event: EventId) {
        self.0.fetch_max(event.0, Ordering::Relaxed);
    }
}

impl HubClient {
    /// The cached answer under this key as one of now, where it holds until an event and there was none.
    pub(super) async fn still_holds(self: &Arc<Self>, key: &Key) -> Option<Arc<CacheEntry>> {
        let entry = self.cache.get(key).filter(|entry| entry.freshness() == Freshness::UntilEvent)?;
        let last = self.handle(Arc::default()).get(GetLastEvent {}).await.ok()?;
        self.known_event.note(last.id);
        entry.renewed(last.id).map(Arc::new)
    }
}
