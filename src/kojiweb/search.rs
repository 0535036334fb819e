//! `search`: the path is ours too, and its form asks for `terms`.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;

use super::{address, offset, text};
use crate::urls::{ListUrl as _, PageQuery, SearchUrl, Url, of_word};
use crate::web::{Error, Here, LONGEST_ADDRESS, Redirect};

/// The search.
pub(super) fn search(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && here.get("terms").is_none() {
        return None;
    }
    Some(found(here))
}

fn found(here: &Here) -> Url {
    let list = SearchUrl {
        q: text(here, "terms").or_else(|| text(here, "q")),
        kind: here.get("type").and_then(of_word),
        how: here.get("match").and_then(of_word).unwrap_or_default(),
    };
    let order = text(here, "order");
    // A space came as a plus, as a rule, and the search tries both.
    list.of_page(&PageQuery { order, offset: offset(here), ..PageQuery::default() }).with_bare_pluses()
}

/// Is it a search whose form was posted?
pub(super) fn is_posted(request: &Request) -> bool {
    let path = request.uri().path();
    let path = path.strip_prefix("/koji").unwrap_or(path).trim_end_matches('/');
    request.method() == Method::POST && path == "/search"
}

/// Bytes of a form at most: more than an address may have.
const LONGEST: usize = 16 << 10;

/// Leads to the search that was posted: what stands in the body, beside what the address has.
pub(super) async fn posted(request: Request) -> Response {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let is_form = |kind: &HeaderValue| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded");
    let is_form = request.headers().get(header::CONTENT_TYPE).is_some_and(is_form);
    let form = if is_form { axum::body::to_bytes(request.into_body(), LONGEST).await } else { Ok(Bytes::new()) };
    let Ok(form) = form else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let form = String::from_utf8_lossy(&form);
    let url = found(&address::read(&path, &format!("{query}&{form}")));
    let is_long = url.path_and_query().len() > 12 * LONGEST_ADDRESS;
    if is_long { Error::TooLong.into_response() } else { Redirect(StatusCode::SEE_OTHER, url).into_response() }
}
