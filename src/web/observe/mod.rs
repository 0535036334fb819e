//! What operators see of readers' requests: a line of the access log each, metrics, health.

mod client;
pub mod health;
mod metrics;
mod request_id;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

pub use self::client::{Client, ForwardedHeader, Peer, TrustedProxies};
pub use self::metrics::Metrics;
use crate::hub::Used;
use crate::web::Context;
use crate::web::request::RequestContext;

/// The page was one that was kept as it was sent.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct FromPageCache;

/// Where what an answer is made of came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The page was kept as it was sent.
    Page,
    /// All answers were fresh.
    Fresh,
    /// Some were past their freshness, and are asked for again.
    Stale,
    /// The hub was waited for.
    Waited,
    /// The hub failed, and older answers took the place of new ones, or nothing did.
    Outage,
    /// A call was not made: too much was asked for, or it is closed.
    Refused,
    /// Nothing of the hub was used.
    None,
}

impl Verdict {
    fn of(response: &Response, used: &Used) -> Self {
        if response.extensions().get::<FromPageCache>().is_some() {
            return Self::Page;
        }
        match used {
            Used { refused: true, .. } => Self::Refused,
            Used { outage: Some(_), .. } => Self::Outage,
            Used { failed_parts, .. } if !failed_parts.is_empty() => Self::Outage,
            Used { waited: 1.., .. } => Self::Waited,
            Used { oldest: Some(_), .. } => Self::Stale,
            Used { answers: 1.., .. } => Self::Fresh,
            _ => Self::None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Fresh => "fresh",
            Self::Stale => "stale",
            Self::Waited => "waited",
            Self::Outage => "outage",
            Self::Refused => "refused",
            Self::None => "none",
        }
    }
}

/// Characters of an address in the log.
const LONGEST: usize = 512;

/// Counts a request and logs it. Who asks which methods there are is told so here, whatever the address.
pub async fn observe(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let client = peer.map(|peer| context.proxies.client(peer, request.headers()));
    let is_from_proxy = peer.is_some_and(|peer| context.proxies.trusts(peer));
    let id = request_id::of(request.headers(), is_from_proxy);
    if let Some(client) = client {
        request.extensions_mut().insert(Client(client));
    }
    let (method, address) = (request.method().clone(), request.uri().clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = if method == Method::OPTIONS {
        (StatusCode::NO_CONTENT, [(header::ALLOW, "GET, HEAD, OPTIONS")]).into_response()
    } else {
        next.run(request).await
    };
    let took = started.elapsed();
    let used = response.extensions_mut().remove::<Arc<RequestContext>>().map(|entered| entered.stats.read());
    let used = used.unwrap_or_default();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let verdict = Verdict::of(&response, &used);
    context.metrics.answered(route, response.status(), verdict.name(), took, &used);
    tracing::info!(
        target: "kojiview::access",
        id,
        client = client.map(tracing::field::display),
        method = method.as_str(),
        address = address.path_and_query().map(|address| address.as_str().get(..LONGEST).unwrap_or(address.as_str())),
        route,
        status = response.status().as_u16(),
        bytes = response.body().size_hint().exact(),
        cache = verdict.name(),
        waited = used.waited,
        hub_ms = milliseconds(used.hub_time),
        ms = milliseconds(took),
    );
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// To the microsecond.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The address that a client is known by.
pub(in crate::web) fn client_of(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<Client>().map(|client| client.0)
}
