//! What one request used of the hub: headers, banner, log line and `Server-Timing` read it, pages know nothing of it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::HubClient;
use super::cache::{CacheEntry, EntryState, Key};
use crate::hub::Error;

/// The stats of one request.
#[derive(Debug, Default)]
pub struct RequestStats {
    used: Mutex<Used>,
    answers: Mutex<Vec<Key>>,
}

/// Which answers a request used, to be used again by one that asks for the same.
#[derive(Debug)]
pub struct UsedAnswers(Vec<Key>);

impl UsedAnswers {
    /// Bytes that it takes up, roughly.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.0.iter().map(|key| key.request.len() + size_of::<Key>()).sum()
    }
}

/// What stands in a [`RequestStats`].
#[derive(Debug, Default, Clone)]
pub struct Used {
    /// Answers that were used.
    pub answers: u32,
    /// How many of them had to be waited for.
    pub waited: u32,
    /// Calls that were waited for one after the other; those side by side are one wave.
    pub waves: u32,
    /// Time spent waiting for the hub, calls side by side counted once.
    pub hub_time: Duration,
    /// Age of the oldest answer that was used past its freshness, of those that change fast; `None`: all is fresh.
    pub oldest: Option<Duration>,
    /// Age of the oldest answer that was served because the hub failed, and how it failed.
    pub outage: Option<(Duration, Error)>,
    /// How long everything that was used stays true; `None`: for ever, or nothing was used.
    pub fresh_for: Option<Duration>,
    /// Parts that have no answer, each once by its name: the page lacks them.
    pub failed_parts: Vec<(&'static str, Error)>,
    /// Was a call not made, since too much was asked for or it is closed?
    pub refused: bool,
    /// Was something used that is no answer, and of which nothing tells how long it stays as it is?
    pub uses_names: bool,
    /// The versions of all answers that were used, whatever their order, as one number.
    pub version: u64,
    /// Waits that are under way, and since when there is one.
    waiting: (u32, Option<Instant>),
}

impl RequestStats {
    pub(super) fn lock(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An answer was used.
    pub(super) fn add(&self, key: &Key, entry: &CacheEntry) {
        self.lock().add(&key.request, entry);
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push(key.clone());
    }

    /// Which answers were used, of a request that uses no more: they are taken out.
    #[must_use]
    pub fn take_answers(&self) -> UsedAnswers {
        UsedAnswers(std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// What was used so far.
    #[must_use]
    pub fn read(&self) -> Used {
        self.lock().clone()
    }
}

/// A reader waits for the hub, until this is dropped: also when the reader leaves.
pub(super) struct Wait<'a> {
    stats: &'a RequestStats,
    wave: u32,
}

impl RequestStats {
    /// A wait begins. What it waits for belongs to the wave after the last one that has ended.
    pub(super) fn wait(&self) -> Wait<'_> {
        let mut used = self.lock();
        used.waited += 1;
        used.waiting.0 += 1;
        used.waiting.1.get_or_insert_with(Instant::now);
        Wait { stats: self, wave: used.waves + 1 }
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut used = self.stats.lock();
        used.waves = used.waves.max(self.wave);
        used.waiting.0 -= 1;
        if used.waiting.0 == 0 {
            let since = used.waiting.1.take();
            used.hub_time += since.map_or(Duration::ZERO, |since| since.elapsed());
        }
    }
}

impl HubClient {
    /// Uses the same answers as another request did, where each of them is still fresh; `None` where one is not.
    #[must_use]
    pub fn use_again(&self, answers: &UsedAnswers) -> Option<RequestStats> {
        let stats = RequestStats::default();
        for key in &answers.0 {
            let entry = self.cache.get(key).filter(|entry| entry.state() == EntryState::Fresh)?;
            stats.lock().add(&key.request, &entry);
        }
        Some(stats)
    }
}

impl Used {
    /// The same answers used again later, without a wait, when they stay fresh for so long.
    #[must_use]
    pub fn used_again(&self, fresh_for: Option<Duration>) -> Self {
        Self { fresh_for, waited: 0, waves: 0, hub_time: Duration::ZERO, ..self.clone() }
    }

    fn add(&mut self, request: &str, entry: &CacheEntry) {
        let (version, fresh_for) = (entry.version, entry.fresh_for());
        self.answers += 1;
        let mut hasher = DefaultHasher::new();
        (request, version).hash(&mut hasher);
        // A sum does not depend on which answer came first.
        self.version = self.version.wrapping_add(hasher.finish());
        self.oldest = self.oldest.max(entry.lateness());
        self.fresh_for = match (self.fresh_for, fresh_for) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    pub(super) fn add_failed_part(&mut self, name: &'static str, error: Error) {
        if self.failed_parts.iter().all(|(known, _)| *known != name) {
            self.failed_parts.push((name, error));
        }
    }

    pub(super) fn add_outage(&mut self, age: Duration, error: Error) {
        if self.outage.as_ref().is_none_or(|(older, _)| *older < age) {
            self.outage = Some((age, error));
        }
    }
}
