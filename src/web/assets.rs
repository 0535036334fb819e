//! What browsers load beside pages: one sheet, one script, each under an address that holds the hash of its content.

use std::sync::LazyLock;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::Context;
use super::response::Encoded;
use crate::urls::{self, Url};

/// A file of `static/`, or an operator's, as it is served.
pub struct Asset {
    name: &'static str,
    url: Url,
    kind: &'static str,
    content: Encoded,
}

impl Asset {
    fn new(name: &'static str, kind: &'static str, content: Vec<u8>) -> Self {
        let hash = Sha256::digest(&content);
        let hash = hash.iter().take(6).fold(0u64, |hash, byte| hash << 8 | u64::from(*byte));
        Self { name, url: urls::asset(&format!("{hash:012x}"), name), kind, content: Encoded::new(content) }
    }

    /// The style sheet, with these lines at its end.
    pub(super) fn style(more: &str) -> Self {
        let content = [include_str!("../../static/kojiview.css"), more].concat();
        Self::new("kojiview.css", "text/css; charset=utf-8", content.into())
    }

    /// An operator's picture of this kind.
    pub(super) fn logo(kind: &'static str, content: Vec<u8>) -> Self {
        Self::new("logo", kind, content)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}

/// htmx and our own lines, in one file: a first view makes three requests.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let parts = [
        include_str!("../../static/htmx-4.0.1.min.js"),
        include_str!("../../static/live.js"),
        include_str!("../../static/kojiview.js"),
        include_str!("../../static/suggest.js"),
    ];
    Asset::new("kojiview.js", "text/javascript; charset=utf-8", parts.join("\n").into())
});

/// The address changes with the content, so that may be kept for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A page that somebody kept from an earlier version of Kojiview asks for its own sheet, and this one is better than none.
const OF_ANOTHER_VERSION: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Serves an asset.
pub async fn get(
    State(context): State<Context>,
    Path((hash, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let appearance = &context.appearance;
    let mut assets = [appearance.style(), &*SCRIPT].into_iter().chain(appearance.logo());
    let Some(asset) = assets.find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let control = if asset.url == urls::asset(&hash, &name) { FOR_EVER } else { OF_ANOTHER_VERSION };
    let mut response = asset.content.response(&headers);
    response.headers_mut().extend([
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (header::CACHE_CONTROL, control),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ]);
    response
}
