//! Many calls of one kind in one multiCall: each has its own result.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::cache::{CacheEntry, EntryState, Key, version_of};
use super::single_flight::{CallResult, spawn_shared};
use super::transport::Body;
use super::{Hub, HubClient, with_body};
use crate::hub::{Call, Error};
use crate::xmlrpc::{self, Outcome, Raw};

/// Calls in one multiCall: a hub runs them one after another in one process and one transaction.
const BATCH_SIZE: usize = 50;

/// An answer or an error for each call, in their order.
type Each<T> = Vec<Result<Option<Arc<T>>, Error>>;
/// A result for each call of a batch, or an error for all.
type BatchResult = Result<Vec<CallResult>, Error>;

impl Hub {
    /// The answers of many calls of one kind, in their order. Those that are neither cached nor under way go as batches.
    pub async fn get_each<C: Call + Clone>(&self, calls: impl IntoIterator<Item = C>) -> Each<C::Answer> {
        let calls: Vec<C> = calls.into_iter().collect();
        if let Err(error) = self.client.start_batches(&calls, &self.share) {
            return calls.iter().map(|_| Err(error.clone())).collect();
        }
        join_all(calls.into_iter().map(|call| self.find(call))).await
    }

    /// The same for a part of the page: the answers that there are, each with its call's place.
    pub async fn part_of_each<C: Call + Clone>(
        &self,
        name: &'static str,
        calls: impl IntoIterator<Item = C>,
    ) -> Vec<(usize, Arc<C::Answer>)> {
        let mut answers = Vec::new();
        for (place, answer) in self.get_each(calls).await.into_iter().enumerate() {
            match answer {
                Ok(answer) => answers.extend(answer.map(|answer| (place, answer))),
                Err(error) => drop(self.failed_part::<C::Answer>(name, error)),
            }
        }
        answers
    }
}

impl HubClient {
    /// Starts batches of those calls that are neither fresh in the cache nor under way.
    fn start_batches<C: Call + Clone>(self: &Arc<Self>, calls: &[C], share: &Arc<Semaphore>) -> Result<(), Error> {
        let mut missing = indexmap::IndexMap::new();
        for call in calls {
            missing.insert(Key::of(call)?, call.clone());
        }
        let mut in_flight = self.in_flight.lock();
        // What is stale is asked again in the same batch, or each would be refreshed by a call of its own.
        let is_fresh = |key: &Key| self.cache.get(key).is_some_and(|entry| entry.state() == EntryState::Fresh);
        missing.retain(|key, _| !in_flight.contains_key(key) && !is_fresh(key));
        let missing: Vec<(Key, C)> = missing.into_iter().collect();
        // A call alone is no batch.
        for calls in missing.chunks(BATCH_SIZE).filter(|calls| calls.len() > 1) {
            let (client, share, own_calls) = (self.clone(), share.clone(), Arc::new(calls.to_vec()));
            let batch = spawn_shared(async move {
                let _share = share.acquire().await;
                client.run_batch(own_calls).await
            });
            for (place, (key, _)) in calls.iter().enumerate() {
                let batch = batch.clone();
                let one = async move { batch.await?.get(place).cloned().unwrap_or(Err(Error::Internal)) };
                in_flight.insert(key.clone(), one.boxed().shared());
            }
        }
        Ok(())
    }

    /// One multiCall from its start to its end, whatever happens meanwhile.
    async fn run_batch<C: Call>(self: Arc<Self>, calls: Arc<Vec<(Key, C)>>) -> BatchResult {
        let asked = AssertUnwindSafe(self.ask_batch(&calls)).catch_unwind().await;
        let results = asked.unwrap_or(Err(Error::Internal));
        for (place, (key, _)) in calls.iter().enumerate() {
            match &results {
                Ok(each) => self.finish(key, each.get(place).map_or(Err(&Error::Internal), Result::as_ref)),
                Err(error) => self.finish(key, Err(error)),
            }
        }
        results
    }

    async fn ask_batch<C: Call>(&self, calls: &Arc<Vec<(Key, C)>>) -> BatchResult {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct One<'a, C> {
            method_name: &'static str,
            params: [Keywords<'a, C>; 1],
        }
        #[derive(Serialize)]
        struct Keywords<'a, C> {
            #[serde(flatten)]
            call: &'a C,
            __starstar: bool,
        }
        let each =
            calls.iter().map(|(_, call)| One { method_name: C::METHOD, params: [Keywords { call, __starstar: true }] });
        let request = xmlrpc::write_call("multiCall", &(each.collect::<Vec<_>>(),))?;
        // Cut first, decode one by one: a wrong one spoils nothing but itself.
        let decoding = calls.clone();
        let decode_each = |body: Body| {
            with_body(body, move |body| {
                let each = |cut: Vec<Outcome<Raw<'_>>>| {
                    cut.iter().zip(decoding.iter()).map(|(one, (_, call))| decode(one, call)).collect::<Vec<_>>()
                };
                Ok(xmlrpc::response_with(body, each)?)
            })
        };
        let results = self.exchange("multiCall", C::COST, &request, decode_each).await?;
        if results.len() == calls.len() {
            Ok(results)
        } else {
            Err(Error::InvalidResponse("a multiCall of another length".into()))
        }
    }
}

fn decode<C: Call>(outcome: &Outcome<Raw<'_>>, call: &C) -> CallResult {
    let raw = outcome.0.as_ref().map_err(|fault| Error::from(fault.clone()))?;
    let (answer, weight) = raw.decode::<Option<C::Answer>>()?;
    let freshness = call.freshness(answer.as_ref());
    Ok(Arc::new(CacheEntry::new(answer, freshness, weight, version_of(raw.as_str().as_bytes()))))
}
