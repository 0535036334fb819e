//! In which form a page is wanted: whole, a part of it, or JSON.

use axum::http::{HeaderMap, Request, Uri};

/// The form of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole page.
    Whole,
    /// The part with this id.
    Part(String),
    /// JSON, by the suffix of the address.
    Twin,
    /// JSON, by `Accept`.
    Json,
}

impl Form {
    /// Is it data for programs?
    pub(super) fn is_json(&self) -> bool {
        matches!(self, Self::Twin | Self::Json)
    }

    /// What the headers say. htmx 4 sends `HX-Request-Type: full|partial` and `HX-Target: section#live`.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        if let Some(form) = request.extensions().get::<Self>() {
            return form.clone();
        }
        let headers = request.headers();
        let accept = text(headers, "accept");
        if accept.contains("application/json") && !accept.contains("text/html") {
            return Self::Json;
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

/// Cuts `.json` off the address. It stands around the whole router: axum cannot route `/builds/{build}.json`, and a
/// layer inside would run after routing. Files and logs keep their names.
pub fn cut_suffix<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    let kept = path.starts_with("/static/") || path == "/openapi.json" || path.contains("/logs/");
    let Some(cut) = path.strip_suffix(".json").filter(|cut| !kept && (*cut == "/" || !cut.ends_with('/'))) else {
        return request;
    };
    let plain = match request.uri().query() {
        Some(query) => format!("{cut}?{query}"),
        None => cut.to_owned(),
    };
    if let Ok(uri) = plain.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Form::Twin);
    }
    request
}
