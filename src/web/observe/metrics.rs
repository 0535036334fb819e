//! Metrics in the format of `OpenMetrics`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::hub::{HubClient, Used};
use crate::web::Context;

/// Upper bounds of the times of requests, in seconds.
const SECONDS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 0.5, 2.5, 15.0];

/// All that is counted.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, Seconds>,
    verdicts: Family<Cache, Counter>,
    refused: Family<Refusal, Counter>,
    pages: Gauge,
    memory: Gauge,
    oldest_answer: Gauge,
    oldest: Mutex<Oldest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Cache {
    cache: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    status: u16,
}

#[derive(Clone)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

/// The age of the oldest answer that was served past its freshness, of this minute and of the one before.
#[derive(Default)]
struct Oldest {
    since: Option<Instant>,
    now: Duration,
    before: Duration,
}

const MINUTE: Duration = Duration::from_secs(60);

impl Oldest {
    fn note(&mut self, age: Duration) -> Duration {
        let passed = self.since.map_or(MINUTE * 2, |since| since.elapsed());
        if passed >= MINUTE {
            self.before = if passed < MINUTE * 2 { self.now } else { Duration::ZERO };
            self.now = Duration::ZERO;
            self.since = Some(Instant::now());
        }
        self.now = self.now.max(age);
        self.now.max(self.before)
    }
}

impl Metrics {
    /// Of this client and of what readers ask.
    #[must_use]
    pub fn of(hub: &HubClient) -> Self {
        let mut registry = Registry::with_prefix("kojiview");
        hub.metrics().register(&mut registry);
        let (requests, verdicts, refused) = (Family::default(), Family::default(), Family::default());
        let seconds = Family::new_with_constructor(Seconds);
        let (pages, memory, oldest_answer) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("build", "The running version", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("requests", "Requests, by route and status", Family::clone(&requests));
        registry.register_with_unit("request", "Time until a response begins", Unit::Seconds, Family::clone(&seconds));
        let text = "Requests by where what they were answered with came from";
        registry.register("requests_by_cache", text, Family::clone(&verdicts));
        let text = "Requests that were refused: over the budget, closed, or too much under way";
        registry.register("requests_refused", text, Family::clone(&refused));
        registry.register_with_unit("page_cache", "What kept pages take up", Unit::Bytes, pages.clone());
        registry.register_with_unit("resident_memory", "Memory of the process", Unit::Bytes, memory.clone());
        let text = "Age of the oldest answer that was served past its freshness, in the last minute or two";
        registry.register_with_unit("oldest_answer", text, Unit::Seconds, oldest_answer.clone());
        let oldest = Mutex::default();
        Self(Arc::new(Inner { registry, requests, seconds, verdicts, refused, pages, memory, oldest_answer, oldest }))
    }

    /// A request was answered.
    pub(super) fn answered(&self, route: &str, status: StatusCode, cache: &'static str, took: Duration, used: &Used) {
        let (inner, status) = (&self.0, status.as_u16());
        inner.requests.get_or_create(&Request { route: route.to_owned(), status }).inc();
        inner.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
        inner.verdicts.get_or_create(&Cache { cache }).inc();
        if matches!(status, 429 | 503) {
            inner.refused.get_or_create(&Refusal { status }).inc();
        }
        let age = used.oldest.max(used.outage.as_ref().map(|(age, _)| *age));
        if let Some(age) = age {
            inner.oldest.lock().unwrap_or_else(PoisonError::into_inner).note(age);
        }
    }

    fn text(&self, context: &Context) -> Result<String, std::fmt::Error> {
        let inner = &self.0;
        context.hub.metrics();
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        inner.pages.set(number(context.pages.bytes()));
        inner.memory.set(number(resident().unwrap_or_default()));
        let oldest = inner.oldest.lock().unwrap_or_else(PoisonError::into_inner).note(Duration::ZERO);
        inner.oldest_answer.set(number(oldest.as_secs()));
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &inner.registry)?;
        Ok(text)
    }
}

/// Bytes of memory that the process has, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// `/metrics`
pub(super) async fn get(State(context): State<Context>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match context.metrics.text(&context) {
        Ok(text) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
