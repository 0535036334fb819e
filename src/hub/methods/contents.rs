//! What a build holds: rpms, logs, and what its source rpm says.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{BuildId, BuildRef, BuildrootId, RpmId};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Order, QueryOpts, Rows};
use crate::xmlrpc::Value;

/// How long what a build holds stays true: nothing yet may be something in a moment.
pub(super) fn of_contents(is_empty: bool) -> Freshness {
    if is_empty { Freshness::LIST } else { Freshness::COMPLETE }
}

/// `listBuildRPMs` of one build.
#[derive(Debug, Clone, Serialize)]
pub struct ListBuildRpms {
    build: BuildId,
}

impl ListBuildRpms {
    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId) -> Self {
        Self { build }
    }
}

impl Call for ListBuildRpms {
    const METHOD: &'static str = "listBuildRPMs";
    type Answer = Vec<Rpm>;
    fn freshness(&self, rpms: Option<&Self::Answer>) -> Freshness {
        of_contents(rpms.is_none_or(Vec::is_empty))
    }
}

/// `getBuildLogs` of one build.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuildLogs {
    build: BuildId,
}

impl GetBuildLogs {
    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId) -> Self {
        Self { build }
    }
}

impl Call for GetBuildLogs {
    const METHOD: &'static str = "getBuildLogs";
    type Answer = Vec<BuildLog>;
    fn freshness(&self, logs: Option<&Self::Answer>) -> Freshness {
        of_contents(logs.is_none_or(Vec::is_empty))
    }
}

/// `getBuildType`: the build's types, each with what only that type has (nil for rpms); nil where there is no build.
#[derive(Debug, Clone, Serialize)]
pub struct GetBuildType {
    #[serde(rename = "buildInfo")]
    build: BuildRef,
}

impl GetBuildType {
    /// By id or NVR.
    #[must_use]
    pub fn of(build: BuildRef) -> Self {
        Self { build }
    }
}

impl Call for GetBuildType {
    const METHOD: &'static str = "getBuildType";
    type Answer = IndexMap<String, Value>;
    fn freshness(&self, types: Option<&Self::Answer>) -> Freshness {
        of_contents(types.is_none_or(IndexMap::is_empty))
    }
}

/// An rpm of a build.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names, explained in its API reference")]
pub struct Rpm {
    pub id: RpmId,
    pub name: String,
    pub version: String,
    pub release: String,
    pub epoch: Option<i64>,
    pub arch: String,
    /// Bytes.
    pub size: i64,
    /// The one that it was built in; imported rpms have none.
    #[serde(default)]
    pub buildroot_id: Option<BuildrootId>,
    /// The hub knows it but has no file.
    #[serde(default)]
    pub metadata_only: bool,
}

impl Rpm {
    /// `name-version-release.arch`; the epoch is not in it.
    #[must_use]
    pub fn nvra(&self) -> String {
        format!("{}-{}-{}.{}", self.name, self.version, self.release, self.arch)
    }

    /// Its file's name.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.rpm", self.nvra())
    }

    /// Debug rpms stand after the others.
    #[must_use]
    pub fn is_debug(&self) -> bool {
        is_debug(&self.name)
    }
}

/// Is it the name of an rpm for debugging?
#[must_use]
pub fn is_debug(name: &str) -> bool {
    name.ends_with("-debuginfo") || name.ends_with("-debugsource") || name.contains("-debuginfo-")
}

/// A log of a finished build, in the folder of its files.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
pub struct BuildLog {
    /// The file's name.
    pub name: String,
    /// The folder below the logs, an arch as a rule; `.` at the top.
    pub dir: String,
    /// Below the address of the hub's files.
    pub path: String,
}

impl BuildLog {
    /// Its name with the folder below the build's logs: `x86_64/build.log`.
    #[must_use]
    pub fn path_below(&self) -> String {
        if self.dir == "." { self.name.clone() } else { format!("{}/{}", self.dir, self.name) }
    }
}

/// `getChangelogEntries` of a build: thousands, unless some of them are asked for.
#[derive(Debug, Clone, Serialize)]
pub struct GetChangelogEntries {
    #[serde(rename = "buildID")]
    build: BuildId,
}

impl GetChangelogEntries {
    /// The newest first.
    pub const ORDER: Order = Order { column: "date_ts", descending: true };

    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId) -> Self {
        Self { build }
    }
}

impl Rows for GetChangelogEntries {
    type Row = ChangelogEntry;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

impl Call for GetChangelogEntries {
    const METHOD: &'static str = "getChangelogEntries";
    const COST: Cost = Cost::File;
    type Answer = Vec<ChangelogEntry>;
    fn freshness(&self, answer: Option<&Self::Answer>) -> Freshness {
        if answer.is_none_or(Vec::is_empty) { Freshness::ENDED } else { Freshness::COMPLETE }
    }
}

/// `getChangelogEntries` of a build: the last few.
#[derive(Debug, Clone, Serialize)]
pub struct GetLastChanges {
    #[serde(rename = "buildID")]
    build: BuildId,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

impl GetLastChanges {
    /// Entries of one build.
    const MOST: u32 = 3;

    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId) -> Self {
        Self { build, query_opts: QueryOpts::first(Self::MOST, GetChangelogEntries::ORDER) }
    }
}

impl Call for GetLastChanges {
    const METHOD: &'static str = "getChangelogEntries";
    const COST: Cost = Cost::File;
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = Vec<ChangelogEntry>;
}

/// One entry of a changelog.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub struct ChangelogEntry {
    /// Noon of its day, without a zone.
    pub date: crate::hub::model::Timestamp,
    /// Name, address, and often the version.
    pub author: String,
    /// What changed.
    pub text: String,
}
