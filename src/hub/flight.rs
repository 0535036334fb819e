//! One flight a key: whoever asks the same thing meanwhile waits for it, and it lands even if all of them leave.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared as SharedFuture};
use tokio::sync::Semaphore;

use super::cache::{Kept, Key, Standing};
use super::{Call, Error, Shared};

pub(super) type Landed = Result<Arc<Kept>, Error>;
pub(super) type Flight = SharedFuture<BoxFuture<'static, Landed>>;

/// What is in the air.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<Key, Flight>>);

impl Flights {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<Key, Flight>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts what every flight does: it is spawned, it cannot panic its way out, and its waiters get its error.
pub(super) fn take_off<T: Clone + Send + Sync + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> SharedFuture<BoxFuture<'static, Result<T, Error>>> {
    let task = tokio::spawn(async move { AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(Error::Lost)) });
    task.map(|landed| landed.unwrap_or(Err(Error::Lost))).boxed().shared()
}

impl Shared {
    /// The flight for this key: the one under way, or a new one.
    pub(super) fn fly<C: Call>(self: &Arc<Self>, key: Key, call: C, share: &Arc<Semaphore>) -> Flight {
        let mut flights = self.flights.lock();
        if let Some(flight) = flights.get(&key) {
            return flight.clone();
        }
        // One may have landed between the reader's look and the lock.
        if let Some(kept) = self.cache.get(&key).filter(|kept| kept.standing() == Standing::Fresh) {
            return std::future::ready(Ok(kept)).boxed().shared();
        }
        let (shared, landing, share) = (self.clone(), key.clone(), share.clone());
        let flight = take_off(async move {
            let _share = share.acquire().await;
            let landed = AssertUnwindSafe(shared.ask(&landing, &call)).catch_unwind().await.unwrap_or(Err(Error::Lost));
            shared.land(&landing, landed.as_ref());
            landed
        });
        flights.insert(key, flight.clone());
        flight
    }

    /// Keeps what came, or lets the kept answer's readers be for a moment, and clears the air.
    pub(super) fn land(&self, key: &Key, landed: Result<&Arc<Kept>, &Error>) {
        match landed {
            Ok(kept) => self.cache.insert(key.clone(), kept.clone()),
            Err(_) => {
                if let Some(kept) = self.cache.get(key) {
                    kept.pause();
                }
            }
        }
        self.flights.lock().remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::calls::MavenEnabled;
    use crate::hub::{Freshness, Limits};

    /// A reader who looked before another's flight landed, and takes off after it, gets what landed.
    #[tokio::test]
    async fn what_has_just_landed_is_not_asked_again() {
        let nowhere = "http://127.0.0.1:9/kojihub".parse().unwrap();
        let shared = Shared::new(nowhere, Limits::default()).unwrap();
        let (key, share) = (Key::of(&MavenEnabled).unwrap(), Arc::new(Semaphore::new(1)));
        assert!(shared.fly(key.clone(), MavenEnabled, &share).await.is_err(), "there is no hub");
        shared.land(&key, Ok(&Arc::new(Kept::new(Some(true), Freshness::NAMES, 1, 1))));
        let landed = shared.fly(key, MavenEnabled, &share).await.unwrap();
        assert_eq!(landed.answer::<bool>().unwrap().as_deref(), Some(&true));
    }
}
