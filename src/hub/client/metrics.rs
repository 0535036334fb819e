//! What the client counts for operators: its calls by method, those under way and in the queue, and where answers came from.

use std::fmt::Write as _;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::HubClient;
use crate::hub::{Cost, Error};

/// Upper bounds of the times of calls, in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// The counts of one client.
#[derive(Clone)]
pub struct ClientMetrics {
    calls: Family<Call, Counter>,
    seconds: Family<Method, Histogram, Seconds>,
    refused: Family<Refusal, Counter>,
    pub(super) in_flight: Family<Class, Gauge>,
    pub(super) queued: Family<Class, Gauge>,
    answers: Family<Answer, Counter>,
    bytes: Family<Level, Gauge>,
    level_up: Family<Level, Gauge>,
    circuit_open: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    method: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Method {
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    reason: &'static str,
}

/// What a call costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Class {
    pub(super) cost: Cost,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    level: &'static str,
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Level {
    level: &'static str,
}

impl EncodeLabelValue for Cost {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> std::fmt::Result {
        encoder.write_str(self.name())
    }
}

#[derive(Clone)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

impl Default for ClientMetrics {
    fn default() -> Self {
        Self {
            calls: Family::default(),
            seconds: Family::new_with_constructor(Seconds),
            refused: Family::default(),
            in_flight: Family::default(),
            queued: Family::default(),
            answers: Family::default(),
            bytes: Family::default(),
            level_up: Family::default(),
            circuit_open: Gauge::default(),
        }
    }
}

/// Where an answer was looked for, and what was found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found {
    Fresh,
    Stale,
    Expired,
    Missing,
}

impl ClientMetrics {
    /// Names what is counted.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("hub_calls", "Calls that were sent to the hub, by method and outcome", self.calls.clone());
        let text = "Time from when a call might be sent until its answer was decoded";
        registry.register_with_unit("hub_call", text, Unit::Seconds, self.seconds.clone());
        let text = "Calls that were not sent: the queue was full, the hub is known to be down";
        registry.register("hub_calls_refused", text, self.refused.clone());
        let text = "Calls under way, also those that nobody waits for any more";
        registry.register("hub_calls_in_flight", text, self.in_flight.clone());
        registry.register("hub_calls_queued", "Calls that wait for their turn", self.queued.clone());
        let text = "Looks for an answer, by level of the cache and what was found";
        registry.register("cache_answers", text, self.answers.clone());
        registry.register_with_unit("cache", "What the answers of a level take up", Unit::Bytes, self.bytes.clone());
        let text = "1 while a level of the cache that outlives the process can be used";
        registry.register("cache_up", text, self.level_up.clone());
        let text = "1 while the hub is left alone since it does not answer";
        registry.register("hub_circuit_open", text, self.circuit_open.clone());
    }

    pub(super) fn called(&self, method: &'static str, took: Duration, error: Option<&Error>) {
        let outcome = error.map_or("ok", Error::kind);
        self.calls.get_or_create(&Call { method, outcome }).inc();
        self.seconds.get_or_create(&Method { method }).observe(took.as_secs_f64());
    }

    pub(super) fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&Refusal { reason }).inc();
    }

    pub(super) fn looked(&self, level: &'static str, found: Found) {
        let result = match found {
            Found::Fresh => "fresh",
            Found::Stale => "stale",
            Found::Expired => "expired",
            Found::Missing => "missing",
        };
        self.answers.get_or_create(&Answer { level, result }).inc();
    }
}

impl HubClient {
    /// What it counts, with what can only be measured now.
    pub fn metrics(&self) -> &ClientMetrics {
        let metrics = &self.metrics;
        let number = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        metrics.bytes.get_or_create(&Level { level: "memory" }).set(number(self.cache.weighted_size()));
        if let Some(second) = &self.second_level {
            for (level, is_up, bytes) in second.levels() {
                metrics.level_up.get_or_create(&Level { level }).set(is_up.into());
                if let Some(bytes) = bytes {
                    metrics.bytes.get_or_create(&Level { level }).set(number(bytes));
                }
            }
        }
        metrics.circuit_open.set(i64::from(self.circuit_breaker.outage().is_some()));
        metrics
    }

    /// How the hub fails, where it does so that it is left alone.
    pub fn outage(&self) -> Option<Error> {
        self.circuit_breaker.outage()
    }
}
