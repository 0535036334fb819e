//! How many calls may be under way at once, by what they cost, and how many may wait: those first whose readers asked for
//! least.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::gauge::Gauge;
use strum::VariantArray as _;
use tokio::sync::oneshot;

use super::Limits;
use super::metrics::{Class, ClientMetrics};
use crate::hub::{Cost, Error};

/// Who comes first: the less, the sooner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Is it for a page that crawlers are asked to leave alone?
    pub(super) is_deep: bool,
    /// What the reader's network has spent lately.
    pub(super) spent: u32,
}

/// The permits for calls to one hub.
pub(super) struct Limiter {
    /// By class of cost, in their order.
    classes: Vec<Arc<Permits>>,
    /// Calls that wait, of all classes.
    waiting: AtomicUsize,
    queue: usize,
}

/// The permits of a class.
struct Permits {
    cost: Cost,
    state: Mutex<State>,
    number: AtomicU64,
    in_flight: Gauge,
    queued: Gauge,
}

struct State {
    free: usize,
    /// Who waits, in their order: by rank, and then as they came.
    queue: BTreeMap<(Rank, u64), oneshot::Sender<Permit>>,
}

/// That a call may be under way, until it is dropped.
pub(super) struct Permit {
    permits: Option<Arc<Permits>>,
}

impl Limiter {
    pub(super) fn new(limits: &Limits, metrics: &ClientMetrics) -> Self {
        let permits = |cost: Cost| {
            Arc::new(Permits {
                cost,
                state: Mutex::new(State { free: limits.of(cost), queue: BTreeMap::new() }),
                number: AtomicU64::new(0),
                in_flight: metrics.in_flight.get_or_create(&Class { cost }).clone(),
                queued: metrics.queued.get_or_create(&Class { cost }).clone(),
            })
        };
        let classes = Cost::VARIANTS.iter().copied().map(permits).collect();
        Self { classes, waiting: AtomicUsize::new(0), queue: limits.queue }
    }

    /// A place for one call; [`Error::Busy`] at once when the queue is full, and later when somebody of a better rank takes
    /// the place in it.
    pub(super) async fn take(&self, cost: Cost, rank: Rank) -> Result<Permit, Error> {
        let permits = self.classes.iter().find(|permits| permits.cost == cost).ok_or(Error::Internal)?;
        let (receiver, _place) = {
            let mut state = permits.lock();
            if state.free > 0 {
                state.free -= 1;
                return Ok(permits.permit());
            }
            if self.waiting.load(Ordering::Relaxed) >= self.queue {
                let last = state.queue.last_entry().filter(|last| last.key().0 > rank).ok_or(Error::Busy)?;
                // Whoever waited there is told by this.
                drop(last.remove());
            }
            let key = (rank, permits.number.fetch_add(1, Ordering::Relaxed));
            let (sender, receiver) = oneshot::channel();
            state.queue.insert(key, sender);
            self.waiting.fetch_add(1, Ordering::Relaxed);
            permits.queued.inc();
            (receiver, Place { permits, waiting: &self.waiting, key })
        };
        receiver.await.map_err(|_| Error::Busy)
    }
}

impl Permits {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn permit(self: &Arc<Self>) -> Permit {
        self.in_flight.inc();
        Permit { permits: Some(self.clone()) }
    }

    /// A permit is free: the first one who waits has it.
    fn give_back(self: &Arc<Self>) {
        loop {
            let next = {
                let mut state = self.lock();
                let next = state.queue.pop_first();
                if next.is_none() {
                    state.free += 1;
                }
                next
            };
            let Some((_, sender)) = next else { return };
            match sender.send(self.permit()) {
                Ok(()) => return,
                // Whoever waited has left.
                Err(mut permit) => permit.forget(),
            }
        }
    }
}

impl Permit {
    fn forget(&mut self) {
        if let Some(permits) = self.permits.take() {
            permits.in_flight.dec();
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(permits) = self.permits.take() {
            permits.in_flight.dec();
            permits.give_back();
        }
    }
}

/// A place in the queue, left on drop: also when the wait is given up.
struct Place<'a> {
    permits: &'a Permits,
    waiting: &'a AtomicUsize,
    key: (Rank, u64),
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.permits.lock().queue.remove(&self.key);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        self.permits.queued.dec();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn limiter(light: usize, queue: usize) -> Limiter {
        Limiter::new(&Limits { light, queue, ..Limits::default() }, &ClientMetrics::default())
    }

    fn rank(is_deep: bool, spent: u32) -> Rank {
        Rank { is_deep, spent }
    }

    #[tokio::test]
    async fn who_asked_for_least_comes_first() {
        let limiter = limiter(1, 10);
        let first = limiter.take(Cost::Light, Rank::default()).await.unwrap();
        let mut waiting: Vec<_> = [rank(true, 0), rank(false, 9), rank(false, 2), rank(false, 2)]
            .map(|rank| Box::pin(limiter.take(Cost::Light, rank)))
            .into();
        assert!(waiting.iter_mut().all(|wait| wait.now_or_never().is_none()));
        drop(first);
        for expected in [2, 2, 1, 0] {
            let ready: Vec<_> = waiting.iter_mut().map(FutureExt::now_or_never).collect();
            assert_eq!(ready.iter().position(Option::is_some), Some(expected));
            assert_eq!(ready.iter().flatten().count(), 1, "one at a time");
            drop(waiting.remove(expected));
        }
        assert!(limiter.take(Cost::Light, Rank::default()).now_or_never().is_some(), "all were given back");
    }

    #[tokio::test]
    async fn a_full_queue_refuses_those_who_asked_for_most() {
        let limiter = limiter(1, 2);
        let first = limiter.take(Cost::Light, Rank::default()).await.unwrap();
        let mut deep = Box::pin(limiter.take(Cost::Light, rank(true, 1)));
        let mut much = Box::pin(limiter.take(Cost::Light, rank(false, 50)));
        assert!((&mut deep).now_or_never().is_none() && (&mut much).now_or_never().is_none());
        let worse = limiter.take(Cost::Light, rank(true, 7)).now_or_never();
        assert!(matches!(worse, Some(Err(Error::Busy))));
        let mut reader = Box::pin(limiter.take(Cost::Light, rank(false, 3)));
        assert!((&mut reader).now_or_never().is_none());
        assert!(matches!((&mut deep).now_or_never(), Some(Err(Error::Busy))), "it makes place");
        drop(first);
        let permit = (&mut reader).now_or_never().unwrap().unwrap();
        assert!((&mut much).now_or_never().is_none());
        // Who gives up leaves the queue, and the permit goes on.
        drop(much);
        drop(permit);
        assert!(limiter.take(Cost::Light, Rank::default()).now_or_never().is_some());
    }
}
