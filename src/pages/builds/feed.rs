//! The feed of the builds that a list has, where there is one.

use super::list::Page;
use crate::hub::model::BuildState;
use crate::urls::{FeedUrl, ListUrl as _, Url, named};

/// Filters that feeds do not have.
const NOT_OF_FEEDS: [&str; 3] = ["type", "prefix", "draft"];

impl Page {
    /// The feed of the same builds.
    pub(super) fn feed(&self) -> Option<Url> {
        let here = self.list.here();
        let has_no_feed = NOT_OF_FEEDS.iter().any(|name| here.get(name).is_some())
            || here.get("match").is_some() && self.package.is_none();
        let feed = FeedUrl {
            package: self.package.as_ref().map(|package| named(&package.name, package.id)),
            user: self.user.as_ref().map(|user| named(&user.name, user.id)),
            tag: self.tag.as_ref().map(|tag| named(&tag.name, tag.id)),
            state: here.get("state").and_then(BuildState::of_word),
        };
        (!has_no_feed).then(|| feed.url())
    }
}
