//! What browsers load beside pages: one sheet, one script, each under an address that holds the hash of its content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::urls::{self, Url};

/// A file of `static/`, as it is served.
pub struct Asset {
    url: Url,
    kind: &'static str,
    content: String,
}

impl Asset {
    fn new(name: &str, kind: &'static str, content: String) -> Self {
        let hash = Sha256::digest(content.as_bytes());
        let hash = hash.iter().take(6).fold(0u64, |hash, byte| hash << 8 | u64::from(*byte));
        Self { url: urls::asset(&format!("{hash:012x}"), name), kind, content }
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

/// Serves an asset. The address changes with the content, so it may be kept for ever.
pub async fn get(Path((hash, name)): Path<(String, String)>) -> Response {
    let wanted = urls::asset(&hash, &name);
    match [&*STYLE, &*SCRIPT].into_iter().find(|asset| asset.url == wanted) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.content.as_str()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
