//! One call among all instances that share a store: whoever claims it asks the hub, and the others wait for its answer. Whatever is
//! wrong with the store, each instance asks by itself.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, interval, sleep};

use super::HubClient;
use super::any_call::CallResult;
use super::batch::BatchedCall;
use super::cache::CacheEntry;
use super::limiter::Rank;
use super::second_level::{Claim, RENEWED, SharedStore, StoreKey};
use crate::hub::{Cost, Error};

/// Another instance is waited for no longer than this: it may have more to do than this one.
const PATIENCE: Duration = Duration::from_secs(5);
/// Whether it is done is looked at after this, and then ever more seldom.
const PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

impl HubClient {
    /// The answers to these calls, each of which only one instance asks for at once.
    pub(super) async fn ask_each(self: &Arc<Self>, calls: &[BatchedCall], rank: Rank) -> Vec<CallResult> {
        let second = self.second_level.as_ref().filter(|_| self.circuit_breaker.outage().is_none());
        let shared = second.and_then(|second| Some((second, second.shared().filter(|shared| shared.is_up())?)));
        let is_kept = |(_, call): &BatchedCall| call.cost() != Cost::Console;
        let Some((second, shared)) = shared.filter(|_| calls.iter().all(is_kept)) else {
            return self.send_each(calls, rank).await;
        };
        let mut results: Vec<Option<CallResult>> = calls.iter().map(|_| None).collect();
        let mut open: Vec<usize> = (0..calls.len()).collect();
        let (started, mut pause) = (Instant::now(), PAUSE);
        while !open.is_empty() {
            let pick =
                |places: &[usize]| places.iter().filter_map(|place| calls.get(*place).cloned()).collect::<Vec<_>>();
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for (place, claim) in open.iter().zip(self.claim(&pick(&open)).await) {
                match claim {
                    Claim::Answered(entry) => results[*place] = Some(Ok(entry)),
                    Claim::Ours => ours.push(*place),
                    Claim::Theirs => theirs.push(*place),
                }
            }
            let keys =
                |places: &[usize]| pick(places).iter().map(|(key, _)| second.key(&key.request)).collect::<Vec<_>>();
            if started.elapsed() > PATIENCE {
                ours.append(&mut theirs);
            }
            if !ours.is_empty() {
                let answers = holding(shared, &keys(&ours), self.send_each(&pick(&ours), rank)).await;
                for (place, answer) in ours.into_iter().zip(answers) {
                    results[place] = Some(answer);
                }
            }
            open = theirs;
            if !open.is_empty() {
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
        results.into_iter().map(|result| result.unwrap_or(Err(Error::Internal))).collect()
    }

    /// Asks for these calls, whoever else does.
    async fn send_each(self: &Arc<Self>, calls: &[BatchedCall], rank: Rank) -> Vec<CallResult> {
        if let [(key, call)] = calls {
            let event = self.known_event.get();
            let entry = self.ask(&key.request, call.clone(), rank).await;
            // What was just made is nobody else's yet.
            let known = |entry: Arc<CacheEntry>| match Arc::try_unwrap(entry) {
                Ok(entry) => Arc::new(entry.known_at(event)),
                Err(entry) => entry,
            };
            return vec![entry.map(known)];
        }
        match self.ask_batch(calls, rank).await {
            Ok(results) => results,
            Err(error) => calls.iter().map(|_| Err(error.clone())).collect(),
        }
    }
}

/// Does the work while these claims hold, and releases them.
async fn holding<T>(shared: &SharedStore, keys: &[StoreKey], work: impl Future<Output = T>) -> T {
    tokio::pin!(work);
    let mut renewing = interval(RENEWED);
    renewing.tick().await;
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            _ = renewing.tick() => shared.renew(keys),
        }
    };
    shared.release(keys);
    done
}
