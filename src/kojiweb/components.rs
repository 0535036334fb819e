//! What is in rpms, archives and buildroots: `fileinfo`, `rpmlist`, `archivelist`.

use super::{page_query, page_within};
use crate::components::listed;
use crate::hub::model::{ArchiveId, RpmId};
use crate::pages::{archives, buildroots, rpms};
use crate::urls::{self, BuildrootContentsUrl, BuildrootsUrl, Components, ListUrl as _, PageQuery, Url, Yes};
use crate::web::{Here, Table};

/// `rpminfo`: an rpm; further on in its files or in the buildroots that had it, or with these in another order, the list of
/// those.
pub(super) fn rpm(here: &Here) -> Option<Url> {
    let rpm = here.get("rpmID")?;
    let files = page_within(here, "file", "name", &rpms::files::table())
        .map(|page| urls::page_of_files_of_rpm_named(rpm, &page));
    let with_it = || BuildrootsUrl { rpm: rpm.parse().ok().map(RpmId), ..BuildrootsUrl::default() };
    let buildroots = || Some(with_it().of_page(&buildroots_within(here)?));
    Some(files.or_else(buildroots).unwrap_or_else(|| urls::rpm_named(rpm)))
}

/// `archiveinfo`: the same of an archive.
pub(super) fn archive(here: &Here) -> Option<Url> {
    let archive = here.get("archiveID")?;
    let files = page_within(here, "file", "name", &archives::files::table())
        .map(|page| urls::page_of_files_of_archive_named(archive, &page));
    let with_it = || BuildrootsUrl { archive: archive.parse().ok().map(ArchiveId), ..BuildrootsUrl::default() };
    let buildroots = || Some(with_it().of_page(&buildroots_within(here)?));
    Some(files.or_else(buildroots).unwrap_or_else(|| urls::archive_named(archive)))
}

/// The page of the buildroots that had something.
fn buildroots_within(here: &Here) -> Option<PageQuery> {
    page_within(here, "buildroot", "-id", &buildroots::list::table())
}

/// `fileinfo`: a file in an rpm or an archive; without the file's name what it is in.
pub(super) fn file(here: &Here) -> Option<Url> {
    let path = here.get("filename");
    let in_rpm = |rpm| path.map_or_else(|| urls::rpm_named(rpm), |path| urls::file_of_rpm_named(rpm, path));
    let in_archive =
        |archive| path.map_or_else(|| urls::archive_named(archive), |path| urls::file_of_archive_named(archive, path));
    here.get("rpmID").map(in_rpm).or_else(|| here.get("archiveID").map(in_archive))
}

/// `rpmlist`: the rpms of a buildroot or an image.
pub(super) fn rpms(here: &Here) -> Option<Url> {
    list(here, Components::Rpms, &listed::rpms())
}

/// `archivelist`: the archives of a buildroot or an image.
pub(super) fn archives(here: &Here) -> Option<Url> {
    list(here, Components::Archives, &listed::archives())
}

/// What was used there, or with `type=built` what was built there.
fn list(here: &Here, components: Components, table: &Table) -> Option<Url> {
    let page = page_query(here, table);
    let of_buildroot = |buildroot| {
        let built = (here.get("type") == Some("built")).then_some(Yes::Yes);
        BuildrootContentsUrl { built }.of_page(buildroot, components, &page)
    };
    let of_image = |image| urls::page_of_components(image, components, &page);
    here.get("buildrootID").map(of_buildroot).or_else(|| here.get("imageID").map(of_image))
}
