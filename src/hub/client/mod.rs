//! The client of one hub. The path of a call, each step a file of its own:
//!
//! 1. [`handle`]: what one request has of the client. [`any_call`]: the call without its type.
//! 2. [`cache`]: is there a fresh answer in memory? [`second_level`]: or one that outlived the process?
//! 3. [`single_flight`]: one call under way a key, whoever waits. [`budget`], [`shared_budget`]: may whoever asks have one more?
//!    [`events`]: does the old answer still hold? [`claim`]: is another instance asking?
//! 4. [`known_api`], [`too_large`]: what the hub cannot take, or we cannot, is not sent. [`file_server`]: is it a part of a file?
//! 5. [`circuit_breaker`], [`limiter`], [`transport`], and decoding. [`metrics`] counts.
//!
//! Beside the path: [`batch`] puts many calls of one kind into one multiCall, [`whole_list`] keeps long lists, [`names`] the names
//! of all things that are suggested, [`stats`] counts what a request used.

mod any_call;
mod batch;
mod budget;
mod cache;
mod circuit_breaker;
mod claim;
mod events;
mod file_server;
mod handle;
mod known_api;
mod limiter;
mod metrics;
mod names;
mod second_level;
mod shared_budget;
mod single_flight;
mod stats;
mod too_large;
mod transport;
mod whole_list;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use self::any_call::{AnyCall, CallResult};
use self::budget::Budgets;
pub use self::budget::{Asker, ClientNetwork};
use self::cache::{CacheEntry, Key};
use self::circuit_breaker::CircuitBreaker;
use self::events::KnownEvent;
use self::file_server::FileServer;
pub use self::handle::Hub;
use self::known_api::KnownApi;
use self::limiter::{Limiter, Permit, Rank};
pub use self::metrics::ClientMetrics;
use self::names::KnownNames;
pub use self::names::{KNOWN_KINDS, KnownName};
use self::second_level::SecondLevel;
pub use self::second_level::{CacheDir, SharedCache};
use self::single_flight::InFlightCalls;
pub use self::stats::{RequestStats, Used, UsedAnswers};
use self::too_large::TooLarge;
use self::transport::{Body, Transport};
use self::whole_list::SeenLists;
use super::{Cost, Error};

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
    /// Calls of [`Cost::Console`] at once.
    pub console: usize,
    /// Classes of calls that are not made at all.
    pub closed: Vec<Cost>,
    /// Units that each network of clients may spend a minute: a light call costs 1, one that opens a file 5, a heavy one or
    /// one of the console 10; 0: no end of them.
    pub client_budget: u32,
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
            console: 2,
            closed: Vec::new(),
            client_budget: 1200,
            queue: 200,
            largest_answer: 64 << 20,
            all_answers: 192 << 20,
            cache: 256 << 20,
        }
    }
}

impl Limits {
    /// Calls of a class at once.
    fn of(&self, cost: Cost) -> usize {
        match cost {
            Cost::Light => self.light,
            Cost::Heavy => self.heavy,
            Cost::File => self.file,
            Cost::Console => self.console,
        }
    }

    /// How many calls one request may have under way at once: two thirds of all.
    fn share(&self) -> usize {
        (self.light * 2 / 3).max(1)
    }
}

/// What a client may have beside its hub.
#[derive(Debug, Clone, Default)]
pub struct ClientSettings {
    /// The address of a server that has the hub's files.
    pub files: Option<reqwest::Url>,
    /// Authorities whose certificates are believed of these two, beside those of the system.
    pub authorities: Vec<reqwest::Certificate>,
    /// A folder for answers that outlive the process.
    pub cache_dir: Option<CacheDir>,
    /// A store that instances share.
    pub shared_cache: Option<SharedCache>,
    /// What bounds its calls.
    pub limits: Limits,
}

/// The client of the process: all requests share it.
pub struct HubClient {
    cache: moka::sync::Cache<Key, Arc<CacheEntry>>,
    second_level: Option<SecondLevel>,
    in_flight: InFlightCalls,
    seen_lists: SeenLists,
    known_api: KnownApi,
    known_names: KnownNames,
    known_event: KnownEvent,
    limiter: Limiter,
    budgets: Arc<Budgets>,
    circuit_breaker: CircuitBreaker,
    too_large: TooLarge,
    transport: Transport,
    file_server: Option<FileServer>,
    metrics: ClientMetrics,
    limits: Limits,
}

