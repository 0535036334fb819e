//! What browsers load beside pages: one sheet, one script, each under an address that holds the hash of its content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::response::Encoded;
use crate::urls::{self, Url};

/// A file of `static/`, as it is served.
pub struct Asset {
    name: &'static str,
    url: Url,
    kind: &'static str,
    content: Encoded,
}

impl Asset {
    fn new(name: &'static str, kind: &'static str, content: String) -> Self {
        let hash = Sha256::digest(content.as_bytes());
        let hash = hash.iter().take(6).fold(0u64, |hash, byte| hash << 8 | u64::from(*byte));
        Self { name, url: urls::asset(&format!("{hash:012x}"), name), kind, content: Encoded::new(content) }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}

/// The style sheet.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("kojiview.css", "text/css; charset=utf-8", include_str!("../../static/kojiview.css").to_owned())
});

/// htmx and our own lines, in one file: a first view makes three requests.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let parts = [
        include_str!("../../static/htmx-4.0.1.min.js"),
        include_str!("../../static/live.js"),
        include_str!("../../static/kojiview.js"),
        include_str!("../../static/suggest.js"),
    ];
    Asset::new("kojiview.js", "text/javascript; charset=utf-8", parts.join("\n"))
});

/// The address changes with the content, so that may be kept for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A page that somebody kept from an earlier version of Kojiview asks for its own sheet, and this one is better than none.
const OF_ANOTHER_VERSION: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Serves an asset.
pub async fn get(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT].into_iter().find(|asset| asset.name == name) else {
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
