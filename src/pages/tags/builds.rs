//! `/tags/{tag}/builds`: the builds in a tag are a filter of `/builds`, so it leads there.

use axum::http::{StatusCode, Uri};

use crate::web::{Here, Path, Redirect};

/// The way there, with all other parameters.
pub async fn get(Path(tag): Path, uri: Uri) -> Redirect {
    Redirect(StatusCode::FOUND, Here::of(&uri).at("/builds").with(&[("tag", Some(tag))]))
}
