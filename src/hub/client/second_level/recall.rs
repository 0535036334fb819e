//! From the second level into the first.

use std::sync::Arc;
use std::time::Duration;

use super::record::{Content, Record, StoreKey};
use super::{SecondLevel, now};
use crate::hub::client::HubClient;
use crate::hub::client::any_call::AnyCall;
use crate::hub::client::cache::{CacheEntry, EntryState, Key};
use crate::hub::client::metrics::Found;

/// The levels, as metrics name them.
pub(super) const DISK: &str = "disk";
pub(super) const SHARED: &str = "shared";

/// Records larger than this are read on a thread where that blocks no other request.
const LARGE: usize = 64 << 10;

/// A call, and under what its answer is.
type Wanted = (Key, Arc<dyn AnyCall>);

/// What came of claiming a call among all instances.
pub(in crate::hub::client) enum Claim {
    /// Another instance asked lately: its answer is fresh.
    Answered(Arc<CacheEntry>),
    /// This instance has to ask, and to release its claim.
    Ours,
    /// Another instance is asking.
    Theirs,
}

impl HubClient {
    /// Puts those of these answers that the second level has into the first, with their age. What is in the first but too old to be
    /// served may be there because another instance asked for it meanwhile.
    pub(in crate::hub::client) async fn recall(&self, calls: &[Wanted]) {
        if let Some(second) = &self.second_level {
            // It is seldom needed, and large.
            Box::pin(self.recall_from(second, calls)).await;
        }
    }

    async fn recall_from(&self, second: &SecondLevel, calls: &[Wanted]) {
        let is_missing = |(key, _): &&Wanted| !self.cache.contains_key(key);
        if let Some(shared) = second.shared.as_ref().filter(|shared| shared.is_up()) {
            // What is known to be down told no other instance anything either.
            let is_up = self.circuit_breaker.outage().is_none();
            let is_old = |key: &Key| is_up && self.cache.get(key).is_some_and(|entry| !entry.is_usable());
            let is_wanted = |call: &&Wanted| is_missing(call) || is_old(&call.0);
            if calls.iter().any(|call| is_wanted(&call)) {
                let Ok(_reading) = second.shared_readers.acquire().await else { return };
                // Others may have found it meanwhile.
                let wanted: Vec<_> = calls.iter().filter(is_wanted).cloned().collect();
                let keys = second.keys(&wanted);
                let records = shared.get(&keys).await;
                self.take(SHARED, read(keys, records, wanted).await);
            }
        }
        if let Some(disk) = &second.disk
            && calls.iter().any(|call| is_missing(&call))
        {
            let Ok(_reading) = second.disk_readers.acquire().await else { return };
            let missing: Vec<_> = calls.iter().filter(is_missing).cloned().collect();
            let (disk, keys) = (disk.clone(), second.keys(&missing));
            let reading = tokio::task::spawn_blocking(move || {
                let records = disk.get(&keys);
                read_all(keys, records, missing)
            });
            self.take(DISK, reading.await.unwrap_or_default());
        }
    }

    /// Puts into the first level what is younger than what is there.
    fn take(&self, level: &'static str, read: Vec<(Key, Option<Arc<CacheEntry>>)>) {
        for (key, entry) in read {
            self.metrics.looked(level, entry.as_deref().map_or(Found::Missing, CacheEntry::found));
            let Some(entry) = entry else { continue };
            let is_no_older = |there: Arc<CacheEntry>| there.age() <= entry.age();
            if !self.cache.get(&key).is_some_and(is_no_older) {
                self.cache.insert(key, entry);
            }
        }
    }

    /// Claims these calls among all instances that share a store.
    pub(in crate::hub::client) async fn claim(&self, calls: &[Wanted]) -> Vec<Claim> {
        let Some((second, shared)) = self.second_level.as_ref().and_then(|second| Some((second, second.shared()?)))
        else {
            return calls.iter().map(|_| Claim::Ours).collect();
        };
        let keys = second.keys(calls);
        let claimed = shared.claim(&keys).await;
        let (records, are_ours): (Vec<_>, Vec<_>) =
            claimed.into_iter().map(|claimed| (claimed.record, claimed.is_ours)).unzip();
        let read = read(keys.clone(), records, calls.to_vec()).await;
        let claims = read.into_iter().zip(are_ours).zip(keys).map(|(((_, entry), is_ours), key)| {
            let fresh = entry.filter(|entry| entry.state() == EntryState::Fresh);
            match (fresh, is_ours) {
                (Some(entry), is_ours) => {
                    if is_ours {
                        shared.release(&[key]);
                    }
                    Claim::Answered(entry)
                }
                (None, true) => Claim::Ours,
                (None, false) => Claim::Theirs,
            }
        });
        claims.collect()
    }
}

impl SecondLevel {
    fn keys(&self, calls: &[Wanted]) -> Vec<StoreKey> {
        calls.iter().map(|(key, _)| self.key(&key.request)).collect()
    }
}

/// The answers that records hold.
async fn read(
    keys: Vec<StoreKey>,
    records: Vec<Option<Vec<u8>>>,
    calls: Vec<Wanted>,
) -> Vec<(Key, Option<Arc<CacheEntry>>)> {
    let bytes: usize = records.iter().flatten().map(Vec::len).sum();
    if bytes <= LARGE {
        return read_all(keys, records, calls);
    }
    let wanted = calls.clone();
    let reading = tokio::task::spawn_blocking(move || read_all(keys, records, calls)).await;
    reading.unwrap_or_else(|_| wanted.into_iter().map(|(key, _)| (key, None)).collect())
}

fn read_all(
    keys: Vec<StoreKey>,
    records: Vec<Option<Vec<u8>>>,
    calls: Vec<Wanted>,
) -> Vec<(Key, Option<Arc<CacheEntry>>)> {
    let found = keys.into_iter().zip(records).zip(calls);
    let entry = |key, bytes: Option<Vec<u8>>, call: &dyn AnyCall| entry_of(call, Record::read(&key, &bytes?)?);
    found.map(|((key, bytes), (own_key, call))| (own_key, entry(key, bytes, &*call))).collect()
}

/// The answer that a record holds; nothing where this version of Kojiview cannot read it.
fn entry_of(call: &dyn AnyCall, record: Record) -> Option<Arc<CacheEntry>> {
    let age: Duration = record.age(now());
    let entry = match record.content {
        Content::Body(body) => call.decode(&body).ok()?,
        Content::Part(part) => call.decode_part(part)?,
    };
    let entry = Arc::into_inner(entry)?;
    Some(Arc::new(entry.recalled(age, record.version)))
}
