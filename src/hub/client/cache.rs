//! Cached answers: by type and request, weighed by what they hold, each with its age and freshness.

use std::any::{Any, TypeId};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::metrics::Found;
use crate::hub::model::EventId;
use crate::hub::{Call, Error, Freshness};

/// What an answer is cached under. The type stands in it: two calls with one wire form may want different fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    call: TypeId,
    /// The encoded call: method and arguments.
    pub(super) request: Arc<str>,
}

impl Key {
    pub(super) fn of<C: Call>(call: &C) -> Result<Self, Error> {
        Ok(Self { call: TypeId::of::<C>(), request: crate::xmlrpc::write_call(call.method(), call)?.into() })
    }
}

/// An answer and how long it stays true.
pub(super) struct CacheEntry {
    /// `None`: the hub answered nil.
    answer: Option<Arc<dyn Any + Send + Sync>>,
    asked: Instant,
    /// The last event that was known before it was asked for.
    event: Option<EventId>,
    /// How old it was when it came from the second level; a new answer is none.
    age_then: Duration,
    /// How old the hub's own answer was when events last said that it holds.
    told_before: Duration,
    freshness: Freshness,
    weight: u32,
    /// A hash of the answer as it came: equal answers have equal versions.
    pub(super) version: u64,
    /// A refresh that failed is not tried again before this, in milliseconds after `asked`.
    not_before: AtomicU64,
}

/// How an answer may be used now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EntryState {
    /// As it is.
    Fresh,
    /// As it is, and it is time to ask again.
    Stale,
    /// Only if the hub fails.
    Expired,
}

/// What stays fresh for longer than this changes by hand, now and then: its age tells a reader nothing.
const MINDED: Duration = Duration::from_secs(60);

/// How long a failed refresh is not tried again, or each reader would start one while the hub is down.
const PAUSE: Duration = Duration::from_secs(3);

/// The version of an answer that came as these bytes.
pub(super) fn version_of(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish()
}

impl CacheEntry {
    pub(super) fn new<T: Send + Sync + 'static>(
        answer: Option<T>,
        freshness: Freshness,
        weight: usize,
        version: u64,
    ) -> Self {
        Self {
            answer: answer.map(|answer| Arc::new(answer) as Arc<dyn Any + Send + Sync>),
            asked: Instant::now(),
            event: None,
            age_then: Duration::ZERO,
            told_before: Duration::ZERO,
            freshness,
            weight: u32::try_from(weight).unwrap_or(u32::MAX),
            version,
            not_before: AtomicU64::new(0),
        }
    }

    pub(super) fn age(&self) -> Duration {
        self.asked.elapsed() + self.age_then
    }

    /// The same, asked for when this was the last event that was known.
    pub(super) fn known_at(self, event: Option<EventId>) -> Self {
        Self { event, ..self }
    }

    /// The same as an answer of now, where this is still the last event; not for longer than it may be served in any case.
    pub(super) fn renewed(&self, last: EventId) -> Option<Self> {
        let (fresh, stale) = self.freshness.spans()?;
        let told_before = self.told_before + self.age();
        let holds = self.event == Some(last) && told_before < fresh + stale;
        holds.then(|| Self {
            answer: self.answer.clone(),
            asked: Instant::now(),
            event: self.event,
            age_then: Duration::ZERO,
            told_before,
            freshness: self.freshness,
            weight: self.weight,
            version: self.version,
            not_before: AtomicU64::new(0),
        })
    }

    /// The same, asked for so long ago.
    pub(super) fn recalled(self, age: Duration, version: u64) -> Self {
        Self { age_then: age, version, ..self }
    }

    pub(super) fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// Can it be served without waiting?
    pub(super) fn is_usable(&self) -> bool {
        self.state() != EntryState::Expired
    }

    pub(super) fn state(&self) -> EntryState {
        let Some((fresh, stale)) = self.freshness.spans() else { return EntryState::Fresh };
        let age = self.age();
        if age < fresh {
            EntryState::Fresh
        } else if age < fresh + stale {
            let waits = age.as_millis() < u128::from(self.not_before.load(Ordering::Relaxed));
            if waits { EntryState::Fresh } else { EntryState::Stale }
        } else {
            EntryState::Expired
        }
    }

    /// The same for metrics.
    pub(super) fn found(&self) -> Found {
        match self.state() {
            EntryState::Fresh => Found::Fresh,
            EntryState::Stale => Found::Stale,
            EntryState::Expired => Found::Expired,
        }
    }

    /// The refresh failed: it is not tried again for a moment.
    pub(super) fn pause(&self) {
        let until = u64::try_from((self.age() + PAUSE).as_millis()).unwrap_or(u64::MAX);
        self.not_before.store(until, Ordering::Relaxed);
    }

    /// Its age, where it is past its freshness and changes fast enough for a reader to mind.
    pub(super) fn lateness(&self) -> Option<Duration> {
        let (fresh, _) = self.freshness.spans()?;
        let age = self.age();
        (fresh <= MINDED && age >= fresh).then_some(age)
    }

    /// How much longer it stays fresh; `None`: for ever.
    pub(super) fn fresh_for(&self) -> Option<Duration> {
        self.freshness.spans().map(|(fresh, _)| fresh.saturating_sub(self.age()))
    }

    /// The answer as its type; the key makes sure that it is.
    pub(super) fn answer<T: Send + Sync + 'static>(&self) -> Result<Option<Arc<T>>, Error> {
        match &self.answer {
            None => Ok(None),
            Some(answer) => answer.clone().downcast().map(Some).map_err(|_| Error::Internal),
        }
    }
}

/// What an entry weighs beside its answer: key, counters, bookkeeping.
const ENTRY: u32 = 300;

/// A bounded store of answers.
pub(super) fn store(bytes: u64) -> moka::sync::Cache<Key, Arc<CacheEntry>> {
    moka::sync::Cache::builder()
        .max_capacity(bytes)
        .weigher(|key: &Key, entry: &Arc<CacheEntry>| {
            let request = u32::try_from(key.request.len()).unwrap_or(u32::MAX);
            entry.weight.saturating_add(request).saturating_add(ENTRY)
        })
        .build()
}
