//! Many calls of one kind in one multiCall: each has its own result.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use indexmap::IndexMap;
use tokio::sync::Semaphore;

use super::any_call::{AnyCall, CallResult};
use super::cache::{EntryState, Key};
use super::limiter::Rank;
use super::single_flight::spawn_shared;
use super::{Asker, CallKind, Hub, HubClient};
use crate::hub::{Call, Cost, Error};
use crate::xmlrpc::{self, Outcome, Raw, Value};

/// Calls in one multiCall: a hub runs them one after another in one process and one transaction.
const BATCH_SIZE: usize = 50;

/// An answer or an error for each call, in their order.
type Each<T> = Vec<Result<Option<Arc<T>>, Error>>;

impl Hub {
    /// The answers of many calls of one kind, in their order. Those that are neither cached nor under way go as batches.
    pub async fn get_each<C: Call + Clone>(&self, calls: impl IntoIterator<Item = C>) -> Each<C::Answer> {
        let calls: Vec<C> = calls.into_iter().collect();
        // What cannot be encoded has its error below.
        let keys =
            calls.iter().filter_map(|call| Some((Key::of(call).ok()?, Arc::new(call.clone()) as Arc<dyn AnyCall>)));
        let keys: Vec<BatchedCall> = keys.collect();
        if !self.is_cached {
            self.client.recall(&keys).await;
            self.client.start_batches(keys, self.asker, &self.share);
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

/// A call of a batch, and what its answer is kept under.
pub(super) type BatchedCall = (Key, Arc<dyn AnyCall>);

impl HubClient {
    /// Starts batches of those calls that are neither fresh in the cache nor under way.
    fn start_batches(self: &Arc<Self>, calls: Vec<BatchedCall>, asker: Asker, share: &Arc<Semaphore>) {
        let mut missing: IndexMap<Key, Arc<dyn AnyCall>> = calls.into_iter().collect();
        let mut in_flight = self.in_flight.lock();
        // What is stale is asked again in the same batch, or each would be refreshed by a call of its own.
        let is_fresh = |key: &Key| self.cache.get(key).is_some_and(|entry| entry.state() == EntryState::Fresh);
        missing.retain(|key, call| {
            !in_flight.contains_key(key) && !is_fresh(key) && self.known_api.refusal(&**call).is_none()
        });
        let missing: Vec<BatchedCall> = missing.into_iter().collect();
        // A call alone is no batch.
        for calls in missing.chunks(BATCH_SIZE).filter(|calls| calls.len() > 1) {
            let cost = calls.first().map_or(Cost::Light, |(_, call)| call.cost());
            // Each call is refused by itself where it is waited for.
            let Ok(rank) = self.admit(asker, cost, calls.len()) else { return };
            let (client, share, own_calls) = (self.clone(), share.clone(), calls.to_vec());
            let batch = spawn_shared(
                async move {
                    let _share = share.acquire().await;
                    client.run_batch(own_calls, rank).await
                }
                .boxed(),
            );
            for (place, (key, _)) in calls.iter().enumerate() {
                let batch = batch.clone();
                let one = async move { batch.await?.get(place).cloned().unwrap_or(Err(Error::Internal)) };
                in_flight.insert(key.clone(), one.boxed().shared());
            }
        }
    }

    /// One multiCall from its start to its end, whatever happens meanwhile.
    async fn run_batch(self: Arc<Self>, calls: Vec<BatchedCall>, rank: Rank) -> Result<Vec<CallResult>, Error> {
        let results = AssertUnwindSafe(self.ask_each(&calls, rank)).catch_unwind().await.unwrap_or_default();
        for (place, (key, _)) in calls.iter().enumerate() {
            self.finish(key, results.get(place).map_or(Err(&Error::Internal), Result::as_ref));
        }
        Ok(results)
    }

    /// The answers to these calls out of one multiCall.
    pub(super) async fn ask_batch(
        self: &Arc<Self>,
        calls: &[BatchedCall],
        rank: Rank,
    ) -> Result<Vec<CallResult>, Error> {
        let each: Vec<Value> = calls.iter().map(|(_, call)| one_of_batch(&**call)).collect::<Result<_, _>>()?;
        let request = xmlrpc::write_call("multiCall", &(each,))?.into();
        // Cut first, decode one by one: a wrong one spoils nothing but itself.
        let decoding = calls.to_vec();
        let client = self.clone();
        let decode_each = move |body: &[u8]| {
            let each = |cut: Vec<Outcome<Raw<'_>>>| {
                let each = cut.iter().zip(decoding.iter());
                each.map(|(one, (key, call))| client.decode_one_of_batch(one, key, &**call)).collect::<Vec<_>>()
            };
            Ok(xmlrpc::response_with(body, each)?)
        };
        let cost = calls.first().map_or(Cost::Light, |(_, call)| call.cost());
        let kind = CallKind { method: "multiCall", cost, rank, largest_answer: u64::MAX };
        let results = self.exchange(kind, &request, Box::new(decode_each)).await?;
        if results.len() == calls.len() {
            let judged = results.into_iter().zip(calls.iter());
            Ok(judged.map(|(result, (_, call))| self.known_api.judge(&**call, result)).collect())
        } else {
            Err(Error::InvalidResponse("a multiCall of another length".into()))
        }
    }
}

impl HubClient {
    fn decode_one_of_batch(&self, one: &Outcome<Raw<'_>>, key: &Key, call: &dyn AnyCall) -> CallResult {
        let entry = call.decode_one(one)?;
        if let Some(second) = &self.second_level {
            second.keep_body(call, &key.request, &entry, xmlrpc::body_of(one).as_bytes());
        }
        Ok(entry)
    }
}

/// A call as a multiCall has it. `__starstar` marks its arguments as named.
fn one_of_batch(call: &dyn AnyCall) -> Result<Value, Error> {
    let mut arguments = match call.arguments()? {
        Value::Struct(arguments) => arguments,
        _ => IndexMap::new(),
    };
    arguments.retain(|_, value| !value.is_nil());
    arguments.insert("__starstar".to_owned(), Value::Bool(true));
    let params = Value::Array(vec![Value::Struct(arguments)]);
    let members = [("methodName", Value::from(call.method())), ("params", params)];
    Ok(Value::Struct(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}
