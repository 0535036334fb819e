//! Builds: one, and lists of them.

use std::future::ready;

use futures_util::FutureExt as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::hub::model::{
    BuildId, BuildRef, BuildState, EventId, IdOrName, PackageId, TagId, TaskId, Timestamp, UserId,
};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Feature, Freshness, Hub, Named, Older, PageRequest, Rows, Slice, feature};
use crate::xmlrpc::Value;

/// `getBuild`: one build, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuild {
    #[serde(rename = "buildInfo")]
    build: BuildRef,
}

impl GetBuild {
    /// By id or NVR.
    #[must_use]
    pub fn of(build: BuildRef) -> Self {
        Self { build }
    }
}

impl Named for GetBuild {
    const KIND: &'static str = "build";
    type Name = str;
    fn named(name: &Self::Name) -> Option<Self> {
        BuildRef::read(name).map(Self::of)
    }
}

impl Call for GetBuild {
    const METHOD: &'static str = "getBuild";
    type Answer = Build;
    fn freshness(&self, build: Option<&Build>) -> Freshness {
        match build.map(|build| build.state) {
            None => Freshness::MISSING,
            Some(BuildState::Building) => Freshness::RUNNING,
            Some(BuildState::Complete | BuildState::Deleted) => Freshness::COMPLETE,
            Some(BuildState::Failed | BuildState::Canceled | BuildState::Other(_)) => Freshness::ENDED,
        }
    }
}

/// A build, as `getBuild` gives it.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names, explained in its API reference")]
pub struct Build {
    pub build_id: BuildId,
    pub nvr: String,
    pub package_id: PackageId,
    pub package_name: String,
    pub version: String,
    pub release: String,
    pub epoch: Option<i64>,
    /// Drafts have `,draft_ID` in their release until they are promoted.
    #[serde(default)]
    pub draft: bool,
    pub state: BuildState,
    pub task_id: Option<TaskId>,
    pub owner_id: UserId,
    pub owner_name: String,
    pub promoter_id: Option<UserId>,
    pub promoter_name: Option<String>,
    pub volume_name: Option<String>,
    pub cg_name: Option<String>,
    pub source: Option<String>,
    pub extra: Option<Value>,
    pub creation_time: Timestamp,
    pub start_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
    pub promotion_time: Option<Timestamp>,
}

impl Build {
    /// The task that made it; content generators name one in `extra`.
    #[must_use]
    pub fn task(&self) -> Option<TaskId> {
        self.task_id.or_else(|| Some(TaskId(self.extra.as_ref()?.get("container_koji_task_id")?.as_int()?)))
    }

    /// The release that its rpms have: a draft's is that which it will have once it is promoted.
    #[must_use]
    pub fn rpm_release(&self) -> &str {
        self.release.split(",draft_").next().unwrap_or_default()
    }

    /// When it began; builds of content generators and old ones tell only when they were entered.
    #[must_use]
    pub fn began(&self) -> &Timestamp {
        self.start_time.as_ref().unwrap_or(&self.creation_time)
    }
}

/// `listBuilds`: builds that match everything that is given.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListBuilds {
    /// Only of this package, by id or name; a hub answers an empty list to a name it does not know.
    #[serde(rename = "packageID")]
    pub package: Option<IdOrName<PackageId>>,
    /// Only owned by this user, by id or name.
    #[serde(rename = "userID")]
    pub user: Option<IdOrName<UserId>>,
    /// Only in this state.
    pub state: Option<BuildState>,
    /// Only of this type, such as `maven`; a hub answers a fault to a type it does not know.
    #[serde(rename = "type")]
    pub btype: Option<String>,
    /// Only of packages that begin so. The hub takes it for a `LIKE` pattern, whatever the case.
    pub prefix: Option<String>,
    /// Only with an NVR of this shape (`*`, `?`).
    pub pattern: Option<String>,
    /// Only drafts, or none.
    pub draft: Option<bool>,
    /// Only what came to its end after this. The hub has an index on ends.
    #[serde(rename = "completeAfter")]
    pub complete_after: Option<Since>,
    /// Only what came to its end before this, in seconds since 1970.
    #[serde(rename = "completeBefore")]
    pub complete_before: Option<i64>,
    /// Only what this task made. The hub has no index for it, so only together with a package or a span of ends.
    #[serde(rename = "taskID")]
    pub task: Option<TaskId>,
}

