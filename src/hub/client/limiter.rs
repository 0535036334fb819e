//! How many calls may be under way at once, by what they cost, and how many may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use prometheus_client::metrics::gauge::Gauge;
use strum::VariantArray as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;
use super::metrics::{Class, ClientMetrics};
use crate::hub::{Cost, Error};

/// The permits for calls to one hub.
pub(super) struct Limiter {
    /// By class of cost, in their order.
    classes: Vec<Permits>,
    waiting: AtomicUsize,
    queue: usize,
}

struct Permits {
    cost: Cost,
    places: Arc<Semaphore>,
    in_flight: Gauge,
    queued: Gauge,
}

/// That a call may be under way, until it is dropped.
pub(super) struct Permit {
    _place: OwnedSemaphorePermit,
    _counted: Counted,
}

impl Limiter {
    pub(super) fn new(limits: &Limits, metrics: &ClientMetrics) -> Self {
        let permits = |cost: Cost| Permits {
            cost,
            places: Arc::new(Semaphore::new(limits.of(cost))),
            in_flight: metrics.in_flight.get_or_create(&Class { cost }).clone(),
            queued: metrics.queued.get_or_create(&Class { cost }).clone(),
        };
        let classes = Cost::VARIANTS.iter().copied().map(permits).collect();
        Self { classes, waiting: AtomicUsize::new(0), queue: limits.queue }
    }

    /// A place for one call; [`Error::Busy`] at once when the queue is full.
    pub(super) async fn take(&self, cost: Cost) -> Result<Permit, Error> {
        let permits = self.classes.iter().find(|permits| permits.cost == cost).ok_or(Error::Internal)?;
        if let Ok(place) = permits.places.clone().try_acquire_owned() {
            return Ok(permits.permit(place));
        }
        let _waiting = Waiting::enter(&self.waiting, self.queue)?;
        let _counted = Counted::of(&permits.queued);
        let place = permits.places.clone().acquire_owned().await.map_err(|_| Error::Internal)?;
        Ok(permits.permit(place))
    }
}

impl Permits {
    fn permit(&self, place: OwnedSemaphorePermit) -> Permit {
        Permit { _place: place, _counted: Counted::of(&self.in_flight) }
    }
}

/// One more in a gauge, until it is dropped.
struct Counted(Gauge);

impl Counted {
    fn of(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
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
