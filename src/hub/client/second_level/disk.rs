//! The store on disk: one file of a folder, bounded in bytes, written by a thread of its own once a second. Whatever is wrong
//! with it costs answers that are asked for again, and never a reader's page.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use redb::Database;

use super::database::{self, Opened};
use super::record::StoreKey;

/// The store. Dropped, it writes what it has not written yet.
pub(super) struct Disk {
    shared: Arc<Shared>,
    sender: Mutex<Option<Sender<Put>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

type Put = (StoreKey, Vec<u8>);

struct Shared {
    path: PathBuf,
    /// Bytes of it at most.
    most: u64,
    /// `None`: it cannot be used now.
    database: RwLock<Option<Arc<Database>>>,
    /// Bytes that wait to be written.
    waiting: AtomicUsize,
    /// Bytes that were written and not taken out since.
    kept: AtomicU64,
}

/// What is written is written so often.
const INTERVAL: Duration = Duration::from_secs(1);
/// Bytes that may wait to be written: what comes when the disk is slower than the hub is not kept.
const MOST_WAITING: usize = 32 << 20;
/// A store that cannot be used is tried again after this, and then ever more seldom.
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// Bytes that a store keeps at least, however full its disk is.
const LEAST: u64 = 1 << 20;

impl Disk {
    /// The store in this folder, of so many bytes.
    pub(super) fn open(folder: &Path, most: u64) -> Self {
        let path = folder.join("answers.redb");
        let (database, waiting, kept) = (RwLock::new(None), AtomicUsize::new(0), AtomicU64::new(0));
        let shared = Arc::new(Shared { path, most, database, waiting, kept });
        shared.open();
        let (sender, receiver) = channel();
        let of_writer = shared.clone();
        let writer = std::thread::Builder::new().name("store".into());
        let writer = writer.spawn(move || Writer::new(of_writer).run(&receiver));
        if let Err(error) = &writer {
            tracing::warn!(%error, "answers are not kept on disk");
        }
        Self { shared, sender: Mutex::new(Some(sender)), writer: Mutex::new(writer.ok()) }
    }

    /// What is under these keys, in their order. It blocks.
    pub(super) fn get(&self, keys: &[StoreKey]) -> Vec<Option<Vec<u8>>> {
        let nothing = || keys.iter().map(|_| None).collect();
        let database = self.shared.database.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(database) = database else { return nothing() };
        // Damaged pages make the library panic.
        match catch_unwind(AssertUnwindSafe(|| database::get(&database, keys))) {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                self.shared.give_up(&error.to_string());
                nothing()
            }
            Err(_) => {
                drop(database);
                self.shared.give_up("it is damaged");
                self.shared.delete();
                nothing()
            }
        }
    }

    /// Bytes of what is there.
    pub(super) fn bytes(&self) -> u64 {
        self.shared.kept.load(Ordering::Relaxed)
    }

    /// Can it be used now?
    pub(super) fn is_up(&self) -> bool {
        self.shared.database.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Writes this soon; not if too much waits already.
    pub(super) fn put(&self, key: StoreKey, bytes: Vec<u8>) {
        let length = bytes.len();
        if self.shared.waiting.fetch_add(length, Ordering::Relaxed) + length > MOST_WAITING {
            self.shared.waiting.fetch_sub(length, Ordering::Relaxed);
            return;
        }
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if sender.as_ref().is_none_or(|sender| sender.send((key, bytes)).is_err()) {
            self.shared.waiting.fetch_sub(length, Ordering::Relaxed);
        }
    }

    /// Writes what waits, and ends.
    pub(super) fn close(&self) {
        drop(self.sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::warn!("the last answers were not written to disk");
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    /// Opens the file, anew where it is damaged. Can it be used?
    fn open(&self) -> bool {
        for is_second in [false, true] {
            let opened = catch_unwind(|| database::open(&self.path)).unwrap_or(Opened::Damaged("it panicked".into()));
            match opened {
                Opened::Ready(database, bytes) => {
                    *self.database.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(*database));
                    self.kept.store(bytes, Ordering::Relaxed);
                    return true;
                }
                Opened::Damaged(why) if !is_second => {
                    tracing::warn!(path = %self.path.display(), why, "the answers on disk are lost: their file is made anew");
                    self.delete();
                }
                Opened::Damaged(why) | Opened::Unusable(why) => {
                    tracing::warn!(path = %self.path.display(), why, "answers are not kept on disk for now");
                    return false;
                }
            }
        }
        false
    }

    /// After any failure the library answers nothing more until the file is opened again.
    fn give_up(&self, why: &str) {
        let was_open = self.database.write().unwrap_or_else(PoisonError::into_inner).take().is_some();
        if was_open {
            tracing::warn!(path = %self.path.display(), why, "answers are not kept on disk for now");
        }
    }

    fn delete(&self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "a damaged file cannot be deleted");
        }
    }
}

/// What writes: it alone opens the file again, too.
struct Writer {
    shared: Arc<Shared>,
    /// Bytes of it at most; less where the disk has no more.
    most: u64,
    /// After a failure nothing is tried before this.
    retry: Instant,
    pause: Duration,
}

impl Writer {
    fn new(shared: Arc<Shared>) -> Self {
        let most = shared.most;
        Self { shared, most, pause: PAUSE, retry: Instant::now() }
    }

    fn run(mut self, receiver: &Receiver<Put>) {
        let mut is_over = false;
        while !is_over {
            // Of an answer that was asked for twice within the interval, the last one is written.
            let mut batch: HashMap<StoreKey, Vec<u8>> = HashMap::new();
            let mut bytes = 0;
            let mut end = (!self.is_open()).then(|| Instant::now() + INTERVAL);
            while bytes < MOST_WAITING / 2 {
                // As long as there is nothing to write, nothing wakes it, but for a file that is to be opened again.
                let next = match end {
                    Some(end) => receiver.recv_timeout(end.saturating_duration_since(Instant::now())),
                    None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match next {
                    Ok((key, value)) => {
                        end.get_or_insert_with(|| Instant::now() + INTERVAL);
                        bytes += value.len();
                        batch.insert(key, value);
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => {
                        is_over = true;
                        break;
                    }
                }
            }
            if self.retry <= Instant::now() {
                self.write(&batch);
            }
            self.shared.waiting.fetch_sub(bytes, Ordering::Relaxed);
        }
        *self.shared.database.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn is_open(&self) -> bool {
        self.shared.database.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn write(&mut self, batch: &HashMap<StoreKey, Vec<u8>>) {
        let database = self.shared.database.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(database) = database.or_else(|| self.open()) else { return self.wait() };
        if batch.is_empty() {
            return;
        }
        let kept = self.shared.kept.load(Ordering::Relaxed);
        match catch_unwind(AssertUnwindSafe(|| database::put(&database, batch, kept, self.most))) {
            Ok(Ok(kept)) => {
                self.shared.kept.store(kept, Ordering::Relaxed);
                self.pause = PAUSE;
                return;
            }
            Ok(Err(error)) => self.shared.give_up(&error.to_string()),
            Err(_) => {
                self.shared.give_up("it is damaged");
                self.shared.delete();
            }
        }
        drop(database);
        // The disk is full, as a rule: what is there can be read again, and less is kept.
        self.most = (kept / 4 * 3).max(LEAST);
        self.open();
        self.wait();
    }

    fn open(&mut self) -> Option<Arc<Database>> {
        if !self.shared.open() {
            return None;
        }
        tracing::info!(path = %self.shared.path.display(), "answers are kept on disk again");
        self.shared.database.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn wait(&mut self) {
        self.retry = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }
}
