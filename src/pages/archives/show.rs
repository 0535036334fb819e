//! `/archives/{archive}`: one archive. For the files in it the hub opens it, so they are asked for only where they are looked
//! at.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::{NO_FILES, without_files};
use crate::components::{look, nested, source};
use crate::hub::methods::{
    Archive, ArchiveFile, Build, Buildroot, ComponentsOf, GetArchive, GetBuild, GetBuildroot, ListArchiveFiles,
    ListArchives, ListBuildArchives, ListBuildroots, ListRpms, ListedRpm,
};
use crate::hub::model::{BuildRef, BuildState, ChecksumType};
use crate::hub::{Hub, Order, Part};
use crate::urls::{self, ArchivePart, ArchiveUrl};
use crate::web::files::Files;
use crate::web::{Excerpt, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/show.html", blocks = ["title", "files", "buildroots"])]
pub struct Page {
    archive: Arc<Archive>,
    build: Part<Build>,
    buildroot: Part<Buildroot>,
    /// Where its file is.
    download: Option<String>,
    /// What it was made of, as far as the hub knows.
    rpms: Excerpt<ListedRpm>,
    archives: Excerpt<Archive>,
    /// The archives of its build that are of its type.
    #[serde(skip)]
    siblings: Part<Vec<Archive>>,
    /// Absent where they were not asked for, as the buildroots.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Excerpt<ArchiveFile>>,
    /// Those that it was used in.
    #[serde(skip_serializing_if = "Option::is_none")]
    buildroots: Option<Excerpt<Buildroot>>,
}
crate::page!(Page: as_files, as_buildroots);

/// Rows of each part that are shown.
const RPMS: u32 = 20;
const ARCHIVES: u32 = 20;
const FILES: u32 = 50;
const BUILDROOTS: u32 = 50;
/// Other archives of the build that are shown.
const OTHERS: usize = 40;

/// The page.
pub async fn get(hub: Hub, at: Files, Path(wanted): Path, Query(asked): Query<ArchiveUrl>) -> Result<Page> {
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let id = archive.id;
    let is_open = |part| asked.open == Some(part);
    let files = || {
        let call = without_files(&archive, None).is_none().then(|| ListArchiveFiles::of(id));
        hub.first("files", call, FILES, Order::BY_NAME)
    };
    let buildroots = || hub.first("buildroots", ListBuildroots::with_archive(id), BUILDROOTS, Order::NEWEST_ID);
    let (build, buildroot, rpms, archives, siblings, files, buildroots) = join!(
        hub.part("build", GetBuild::of(BuildRef::Id(archive.build_id))),
        hub.part("buildroot", archive.buildroot_id.map(GetBuildroot::of)),
        hub.first("rpms in it", ListRpms::of(ComponentsOf::Inside(id)), RPMS, Order::BY_NVR),
        hub.first("archives in it", ListArchives::of(ComponentsOf::Inside(id)), ARCHIVES, Order::BY_FILENAME),
        hub.part("other archives", ListBuildArchives::of(archive.build_id, archive.btype.as_deref())),
        OptionFuture::from(is_open(ArchivePart::Files).then(files)),
        OptionFuture::from(is_open(ArchivePart::Buildroots).then(buildroots)),
    );
    let download = build.get().and_then(|build| at.archive(build, &archive));
    let rpms = Excerpt::of(rpms, urls::rpms_in_archive(&id));
    let archives = Excerpt::of(archives, urls::archives_in_archive(&id));
    let files = files.map(|files| Excerpt::of(files, urls::files_of_archive(&id)));
    let buildroots = buildroots.map(|buildroots| Excerpt::of(buildroots, urls::buildroots_with_archive(&id)));
    Ok(Page { archive, build, buildroot, download, rpms, archives, siblings, files, buildroots })
}

impl Page {
    /// Its build, where that was deleted.
    fn is_deleted(&self) -> bool {
        self.build.get().is_some_and(|build| build.state == BuildState::Deleted)
    }

    /// Why no files in it are listed, where none can be.
    fn without_files(&self) -> Option<&'static str> {
        without_files(&self.archive, self.build.get().map(|build| build.state))
    }

    /// What stands in place of files.
    fn no_files(&self) -> &'static str {
        self.without_files().unwrap_or(NO_FILES)
    }

    /// What its type tells, those that are there.
    fn of_type(&self) -> Vec<(&'static str, &str)> {
        let archive = &self.archive;
        let all = [
            ("Group", &archive.group_id),
            ("Artifact", &archive.artifact_id),
            ("Version", &archive.version),
            ("Folder", &archive.relpath),
            ("Platforms", &archive.platforms),
            ("Flags", &archive.flags),
            ("Arch", &archive.arch),
        ];
        let all = all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        all.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// What its checksum is called.
    fn checksum_name(&self) -> Cow<'static, str> {
        match self.archive.checksum_type {
            None | Some(ChecksumType::Other(_)) => "Checksum".into(),
            Some(kind) => kind.word(),
        }
    }

    /// The archives of its build that are of its type.
    fn others(&self) -> &[Archive] {
        let all = self.siblings.rows();
        &all[..all.len().min(OTHERS)]
    }

    /// Extra data, where there are some.
    fn extra(&self) -> Option<String> {
        self.archive.extra.as_ref().map(nested::html)
    }
}
