//! One call under way a key: whoever asks the same meanwhile waits for it, and it comes to its end even if all of them
//! leave.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use tokio::sync::Semaphore;

use super::any_call::{AnyCall, CallResult};
use super::cache::{CacheEntry, EntryState, Key};
use super::limiter::Rank;
use super::{Asker, HubClient};
use crate::hub::Error;

/// A call under way, for any number of waiters.
pub(in crate::hub) type InFlight<T> = Shared<BoxFuture<'static, Result<T, Error>>>;

/// The calls under way.
#[derive(Default)]
pub(super) struct InFlightCalls(Mutex<HashMap<Key, InFlight<Arc<CacheEntry>>>>);

impl InFlightCalls {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<Key, InFlight<Arc<CacheEntry>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a call to its end, whoever waits for it. A panic is an error like others, and all waiters get it.
pub(super) fn spawn_shared<T: Clone + Send + Sync + 'static>(
    work: BoxFuture<'static, Result<T, Error>>,
) -> InFlight<T> {
    let task = tokio::spawn(async move { AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(Error::Internal)) });
    task.map(|joined| joined.unwrap_or(Err(Error::Internal))).boxed().shared()
}

impl HubClient {
    /// The call under way for this key, or a new one.
    pub(super) fn join_or_start(
        self: &Arc<Self>,
        key: &Key,
        call: Arc<dyn AnyCall>,
        asker: Asker,
        share: &Arc<Semaphore>,
    ) -> InFlight<Arc<CacheEntry>> {
        let mut in_flight = self.in_flight.lock();
        if let Some(call) = in_flight.get(key) {
            return call.clone();
        }
        // One may have ended between the caller's look into the cache and the lock.
        if let Some(entry) = self.cache.get(key).filter(|entry| entry.state() == EntryState::Fresh) {
            return std::future::ready(Ok(entry)).boxed().shared();
        }
        let rank = match self.admit(asker, call.cost(), 1) {
            Ok(rank) => rank,
            Err(error) => return std::future::ready(Err(error)).boxed().shared(),
        };
        let (client, own_key, share) = (self.clone(), key.clone(), share.clone());
        let started = spawn_shared(
            async move {
                let _share = share.acquire().await;
                let asking = AssertUnwindSafe(client.hold_or_ask(&own_key, call, rank));
                let result = asking.catch_unwind().await.unwrap_or(Err(Error::Internal));
                client.finish(&own_key, result.as_ref());
                result
            }
            .boxed(),
        );
        in_flight.insert(key.clone(), started.clone());
        started
    }

    /// The cached answer, where events say that it holds; else the hub's.
    async fn hold_or_ask(self: &Arc<Self>, key: &Key, call: Arc<dyn AnyCall>, rank: Rank) -> CallResult {
        if let Some(entry) = self.still_holds(key).await {
            return Ok(entry);
        }
        let mut results = self.ask_each(&[(key.clone(), call)], rank).await;
        results.pop().unwrap_or(Err(Error::Internal))
    }

    /// Puts the answer into the cache. After a failure, a cached answer is not refreshed again for a moment.
    pub(super) fn finish(&self, key: &Key, result: Result<&Arc<CacheEntry>, &Error>) {
        match result {
            Ok(entry) => self.cache.insert(key.clone(), entry.clone()),
            Err(_) => {
                if let Some(entry) = self.cache.get(key) {
                    entry.pause();
                }
            }
        }
        self.in_flight.lock().remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::methods::MavenEnabled;
    use crate::hub::{Freshness, Limits};

    /// A caller that looked into the cache before another's call ended, and starts after it, gets that call's answer.
    #[tokio::test]
    async fn what_was_just_answered_is_not_asked_again() {
        let nowhere = "http://127.0.0.1:9/kojihub".parse().unwrap();
        let client = HubClient::new(nowhere, Limits::default()).unwrap();
        let (key, share) = (Key::of(&MavenEnabled).unwrap(), Arc::new(Semaphore::new(1)));
        assert!(
            client.join_or_start(&key, Arc::new(MavenEnabled), Asker::default(), &share).await.is_err(),
            "there is no hub"
        );
        client.finish(&key, Ok(&Arc::new(CacheEntry::new(Some(true), Freshness::NAMES, 1, 1))));
        let result = client.join_or_start(&key, Arc::new(MavenEnabled), Asker::default(), &share).await.unwrap();
        assert_eq!(result.answer::<bool>().unwrap().as_deref(), Some(&true));
    }
}
