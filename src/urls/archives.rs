//! Archives: one, what is in it, and a file of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::at;
use super::{PageQuery, PathInside, Url, as_named};
use crate::hub::model::ArchiveId;

/// One archive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchiveUrl {
    /// Also this part, for which the hub opens the archive or reads many rows.
    pub open: Option<ArchivePart>,
}

/// A part of an archive's page that is there only where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArchivePart {
    /// The first of its files.
    Files,
    /// The buildroots that it was used in.
    Buildroots,
}

/// One archive.
#[must_use]
pub fn archive(id: &ArchiveId) -> Url {
    Url(format!("/archives/{id}"))
}

/// One archive, as a reader named it.
#[must_use]
pub fn archive_named(id: &str) -> Url {
    as_named("archives", id)
}

/// An archive with one of the parts that are there only where they are asked for.
#[must_use]
pub fn archive_with(id: &ArchiveId, part: ArchivePart) -> Url {
    archive(id).with(&ArchiveUrl { open: Some(part) })
}

/// The files in an archive.
#[must_use]
pub fn files_of_archive(id: &ArchiveId) -> Url {
    archive(id).at("/files")
}

/// A file in an archive.
#[must_use]
pub fn file_of_archive(id: &ArchiveId, path: &str) -> Url {
    archive(id).at("/file").with(&PathInside::of(path))
}

/// A file in an archive, both as a reader named them.
#[must_use]
pub fn file_of_archive_named(id: &str, path: &str) -> Url {
    archive_named(id).at("/file").with(&PathInside::of(path))
}

/// The rpms that an archive was made of.
#[must_use]
pub fn rpms_in_archive(id: &ArchiveId) -> Url {
    archive(id).at("/rpms")
}

/// The archives that an archive was made of.
#[must_use]
pub fn archives_in_archive(id: &ArchiveId) -> Url {
    archive(id).at("/archives")
}

/// A page of what an archive was made of, as a reader named it: `rpms` or `archives`.
#[must_use]
pub fn page_of_components(archive: &str, components: Components, page: &PageQuery) -> Url {
    at(&archive_named(archive).at(components.below()).0, &(), page)
}

/// What archives and buildroots are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Components {
    /// Rpms.
    Rpms,
    /// Archives.
    Archives,
}

impl Components {
    /// The list's place below the page of what it belongs to.
    pub(super) fn below(self) -> &'static str {
        match self {
            Self::Rpms => "/rpms",
            Self::Archives => "/archives",
        }
    }
}

/// A page of the files in an archive, as a reader named it.
#[must_use]
pub fn page_of_files_of_archive_named(id: &str, page: &PageQuery) -> Url {
    at(&archive_named(id).at("/files").0, &(), page)
}