/// Bodies larger than this are decoded on a thread where that blocks no other request.
const LARGE: usize = 256 << 10;

impl HubClient {
    /// A hub at this address; nothing is asked yet.
    pub fn new(url: reqwest::Url, limits: Limits) -> Result<Arc<Self>, reqwest::Error> {
        Self::with(url, ClientSettings { limits, ..ClientSettings::default() })
    }

    /// The same with all settings.
    pub fn with(url: reqwest::Url, settings: ClientSettings) -> Result<Arc<Self>, reqwest::Error> {
        let second_level = SecondLevel::open(&settings, &url);
        let ClientSettings { files, authorities, limits, .. } = settings;
        let metrics = ClientMetrics::default();
        let budgets = Arc::new(Budgets::new(limits.client_budget));
        if let Some((second, store)) = second_level.as_ref().and_then(|second| Some((second, second.shared()?))) {
            shared_budget::share(&budgets, store, second.hub());
        }
        Ok(Arc::new(Self {
            cache: cache::store(limits.cache),
            second_level,
            in_flight: InFlightCalls::default(),
            seen_lists: SeenLists::new(),
            known_api: KnownApi::default(),
            known_names: KnownNames::default(),
            known_event: KnownEvent::default(),
            limiter: Limiter::new(&limits, &metrics),
            budgets,
            circuit_breaker: CircuitBreaker::default(),
            too_large: TooLarge::new(),
            transport: Transport::new(url, &authorities, &limits)?,
            file_server: files.map(|files| FileServer::new(files, &authorities)).transpose()?,
            metrics,
            limits,
        }))
    }

    /// Writes the answers that wait to be kept beyond the process; none is kept after this. It blocks.
    pub fn close(&self) {
        if let Some(second) = &self.second_level {
            second.close();
        }
    }

    /// A handle for one request, which counts in `stats` and whose deadline begins now.
    #[must_use]
    pub fn handle(self: &Arc<Self>, stats: Arc<RequestStats>) -> Hub {
        self.handle_for(Asker::default(), stats)
    }

    /// The same for a reader, whom its calls are charged to.
    #[must_use]
    pub fn handle_for(self: &Arc<Self>, asker: Asker, stats: Arc<RequestStats>) -> Hub {
        let share = Arc::new(Semaphore::new(self.limits.share()));
        Hub::new(self.clone(), stats, Instant::now() + self.limits.deadline, share, asker)
    }

    /// Asks the server of files, where it may have the answer, and then the hub.
    async fn ask(self: &Arc<Self>, request: &Arc<str>, call: Arc<dyn AnyCall>, rank: Rank) -> CallResult {
        if let Some(entry) = self.read_file(request, &*call, rank).await? {
            return Ok(entry);
        }
        if !call.is_on_hub() {
            return Err(Error::NoFile);
        }
        if let Some(refusal) = self.known_api.refusal(&*call) {
            return Err(refusal);
        }
        let result = self.send_call(request, call.clone(), rank).await;
        self.known_api.judge(&*call, result)
    }

    /// Asks the hub, whatever is known of it.
    async fn send_call(self: &Arc<Self>, request: &Arc<str>, call: Arc<dyn AnyCall>, rank: Rank) -> CallResult {
        let kind = CallKind { method: call.method(), cost: call.cost(), rank, largest_answer: call.largest_answer() };
        let (client, own_request) = (self.clone(), request.clone());
        let decode = move |body: &[u8]| {
            let entry = call.decode(body)?;
            if let Some(second) = &client.second_level {
                second.keep_body(&*call, &own_request, &entry, body);
            }
            Ok(entry)
        };
        self.too_large.check(request)?;
        let result = self.exchange(kind, request, Box::new(decode)).await;
        self.too_large.note(request, &result);
        result
    }