/// Where a span of time begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since {
    /// In seconds since 1970.
    seconds: i64,
    /// How many hours before now that is, where it is counted from now.
    hours: Option<u16>,
}

/// A question that changes each second is never kept, so a span that ends now begins in steps, in seconds.
const STEP: i64 = 600;

impl Since {
    /// At this moment, in seconds since 1970.
    #[must_use]
    pub fn at(seconds: i64) -> Self {
        Self { seconds, hours: None }
    }

    /// So many hours before now, a few minutes more.
    #[must_use]
    pub fn hours_before(now: jiff::Timestamp, hours: u16) -> Self {
        let now = now.as_second();
        Self { seconds: now - now.rem_euclid(STEP) - i64::from(hours) * 3600, hours: Some(hours) }
    }

    /// The same whenever now is, where it is counted from now; at no moment that anybody asks for.
    fn undated(self) -> Option<Self> {
        self.hours.map(|hours| Self::at(i64::MIN + i64::from(hours)))
    }
}

impl Serialize for Since {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.seconds)
    }
}

impl Call for ListBuilds {
    const METHOD: &'static str = "listBuilds";
    type Answer = Vec<BuildRow>;
    fn needs(&self) -> Option<&'static Feature> {
        self.draft.map(|_| &feature::DRAFTS)
    }
    fn freshness(&self, builds: Option<&Self::Answer>) -> Freshness {
        let building = |build: &BuildRow| build.state == BuildState::Building;
        let some = self.state == Some(BuildState::Building) || builds.is_some_and(|builds| builds.iter().any(building));
        if some { Freshness::RUNNING_LIST } else { Freshness::LIST }
    }
    fn undated(&self) -> Option<Self> {
        Some(Self { complete_after: Some(self.complete_after?.undated()?), ..self.clone() })
    }
}

impl Rows for ListBuilds {
    type Row = BuildRow;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;

    /// Where there are no drafts, all builds are none.
    fn rows_on_older_hubs(&self, hub: &Hub, wanted: PageRequest) -> Option<Older<Slice<BuildRow>>> {
        if self.draft == Some(true) {
            return Some(ready(Ok(Slice::of_whole(Vec::new(), wanted))).boxed());
        }
        let (hub, all) = (hub.clone(), Self { draft: None, ..self.clone() });
        Some(async move { hub.slice(all, wanted).await }.boxed())
    }
}

/// A build in a list, as `listBuilds` and `listTagged` give it: what both have, and the tag in the second.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names, explained in its API reference")]
pub struct BuildRow {
    pub build_id: BuildId,
    pub nvr: String,
    pub package_id: PackageId,
    pub package_name: String,
    pub version: String,
    pub release: String,
    #[serde(default)]
    pub draft: bool,
    pub state: BuildState,
    pub task_id: Option<TaskId>,
    pub owner_id: UserId,
    pub owner_name: String,
    pub volume_name: Option<String>,
    /// `listTagged` does not give it.
    #[serde(default)]
    pub source: Option<String>,
    pub creation_time: Timestamp,
    pub start_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
    /// Only in `listTagged`: the tag through which it is in the tag that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<TagId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_name: Option<String>,
    /// Only in `listTagged`: when it was tagged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_event: Option<EventId>,
}

impl BuildRow {
    /// The tag through which it is in the tag that was asked for.
    #[must_use]
    pub fn tag(&self) -> Option<(&TagId, &str)> {
        Some((self.tag_id.as_ref()?, self.tag_name.as_deref()?))
    }

    /// When it began, as far as the hub says.
    #[must_use]
    pub fn began(&self) -> &Timestamp {
        self.start_time.as_ref().unwrap_or(&self.creation_time)
    }

    /// Is it under way?
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.state == BuildState::Building
    }
}

/// `getAverageBuildDuration`: seconds that the builds of a package took on the average, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetAverageBuildDuration {
    package: PackageId,
}

impl GetAverageBuildDuration {
    /// Of this package.
    #[must_use]
    pub fn of(package: PackageId) -> Self {
        Self { package }
    }
}

impl Call for GetAverageBuildDuration {
    const METHOD: &'static str = "getAverageBuildDuration";
    const FRESHNESS: Freshness = Freshness::NAMES;
    type Answer = f64;
}
