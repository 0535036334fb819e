//! The second level of the cache, which outlives the process: answers as the hub sent them, under a hash of hub, method and
//! arguments, so that any version of Kojiview, and any type of call, reads them in its own way. They are on disk, in a store that
//! instances share, or in both.

mod connection;
mod database;
mod disk;
mod recall;
mod record;
mod shared;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use self::disk::Disk;
pub(super) use self::recall::Claim;
pub(super) use self::record::StoreKey;
use self::record::{Content, Record};
pub use self::shared::SharedCache;
pub(super) use self::shared::{RENEWED, SharedStore};
use super::ClientSettings;
use super::any_call::AnyCall;
use super::cache::CacheEntry;
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
    disk: Option<Arc<Disk>>,
    shared: Option<SharedStore>,
    /// The address of the hub without what is secret in it: a store may hold the answers of several.
    hub: String,
    /// Those that read at once, from disk and from what is shared: whoever comes later finds in the first level what they found.
    disk_readers: Semaphore,
    shared_readers: Semaphore,
}

/// The file is so many times as large as what is in it, after a while.
const FILE: u64 = 2;
/// Reads at once.
const DISK_READERS: usize = 4;
const SHARED_READERS: usize = 16;

impl SecondLevel {
    /// What is set, if anything is.
    pub(super) fn open(settings: &ClientSettings, hub: &reqwest::Url) -> Option<Self> {
        let disk = settings.cache_dir.as_ref().map(|dir| Arc::new(Disk::open(&dir.path, dir.bytes / FILE)));
        let shared = settings.shared_cache.as_ref().map(SharedStore::open);
        let hub = format!("{}{}", hub.origin().ascii_serialization(), hub.path());
        let is_set = disk.is_some() || shared.is_some();
        is_set.then(|| Self {
            disk,
            shared,
            hub,
            disk_readers: Semaphore::new(DISK_READERS),
            shared_readers: Semaphore::new(SHARED_READERS),
        })
    }

    /// The hub's address, without what is secret in it.
    pub(super) fn hub(&self) -> &str {
        &self.hub
    }

    /// Under what the answer to a call is.
    pub(super) fn key(&self, request: &str) -> StoreKey {
        Sha256::new().chain_update(&self.hub).chain_update([0]).chain_update(request).finalize().into()
    }

    fn keep(&self, request: &str, entry: &CacheEntry, content: Content) {
        let record = Record { asked: now(), version: entry.version, content };
        let key = self.key(request);
        let Some(bytes) = record.to_bytes(&key) else { return };
        match (&self.disk, &self.shared) {
            (Some(disk), Some(shared)) => {
                shared.put(&key, bytes.clone());
                disk.put(key, bytes);
            }
            (Some(disk), None) => disk.put(key, bytes),
            (None, Some(shared)) => shared.put(&key, bytes),
            (None, None) => {}
        }
    }

    /// Keeps an answer that came as this body.
    pub(super) fn keep_body(&self, call: &dyn AnyCall, request: &str, entry: &CacheEntry, body: &[u8]) {
        if is_kept(call, entry) {
            self.keep(request, entry, Content::Body(body.to_vec()));
            if let Some(undated) = call.undated_request() {
                self.keep(&undated, entry, Content::Body(body.to_vec()));
            }
        }
    }

    /// Keeps a part of a file.
    pub(super) fn keep_part(&self, call: &dyn AnyCall, request: &str, entry: &CacheEntry, part: PartRead) {
        if is_kept(call, entry) {
            self.keep(request, entry, Content::Part(part));
        }
    }

    /// The store that instances share.
    pub(super) fn shared(&self) -> Option<&SharedStore> {
        self.shared.as_ref()
    }

    /// For each level whether it can be used, and what is in it, in bytes, where that is known.
    pub(super) fn levels(&self) -> impl Iterator<Item = (&'static str, bool, Option<u64>)> {
        let disk = self.disk.iter().map(|disk| (recall::DISK, disk.is_up(), Some(disk.bytes())));
        disk.chain(self.shared.iter().map(|shared| (recall::SHARED, shared.is_up(), None)))
    }

    /// Writes what waits to be written.
    pub(super) fn close(&self) {
        if let Some(disk) = &self.disk {
            disk.close();
        }
    }
}

/// Is it worth keeping? Not what readers make up, and not what is never served a second time.
fn is_kept(call: &dyn AnyCall, entry: &CacheEntry) -> bool {
    call.cost() != Cost::Console && entry.freshness() != Freshness::Never
}

/// In milliseconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
