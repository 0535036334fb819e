//! `/buildroots/{buildroot}/rpms`: the rpms that were installed in a buildroot, or those that were built in it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::listed;
use crate::hub::Hub;
use crate::hub::methods::{Buildroot, ListRpms, ListedRpm};
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
    let (call, heading, empty) = match asked.built {
        None => (ListRpms::installed_in(buildroot.id), "Rpms installed in", "No rpm was installed in it."),
        Some(_) => (ListRpms::built_in(buildroot.id), "Rpms built in", "No rpm of a build was built in it."),
    };
    let rpms = hub.slice(call, list.wanted()).await?;
    let form = Form::new().select("Show", "built", [("", "installed"), ("yes", "built")]);
    let list = list.filled(rpms).headed(heading.to_owned()).form(form).empty(empty);
    let list = list.belonging_to(&buildroot.name(), urls::buildroot(&buildroot.id));
    Ok(Page { buildroot, list })
}
