//! What asks whether the process lives and can be asked, and what it counts.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::metrics;
use crate::web::Context;

/// Are requests for what is here to be answered at this path?
#[must_use]
pub fn is_at(path: &str) -> bool {
    matches!(path, "/healthz/live" | "/healthz/ready" | "/metrics")
}

/// `/healthz/live`, `/healthz/ready`, and `/metrics` where those are to be here.
pub fn router(context: Context, has_metrics: bool) -> Router {
    let router = Router::new().route("/healthz/live", get(async || "live\n")).route("/healthz/ready", get(ready));
    let router = if has_metrics { router.route("/metrics", get(metrics::get)) } else { router };
    router.layer(map_response(headers)).with_state(context)
}

async fn headers(mut response: Response) -> Response {
    response.headers_mut().extend([
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    ]);
    response
}

#[derive(Serialize)]
struct Ready {
    status: &'static str,
    hub: Hub,
}

#[derive(Serialize)]
struct Hub {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A process that listens is ready. That the hub is down is told, and is no reason to send readers elsewhere: pages that were
/// seen are here.
async fn ready(State(context): State<Context>) -> impl IntoResponse {
    let outage = context.hub.outage();
    let status = if outage.is_some() { "down" } else { "up" };
    let ready = Ready { status: "ready", hub: Hub { status, error: outage.map(|error| error.to_string()) } };
    let json = serde_json::to_string(&ready).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], json)
}
