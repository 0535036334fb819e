//! `/tags/{tag}/builds`: the builds in a tag are a filter of `/builds`, so it leads there.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::web::{Here, Path, links};

/// The way there, with all other parameters.
pub async fn get(Path(tag): Path, uri: Uri) -> Response {
    let list = Here::of(&uri).at(&links::builds_with(&[]));
    (StatusCode::FOUND, [(header::LOCATION, list.with(&[("tag", Some(tag))]))]).into_response()
}
