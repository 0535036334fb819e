//! `/tags/{tag}/builds`: the builds in a tag are a filter of `/builds`, so it leads there.

use axum::http::StatusCode;

use crate::hub::model::{IdOrName, TagId};
use crate::urls::{BuildsUrl, ListUrl as _, PageQuery};
use crate::web::{Path, Query, Redirect};

/// Redirects there, with all other filters and the page of the list.
pub async fn get(
    Path(tag): Path<IdOrName<TagId>>,
    Query(filters): Query<BuildsUrl>,
    Query(page): Query<PageQuery>,
) -> Redirect {
    Redirect(StatusCode::FOUND, BuildsUrl { tag: Some(tag), ..filters }.of_page(&page))
}
