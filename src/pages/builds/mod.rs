//! Builds: the list, one of them, and what is told of it.

mod archives;
pub mod changelog;
pub mod compare;
mod compared;
mod facts;
mod files;
pub mod history;
pub mod list;
mod matrix;
pub mod show;
pub mod signatures;

use std::sync::Arc;

use crate::hub::methods::{Build, GetBuild, ListBuilds};
use crate::hub::{self, Hub, Order, PageRequest};
use crate::urls::{self, BuildsUrl, ListUrl as _, Url, YesNo};
use crate::web::{Error, Result};

/// The build of this id or NVR. Drafts are called so only once they are promoted, but it leads to them.
async fn find(hub: &Hub, wanted: &str) -> Result<Arc<Build>> {
    match hub.find_named::<GetBuild>(wanted).await {
        Err(missing @ hub::Error::Missing { .. }) => {
            Err(drafts(hub, wanted).await?.map_or(missing.into(), Error::SeeOther))
        }
        found => Ok(found?),
    }
}

/// Where the drafts are that would have this NVR, if there are some: the one, or the list of them.
pub(super) async fn drafts(hub: &Hub, nvr: &str) -> Result<Option<Url>> {
    let mut parts = nvr.rsplitn(3, '-');
    let package = parts.nth(2).filter(|name| !name.is_empty() && !nvr.contains([',', '*', '?', '[']));
    let Some(package) = package else { return Ok(None) };
    let pattern = format!("{nvr},draft_*");
    let call = ListBuilds {
        package: Some(package.into()),
        pattern: Some(pattern.clone()),
        draft: Some(true),
        ..ListBuilds::default()
    };
    let newest = Order { column: "build_id", descending: true };
    let found = hub.slice(call, PageRequest { order: newest, offset: 0, limit: 2 }).await?;
    Ok(match found.rows() {
        [] => None,
        [one] => Some(urls::build(&one.nvr, &one.build_id)),
        _ => Some(BuildsUrl { text: Some(pattern), draft: Some(YesNo::Yes), ..BuildsUrl::default() }.url()),
    })
}
