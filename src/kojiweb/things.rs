//! kojiweb's pages that are about one thing, and the parameter that names it.

use super::{components, hosts, packages, targets, tasks, users};
use crate::urls::{self, Url};
use crate::web::Here;

/// Such a page.
pub(super) struct Thing {
    pub(super) page: &'static str,
    /// What readers are told of where it is not there; some pages take another one in its place.
    pub(super) parameter: &'static str,
    /// Where it leads, if it names something.
    pub(super) lead: fn(&Here) -> Option<Url>,
}

const fn thing(page: &'static str, parameter: &'static str, lead: fn(&Here) -> Option<Url>) -> Thing {
    Thing { page, parameter, lead }
}

/// All of them.
pub(super) const ALL: [Thing; 20] = [
    thing("archiveinfo", "archiveID", components::archive),
    thing("archivelist", "buildrootID", components::archives),
    thing("buildinfo", "buildID", |here| here.get("buildID").map(urls::build_named)),
    thing("buildrootinfo", "buildrootID", |here| here.get("buildrootID").map(urls::buildroot_named)),
    thing("buildtargetinfo", "targetID", targets::one),
    thing("channelinfo", "channelID", |here| here.get("channelID").map(urls::channel_named)),
    thing("externalrepoinfo", "extrepoID", |here| here.get("extrepoID").map(urls::external_repo_named)),
    thing("fileinfo", "rpmID", components::file),
    // Of what cannot be a file the task.
    thing("getfile", "taskID", |here| here.get("taskID").map(urls::task_named)),
    thing("hostinfo", "hostID", hosts::one),
    thing("packageinfo", "packageID", packages::one),
    thing("repoinfo", "repoID", |here| here.get("repoID").map(urls::repo_named)),
    thing("reporequest", "reqID", |here| here.get("reqID").map(urls::repo_request_named)),
    thing("rpminfo", "rpmID", components::rpm),
    thing("rpmlist", "buildrootID", components::rpms),
    thing("taginfo", "tagID", |here| here.get("tagID").map(urls::tag_named)),
    thing("taskinfo", "taskID", |here| here.get("taskID").map(urls::task_named)),
    thing("taskstatus", "taskID", tasks::status),
    thing("userinfo", "userID", users::one),
    thing("watchlogs", "taskID", tasks::logs),
];
