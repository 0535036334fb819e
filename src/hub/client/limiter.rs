//! How many calls may be under way at once, by what they cost, and how many may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;
use crate::hub::{Cost, Error};

/// The permits for calls to one hub.
pub(super) struct Limiter {
    light: Arc<Semaphore>,
    heavy: Arc<Semaphore>,
    file: Arc<Semaphore>,
    console: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

impl Limiter {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            light: Arc::new(Semaphore::new(limits.light)),
            heavy: Arc::new(Semaphore::new(limits.heavy)),
            file: Arc::new(Semaphore::new(limits.file)),
            console: Arc::new(Semaphore::new(limits.console)),
            waiting: AtomicUsize::new(0),
            queue: limits.queue,
        }
    }

    /// A place for one call; [`Error::Busy`] at once when the queue is full.
    pub(super) async fn take(&self, cost: Cost) -> Result<OwnedSemaphorePermit, Error> {
        let places = match cost {
            Cost::Light => &self.light,
            Cost::Heavy => &self.heavy,
            Cost::File => &self.file,
            Cost::Console => &self.console,
        };
        if let Ok(permit) = places.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let _waiting = Waiting::enter(&self.waiting, self.queue)?;
        places.clone().acquire_owned().await.map_err(|_| Error::Internal)
    }
}

/// A place in the queue, left on drop: also when the wait is given up.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn enter(waiting: &'a AtomicUsize, queue: usize) -> Result<Self, Error> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(waiting);
        if before >= queue { Err(Error::Busy) } else { Ok(place) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
