//! The builds that feeds tell of.

use std::sync::Arc;

use tokio::join;

use crate::hub::methods::{BuildRow, GetPackage, GetTag, GetUser, ListBuilds, ListTagged, Package, Tag, User};
use crate::hub::model::{BuildState, Timestamp};
use crate::hub::{Hub, Order, PageRequest};
use crate::urls::{BuildsUrl, FeedUrl, ListUrl as _, Url};
use crate::web::Result;

/// Builds, and of what they are.
pub(super) struct Recent {
    pub(super) package: Option<Arc<Package>>,
    pub(super) user: Option<Arc<User>>,
    pub(super) tag: Option<Arc<Tag>>,
    state: Option<BuildState>,
    pub(super) builds: Vec<BuildRow>,
}

/// To a hub: what ended before a time that is far away. What runs has no end, and would come first.
const FAR: i64 = 4_102_444_800;
const LAST_ENDED: Order = Order { column: "completion_time", descending: true };

impl Recent {
    /// The builds that ended last.
    pub(super) async fn find(hub: &Hub, wanted: &FeedUrl, limit: u32) -> Result<Self> {
        let (package, user, tag) = join!(
            hub.find_if_named::<GetPackage>(wanted.package.as_ref()),
            hub.find_if_named::<GetUser>(wanted.user.as_ref()),
            hub.find_if_named::<GetTag>(wanted.tag.as_ref()),
        );
        let (package, user, tag, state) = (package?, user?, tag?, wanted.state);
        let page = PageRequest { order: LAST_ENDED, offset: 0, limit };
        let builds = if let Some(tag) = &tag {
            let all = ListTagged::all_in(tag.id, tag.event());
            let package = package.as_ref().map(|package| package.name.clone());
            let call = ListTagged { package, owner: user.as_ref().map(|user| user.name.clone()), ..all };
            let builds = hub.slice(call, page).await?;
            builds.rows().iter().filter(|build| state.is_none_or(|state| build.state == state)).cloned().collect()
        } else {
            let call = ListBuilds {
                package: package.as_ref().map(|package| package.id.into()),
                user: user.as_ref().map(|user| user.id.into()),
                state,
                complete_before: (state != Some(BuildState::Building)).then_some(FAR),
                ..ListBuilds::default()
            };
            hub.slice(call, page).await?.rows().to_vec()
        };
        Ok(Self { package, user, tag, state, builds })
    }

    /// What it is of, in words: ` of package bash`.
    pub(super) fn of(&self) -> String {
        let package = self.package.as_ref().map(|package| format!(" of package {}", package.name));
        let tag = self.tag.as_ref().map(|tag| format!(" into tag {}", tag.name));
        let user = self.user.as_ref().map(|user| format!(" by user {}", user.name));
        [package, tag, user].into_iter().flatten().collect()
    }

    /// The same with the state that the builds are in.
    pub(super) fn title(&self) -> String {
        match self.state {
            Some(state) => format!("{} builds{}", state.word(), self.of()),
            None => format!("recent builds{}", self.of()),
        }
    }

    /// The page of the same builds.
    pub(super) fn shown_on(wanted: &FeedUrl) -> Url {
        let FeedUrl { package, user, tag, state } = wanted.clone();
        BuildsUrl { package, user, tag, state, ..BuildsUrl::default() }.url()
    }
}

/// When something happened to any of them last.
pub(super) fn newest(builds: &[BuildRow]) -> Option<jiff::Timestamp> {
    builds.iter().map(last_time).max()
}

/// When something happened to a build last, as far as the hub tells.
pub(super) fn last_time(build: &BuildRow) -> jiff::Timestamp {
    let ended = build.completion_time.as_ref().and_then(Timestamp::instant);
    ended.or_else(|| build.creation_time.instant()).unwrap_or_default()
}
