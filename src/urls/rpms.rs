//! Rpms: one, what is in it, and a file of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::at;
use super::{PageQuery, Url, as_named, thing};
use crate::hub::model::RpmId;

/// One rpm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RpmUrl {
    /// Also this part, for which the hub opens the rpm or reads many rows.
    pub open: Option<RpmPart>,
}

/// A part of an rpm's page that is there only where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RpmPart {
    /// Summary, description and license.
    Description,
    /// What it needs and provides.
    Dependencies,
    /// The first of its files.
    Files,
    /// The changelog of its build.
    Changelog,
    /// The buildroots that it was used in.
    Buildroots,
}

/// A file in an rpm or an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PathInside {
    /// Its whole name, as the rpm or the archive has it.
    pub path: Option<String>,
}

impl PathInside {
    /// The file of this name.
    pub(super) fn of(path: &str) -> Self {
        Self { path: Some(path.to_owned()) }
    }
}

/// One rpm, by its file's name without `.rpm`.
#[must_use]
pub fn rpm(nvra: &str, id: &RpmId) -> Url {
    thing("rpms", nvra, id.0)
}

/// One rpm, by its id: its name can be that of another one where it is a draft's, or external.
#[must_use]
pub fn rpm_by_id(id: &RpmId) -> Url {
    Url(format!("/rpms/{id}"))
}

/// One rpm, as a reader named it.
#[must_use]
pub fn rpm_named(id_or_nvra: &str) -> Url {
    as_named("rpms", id_or_nvra)
}

/// An rpm with one of the parts that are there only where they are asked for.
#[must_use]
pub fn rpm_with(id: &RpmId, part: RpmPart) -> Url {
    rpm_by_id(id).with(&RpmUrl { open: Some(part) })
}

/// The files in an rpm.
#[must_use]
pub fn files_of_rpm(id: &RpmId) -> Url {
    rpm_by_id(id).at("/files")
}

/// A file in an rpm, as a reader named that.
#[must_use]
pub fn file_of_rpm_named(id_or_nvra: &str, path: &str) -> Url {
    rpm_named(id_or_nvra).at("/file").with(&PathInside::of(path))
}

/// A file in an rpm.
#[must_use]
pub fn file_of_rpm(id: &RpmId, path: &str) -> Url {
    rpm_by_id(id).at("/file").with(&PathInside::of(path))
}

/// A page of the files in an rpm, as a reader named it.
#[must_use]
pub fn page_of_files_of_rpm_named(id_or_nvra: &str, page: &PageQuery) -> Url {
    at(&rpm_named(id_or_nvra).at("/files").0, &(), page)
}
