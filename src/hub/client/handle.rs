//! The handle that one request has of the hub.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::any_call::{AnyCall, CallResult};
use super::cache::{CacheEntry, EntryState, Key};
use super::metrics::Found;
use super::{Asker, HubClient, RequestStats};
use crate::hub::{Call, Error, Feature, MaybeCall, Named, Part};

/// The client of the process with what one request has of its own: stats, deadline, share of the calls under way.
#[derive(Clone)]
pub struct Hub {
    pub(super) client: Arc<HubClient>,
    stats: Arc<RequestStats>,
    until: Instant,
    /// How many calls of this request may be under way at once, so that none takes all of them.
    pub(super) share: Arc<Semaphore>,
    /// For whom it asks.
    pub(super) asker: Asker,
    /// Do its answers count for the tag of the page?
    is_tagged: bool,
    /// Does it ask for nothing?
    pub(super) is_cached: bool,
}

impl Hub {
    pub(super) fn new(
        client: Arc<HubClient>,
        stats: Arc<RequestStats>,
        until: Instant,
        share: Arc<Semaphore>,
        asker: Asker,
    ) -> Self {
        Self { client, stats, until, share, asker, is_tagged: true, is_cached: false }
    }

    /// The same for what is worked out once from answers and then kept: whether it was read now or before makes no other
    /// page, so its answers do not count for the page's tag.
    #[must_use]
    pub fn untagged(&self) -> Self {
        Self { is_tagged: false, ..self.clone() }
    }

    /// The same with the answers alone that can be had at once; what it uses counts for nothing.
    #[must_use]
    pub fn cached(&self) -> Self {
        Self { is_cached: true, stats: Arc::default(), ..self.clone() }
    }

    fn used(&self, key: &Key, entry: &CacheEntry) {
        if self.is_tagged {
            self.stats.add(key, entry);
        }
    }

    /// Names from memory were used.
    pub(super) fn note_names(&self) {
        self.stats.lock().uses_names = true;
    }

    /// The answer; a nil is an error of the hub here, so ask for what always has one.
    pub async fn get<C: Call>(&self, call: C) -> Result<Arc<C::Answer>, Error> {
        self.find(call).await?.ok_or_else(|| Error::InvalidResponse("nil".into()))
    }

    /// The answer, or `None` where the hub says nil: there is no such thing.
    pub async fn find<C: Call>(&self, call: C) -> Result<Option<Arc<C::Answer>>, Error> {
        let call = Arc::new(call);
        match self.entry(&call).await {
            Err(error) if error.may_be_learnt_otherwise(call.needs()) => match call.on_older_hubs(self) {
                Some(older) => older.await,
                None => Err(error),
            },
            entry => entry?.answer(),
        }
    }

    /// How old the oldest answer is that was used because the hub failed, if one was.
    #[must_use]
    pub fn outage(&self) -> Option<Duration> {
        self.stats.read().outage.map(|(age, _)| age)
    }

    /// Does the hub have it, as far as is known?
    #[must_use]
    pub fn has(&self, feature: &'static Feature) -> bool {
        self.client.has(feature)
    }

    /// The answer and its version.
    pub(in crate::hub) async fn get_version<C: Call>(&self, call: C) -> Result<(Arc<C::Answer>, u64), Error> {
        let entry = self.entry(&Arc::new(call)).await?;
        Ok((entry.answer()?.ok_or_else(|| Error::InvalidResponse("nil".into()))?, entry.version))
    }

    async fn entry<C: Call>(&self, call: &Arc<C>) -> Result<Arc<CacheEntry>, Error> {
        let key = Key::of(&**call)?;
        let entry = match self.client.cache.get(&key) {
            Some(entry) if entry.is_usable() => Some(entry),
            _ if self.is_cached => return Err(Error::NotCached),
            _ => {
                self.client.recall(&[(key.clone(), call.clone())]).await;
                self.client.cache.get(&key)
            }
        };
        self.client.metrics.looked("memory", entry.as_deref().map_or(Found::Missing, CacheEntry::found));
        match entry {
            Some(entry) if entry.state() == EntryState::Fresh => {
                self.used(&key, &entry);
                Ok(entry)
            }
            // What is known to be refused is not waited for.
            entry => match self.client.known_api.refusal(&**call) {
                Some(refusal) => Err(refusal),
                None => self.refreshed_or_earlier(key, entry, call).await,
            },
        }
    }

