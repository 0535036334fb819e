//! Revalidations that are answered without making the page.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::headers;
use crate::web::request::RequestContext;
use crate::web::{Context, Site};

/// The answer to a reader who has the page with a tag that is still right: all that the page was made of is fresh, and with it
/// this request would have the same tag. `None` where the page has to be made to know.
pub(super) fn unchanged(context: &Context, entered: &RequestContext, request: &Request) -> Option<Response> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let tag = request.headers().get(header::IF_NONE_MATCH).filter(|_| is_read)?;
    let answers = context.revalidations.get(tag)?;
    // JSON refuses what the page does not read, which is not in its tag.
    if entered.representation.is_json() && entered.unknown().next().is_some() {
        return None;
    }
    let stats = Arc::new(context.hub.use_again(&answers)?);
    let site = Site { here: entered.read(), stats, ..Site::of(context, entered) };
    let now = headers::tag(&entered.representation, &site, StatusCode::OK, None)?;
    (now == tag).then(|| headers::caching(StatusCode::NOT_MODIFIED.into_response(), &site, Some(&now), None))
}
