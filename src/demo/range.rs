//! Parts of files, as a web server beside a hub gives them: logs are read from their end.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The file, or the part of it that the headers ask for; of several parts, and of what it cannot read, the whole.
pub(super) fn serve(bytes: &[u8], kind: &'static str, asked: &HeaderMap) -> Response {
    let range = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    let Some((first, last)) = range.and_then(|range| read(range, bytes.len())) else {
        return (headers, bytes.to_vec()).into_response();
    };
    let length = bytes.len();
    let Some(part) = bytes.get(first..=last).filter(|part| !part.is_empty()) else {
        let whole = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
        return (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response();
    };
    let place = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))];
    (StatusCode::PARTIAL_CONTENT, headers, place, part.to_vec()).into_response()
}

/// `bytes=first-last`, `bytes=first-` or `bytes=-count`.
fn read(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.saturating_sub(1);
    if first.is_empty() {
        return Some((length.saturating_sub(last.parse().ok()?), end));
    }
    let last: usize = if last.is_empty() { end } else { last.parse().ok()? };
    Some((first.parse().ok()?, last.min(end)))
}
