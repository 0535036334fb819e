//! Revalidations that are answered without making the page.

use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::headers;
use crate::web::request::RequestContext;
use crate::web::{Context, Site};

/// The answer to a reader who has the page with a tag that is still right: all that the page was made of is fresh, and with it
/// this request would have the same tag. `None` where the page has to be made to know.
pub(super) fn unchanged(
    context: &Context,
    request: &RequestContext,
    parts: &axum::extract::Request,
) -> Option<Response> {
    let is_read = matches!(*parts.method(), Method::GET | Method::HEAD);
    let tag = parts.headers().get(header::IF_NONE_MATCH).filter(|_| is_read)?;
    let answers = context.revalidations.get(tag)?;
    // JSON refuses what the page does not read, which is not in its tag.
    if request.representation.is_json() && request.unknown().is_some() {
        return None;
    }
    let stats = Arc::new(context.hub.use_again(&answers)?);
    let site = Site { here: request.read(), stats, ..Site::of(context, request) };
    let now = headers::tag(&request.representation, &site, StatusCode::OK)?;
    (now == tag).then(|| headers::caching(StatusCode::NOT_MODIFIED.into_response(), &site, Some(&now)))
}
