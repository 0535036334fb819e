//! The hub of the whole process, and the handle that one request has of it.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use super::cache::{self, Kept, Key, Standing, version_of};
use super::call::{Call, Cost};
use super::circuit::Circuit;
use super::flight::{Flights, Landed};
use super::permit::Permits;
use super::whole::Looked;
use super::wire::{Body, Wire};
use super::{Error, Ledger, Part};
use crate::xmlrpc::{self, Decoded};

/// What bounds the calls to a hub.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A request waits no longer for the hub, all its calls together.
    pub deadline: Duration,
    /// Where there is a kept answer, a reader waits no longer than this for a newer one.
    pub patience: Duration,
    /// Calls of [`Cost::Light`] at once.
    pub light: usize,
    /// Calls of [`Cost::Heavy`] at once.
    pub heavy: usize,
    /// Calls of [`Cost::File`] at once.
    pub file: usize,
    /// Calls that may wait for their turn.
    pub queue: usize,
    /// Bytes of an answer on the wire.
    pub largest_answer: u64,
    /// Bytes of all answers that are under way at once.
    pub all_answers: u64,
    /// Bytes of all kept answers.
    pub cache: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(15),
            patience: Duration::from_secs(4),
            light: 12,
            heavy: 2,
            file: 4,
            queue: 200,
            largest_answer: 128 << 20,
            all_answers: 384 << 20,
            cache: 256 << 20,
        }
    }
}

impl Limits {
    /// How many calls one request may have under way at once: two thirds of all.
    fn share(&self) -> usize {
        (self.light * 2 / 3).max(1)
    }
}

/// The hub of the process: cache, flights, permits, circuit, wire.
pub struct Shared {
    pub(super) cache: moka::sync::Cache<Key, Arc<Kept>>,
    pub(super) flights: Flights,
    pub(super) looked: Looked,
    permits: Permits,
    circuit: Circuit,
    wire: Wire,
    limits: Limits,
}

/// Bodies larger than this are decoded on a thread where they hold nobody up.
const LARGE: usize = 256 << 10;

impl Shared {
    /// A hub at this address; nothing is asked yet.
    pub fn new(url: reqwest::Url, limits: Limits) -> Result<Arc<Self>, reqwest::Error> {
        Ok(Arc::new(Self {
            cache: cache::store(limits.cache),
            flights: Flights::default(),
            looked: Looked::new(),
            permits: Permits::new(&limits),
            circuit: Circuit::default(),
            wire: Wire::new(url, &limits)?,
            limits,
        }))
    }

    /// A handle for one request, whose account is `ledger` and whose deadline begins now.
    #[must_use]
    pub fn handle(self: &Arc<Self>, ledger: Arc<Ledger>) -> Hub {
        let share = Arc::new(Semaphore::new(self.limits.share()));
        Hub { shared: self.clone(), ledger, until: Instant::now() + self.limits.deadline, share }
    }

    /// What a flight does: asks, and says how long the answer stays true.
    pub(super) async fn ask<C: Call>(&self, key: &Key, call: &C) -> Landed {
        let (decoded, version) = self.exchange(C::METHOD, C::COST, &key.request, decode::<C::Answer>).await?;
        if decoded.replaced > 0 {
            tracing::warn!(method = C::METHOD, places = decoded.replaced, "an answer that is not UTF-8");
        }
        let freshness = call.freshness(decoded.value.as_ref());
        Ok(Arc::new(Kept::new(decoded.value, freshness, decoded.weight, version)))
    }

    /// circuit -> permit -> wire -> decode. Waiting for a permit says nothing of the hub, so it does not count as an
    /// outage, and a call that was sent has the whole deadline for itself.
    pub(super) async fn exchange<T, D: Future<Output = Result<T, Error>>>(
        &self,
        method: &'static str,
        cost: Cost,
        request: &str,
        decode: impl FnOnce(Body) -> D,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let deadline = self.limits.deadline;
        self.circuit.pass()?;
        let _permit = timeout(deadline, self.permits.take(cost)).await.map_err(|_| Error::Busy)??;
        // What was learnt meanwhile.
        self.circuit.pass()?;
        let exchanging = async { decode(self.wire.send(request).await?).await };
        let answered = timeout(deadline, exchanging).await.unwrap_or(Err(Error::Slow(deadline)));
        // A hub that is offline says so in a fault, so it is known only now.
        self.circuit.note(answered.as_ref().err());
        tracing::debug!(method, elapsed = ?started.elapsed(), error = ?answered.as_ref().err(), "hub call");
        answered
    }
}

/// An answer with the version of the bytes that it came as.
type Versioned<T> = (Decoded<Option<T>>, u64);

