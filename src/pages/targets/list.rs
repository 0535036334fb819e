//! `/targets`: build targets, all or those of a tag, page by page.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetBuildTargets, GetTag, Tag, Target};
use crate::hub::{Hub, Order};
use crate::urls::TargetsUrl;
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "targets/list.html", blocks = ["title", "listing"])]
pub struct Page {
    build_tag: Option<Arc<Tag>>,
    dest_tag: Option<Arc<Tag>>,
    #[serde(rename = "targets")]
    list: List<Target>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("Target", "", "name"),
        Column::sorted("Builds from", "", "build_tag_name"),
        Column::sorted("Result goes to", "", "dest_tag_name"),
        Column::sorted("Target id", "n x", "id"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TargetsUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let (build_tag, dest_tag) = join!(
        hub.find_if_named::<GetTag>(asked.build_tag.as_ref()),
        hub.find_if_named::<GetTag>(asked.dest_tag.as_ref()),
    );
    let build_tag = list.named(&hub, "build_tag", build_tag, form).await?;
    let dest_tag = list.named(&hub, "dest_tag", dest_tag, form).await?;
    let id = |tag: &Option<Arc<Tag>>| tag.as_ref().map(|tag| tag.id);
    let call = GetBuildTargets { event: None, build_tag: id(&build_tag), dest_tag: id(&dest_tag) };
    let targets = hub.slice(call, list.wanted()).await?;
    let heading = heading(build_tag.as_deref(), dest_tag.as_deref());
    let list = list.filled(targets).headed(heading).form(form()).empty("No target matches.");
    Ok(Page { build_tag, dest_tag, list })
}

fn form() -> Form {
    Form::new().input("Builds from tag", "build_tag", 16).input("Result goes to tag", "dest_tag", 16)
}

/// What the list is of, in words.
fn heading(build_tag: Option<&Tag>, dest_tag: Option<&Tag>) -> String {
    let from = build_tag.map(|tag| format!(" from {}", tag.name));
    let to = dest_tag.map(|tag| format!(" into {}", tag.name));
    format!("Build targets{}{}", from.unwrap_or_default(), to.unwrap_or_default())
}
