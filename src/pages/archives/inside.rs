//! `/archives/{archive}/archives`: the archives that an archive was made of.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::listed::{self, ListedArchive};
use crate::hub::Hub;
use crate::hub::methods::{Archive, ComponentsOf, GetArchive, ListArchives};
use crate::urls;
use crate::web::{List, ListQuery, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    archive: Arc<Archive>,
    #[serde(rename = "archives")]
    list: List<ListedArchive>,
}
crate::page!(Page: as_listing);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(listed::archives())?;
    let archive = hub.find_named::<GetArchive>(&wanted).await?;
    let archives = hub.slice(ListArchives::of(ComponentsOf::Inside(archive.id)), list.wanted()).await?;
    let archives = listed::with_builds(&hub, archives).await;
    let list = list
        .filled(archives)
        .headed("Archives in".to_owned())
        .empty("The hub knows of no archive that it was made of.");
    Ok(Page { list: list.belonging_to(&archive.filename, urls::archive(&archive.id)), archive })
}
