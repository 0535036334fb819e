//! The newest rows of the hub's largest lists, with the few fields that are counted. A hub has no counts by user, host or
//! target: who counts them asks once a user, and all of history each time. Its newest rows it finds by their ids, which costs it
//! no more than a page of a list; they are kept long, and every report is made of the same.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::tasks::TaskFilter;
use crate::hub::model::{BuildState, BuildrootId, HostId, PackageId, TagId, TaskState, Timestamp, UserId, UserType};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Order, PageRequest, Rows};
use crate::xmlrpc::Value;

/// Rows of a list that are read: some 12 MB of builds or tasks on the wire.
pub const NEWEST: u32 = 5_000;

/// What is counted changes slowly as a whole: as old as this it is as good, and after a day it is better than to wait.
const COUNTED: Freshness =
    Freshness::For { fresh: Duration::from_secs(15 * 60), stale: Duration::from_secs(24 * 60 * 60) };

macro_rules! newest {
    ($call:ty, $method:literal, $row:ty, $column:literal) => {
        impl $call {
            /// The newest of them.
            pub const NEWEST: PageRequest =
                PageRequest { order: Order { column: $column, descending: true }, offset: 0, limit: NEWEST };
        }
        impl Call for $call {
            const METHOD: &'static str = $method;
            const COST: Cost = Cost::Heavy;
            const FRESHNESS: Freshness = COUNTED;
            type Answer = Vec<$row>;
        }
        impl Rows for $call {
            type Row = $row;
            const PAGED_BY: PagedBy = PagedBy::QueryOpts;
        }
    };
}

/// `listBuilds` of all builds.
#[derive(Debug, Clone, Serialize)]
pub struct RecentBuilds {}
newest!(RecentBuilds, "listBuilds", RecentBuild, "build_id");

/// A build, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RecentBuild {
    pub package_id: PackageId,
    pub package_name: String,
    pub owner_id: UserId,
    pub owner_name: String,
    pub state: BuildState,
    pub creation_time: Timestamp,
    pub completion_time: Option<Timestamp>,
}

/// `listTasks` of all tasks, or of one method.
#[derive(Debug, Clone, Serialize)]
pub struct RecentTasks {
    opts: TaskFilter,
}
newest!(RecentTasks, "listTasks", RecentTask, "id");

impl RecentTasks {
    /// Of all methods.
    #[must_use]
    pub fn all() -> Self {
        Self { opts: TaskFilter::default() }
    }

    /// Of this method.
    #[must_use]
    pub fn of(method: &str) -> Self {
        Self { opts: TaskFilter { method: Some(method.to_owned()), ..TaskFilter::default() } }
    }
}

/// A task, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RecentTask {
    pub state: TaskState,
    pub arch: Option<String>,
    pub host_id: Option<HostId>,
    pub owner: Option<UserId>,
    #[serde(default)]
    pub owner_name: Option<String>,
    #[serde(default)]
    pub owner_type: Option<UserType>,
    pub create_time: Option<Timestamp>,
    pub start_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
}

/// `listTasks` of the tasks that make a build of a package, with what they were asked.
#[derive(Debug, Clone, Serialize)]
pub struct RecentBuildTasks {
    opts: TaskFilter,
}
newest!(RecentBuildTasks, "listTasks", RecentBuildTask, "id");

impl RecentBuildTasks {
    /// Their method.
    pub const METHOD_OF_TASKS: &str = "build";

    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        let method = Some(Self::METHOD_OF_TASKS.to_owned());
        Self { opts: TaskFilter { method, decode: true, ..TaskFilter::default() } }
    }
}

/// Such a task, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RecentBuildTask {
    pub state: TaskState,
    pub request: Option<Value>,
    pub create_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
}

/// `listRPMs` of all rpms.
#[derive(Debug, Clone, Serialize)]
pub struct RecentRpms {}
newest!(RecentRpms, "listRPMs", RecentRpm, "id");

/// An rpm, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RecentRpm {
    pub arch: String,
    /// Imported rpms have none.
    pub buildroot_id: Option<BuildrootId>,
}

/// `listBuildroots` of all buildroots.
#[derive(Debug, Clone, Serialize)]
pub struct RecentBuildroots {}
newest!(RecentBuildroots, "listBuildroots", RecentBuildroot, "id");

/// A buildroot, as far as it is counted.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RecentBuildroot {
    pub id: BuildrootId,
    /// Content generators' have none.
    #[serde(default)]
    pub host_id: Option<HostId>,
    pub create_event_time: Option<Timestamp>,
}

/// `listPackages` of a tag and its parents without the blocked ones: who owns each.
#[derive(Debug, Clone, Serialize)]
pub struct ListPackageOwners {
    #[serde(rename = "tagID")]
    tag: TagId,
    inherited: bool,
    with_blocked: bool,
}

impl ListPackageOwners {
    /// Of this tag; a hub answers a fault to one it does not know.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { tag, inherited: true, with_blocked: false }
    }
}

impl Call for ListPackageOwners {
    const METHOD: &'static str = "listPackages";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = COUNTED;
    type Answer = Vec<PackageOwner>;
}

/// Who owns a package in a tag.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct PackageOwner {
    pub owner_id: UserId,
    pub owner_name: String,
    /// Hubs that do not know `with_blocked` give these, too.
    #[serde(default)]
    pub blocked: bool,
}
