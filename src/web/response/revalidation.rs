//! Revalidations that are answered without making the page: by its tag is known which answers of the hub it was made of.

use std::sync::Arc;

use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use moka::sync::Cache;

use super::headers;
use crate::hub::UsedAnswers;
use crate::web::request::RequestContext;
use crate::web::{Context, Site};

/// Bytes of all that is remembered.
const MOST: u64 = 16 << 20;

/// The answers that pages were made of, by the pages' tags.
#[derive(Clone)]
pub struct Revalidations(Cache<HeaderValue, Arc<UsedAnswers>>);

impl Default for Revalidations {
    fn default() -> Self {
        let weigher = |_: &HeaderValue, answers: &Arc<UsedAnswers>| {
            u32::try_from(answers.weight()).unwrap_or(u32::MAX).saturating_add(200)
        };
        Self(Cache::builder().max_capacity(MOST).weigher(weigher).build())
    }
}

impl Revalidations {
    /// The page with this tag was made of these answers.
    pub(super) fn keep(&self, tag: &HeaderValue, answers: UsedAnswers) {
        self.0.insert(tag.clone(), Arc::new(answers));
    }
}

/// The answer to a reader who has the page with a tag that is still right: all that the page was made of is fresh, and with it
/// this request would have the same tag. `None` where the page has to be made to know.
pub(super) fn unchanged(
    context: &Context,
    request: &RequestContext,
    parts: &axum::extract::Request,
) -> Option<Response> {
    let is_read = matches!(*parts.method(), Method::GET | Method::HEAD);
    let tag = parts.headers().get(header::IF_NONE_MATCH).filter(|_| is_read)?;
    let answers = context.revalidations.0.get(tag)?;
    // JSON refuses what the page does not read, which is not in its tag.
    if request.representation.is_json() && request.unknown().is_some() {
        return None;
    }
    let stats = Arc::new(context.hub.use_again(&answers)?);
    let site = Site { here: request.read(), stats, ..Site::of(context, request) };
    let now = headers::tag(&request.representation, &site, StatusCode::OK)?;
    (now == tag).then(|| headers::caching(StatusCode::NOT_MODIFIED.into_response(), &site, Some(&now)))
}
