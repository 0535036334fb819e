//! Redirects: handlers say where to, and the base path is put before it on the way out.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::headers::NO_STORE;
use crate::urls::{BasePath, Url};
use crate::web::request::Representation;

/// Sends the reader on, with a status such as 302.
pub struct Redirect(pub StatusCode, pub Url);

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(self.1);
        response
    }
}

/// How long a redirect may be kept. One that is no lasting one leads elsewhere when the site is set up in another way; what a
/// search or a form leads to is for whoever asked.
fn of_redirect(status: StatusCode) -> HeaderValue {
    match status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => {
            HeaderValue::from_static("public, max-age=86400")
        }
        StatusCode::FOUND => HeaderValue::from_static("public, max-age=300"),
        _ => NO_STORE,
    }
}

/// The answer with the address that it leads to. Who asked for JSON by its address is sent on to JSON.
pub(super) fn with_location(mut response: Response, representation: &Representation, base: &BasePath) -> Response {
    if response.status().is_redirection() {
        let control = of_redirect(response.status());
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(control);
    }
    let Some(url) = response.extensions_mut().remove::<Url>() else { return response };
    let is_json = *representation == Representation::JsonAddress;
    let url = url.json().filter(|_| is_json).unwrap_or(url);
    if let Ok(address) = HeaderValue::try_from(url.below(base)) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}
