//! `/archives/{archive}/rpms`: the rpms that an archive was made of.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::listed;
use crate::hub::Hub;
use crate::hub::methods::{Archive, ComponentsOf, GetArchive, ListRpms, ListedRpm};
use crate::urls;
use crate::web::{List, ListQuery, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rpms/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    archive: Arc<Archive>,
    #[serde(rename = "rpms")]
    list: List<ListedRpm>,
}
crate::page!(Page: as_listing);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(listed::rpms())?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let rpms = hub.slice(ListRpms::of(ComponentsOf::Inside(archive.id)), list.wanted()).await?;
    let list = list.filled(rpms).headed("Rpms in".to_owned()).empty("The hub knows of no rpm that it was made of.");
    Ok(Page { list: list.belonging_to(&archive.filename, urls::archive(&archive.id)), archive })
}
