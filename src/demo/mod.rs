//! A small hub with made-up data, for trying Kojiview, for its tests and its benchmarks.
//!
//! It speaks XML-RPC as a real hub does, faults and oddities included, and uses nothing of Kojiview but the codec.
//! Its data come from a seed and are the same every time; builds start, progress and end while one watches, unless it is
//! frozen. It is a stand-in and no hub: it reads, and nothing can be written.

mod ask;
mod dispatch;
mod fault;
mod files;
mod inherit;
mod injected_fault;
mod koji;
mod methods;
mod moment;
mod pattern;
mod query;
mod random;
mod range;
mod rows;
mod server;
mod view;
mod world;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;

pub use injected_fault::{InjectedFault, UnknownFault};
pub use koji::{Koji, UnknownKoji};

use self::dispatch::Hub;
use self::moment::Moment;
use self::world::World;
use crate::xmlrpc;

/// What kind of demo it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Where the data come from: the same seed, the same data.
    pub seed: u64,
    /// Time stands still at 2026-11-22T14:00:00Z, until it is skipped.
    pub frozen: bool,
    /// How much there is.
    pub size: Size,
    /// The version of Koji that it is.
    pub koji: Koji,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, frozen: false, size: Size::Small, koji: Koji::default() }
    }
}

/// How much data a demo has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// Some 60 packages and 400 builds.
    #[default]
    Small,
    /// The same, and 20,000 packages in the tag `f40`.
    Large,
}

/// The demo hub.
#[derive(Debug)]
pub struct Demo {
    frozen: bool,
    /// How far time was moved, in microseconds.
    skipped: AtomicI64,
    world: RwLock<World>,
    fault: Mutex<InjectedFault>,
    koji: Mutex<Koji>,
    calls: Mutex<BTreeMap<String, u64>>,
}

/// Where time stands still.
const FROZEN: Moment = Moment(1_795_356_000_000_000);

impl Demo {
    /// What calls of unknown methods, or with unknown parameters, are counted as.
    pub const UNKNOWN: &'static str = "unknown";

    /// A demo hub, ready to answer.
    #[must_use]
    pub fn new(settings: Settings) -> Arc<Self> {
        let epoch = if settings.frozen { FROZEN } else { Moment::of(Timestamp::now()) };
        Arc::new(Self {
            frozen: settings.frozen,
            skipped: AtomicI64::new(0),
            world: RwLock::new(World::new(&settings, epoch)),
            fault: Mutex::default(),
            koji: Mutex::new(settings.koji),
            calls: Mutex::default(),
        })
    }

    /// Its addresses: `/kojihub`, `/kojifiles/…`, `/demo/fault/{kind}` and `/demo/calls`.
    pub fn router(self: &Arc<Self>) -> axum::Router {
        server::router(self)
    }

    /// From now on it has this fault.
    pub fn inject(&self, fault: InjectedFault) {
        *locked(&self.fault) = fault;
    }

    /// From now on it is of this version, as after an upgrade. What was there stays, drafts too.
    pub fn become_koji(&self, koji: Koji) {
        *locked(&self.koji) = koji;
    }

    pub(crate) fn koji(&self) -> Koji {
        *locked(&self.koji)
    }

    /// How often each method was called; what stood inside a `multiCall` is counted by its own name as well, and every
    /// request as `POST`, every read of a file as `GET`, and each call that it does not know as [`Demo::UNKNOWN`].
    #[must_use]
    pub fn calls(&self) -> BTreeMap<String, u64> {
        locked(&self.calls).clone()
    }

    /// Counts from zero again.
    pub fn forget_calls(&self) {
        locked(&self.calls).clear();
    }

    /// The time of the demo.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.moment().0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves the demo's time forward, a frozen one's too.
    pub fn skip(&self, by: Duration) {
        self.skipped.fetch_add(i64::try_from(by.as_micros()).unwrap_or_default(), Ordering::Relaxed);
    }

    fn moment(&self) -> Moment {
        let base = if self.frozen { FROZEN } else { Moment::of(Timestamp::now()) };
        Moment(base.0 + self.skipped.load(Ordering::Relaxed))
    }

    fn current_fault(&self) -> InjectedFault {
        *locked(&self.fault)
    }

    fn count(&self, name: &str) {
        *locked(&self.calls).entry(name.to_owned()).or_default() += 1;
    }

    /// What a request is answered; the error is for the one that is none.
    fn answer(&self, body: &[u8]) -> Result<String, xmlrpc::Error> {
        let call = xmlrpc::request(body)?;
        let answer = self.at_now(|world, now| {
            let count = |name: &str| self.count(name);
            Hub { world, now, koji: self.koji(), count: &count }.call(call)
        });
        match answer {
            Ok(value) => xmlrpc::write_response(&value),
            Err(fault) => Ok(xmlrpc::write_fault(&fault)),
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.at_now(|world, now| files::at(world, path, now))
    }

    /// Sees the world at this moment, planned as far as that.
    fn at_now<T>(&self, see: impl FnOnce(&World, Moment) -> T) -> T {
        let now = self.moment();
        let planned = self.world.read().unwrap_or_else(PoisonError::into_inner).reaches(now);
        if !planned {
            self.world.write().unwrap_or_else(PoisonError::into_inner).grow(now);
        }
        see(&self.world.read().unwrap_or_else(PoisonError::into_inner), now)
    }
}

/// Counters and switches are whole after any panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