async fn decode<T: DeserializeOwned + Send + 'static>(body: Body) -> Result<Versioned<T>, Error> {
    with_body(body, |body| Ok((xmlrpc::response(body)?, version_of(body)))).await
}

/// Does something with a body; a large one on a thread where it holds nobody up.
pub(super) async fn with_body<T: Send + 'static>(
    body: Body,
    work: impl FnOnce(&[u8]) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    if body.bytes().len() <= LARGE {
        return work(body.bytes());
    }
    tokio::task::spawn_blocking(move || work(body.bytes())).await.map_err(|_| Error::Lost)?
}

/// One request's handle: the hub of the process, the request's account, its deadline.
#[derive(Clone)]
pub struct Hub {
    pub(super) shared: Arc<Shared>,
    ledger: Arc<Ledger>,
    until: Instant,
    /// How many calls of this request may be under way at once, so that none takes all permits.
    pub(super) share: Arc<Semaphore>,
}

impl Hub {
    /// The answer; a nil is an error of the hub here, so ask for what always has one.
    pub async fn get<C: Call>(&self, call: C) -> Result<Arc<C::Answer>, Error> {
        self.find(call).await?.ok_or_else(|| Error::Garbage("nil".into()))
    }

    /// The answer, or `None` where the hub says nil: there is no such thing.
    pub async fn find<C: Call>(&self, call: C) -> Result<Option<Arc<C::Answer>>, Error> {
        self.kept(call).await?.answer()
    }

    /// The answer and its version.
    pub(super) async fn get_version<C: Call>(&self, call: C) -> Result<(Arc<C::Answer>, u64), Error> {
        let kept = self.kept(call).await?;
        Ok((kept.answer()?.ok_or_else(|| Error::Garbage("nil".into()))?, kept.version))
    }

    async fn kept<C: Call>(&self, call: C) -> Result<Arc<Kept>, Error> {
        let key = Key::of(&call)?;
        let kept = match self.shared.cache.get(&key).map(|kept| (kept.standing(), kept)) {
            Some((Standing::Fresh, kept)) => kept,
            Some((Standing::Grace, kept)) => {
                drop(self.shared.fly(key.clone(), call, &self.share));
                kept
            }
            Some((Standing::Old, kept)) => self.wait(key.clone(), call, Some(kept)).await?,
            None => self.wait(key.clone(), call, None).await?,
        };
        self.ledger.lock().add(&key.request, &kept);
        Ok(kept)
    }

    /// The answer for a part of the page, by the part's name for readers. Where it fails the page has all others, and the
    /// layout says what is missing.
    pub async fn part<C: Call>(&self, name: &'static str, call: C) -> Part<C::Answer> {
        self.part_if(name, Some(call)).await
    }

    /// The same for a part that there may be no reason to ask for.
    pub async fn part_if<C: Call>(&self, name: &'static str, call: Option<C>) -> Part<C::Answer> {
        let Some(call) = call else { return Part::Nothing };
        match self.find(call).await {
            Ok(answer) => answer.map_or(Part::Nothing, Part::Here),
            Err(error) => self.failed_part(name, error),
        }
    }

    /// The same for a method that older hubs do not have: of them, nothing.
    pub async fn part_if_known<C: Call>(&self, name: &'static str, call: Option<C>) -> Part<C::Answer> {
        let Some(call) = call else { return Part::Nothing };
        match self.find(call).await {
            Ok(answer) => answer.map_or(Part::Nothing, Part::Here),
            Err(error) if error.is_unknown_method() => Part::Nothing,
            Err(error) => self.failed_part(name, error),
        }
    }

    /// A part of the page has no answer.
    pub fn failed_part<T>(&self, name: &'static str, error: Error) -> Part<T> {
        tracing::info!(part = name, %error, "a part of a page has no answer");
        self.ledger.lock().add_failed_part(name, error.clone());
        Part::Failed(error)
    }

    /// Waits for the hub; what is kept is the answer if it fails.
    async fn wait<C: Call>(&self, key: Key, call: C, kept: Option<Arc<Kept>>) -> Landed {
        let started = Instant::now();
        let limits = &self.shared.limits;
        let until = if kept.is_some() { self.until.min(started + limits.patience) } else { self.until };
        let wait = self.ledger.wait();
        let landed = timeout_at(until, self.shared.fly(key, call, &self.share)).await;
        drop(wait);
        let landed = landed.unwrap_or_else(|_| Err(Error::Slow(started.elapsed())));
        match (landed, kept) {
            (Err(error), Some(kept)) => {
                self.ledger.lock().add_outage(kept.age(), error);
                Ok(kept)
            }
            (landed, _) => landed,
        }
    }
}
