//! The repo of a tag: which one builds use, whether the tag changed after it, and which one comes next.

use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    GetFullInheritance, GetRepo, QueryNewestRepos, Repo, TagChangedSinceEvent, TagLastChangeEvent,
};
use crate::hub::model::{EventId, TagId};
use crate::hub::{Error, Hub, Order, Part, Slice};

/// What is known of the repo that builds use of a tag.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TagRepo {
    /// The repo.
    pub repo: Part<Repo>,
    /// What is known of the changes of its tag.
    #[serde(flatten)]
    pub change: TagChange,
    /// The newest repos of the tag, whatever their state.
    #[serde(skip)]
    pub newest: Part<Slice<Repo>>,
}

/// What is known of the changes of a tag and of those that it inherits from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TagChange {
    /// The newest one; hubs before 1.35 do not tell it.
    pub last_change: Part<EventId>,
    /// Was there one after the repo was made?
    pub behind: Part<bool>,
}

impl TagChange {
    /// Did the tag change after the repo was made?
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.behind.get() == Some(&true)
    }

    /// Was there an answer, and is it not known?
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        let failed = self.last_change.error().or(self.behind.error());
        failed.is_some() || self.last_change.unsupported().is_some()
    }

    /// The newest change, where it came after the repo.
    #[must_use]
    pub fn change_after(&self) -> Option<&EventId> {
        self.last_change.get().filter(|_| self.is_behind())
    }
}

/// Repos that are looked at for one that is being made.
const NEWEST: u32 = 6;

/// What a hub tells of the changes of a tag before its repo is known.
pub enum Changes {
    /// The newest one.
    Last(Part<EventId>),
    /// Nothing, but it can be asked about these tags once there is an event to ask about.
    Of(Part<Vec<TagId>>),
}

impl Hub {
    /// The repo of this tag; nothing where there is no reason to ask.
    pub async fn tag_repo(&self, tag: Option<TagId>) -> TagRepo {
        let (repo, changes, newest) = join!(
            self.part("repo", tag.map(GetRepo::of)),
            self.changes(tag),
            self.first("newest repos", tag.map(QueryNewestRepos::of), NEWEST, Order::NEWEST_ID),
        );
        // Hubs before 1.35 do not tell the tag with its repo.
        let is_told = repo.get().is_none_or(|repo| repo.tag_id.is_some());
        let repo = if is_told { repo } else { repo.map(|repo| Repo { tag_id: tag, ..repo.clone() }) };
        let change = self.change_after(repo.get().and_then(|repo| repo.create_event), changes).await;
        TagRepo { repo, change, newest }
    }

    /// The newest change of a tag and of those that it inherits from, or on older hubs those tags.
    pub async fn changes(&self, tag: Option<TagId>) -> Changes {
        let Some(tag) = tag else { return Changes::Last(Part::Nothing) };
        match self.find(TagLastChangeEvent::of(tag)).await {
            Err(Error::Unsupported(_) | Error::InvalidResponse(_)) => {
                let parents = self.part("inheritance", GetFullInheritance::of(tag, None)).await;
                Changes::Of(
                    parents.map(|parents| {
                        std::iter::once(tag).chain(parents.iter().map(|parent| parent.parent_id)).collect()
                    }),
                )
            }
            last => Changes::Last(self.part_of("last change", last)),
        }
    }

    /// Was there a change after the event that a repo is of?
    pub async fn change_after(&self, made: Option<EventId>, changes: Changes) -> TagChange {
        match changes {
            Changes::Last(last_change) => {
                let behind = made.map_or(Part::Nothing, |made| last_change.clone().map(|last| *last > made));
                TagChange { last_change, behind }
            }
            Changes::Of(tags) => {
                let call = made.zip(tags.get()).map(|(made, tags)| TagChangedSinceEvent::of(made, tags.clone()));
                let last_change = Part::Unsupported(&crate::hub::feature::LAST_CHANGE);
                TagChange { last_change, behind: self.part("last change", call).await }
            }
        }
    }
}

impl TagRepo {
    /// The repo that is being made, where it is newer than the one in use.
    #[must_use]
    pub fn next(&self) -> Option<&Repo> {
        Repo::under_way(self.newest.shown(), self.repo.get())
    }
}
