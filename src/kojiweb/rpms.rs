//! `fileinfo`, of rpms.

use crate::urls::{self, Url};
use crate::web::Here;

/// A file in an rpm; without the file's name the rpm.
pub(super) fn file(here: &Here) -> Option<Url> {
    let rpm = here.get("rpmID")?;
    Some(here.get("filename").map_or_else(|| urls::rpm_named(rpm), |path| urls::file_of_rpm_named(rpm, path)))
}
