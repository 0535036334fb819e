//! Headers of every answer, set in one place.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use headers::{ETag, IfNoneMatch};
use jiff::Timestamp;

use crate::hub::Used;
use crate::web::assets::SCRIPT;
use crate::web::request::Representation;
use crate::web::{Context, Site};

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
pub async fn everywhere(State(context): State<Context>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().extend(EVERYWHERE);
    in_one_line(response.headers_mut(), &header::VARY);
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if let Some(origin) = context.json_origin.filter(|_| is_json) {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// Puts what a header says in several lines into one: nginx heeds the last line of `Vary` alone.
fn in_one_line(headers: &mut HeaderMap, name: &HeaderName) {
    let lines: Vec<_> = headers.get_all(name).iter().filter_map(|line| line.to_str().ok()).collect();
    if lines.len() > 1
        && let Ok(line) = HeaderValue::try_from(lines.join(", "))
    {
        headers.insert(name, line);
    }
}

/// What is for one reader alone, or for this moment.
pub(super) const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// A page is kept by others no longer than this: it says how long ago things were.
const LONGEST: Duration = Duration::from_secs(60);
/// A page may be shown for so long while it is asked for again, whatever is on it.
const LONGEST_STALE: u128 = 30;
/// The same while there is no answer: a page that others keep cannot say how old it is.
const STALE_IF_ERROR: u64 = 300;

/// The minute for which a page's tag stays the same, since what it says of the present ("3 min ago") grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Minute(i64);

impl Minute {
    pub(super) fn of(now: Timestamp) -> Self {
        Self(now.as_second().div_euclid(60))
    }
}

/// Which build of Kojiview this is: another one may draw the same data in another way.
static BUILD: LazyLock<u64> = LazyLock::new(|| {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let mut hasher = DefaultHasher::new();
    (env!("CARGO_PKG_VERSION"), SCRIPT.url()).hash(&mut hasher);
    if let Ok(file) = file {
        (file.len(), file.modified().ok()).hash(&mut hasher);
    }
    hasher.finish()
});

/// Common CDNs ignore `Vary`, so what is not the whole page at its address must not be kept by others. Nor must errors,
/// what is shown because the hub is down, and a page that lacks a part.
fn is_public(representation: &Representation, site: &Site, status: StatusCode) -> bool {
    let used = site.used();
    let has_all = used.outage.is_none() && used.failed_parts.is_empty();
    matches!(representation, Representation::Whole | Representation::JsonAddress) && status == StatusCode::OK && has_all
}

/// The `ETag` of a page, from what goes into it: the answers of the hub, the build of Kojiview, the address, the
/// representation, the minute, and the host that was asked where the page names that. So it is known before the page is
/// rendered.
pub(super) fn tag(
    representation: &Representation,
    site: &Site,
    status: StatusCode,
    host: Option<&str>,
) -> Option<HeaderValue> {
    if !is_public(representation, site, status) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    (site.used().version, *BUILD, site.here.itself(), representation.is_json()).hash(&mut hasher);
    (site.appearance.version(), &site.hub, &site.base, &site.origin, host, Minute::of(site.now)).hash(&mut hasher);
    HeaderValue::try_from(format!("W/\"{:016x}\"", hasher.finish())).ok()
}

/// The `ETag` of an answer by what it says, and not by what went into it.
#[derive(Clone)]
pub(super) struct ContentTag(pub(super) HeaderValue);

/// That of this text.
pub(super) fn tag_of(text: &str) -> ContentTag {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    ContentTag(HeaderValue::try_from(format!("W/\"{:016x}\"", hasher.finish())).unwrap_or(HeaderValue::from_static("")))
}

/// Does the reader have the page with this tag?
pub(super) fn has(unless: Option<&IfNoneMatch>, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().ok().and_then(|tag| tag.parse::<ETag>().ok());
    unless.zip(tag).is_some_and(|(unless, tag)| !unless.precondition_passes(&tag))
}

/// Keeps crawlers from what is worth nothing in an index: what the route table says, every filter and every page of a list,
/// errors, and what is no whole page.
pub(super) fn indexing(response: &mut Response, site: &Site, representation: &Representation) {
    let is_html = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind != "application/json");
    let is_whole = *representation == Representation::Whole;
    let is_page = is_html && is_whole && response.status() == StatusCode::OK && site.here.pairs().next().is_none();
    let is_indexed = is_page && site.route.as_ref().is_some_and(|route| route.index);
    if !is_indexed {
        response.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    }
}

/// On what a page's representation depends, in one line: of several lines nginx heeds the last one alone.
const VARY: HeaderValue = HeaderValue::from_static("accept, accept-encoding, hx-request-type, hx-target");

/// Caching and timing of a page, from what it used of the hub.
pub(super) fn caching(headers: &mut HeaderMap, used: &Used, tag: Option<&HeaderValue>, host: Option<&str>) {
    let timing = format!(
        "hub;dur={:.1};desc=\"waited for {} of {} in {}\"",
        used.hub_time.as_secs_f64() * 1e3,
        used.waited,
        used.answers,
        used.waves
    );
    headers.extend(HeaderValue::try_from(timing).ok().map(|timing| (HeaderName::from_static("server-timing"), timing)));
    headers.insert(header::VARY, VARY);
    let Some(tag) = tag else {
        headers.insert(header::CACHE_CONTROL, NO_STORE);
        return;
    };
    // Rounded up: a part of a second is no reason to keep nothing.
    let seconds = used.fresh_for.unwrap_or(LONGEST).min(LONGEST).as_millis().div_ceil(1000);
    // Of 0 seconds caches make what they like: some keep nothing, others what is old.
    let shared = seconds.max(1);
    let stale = shared.min(LONGEST_STALE);
    let control = match host {
        Some(_) => format!("private, max-age={seconds}"),
        None => format!(
            "public, max-age={seconds}, s-maxage={shared}, stale-while-revalidate={stale}, stale-if-error={STALE_IF_ERROR}"
        ),
    };
    headers.extend(HeaderValue::try_from(control).ok().map(|control| (header::CACHE_CONTROL, control)));
    headers.insert(header::ETAG, tag.clone());
}
