//! Rpms: one, the files in it, and one of those.

mod dependencies;
mod downloads;
pub mod file;
pub mod files;
pub mod list;
pub mod show;

use std::sync::Arc;

use crate::hub::methods::{GetBuild, GetRpm, RpmInfo};
use crate::hub::model::BuildRef;
use crate::hub::{self, Hub};
use crate::urls::{self, Url};
use crate::web::{Error, Result};

/// The rpm of this id or name. A name without an arch is a build's, and leads there.
async fn find(hub: &Hub, wanted: &str) -> Result<Arc<RpmInfo>> {
    let missing = match hub.find_named::<GetRpm>(wanted).await {
        Err(missing @ hub::Error::Missing { .. }) => missing,
        found => return Ok(found?),
    };
    let build = match BuildRef::read(wanted) {
        Some(build @ BuildRef::Nvr(_)) => hub.find(GetBuild::of(build)).await?,
        _ => None,
    };
    Err(build.map_or(missing.into(), |build| Error::SeeOther(urls::build(&build.nvr, &build.build_id))))
}

/// The page of an rpm: by its name, where that is its own.
fn url(rpm: &RpmInfo) -> Url {
    // Hubs without drafts do not tell.
    let is_its_own = rpm.draft != Some(true) && rpm.external().is_none();
    if is_its_own { urls::rpm(&rpm.nvra(), &rpm.id) } else { urls::rpm_by_id(&rpm.id) }
}
