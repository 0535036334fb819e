//! `search`: the path is ours too, and its form asks for `terms`.

use super::{offset, text};
use crate::urls::{ListUrl as _, PageQuery, SearchUrl, Url, of_word};
use crate::web::Here;

/// The search.
pub(super) fn search(here: &Here, below_koji: bool) -> Option<Url> {
    if !below_koji && here.get("terms").is_none() {
        return None;
    }
    let list = SearchUrl {
        q: text(here, "terms").or_else(|| text(here, "q")),
        kind: here.get("type").and_then(of_word),
        how: here.get("match").and_then(of_word).unwrap_or_default(),
    };
    let order = text(here, "order");
    Some(list.of_page(&PageQuery { order, offset: offset(here), ..PageQuery::default() }))
}