    /// The hub's answer; where it has none, and the span of time that is asked for counts from now, an earlier one.
    async fn refreshed_or_earlier<C: Call>(
        &self,
        key: Key,
        entry: Option<Arc<CacheEntry>>,
        call: &Arc<C>,
    ) -> CallResult {
        let answered = self.refreshed(key, entry, call.clone()).await;
        match (call.undated(), answered) {
            (Some(undated), Err(error)) if error.is_outage() => Box::pin(self.earlier(undated, error)).await,
            (Some(undated), Ok(entry)) => {
                self.client.cache.insert(Key::of(&undated)?, entry.clone());
                Ok(entry)
            }
            (_, answered) => answered,
        }
    }

    /// What was answered whenever it was asked last; else this error.
    async fn earlier<C: Call>(&self, undated: C, error: Error) -> CallResult {
        let key = Key::of(&undated)?;
        self.client.recall(&[(key.clone(), Arc::new(undated))]).await;
        let Some(entry) = self.client.cache.get(&key) else { return Err(error) };
        self.stats.lock().add_outage(entry.age(), error);
        self.used(&key, &entry);
        Ok(entry)
    }

    /// The answer to a call of which no fresh one is kept.
    async fn refreshed(&self, key: Key, entry: Option<Arc<CacheEntry>>, call: Arc<dyn AnyCall>) -> CallResult {
        let entry = match entry {
            Some(entry) if entry.is_usable() => {
                if !self.is_cached {
                    drop(self.client.join_or_start(&key, call, self.asker, &self.share));
                }
                entry
            }
            entry => self.wait(&key, call, entry).await?,
        };
        self.used(&key, &entry);
        Ok(entry)
    }

    /// The thing with this name, which is all that a page is about, or by which it filters.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], where there is none.
    pub async fn find_named<C: Named>(&self, name: &C::Name) -> Result<Arc<C::Answer>, Error> {
        let missing = || Error::Missing { kind: C::KIND, name: name.to_string() };
        let call = C::named(name).ok_or_else(missing)?;
        self.find(call).await?.ok_or_else(missing)
    }

    /// The same for a name that may not be given.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], where one is given that nothing has.
    pub async fn find_if_named<C: Named>(&self, name: Option<&C::Name>) -> Result<Option<Arc<C::Answer>>, Error> {
        match name {
            Some(name) => self.find_named::<C>(name).await.map(Some),
            None => Ok(None),
        }
    }

    /// The answer for a part of the page, by the part's name for readers; nothing where there is no reason to ask. Where it
    /// fails the page has all others, and the layout says what is missing.
    pub async fn part<M: MaybeCall>(&self, name: &'static str, call: M) -> Part<<M::Call as Call>::Answer> {
        match call.call() {
            Some(call) => self.part_of(name, self.find(call).await),
            None => Part::Nothing,
        }
    }

    /// The part that an answer is.
    pub(in crate::hub) fn part_of<T>(&self, name: &'static str, answer: Result<Option<Arc<T>>, Error>) -> Part<T> {
        match answer {
            Ok(answer) => answer.map_or(Part::Nothing, Part::Here),
            Err(Error::Unsupported(feature)) => Part::Unsupported(feature),
            Err(error) => self.failed_part(name, error),
        }
    }

    /// A part of the page has no answer.
    pub fn failed_part<T>(&self, name: &'static str, error: Error) -> Part<T> {
        if !self.is_cached {
            tracing::info!(part = name, %error, "a part of a page has no answer");
        }
        self.stats.lock().add_failed_part(name, error.clone());
        Part::Failed(error)
    }

    /// Waits for the hub; a cached answer is used if it fails.
    async fn wait(&self, key: &Key, call: Arc<dyn AnyCall>, entry: Option<Arc<CacheEntry>>) -> CallResult {
        let started = Instant::now();
        let limits = &self.client.limits;
        let until = if entry.is_some() { self.until.min(started + limits.refresh_wait) } else { self.until };
        let wait = self.stats.wait();
        let result = timeout_at(until, self.client.join_or_start(key, call, self.asker, &self.share)).await;
        drop(wait);
        let result = result.unwrap_or_else(|_| Err(Error::Timeout(started.elapsed())));
        if matches!(result, Err(Error::OverBudget(_) | Error::Closed(_) | Error::Busy)) {
            let mut used = self.stats.lock();
            used.refused = true;
            used.waited -= 1;
        }
        match (result, entry) {
            // What it can no longer be asked is not what it told before.
            (Err(error), Some(entry)) if !error.is_unsupported() => {
                self.stats.lock().add_outage(entry.age(), error);
                Ok(entry)
            }
            (result, _) => result,
        }
    }
}
