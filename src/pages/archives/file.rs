//! `/archives/{archive}/file?path=`: one file in an archive.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::without_files;
use crate::hub::Hub;
use crate::hub::methods::{Archive, ArchiveFile, GetArchive, GetArchiveFile};
use crate::urls::{self, PathInside};
use crate::web::{Error, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/file.html", blocks = ["title"])]
pub struct Page {
    archive: Arc<Archive>,
    file: Arc<ArchiveFile>,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, Query(asked): Query<PathInside>) -> Result<Page> {
    let path = asked.path.ok_or_else(|| Error::parameter("path", "", "the name of a file in the archive"))?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let missing = || Error::missing("file", &format!("{path} in {}", archive.filename));
    if without_files(&archive, None).is_some() {
        // The list of its files says why there are none.
        return Err(Error::SeeOther(urls::files_of_archive(&archive.id)));
    }
    let mut file = hub.find(GetArchiveFile::of(archive.id, path.clone())).await?;
    // A plus that was not encoded came as a space.
    if file.is_none() && path.contains(' ') {
        file = hub.find(GetArchiveFile::of(archive.id, path.replace(' ', "+"))).await?;
    }
    let file = file.ok_or_else(missing)?;
    Ok(Page { archive, file })
}