    /// The answer from among the hub's files, where it is one of them and their server gives it.
    async fn read_file(&self, request: &str, call: &dyn AnyCall, rank: Rank) -> Result<Option<Arc<CacheEntry>>, Error> {
        let (Some(server), Some(part)) = (&self.file_server, call.file_part()) else { return Ok(None) };
        let permit = self.permit(Cost::File, rank).await?;
        let read = server.read(&part).await;
        drop(permit);
        let Some(part) = read else { return Ok(None) };
        let kept = self.second_level.as_ref().map(|second| (second, part.clone()));
        let entry = call.decode_part(part);
        if let Some(((second, part), entry)) = kept.zip(entry.as_ref()) {
            second.keep_part(call, request, entry, part);
        }
        Ok(entry)
    }

    async fn permit(&self, cost: Cost, rank: Rank) -> Result<Permit, Error> {
        let permit = timeout(self.limits.deadline, self.limiter.take(cost, rank)).await;
        permit.unwrap_or(Err(Error::Busy)).inspect_err(|_| self.metrics.refused("busy"))
    }

    /// Circuit breaker, limiter, transport, decoding. Waiting for a permit says nothing of the hub, so it does not count as an
    /// outage, and a call that was sent has the whole deadline for itself.
    async fn exchange<T: Send + 'static>(
        self: &Arc<Self>,
        kind: CallKind,
        request: &Arc<str>,
        decode: Decode<T>,
    ) -> Result<T, Error> {
        let CallKind { method, cost, rank, largest_answer } = kind;
        let deadline = self.limits.deadline;
        self.circuit_breaker.check().inspect_err(|_| self.metrics.refused("circuit_open"))?;
        let permit = self.permit(cost, rank).await?;
        let started = Instant::now();
        // What was learnt meanwhile.
        let attempt = self.circuit_breaker.pass().inspect_err(|_| self.metrics.refused("circuit_open"))?;
        let sent = self.send(request.clone(), largest_answer, permit);
        let exchanging = async {
            let body = sent.await.unwrap_or(Err(Error::Internal))?;
            let version = body.koji_version().map(str::to_owned);
            let decoded = with_body(body, decode).await;
            if matches!(decoded, Ok(_) | Err(Error::Fault(_))) {
                self.known_api.note_version(version.as_deref());
            }
            decoded
        };
        let answered = timeout(deadline, exchanging).await.unwrap_or(Err(Error::Timeout(deadline)));
        // A hub that is offline says so in a fault, so it is known only now.
        if cost == Cost::Console && matches!(answered, Err(Error::Timeout(_))) {
            drop(attempt);
        } else {
            attempt.note(answered.as_ref().err());
        }
        self.metrics.called(method, started.elapsed(), answered.as_ref().err());
        tracing::debug!(method, elapsed = ?started.elapsed(), error = ?answered.as_ref().err(), "hub call");
        answered
    }

    /// Sends a call, and keeps its permit until the hub has answered. A call that nobody waits for any more goes on working in
    /// the hub: were its permit given back at once, such calls would pile up there. After another deadline it is given up.
    fn send(self: &Arc<Self>, request: Arc<str>, largest: u64, permit: Permit) -> JoinHandle<Result<Body, Error>> {
        let client = self.clone();
        tokio::spawn(async move {
            let _permit = permit;
            let patience = client.limits.deadline * 2;
            timeout(patience, client.transport.send(&request, largest)).await.unwrap_or(Err(Error::Timeout(patience)))
        })
    }
}

/// What the path of a call has to know of it.
struct CallKind {
    method: &'static str,
    cost: Cost,
    rank: Rank,
    /// Bytes of its answer at most, besides the bound of all.
    largest_answer: u64,
}

/// Makes something of the bytes of an answer.
type Decode<T> = Box<dyn FnOnce(&[u8]) -> Result<T, Error> + Send>;

/// Does something with a body; a large one on a thread where that blocks no other request.
async fn with_body<T: Send + 'static>(body: Body, work: Decode<T>) -> Result<T, Error> {
    if body.bytes().len() <= LARGE {
        return work(body.bytes());
    }
    tokio::task::spawn_blocking(move || work(body.bytes())).await.map_err(|_| Error::Internal)?
}
