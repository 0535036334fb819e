//! What is in rpms, archives and buildroots: `fileinfo`, `rpmlist`, `archivelist`.

use super::page_query;
use crate::components::listed;
use crate::pages::rpms;
use crate::urls::{self, BuildrootContentsUrl, Components, PageQuery, Url, Yes};
use crate::web::{Here, Table};

/// `rpminfo`: an rpm; sorted by its files or further on in them, the list of those.
pub(super) fn rpm(here: &Here) -> Option<Url> {
    let rpm = here.get("rpmID")?;
    let offset = here.get("fileStart").and_then(|start| start.parse().ok()).filter(|start| *start > 0);
    let is_own = |order: &&str| rpms::files::table().knows_order(order) && *order != "name";
    let order = here.get("fileOrder").filter(is_own).map(str::to_owned);
    let page = PageQuery { order, offset, ..PageQuery::default() };
    let is_of_files = page != PageQuery::default();
    Some(if is_of_files { urls::page_of_files_of_rpm_named(rpm, &page) } else { urls::rpm_named(rpm) })
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
