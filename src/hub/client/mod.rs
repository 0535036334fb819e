//! The client of one hub. The path of a call, each step a file of its own: [`cache`], [`single_flight`] (one call a key,
//! whoever waits), [`circuit_breaker`], [`limiter`], [`transport`], and decoding. [`batch`] puts many calls of one kind into
//! one multiCall, [`whole_list`] keeps long lists, [`stats`] counts what a request used.

mod batch;
mod cache;
mod circuit_breaker;
mod file_server;
mod handle;
mod limiter;
mod single_flight;
mod stats;
mod transport;
mod whole_list;

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use self::cache::{CacheEntry, Key, version_of};
use self::circuit_breaker::CircuitBreaker;
use self::file_server::FileServer;
pub use self::handle::Hub;
use self::limiter::Limiter;
use self::single_flight::{CallResult, InFlightCalls};
pub use self::stats::{RequestStats, Used};
use self::transport::{Body, Transport};
use self::whole_list::SeenLists;
use super::{Call, Cost, Error};
use crate::xmlrpc::{self, Decoded};

/// What bounds the calls to a hub.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A request waits no longer for the hub, all its calls together.
    pub deadline: Duration,
    /// Where there is a cached answer, a reader waits no longer than this for a newer one.
    pub refresh_wait: Duration,
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
    /// Bytes of all cached answers.
    pub cache: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(15),
            refresh_wait: Duration::from_secs(4),
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

/// The client of the process: all requests share it.
pub struct HubClient {
    cache: moka::sync::Cache<Key, Arc<CacheEntry>>,
    in_flight: InFlightCalls,
    seen_lists: SeenLists,
    limiter: Limiter,
    circuit_breaker: CircuitBreaker,
    transport: Transport,
    file_server: Option<FileServer>,
    limits: Limits,
}

/// Bodies larger than this are decoded on a thread where they hold nobody up.
const LARGE: usize = 256 << 10;

impl HubClient {
    /// A hub at this address; nothing is asked yet.
    pub fn new(url: reqwest::Url, limits: Limits) -> Result<Arc<Self>, reqwest::Error> {
        Ok(Arc::new(Self {
            cache: cache::store(limits.cache),
            in_flight: InFlightCalls::default(),
            seen_lists: SeenLists::new(),
            limiter: Limiter::new(&limits),
            circuit_breaker: CircuitBreaker::default(),
            transport: Transport::new(url, &limits)?,
            file_server: None,
            limits,
        }))
    }

    /// The same, with a server that has the hub's files.
    pub fn with_files(url: reqwest::Url, files: reqwest::Url, limits: Limits) -> Result<Arc<Self>, reqwest::Error> {
        let mut client = Self::new(url, limits)?;
        if let Some(client) = Arc::get_mut(&mut client) {
            client.file_server = Some(FileServer::new(files)?);
        }
        Ok(client)
    }

    /// A handle for one request, which counts in `stats` and whose deadline begins now.
    #[must_use]
    pub fn handle(self: &Arc<Self>, stats: Arc<RequestStats>) -> Hub {
        let share = Arc::new(Semaphore::new(self.limits.share()));
        Hub::new(self.clone(), stats, Instant::now() + self.limits.deadline, share)
    }

    /// Asks the hub, and says how long the answer stays true.
    async fn ask<C: Call>(&self, key: &Key, call: &C) -> CallResult {
        if let Some(entry) = self.read_file(call).await? {
            return Ok(entry);
        }
        if !C::ON_HUB {
            return Err(Error::NoFile);
        }
        let (decoded, version) = self.exchange(C::METHOD, C::COST, &key.request, decode::<C::Answer>).await?;
        if decoded.replaced > 0 {
            tracing::warn!(method = C::METHOD, places = decoded.replaced, "an answer that is not UTF-8");
        }
        let freshness = call.freshness(decoded.value.as_ref());
        Ok(Arc::new(CacheEntry::new(decoded.value, freshness, decoded.weight, version)))
    }

    /// The answer from among the hub's files, where it is one of them and their server gives it.
    async fn read_file<C: Call>(&self, call: &C) -> Result<Option<Arc<CacheEntry>>, Error> {
        let (Some(server), Some(part)) = (&self.file_server, call.file_part()) else { return Ok(None) };
        let permit = timeout(self.limits.deadline, self.limiter.take(Cost::File)).await.map_err(|_| Error::Busy)??;
        let read = server.read(&part).await;
        drop(permit);
        Ok(read.and_then(|read| {
            let (weight, version) = (read.bytes.len(), version_of(&read.bytes));
            let answer = call.answer_of_part(read)?;
            let freshness = call.freshness(Some(&answer));
            Some(Arc::new(CacheEntry::new(Some(answer), freshness, weight, version)))
        }))
    }

    /// Circuit breaker, limiter, transport, decoding. Waiting for a permit says nothing of the hub, so it does not count as an
    /// outage, and a call that was sent has the whole deadline for itself.
    async fn exchange<T, D: Future<Output = Result<T, Error>>>(
        &self,
        method: &'static str,
        cost: Cost,
        request: &str,
        decode: impl FnOnce(Body) -> D,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let deadline = self.limits.deadline;
        self.circuit_breaker.pass()?;
        let _permit = timeout(deadline, self.limiter.take(cost)).await.map_err(|_| Error::Busy)??;
        // What was learnt meanwhile.
        self.circuit_breaker.pass()?;
        let exchanging = async { decode(self.transport.send(request).await?).await };
        let answered = timeout(deadline, exchanging).await.unwrap_or(Err(Error::Timeout(deadline)));
        // A hub that is offline says so in a fault, so it is known only now.
        self.circuit_breaker.note(answered.as_ref().err());
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
async fn with_body<T: Send + 'static>(
    body: Body,
    work: impl FnOnce(&[u8]) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    if body.bytes().len() <= LARGE {
        return work(body.bytes());
    }
    tokio::task::spawn_blocking(move || work(body.bytes())).await.map_err(|_| Error::Internal)?
}
