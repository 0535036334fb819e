//! Headers of every answer, set in one place.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Site;
use super::form::Form;

/// What a page may load and do.
const CSP: &str = concat!(
    // Nothing that is not named below.
    "default-src 'none'; ",
    // One script and one sheet of our own; nothing inline, so hostile text stays text.
    "script-src 'self'; style-src 'self'; ",
    // The icon is a data address.
    "img-src 'self' data:; ",
    // htmx asks this site only, forms lead to this site only.
    "connect-src 'self'; form-action 'self'; ",
    "base-uri 'none'; frame-ancestors 'none'",
);

const EVERYWHERE: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// What every answer carries, whatever it is.
pub async fn everywhere(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().extend(EVERYWHERE);
    response
}

/// A page is kept by others no longer than this: it says how long ago things were.
const LONGEST: Duration = Duration::from_secs(60);
/// A page is larger than this never.
const LARGEST: usize = 64 << 20;

/// Caching and timing of a page, from what it used of the hub.
pub(super) async fn caching(
    mut response: Response,
    form: &Form,
    site: &Site,
    unless: Option<&HeaderValue>,
) -> Response {
    let used = site.used();
    let headers = response.headers_mut();
    let timing = format!(
        "hub;dur={:.1};desc=\"waited for {} of {} in {}\"",
        used.hub_time.as_secs_f64() * 1e3,
        used.waited,
        used.answers,
        used.waves
    );
    headers.extend(HeaderValue::try_from(timing).ok().map(|timing| (HeaderName::from_static("server-timing"), timing)));
    headers.insert(header::VARY, HeaderValue::from_static("accept, hx-request-type, hx-target"));
    // Common CDNs ignore Vary, so what is not the whole page at its address must not be kept. Nor must errors, what is
    // shown because the hub is down, and a page that lacks a part.
    let public = matches!(form, Form::Whole | Form::Twin) && response.status() == StatusCode::OK;
    if !public || used.outage.is_some() || used.troubles > 0 {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        return response;
    }
    let seconds = used.fresh_for.unwrap_or(LONGEST).min(LONGEST).as_secs();
    let control = format!("public, max-age={seconds}, stale-while-revalidate=30, stale-if-error=86400");
    response.headers_mut().extend(HeaderValue::try_from(control).ok().map(|control| (header::CACHE_CONTROL, control)));
    tagged(response, unless).await
}

/// With an `ETag` of its body, and without its body where the reader has it.
async fn tagged(response: Response, unless: Option<&HeaderValue>) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let known = unless.and_then(|unless| unless.to_str().ok());
    let unchanged = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    head.headers.extend(HeaderValue::try_from(tag).ok().map(|tag| (header::ETAG, tag)));
    if unchanged {
        head.status = StatusCode::NOT_MODIFIED;
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(body))
}
