//! `/archives`: a hub lists archives by nothing but their names, so it leads to the search for them.

use axum::http::StatusCode;

use crate::hub::methods::Kind;
use crate::urls::{ListUrl as _, SearchUrl};
use crate::web::Redirect;

/// Redirects there.
pub async fn get() -> Redirect {
    Redirect(StatusCode::FOUND, SearchUrl { kind: Some(Kind::Maven), ..SearchUrl::default() }.url())
}
