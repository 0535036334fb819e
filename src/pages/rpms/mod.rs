//! Rpms: one, the files in it, and one of those.

mod dependencies;
mod downloads;
pub mod file;
pub mod files;
pub mod list;
pub mod listed;
pub mod show;

use crate::hub::methods::RpmInfo;
use crate::urls::{self, Url};

/// The page of an rpm: by its name, where that is its own.
fn url(rpm: &RpmInfo) -> Url {
    let is_its_own = rpm.draft == Some(false) && rpm.external().is_none();
    if is_its_own { urls::rpm(&rpm.nvra(), &rpm.id) } else { urls::rpm_by_id(&rpm.id) }
}
