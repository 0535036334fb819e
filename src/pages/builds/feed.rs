//! The feed of the builds that a list has, where there is one.

use super::list::Page;
use crate::hub::model::BuildState;
use crate::urls::{FeedUrl, ListUrl as _, Url};

/// Filters that feeds do not have.
const NOT_OF_FEEDS: [&str; 3] = ["type", "prefix", "draft"];

impl Page {
    /// The feed of the same builds.
    pub(super) fn feed(&self) -> Option<Url> {
        let here = self.list.here();
        let has_no_feed = NOT_OF_FEEDS.iter().any(|name| here.get(name).is_some())
            || here.get("match").is_some() && self.package.is_none();
        let feed = FeedUrl {
            package: self.package.as_ref().map(|package| package.id.into()),
            user: self.user.as_ref().map(|user| user.id.into()),
            tag: self.tag.as_ref().map(|tag| tag.id.into()),
            state: here.get("state").and_then(BuildState::of_word),
        };
        (!has_no_feed).then(|| feed.url())
    }
}
