//! `/rpms/{rpm}`: one rpm, by id or name. For what is in it the hub opens its file, so that is asked for only where it is
//! looked at.

use std::sync::Arc;

use askama::Template;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::dependencies::{Group, grouped};
use super::downloads::{Download, downloads};
use crate::components::{look, nested, source};
use crate::hub::methods::{
    Build, Buildroot, ChangelogEntry, Dependency, ExternalRepo, GetBuild, GetBuildroot, GetChangelogEntries,
    GetExternalRepo, GetRpmDeps, GetRpmHeaders, ListBuildRpms, ListBuildroots, ListRpmFiles, QueryRpmSigs, Rpm,
    RpmFile, RpmHeaders, RpmInfo, Signature,
};
use crate::hub::model::{BuildRef, BuildState};
use crate::hub::{Hub, Order, Part};
use crate::urls::{self, RpmPart, RpmUrl};
use crate::web::files::Files;
use crate::web::{Excerpt, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(
    path = "rpms/show.html",
    blocks = ["title", "description", "dependencies", "files", "changelog", "buildroots"]
)]
pub struct Page {
    rpm: Arc<RpmInfo>,
    build: Part<Build>,
    buildroot: Part<Buildroot>,
    signatures: Part<Vec<Signature>>,
    external_repo: Part<ExternalRepo>,
    /// Where its file is, unsigned and with each signature.
    downloads: Vec<Download>,
    /// The rpms of its build.
    #[serde(skip)]
    siblings: Part<Vec<Rpm>>,
    /// Absent where it was not asked for, as all that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Part<RpmHeaders>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<Part<Vec<Dependency>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Excerpt<RpmFile>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changelog: Option<Excerpt<ChangelogEntry>>,
    /// Those that it was used in.
    #[serde(skip_serializing_if = "Option::is_none")]
    buildroots: Option<Excerpt<Buildroot>>,
}
crate::page!(Page: as_description, as_dependencies, as_files, as_changelog, as_buildroots);

/// Files, buildroots and entries of the changelog that are shown.
const FILES: u32 = 50;
const BUILDROOTS: u32 = 50;
const CHANGES: u32 = 50;
/// Other rpms of the build that are shown.
const OTHERS: usize = 40;

/// The page.
pub async fn get(hub: Hub, at: Files, Path(wanted): Path, Query(asked): Query<RpmUrl>) -> Result<Page> {
    let rpm = super::find(&hub, &wanted).await?;
    let id = rpm.id;
    let is_open = |part| asked.open == Some(part);
    let is_own = rpm.external().is_none();
    let external = rpm.external().map(|(id, _)| GetExternalRepo::of(id));
    let headers = || hub.part("description", is_own.then(|| GetRpmHeaders::of(id)));
    let dependencies = || hub.part("dependencies", is_own.then(|| GetRpmDeps::of(id)));
    let files = || hub.first("files", is_own.then(|| ListRpmFiles::of(id)), FILES, Order::BY_NAME);
    let changelog =
        || hub.first("changelog", rpm.build_id.map(GetChangelogEntries::of), CHANGES, GetChangelogEntries::ORDER);
    let buildroots = || hub.first("buildroots", ListBuildroots::with_rpm(id), BUILDROOTS, Order::NEWEST_ID);
    let (build, buildroot, signatures, external_repo, siblings, headers, dependencies, files, changelog, buildroots) = join!(
        hub.part("build", rpm.build_id.map(|build| GetBuild::of(BuildRef::Id(build)))),
        hub.part("buildroot", rpm.buildroot_id.map(GetBuildroot::of)),
        hub.part("signatures", is_own.then(|| QueryRpmSigs::of(id))),
        hub.part("external repo", external),
        hub.part("other rpms", rpm.build_id.map(ListBuildRpms::of)),
        OptionFuture::from(is_open(RpmPart::Description).then(headers)),
        OptionFuture::from(is_open(RpmPart::Dependencies).then(dependencies)),
        OptionFuture::from(is_open(RpmPart::Files).then(files)),
        OptionFuture::from(is_open(RpmPart::Changelog).then(changelog)),
        OptionFuture::from(is_open(RpmPart::Buildroots).then(buildroots)),
    );
    let downloads = build.get().map_or_else(Vec::new, |build| downloads(&at, build, &rpm, signatures.rows()));
    let files = files.map(|files| Excerpt::of(files, urls::files_of_rpm(&id)));
    let whole = rpm.build_id.map(|id| urls::changelog_of_build(&id));
    let changelog = changelog.map(|changelog| Excerpt::of(changelog, whole));
    let buildroots = buildroots.map(|buildroots| Excerpt::of(buildroots, urls::buildroots_with_rpm(&id)));
    Ok(Page {
        rpm,
        build,
        buildroot,
        signatures,
        external_repo,
        downloads,
        siblings,
        headers,
        dependencies,
        files,
        changelog,
        buildroots,
    })
}

impl Page {
    /// Its build, where that was deleted.
    fn is_deleted(&self) -> bool {
        self.build.get().is_some_and(|build| build.state == BuildState::Deleted)
    }

    /// Why the hub has nothing of its contents, where it has nothing.
    fn without_file(&self) -> Option<&'static str> {
        match () {
            () if self.rpm.external().is_some() => Some("It is of an external repo, so the hub has no file of it."),
            () if self.rpm.metadata_only => Some("The hub knows it but has no file of it."),
            () if self.is_deleted() => Some("Its build was deleted, and its file with it."),
            () => None,
        }
    }

    /// Why there is no changelog, where there is none: it is that of its build, and the hub reads it from another rpm.
    fn without_changelog(&self) -> Option<&'static str> {
        self.without_file().filter(|_| self.rpm.external().is_some() || self.is_deleted())
    }

    /// What stands in place of what its file would tell.
    fn nothing(&self) -> &'static str {
        self.without_file().unwrap_or("The hub could not read its file.")
    }

    /// The dependencies by type.
    fn dependency_groups(&self) -> Vec<Group<'_>> {
        self.dependencies.as_ref().map_or_else(Vec::new, |dependencies| grouped(dependencies.rows()))
    }

    /// The keys of its signatures.
    fn keys(&self) -> Vec<&str> {
        self.signatures.rows().iter().map(|signature| signature.sigkey.as_str()).filter(|key| !key.is_empty()).collect()
    }

    /// The other rpms of its build: of the same name first, then of the same arch.
    fn others(&self) -> Vec<&Rpm> {
        let mut others: Vec<&Rpm> = self.siblings.rows().iter().collect();
        others.sort_by_key(|rpm| (rpm.is_debug(), rpm.name != self.rpm.name, rpm.arch != self.rpm.arch));
        others.truncate(OTHERS);
        others
    }

    /// Extra data, where there are some.
    fn extra(&self) -> Option<String> {
        self.rpm.extra.as_ref().map(nested::html)
    }
}
