//! The files in an archive. A hub opens the archive for them: one that is a compressed tar it unpacks as a whole each time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rpm_contents::permissions;
use crate::hub::model::{ArchiveId, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Rows};

/// How long the files in an archive stay the same: for ever, but a hub tells of none also where the file is gone.
fn of_contents(is_empty: bool) -> Freshness {
    if is_empty { Freshness::ENDED } else { Freshness::Forever }
}

/// `listArchiveFiles`: the files in an archive that is a zip or a tar; none in any other. A fault where there is no such
/// archive.
#[derive(Debug, Clone, Serialize)]
pub struct ListArchiveFiles {
    archive_id: ArchiveId,
}

impl ListArchiveFiles {
    /// In this archive.
    #[must_use]
    pub fn of(archive: ArchiveId) -> Self {
        Self { archive_id: archive }
    }
}

impl Call for ListArchiveFiles {
    const METHOD: &'static str = "listArchiveFiles";
    const COST: Cost = Cost::File;
    type Answer = Vec<ArchiveFile>;
    fn freshness(&self, files: Option<&Self::Answer>) -> Freshness {
        of_contents(files.is_none_or(Vec::is_empty))
    }
}

impl Rows for ListArchiveFiles {
    type Row = ArchiveFile;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// `getArchiveFile`: one file in an archive by its whole name, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetArchiveFile {
    archive_id: ArchiveId,
    filename: String,
}

impl GetArchiveFile {
    /// Of this name.
    #[must_use]
    pub fn of(archive: ArchiveId, filename: String) -> Self {
        Self { archive_id: archive, filename }
    }
}

impl Call for GetArchiveFile {
    const METHOD: &'static str = "getArchiveFile";
    const COST: Cost = Cost::File;
    type Answer = ArchiveFile;
    fn freshness(&self, file: Option<&ArchiveFile>) -> Freshness {
        of_contents(file.is_none())
    }
}

/// A file in an archive.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ArchiveFile {
    pub name: String,
    /// Bytes, unpacked.
    pub size: i64,
    /// Seconds since 1970; of a zip without a zone, and taken for the hub's own. Some tars have fractions.
    #[serde(default)]
    pub mtime: f64,
    /// Permissions, in a tar; the kind of file is not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl ArchiveFile {
    /// `rw-r--r--`, where it is known.
    #[must_use]
    pub fn mode_text(&self) -> Option<String> {
        self.mode.map(permissions)
    }

    /// User and group, where they are known.
    #[must_use]
    pub fn owner(&self) -> Option<String> {
        Some(format!("{}:{}", self.user.as_ref()?, self.group.as_deref().unwrap_or_default()))
    }

    /// When it was changed last.
    #[must_use]
    pub fn changed(&self) -> Option<Timestamp> {
        Some(self.mtime).filter(|time| *time > 0.0).and_then(Timestamp::of_seconds)
    }
}
