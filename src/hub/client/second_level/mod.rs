//! The second level of the cache, which outlives the process: answers as the hub sent them, under a hash of hub, method and
//! arguments, so that any version of Kojiview, and any type of call, reads them in its own way.

mod database;
mod disk;
mod record;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use self::disk::Disk;
use self::record::{Content, Record, StoreKey};
use super::HubClient;
use super::any_call::AnyCall;
use super::cache::{CacheEntry, Key};
use super::metrics::Found;
use crate::hub::{Cost, Freshness, PartRead};

/// A folder for the second level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheDir {
    /// The folder; it is made where there is none.
    pub path: PathBuf,
    /// Bytes in it at most, roughly.
    pub bytes: u64,
}

/// The second level of one hub.
pub(super) struct SecondLevel {
    disk: Arc<Disk>,
    /// The address of the hub without what is secret in it: a store may hold the answers of several.
    hub: String,
    /// Those that read at once: whoever comes later finds in the first level what they found.
    readers: Semaphore,
}

/// The file is so many times as large as what is in it, after a while.
const FILE: u64 = 2;
/// Reads at once.
const READERS: usize = 4;

impl SecondLevel {
    pub(super) fn open(dir: &CacheDir, hub: &reqwest::Url) -> Self {
        let hub = format!("{}{}", hub.origin().ascii_serialization(), hub.path());
        Self { disk: Arc::new(Disk::open(&dir.path, dir.bytes / FILE)), hub, readers: Semaphore::new(READERS) }
    }

    fn key(&self, request: &str) -> StoreKey {
        Sha256::new().chain_update(&self.hub).chain_update([0]).chain_update(request).finalize().into()
    }

    fn keep(&self, request: &str, entry: &CacheEntry, content: Content) {
        let record = Record { asked: now(), version: entry.version, content };
        let key = self.key(request);
        if let Some(bytes) = record.to_bytes(&key) {
            self.disk.put(key, bytes);
        }
    }

    /// Keeps an answer that came as this body.
    pub(super) fn keep_body(&self, call: &dyn AnyCall, request: &str, entry: &CacheEntry, body: &[u8]) {
        if is_kept(call, entry) {
            self.keep(request, entry, Content::Body(body.to_vec()));
        }
    }

    /// Keeps a part of a file.
    pub(super) fn keep_part(&self, call: &dyn AnyCall, request: &str, entry: &CacheEntry, part: PartRead) {
        if is_kept(call, entry) {
            self.keep(request, entry, Content::Part(part));
        }
    }

    /// What is on disk, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.disk.bytes()
    }

    /// Can it be used?
    pub(super) fn is_up(&self) -> bool {
        self.disk.is_up()
    }

    /// Writes what waits to be written.
    pub(super) fn close(&self) {
        self.disk.close();
    }
}

/// Is it worth keeping? Not what readers make up, and not what is never served a second time.
fn is_kept(call: &dyn AnyCall, entry: &CacheEntry) -> bool {
    call.cost() != Cost::Console && entry.freshness() != Freshness::Never
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl HubClient {
    /// Puts those of these answers that the second level has into the first, with their age.
    pub(super) async fn recall(&self, calls: &[(Key, Arc<dyn AnyCall>)]) {
        let Some(second) = &self.second_level else { return };
        let is_missing = |(key, _): &&(Key, Arc<dyn AnyCall>)| !self.cache.contains_key(key);
        if !calls.iter().any(|call| is_missing(&call)) {
            return;
        }
        let Ok(_reading) = second.readers.acquire().await else { return };
        let missing: Vec<_> = calls.iter().filter(is_missing).cloned().collect();
        let keys: Vec<StoreKey> = missing.iter().map(|(key, _)| second.key(&key.request)).collect();
        let (disk, asked) = (second.disk.clone(), keys.len());
        let read = tokio::task::spawn_blocking(move || {
            let found = keys.iter().zip(disk.get(&keys)).zip(missing);
            let entries = found.filter_map(|((key, bytes), (own_key, call))| {
                let record = Record::read(key, &bytes?)?;
                Some((own_key, entry_of(&*call, record)?))
            });
            entries.collect::<Vec<_>>()
        });
        let read = read.await.unwrap_or_default();
        for _ in read.len()..asked {
            self.metrics.looked("disk", Found::Missing);
        }
        for (key, entry) in read {
            self.metrics.looked("disk", entry.found());
            // What the hub told meanwhile is newer.
            self.cache.entry(key).or_insert(entry);
        }
    }
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
