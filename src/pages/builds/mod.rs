//! Builds: the list, one of them, and what is told of it.

mod archives;
pub mod changelog;
pub mod compare;
mod compared;
mod facts;
mod feed;
mod files;
pub mod history;
pub mod list;
mod matrix;
pub mod show;
pub mod signatures;

use std::sync::Arc;

use crate::hub::methods::{Build, GetBuild};
use crate::hub::{self, Hub};
use crate::urls;
use crate::web::{Error, Result};

/// The build of this id or NVR. Drafts are called so only once they are promoted, but it leads to them.
async fn find(hub: &Hub, wanted: &str) -> Result<Arc<Build>> {
    match hub.find_named::<GetBuild>(wanted).await {
        Err(missing @ hub::Error::Missing { .. }) => {
            let drafts = hub.drafts_named(wanted).await?;
            Err(urls::drafts(wanted, &drafts).map_or(missing.into(), Error::SeeOther))
        }
        found => Ok(found?),
    }
}
