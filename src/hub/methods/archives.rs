//! Archives: one, those of a build, those in a buildroot or in an image.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ComponentsOf;
use super::contents::of_contents;
use crate::hub::model::{ArchiveId, BuildId, BuildrootId, ChecksumType};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Freshness, Named, Order, QueryOpts, Rows};
use crate::xmlrpc::Value;

/// `getArchive`: one archive with what its type adds, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetArchive {
    archive_id: ArchiveId,
}

impl GetArchive {
    /// By id: archives have no names of their own.
    #[must_use]
    pub fn of(archive: ArchiveId) -> Self {
        Self { archive_id: archive }
    }
}

impl Named for GetArchive {
    const KIND: &'static str = "archive";
    type Name = str;
    fn named(name: &Self::Name) -> Option<Self> {
        name.parse().ok().map(|id| Self::of(ArchiveId(id)))
    }
}

impl Call for GetArchive {
    const METHOD: &'static str = "getArchive";
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = Archive;
}

/// `listArchives` of a build: those of one type with what only that type has, or all of them without that.
#[derive(Debug, Clone, Serialize)]
pub struct ListBuildArchives {
    #[serde(rename = "buildID")]
    build: BuildId,
    #[serde(rename = "type")]
    btype: Option<String>,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

/// Archives of one build and type that are listed at most.
const OF_BUILD: u32 = 2000;

impl ListBuildArchives {
    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId, btype: Option<&str>) -> Self {
        Self { build, btype: btype.map(str::to_owned), query_opts: QueryOpts::first(OF_BUILD, Order::BY_FILENAME) }
    }
}

impl Call for ListBuildArchives {
    const METHOD: &'static str = "listArchives";
    type Answer = Vec<Archive>;
    fn freshness(&self, archives: Option<&Self::Answer>) -> Freshness {
        of_contents(archives.is_none_or(Vec::is_empty))
    }
}

/// `listArchives` of an archive or of a buildroot, without what only some types have.
#[derive(Debug, Clone, Serialize)]
pub struct ListArchives {
    #[serde(flatten)]
    of: ComponentsOf,
}

impl ListArchives {
    /// Of this.
    #[must_use]
    pub fn of(of: ComponentsOf) -> Self {
        Self { of }
    }
}

impl Call for ListArchives {
    const METHOD: &'static str = "listArchives";
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<Archive>;
    fn cost(&self) -> Cost {
        self.of.cost()
    }
}

impl Rows for ListArchives {
    type Row = Archive;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// An archive of a build: a jar, an image, or what a content generator made.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names, explained in its API reference")]
pub struct Archive {
    pub id: ArchiveId,
    pub filename: String,
    pub build_id: BuildId,
    /// The one that it was made in; an imported one has none.
    #[serde(default)]
    pub buildroot_id: Option<BuildrootId>,
    /// The type of build that it belongs to: `maven`, `image`.
    pub btype: Option<String>,
    /// What its file is: `jar`, `qcow2`.
    pub type_name: Option<String>,
    #[serde(default)]
    pub type_description: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    #[serde(default)]
    pub checksum: Option<String>,
    #[serde(default)]
    pub checksum_type: Option<ChecksumType>,
    /// What a hub can list the files in: `zip` or `tar`.
    #[serde(default)]
    pub compression_type: Option<String>,
    /// The hub knows it but has no file.
    #[serde(default)]
    pub metadata_only: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Value>,
    /// Of Maven's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Of those of Windows: the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relpath: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platforms: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
    /// Of images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<String>,
    /// Of images: is it known what it was made of?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rootid: Option<bool>,
    /// Of one that was used in a buildroot: did what was built there need it, and not the environment alone?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<bool>,
}

impl Archive {
    /// What it is of its type: group, artifact and version; folder, platforms and flags; arch.
    #[must_use]
    pub fn details(&self) -> String {
        let gav = self.gav();
        let parts =
            [gav.as_ref(), self.relpath.as_ref(), self.platforms.as_ref(), self.flags.as_ref(), self.arch.as_ref()];
        let parts: Vec<&str> =
            parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// Group, artifact and version, as Maven writes them, of one of Maven's.
    #[must_use]
    pub fn gav(&self) -> Option<String> {
        match (&self.group_id, &self.artifact_id, &self.version) {
            (Some(group), Some(artifact), Some(version)) => Some(format!("{group}:{artifact}:{version}")),
            _ => None,
        }
    }

    /// Can a hub list the files in it?
    #[must_use]
    pub fn is_opened(&self) -> bool {
        matches!(self.compression_type.as_deref(), Some("zip" | "tar"))
    }
}
