//! `/tags/{tag}/builds`: the builds in a tag are a filter of `/builds`, so it leads there.

use axum::http::Uri;
use axum::response::Redirect;

use crate::web::{Here, Path, links};

/// The way there, with all other parameters.
pub async fn get(Path(tag): Path, uri: Uri) -> Redirect {
    let list = Here::of(&uri).at(&links::builds_with(&[]));
    Redirect::permanent(&list.with(&[("tag", Some(tag))]))
}
