//! `/buildroots/{buildroot}/rpms`: the rpms that were installed in a buildroot, or those that were built in it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::listed;
use crate::hub::Hub;
use crate::hub::methods::{Buildroot, ComponentsOf, ListRpms, ListedRpm};
use crate::urls::{self, BuildrootContentsUrl};
use crate::web::{Form, List, ListQuery, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rpms/listed.html", blocks = ["title", "listing"])]
pub struct Page {
    buildroot: Arc<Buildroot>,
    #[serde(rename = "rpms")]
    list: List<ListedRpm>,
}
crate::page!(Page: as_listing);

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path,
    Query(asked): Query<BuildrootContentsUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(listed::rpms())?;
    let buildroot = super::find(&hub, &wanted).await?;
    let (of, heading, empty) = match asked.built {
        None => (ComponentsOf::UsedIn(buildroot.id), "Rpms installed in", "No rpm was installed in it."),
        Some(_) => (ComponentsOf::BuiltIn(buildroot.id), "Rpms built in", "No rpm of a build was built in it."),
    };
    let rpms = hub.slice(ListRpms::of(of), list.wanted()).await?;
    let form = Form::new().select("Show", "built", [("", "installed"), ("yes", "built")]);
    let list = list.filled(rpms).headed(heading.to_owned()).form(form).empty(empty);
    let list = list.belonging_to(&buildroot.name(), urls::buildroot(&buildroot.id));
    Ok(Page { buildroot, list })
}
