//! `/rpms/{rpm}/file?path=`: one file in an rpm.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::Hub;
use crate::hub::methods::{GetRpmFile, RpmFile, RpmInfo};
use crate::urls::{self, PathInside};
use crate::web::{Error, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rpms/file.html", blocks = ["title"])]
pub struct Page {
    rpm: Arc<RpmInfo>,
    file: RpmFile,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, Query(asked): Query<PathInside>) -> Result<Page> {
    let path = asked.path.ok_or_else(|| Error::parameter("path", "", "the name of a file in the rpm"))?;
    let rpm = super::find(&hub, &wanted).await?;
    if rpm.external().is_some() {
        // Its list of files says why there are none.
        return Err(Error::SeeOther(urls::files_of_rpm(&rpm.id)));
    }
    let mut found = hub.get(GetRpmFile::of(rpm.id, path.clone())).await?;
    // A plus that was not encoded came as a space.
    if found.file.is_none() && path.contains(' ') {
        found = hub.get(GetRpmFile::of(rpm.id, path.replace(' ', "+"))).await?;
    }
    let file = found.file.clone().ok_or_else(|| Error::missing("file", &format!("{path} in {}", rpm.nvra())))?;
    Ok(Page { rpm, file })
}
