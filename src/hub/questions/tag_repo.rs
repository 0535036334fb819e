//! The repo of a tag: which one builds use, whether the tag changed after it, and which one comes next.

use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetRepo, QueryRepos, Repo, TagLastChangeEvent};
use crate::hub::model::{EventId, TagId};
use crate::hub::{Hub, Order, Part, Slice};

/// What is known of the repo that builds use of a tag.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TagRepo {
    /// The repo.
    pub repo: Part<Repo>,
    /// The newest change of the tag and of those that it inherits from.
    pub last_change: Part<EventId>,
    /// The newest repos of the tag, whatever their state.
    #[serde(skip)]
    pub newest: Part<Slice<Repo>>,
}

/// Repos that are looked at for one that is being made.
const NEWEST: u32 = 6;

impl Hub {
    /// The repo of this tag; nothing where there is no reason to ask.
    pub async fn tag_repo(&self, tag: Option<TagId>) -> TagRepo {
        let (repo, last_change, newest) = join!(
            self.part("repo", tag.map(GetRepo::of)),
            self.part("last change", tag.map(TagLastChangeEvent::of)),
            self.first("newest repos", tag.map(QueryRepos::of), NEWEST, Order::NEWEST_ID),
        );
        TagRepo { repo, last_change, newest }
    }
}

impl TagRepo {
    /// The newest change of the tag, where the repo was made before it.
    #[must_use]
    pub fn change_after(&self) -> Option<&EventId> {
        let made = self.repo.get()?.create_event?;
        self.last_change.get().filter(|change| **change > made)
    }

    /// Did the tag change since the repo was made?
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.change_after().is_some()
    }

    /// The repo that is being made, where it is newer than the one in use.
    #[must_use]
    pub fn next(&self) -> Option<&Repo> {
        Repo::under_way(self.newest.shown(), self.repo.get())
    }
}
