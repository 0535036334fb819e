//! Many calls of one kind in one multiCall: each has its own end.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::cache::{Kept, Key, Standing, version_of};
use super::call::Call;
use super::flight::take_off;
use super::shared::with_body;
use super::wire::Body;
use super::{Error, Hub, Shared};
use crate::xmlrpc::{self, Outcome, Raw};

/// Calls in one multiCall: a hub runs them one after another in one process and one transaction.
const TOGETHER: usize = 50;

type Each<T> = Vec<Result<Option<Arc<T>>, Error>>;

impl Hub {
    /// The answers of many calls of one kind, in their order. What is not kept and not under way travels together.
    pub async fn get_each<C: Call + Clone>(&self, calls: impl IntoIterator<Item = C>) -> Each<C::Answer> {
        let calls: Vec<C> = calls.into_iter().collect();
        if let Err(error) = self.shared.fly_together(&calls, &self.share) {
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

type Landed = Result<Vec<Result<Arc<Kept>, Error>>, Error>;

impl Shared {
    /// Puts a flight for each call that is not kept fresh and not under way into the air, `TOGETHER` on one plane.
    fn fly_together<C: Call + Clone>(self: &Arc<Self>, calls: &[C], share: &Arc<Semaphore>) -> Result<(), Error> {
        let mut wanted = indexmap::IndexMap::new();
        for call in calls {
            wanted.insert(Key::of(call)?, call.clone());
        }
        let mut flights = self.flights.lock();
        // What is in its grace is asked again on the same plane, or each would fly alone behind the reader's back.
        let is_fresh = |key: &Key| self.cache.get(key).is_some_and(|kept| kept.standing() == Standing::Fresh);
        wanted.retain(|key, _| !flights.contains_key(key) && !is_fresh(key));
        let wanted: Vec<(Key, C)> = wanted.into_iter().collect();
        // A call alone travels as itself.
        for seats in wanted.chunks(TOGETHER).filter(|seats| seats.len() > 1) {
            let (shared, share, all) = (self.clone(), share.clone(), Arc::new(seats.to_vec()));
            let plane = take_off(async move {
                let _share = share.acquire().await;
                shared.carry(all).await
            });
            for (seat, (key, _)) in seats.iter().enumerate() {
                let plane = plane.clone();
                let flight = async move { plane.await?.get(seat).cloned().unwrap_or(Err(Error::Lost)) };
                flights.insert(key.clone(), flight.boxed().shared());
            }
        }
        Ok(())
    }

    /// One multiCall from take-off to landing, whatever happens on the way.
    async fn carry<C: Call>(self: Arc<Self>, seats: Arc<Vec<(Key, C)>>) -> Landed {
        let landed = AssertUnwindSafe(self.ask_together(&seats)).catch_unwind().await.unwrap_or(Err(Error::Lost));
        for (seat, (key, _)) in seats.iter().enumerate() {
            match &landed {
                Ok(each) => self.land(key, each.get(seat).map_or(Err(&Error::Lost), Result::as_ref)),
                Err(error) => self.land(key, Err(error)),
            }
        }
        landed
    }

    async fn ask_together<C: Call>(&self, seats: &Arc<Vec<(Key, C)>>) -> Landed {
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
            seats.iter().map(|(_, call)| One { method_name: C::METHOD, params: [Keywords { call, __starstar: true }] });
        let request = xmlrpc::write_call("multiCall", &(each.collect::<Vec<_>>(),))?;
        // Cut first, decode one by one: a wrong one spoils nothing but itself.
        let decoding = seats.clone();
        let decode_each = |body: Body| {
            with_body(body, move |body| {
                let each = |cut: Vec<Outcome<Raw<'_>>>| {
                    cut.iter().zip(decoding.iter()).map(|(one, (_, call))| decode(one, call)).collect::<Vec<_>>()
                };
                Ok(xmlrpc::response_with(body, each)?)
            })
        };
        let landed = self.exchange("multiCall", C::COST, &request, decode_each).await?;
        if landed.len() == seats.len() {
            Ok(landed)
        } else {
            Err(Error::Garbage("a multiCall of another length".into()))
        }
    }
}

fn decode<C: Call>(outcome: &Outcome<Raw<'_>>, call: &C) -> Result<Arc<Kept>, Error> {
    let raw = outcome.0.as_ref().map_err(|fault| Error::from(fault.clone()))?;
    let (answer, weight) = raw.decode::<Option<C::Answer>>()?;
    let freshness = call.freshness(answer.as_ref());
    Ok(Arc::new(Kept::new(answer, freshness, weight, version_of(raw.as_str().as_bytes()))))
}
