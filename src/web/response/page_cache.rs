//! Whole pages as they were sent, for the next reader of the same: as long as all that they were made of is fresh, and within
//! the minute from which they count ("3 min ago").

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use headers::{HeaderMapExt as _, IfNoneMatch};
use moka::sync::Cache;
use tokio::time::Instant;

use super::encoded::Encoded;
use super::headers::{self as response_headers, Minute};
use crate::hub::{Used, UsedAnswers};
use crate::web::observe::FromPageCache;
use crate::web::request::{OutsideBasePath, Representation, RequestContext};
use crate::web::{Context, Site};

/// The pages, by address and representation.
#[derive(Clone)]
pub struct PageCache(Cache<Arc<str>, Arc<CachedPage>>);

/// What a page is besides its body.
pub(super) struct PageHead {
    /// Its tag.
    pub(super) tag: HeaderValue,
    /// The tag of what it was made of, which is another one where the page says nothing of the present.
    pub(super) made_of: HeaderValue,
    /// The headers that are no matter of caching.
    pub(super) headers: HeaderMap,
}

struct CachedPage {
    head: PageHead,
    minute: Minute,
    answers: UsedAnswers,
    body: Encoded,
    used: Mutex<UsedAt>,
}

/// What the page used of the hub, and when that was looked at.
#[derive(Clone)]
struct UsedAt(Used, Instant);

impl UsedAt {
    /// The same now, where all of it is still fresh.
    fn now(&self) -> Option<Used> {
        let left = self.0.fresh_for.map(|fresh_for| fresh_for.saturating_sub(self.1.elapsed()));
        (left != Some(Duration::ZERO)).then(|| self.0.used_again(left))
    }
}

/// What a page takes up beside its body: headers, bookkeeping.
const HEAD: usize = 1500;

impl PageCache {
    /// Pages of so many bytes.
    #[must_use]
    pub fn of(bytes: u64) -> Self {
        let weigher = |address: &Arc<str>, page: &Arc<CachedPage>| {
            let weight = address.len() + page.answers.weight() + page.body.weight() + HEAD;
            u32::try_from(weight).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(bytes).weigher(weigher).build())
    }

    /// What its pages take up.
    pub(in crate::web) fn bytes(&self) -> u64 {
        self.0.weighted_size()
    }

    /// Under what a request's page is; nothing for what is not for everybody.
    fn key(context: &Context, entered: &RequestContext, request: &Request) -> Option<Arc<str>> {
        if request.extensions().get::<OutsideBasePath>().is_some() {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str();
        let looks = context.appearance.version();
        match (request.method(), &entered.representation) {
            (&Method::GET | &Method::HEAD, Representation::Whole) => Some(format!("{looks:x} {address}").into()),
            (&Method::GET | &Method::HEAD, Representation::JsonAddress) => Some(format!("json {address}").into()),
            _ => None,
        }
    }
}

/// The answer to a request whose page is there. `None`: it has to be made.
pub(super) fn answer(context: &Context, entered: &RequestContext, request: &Request) -> Option<Response> {
    let key = PageCache::key(context, entered, request)?;
    let page = context.pages.0.get(&key)?;
    let used = page.used_now(context, entered)?;
    let mut response = page.response(request.headers(), &used);
    response.extensions_mut().insert(FromPageCache);
    Some(response)
}

/// A page that was just made and is for everybody, to be answered with and to be kept.
pub(super) struct NewPage {
    key: Option<Arc<str>>,
    request: HeaderMap,
}

impl NewPage {
    /// The page of this request.
    pub(super) fn of(context: &Context, entered: &RequestContext, request: &Request) -> Self {
        Self { key: PageCache::key(context, entered, request), request: request.headers().clone() }
    }

    /// The answer with this page.
    pub(super) fn answer(self, context: &Context, site: &Site, head: PageHead, body: Bytes) -> Response {
        let used = site.used();
        let page = CachedPage {
            head,
            minute: Minute::of(site.now),
            answers: site.stats.take_answers(),
            body: Encoded::new(body),
            used: Mutex::new(UsedAt(used.clone(), Instant::now())),
        };
        let response = page.response(&self.request, &used);
        // One that says how old its answers are is right for a moment only, and of one that is made of something else than answers
        // nothing tells how long it is right.
        let is_of_answers = used.answers > 0 && !used.uses_names;
        if let Some(key) = self.key.filter(|_| used.oldest.is_none() && is_of_answers) {
            context.pages.0.insert(key, Arc::new(page));
        }
        response
    }
}

impl CachedPage {
    /// What it uses of the hub, where it would be the same if it were made now.
    fn used_now(&self, context: &Context, entered: &RequestContext) -> Option<Used> {
        let now = (context.clock)();
        if self.minute != Minute::of(now) {
            return None;
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(used) = used.now() {
            return Some(used);
        }
        // Its answers may have been asked for again, and be the same.
        let stats = Arc::new(context.hub.use_again(&self.answers)?);
        let used = stats.read();
        let site = Site { here: entered.read(), stats, now, ..Site::of(context, entered) };
        let made_of = response_headers::tag(&entered.representation, &site, StatusCode::OK, None)?;
        if used.oldest.is_some() || made_of != self.head.made_of {
            return None;
        }
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = UsedAt(used.clone(), Instant::now());
        Some(used)
    }

    fn response(&self, request: &HeaderMap, used: &Used) -> Response {
        let unless = request.typed_get::<IfNoneMatch>();
        let mut response = if response_headers::has(unless.as_ref(), &self.head.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = self.body.response(request);
            response.headers_mut().extend(self.head.headers.clone());
            response
        };
        response_headers::caching(response.headers_mut(), used, Some(&self.head.tag), None);
        response
    }
}
