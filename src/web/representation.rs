//! Which representation of a page is wanted: HTML, a part of it, or JSON.

use axum::http::{HeaderMap, Request};

/// The representation of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Representation {
    /// The whole page.
    Whole,
    /// The part with this id.
    Part(String),
    /// JSON, by the suffix of the address.
    JsonAddress,
    /// JSON, by `Accept`.
    JsonAccept,
}

impl Representation {
    /// Is it data for programs?
    pub(super) fn is_json(&self) -> bool {
        matches!(self, Self::JsonAddress | Self::JsonAccept)
    }

    /// What the headers say. htmx 4 sends `HX-Request-Type: full|partial` and `HX-Target: section#live`.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        if let Some(known) = request.extensions().get::<Self>() {
            return known.clone();
        }
        let headers = request.headers();
        let accept = text(headers, "accept");
        if accept.contains("application/json") && !accept.contains("text/html") {
            return Self::JsonAccept;
        }
        match text(headers, "hx-target").split_once('#') {
            Some((_, id)) if text(headers, "hx-request-type") == "partial" => Self::Part(id.to_owned()),
            _ => Self::Whole,
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
