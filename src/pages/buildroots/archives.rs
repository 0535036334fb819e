//! `/buildroots/{buildroot}/archives`: the archives that were used in a buildroot, or those that were built in it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::listed::{self, ListedArchive};
use crate::hub::Hub;
use crate::hub::methods::{Buildroot, ComponentsOf, ListArchives};
use crate::urls::{self, BuildrootContentsUrl};
use crate::web::{Form, List, ListQuery, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "archives/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    buildroot: Arc<Buildroot>,
    #[serde(rename = "archives")]
    list: List<ListedArchive>,
}
crate::page!(Page: as_listing);

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path,
    Query(asked): Query<BuildrootContentsUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(listed::archives())?;
    let buildroot = super::find(&hub, &wanted).await?;
    let (of, heading, empty) = match asked.built {
        None => (ComponentsOf::UsedIn(buildroot.id), "Archives used in", "No archive was used in it."),
        Some(_) => (ComponentsOf::BuiltIn(buildroot.id), "Archives built in", "No archive of a build was built in it."),
    };
    let archives = hub.slice(ListArchives::of(of), list.wanted()).await?;
    let archives = listed::with_builds(&hub, archives).await;
    let form = Form::new().select("Show", "built", [("", "used"), ("yes", "built")]);
    let list = list.filled(archives).headed(heading.to_owned()).form(form).empty(empty);
    let list = list.belonging_to(&buildroot.name(), urls::buildroot(&buildroot.id));
    Ok(Page { buildroot, list })
}
