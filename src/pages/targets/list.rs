//! `/targets`: build targets, all or those of a tag, page by page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetBuildTargets, GetTag, Tag, Target};
use crate::hub::{Hub, Order};
use crate::urls::TargetsUrl;
use crate::web::{Column, Listing, Paging, Query, Result, filters, look_up};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "targets/list.html", blocks = ["title", "listing"])]
pub struct Page {
    build_tag: Option<Arc<Tag>>,
    dest_tag: Option<Arc<Tag>>,
    targets: Listing<Target>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "name", descending: false };

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::sorted("Target", "", "name"),
        Column::sorted("Builds from", "", "build_tag_name"),
        Column::sorted("Result goes to", "", "dest_tag_name"),
        Column::sorted("Target id", "n x", "id"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TargetsUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, BY_NAME)?;
    let (build_tag, dest_tag) = join!(
        look_up(&hub, "tag", asked.build_tag.as_ref(), GetTag::of),
        look_up(&hub, "tag", asked.dest_tag.as_ref(), GetTag::of),
    );
    let (build_tag, dest_tag) = (build_tag?, dest_tag?);
    let id = |tag: &Option<Arc<Tag>>| tag.as_ref().map(|tag| tag.id);
    let call = GetBuildTargets { event: None, build_tag: id(&build_tag), dest_tag: id(&dest_tag) };
    let targets = hub.slice(call, wanted).await?;
    Ok(Page { build_tag, dest_tag, targets: paging.listing(columns, BY_NAME, wanted, targets) })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["build_tag", "dest_tag"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        let from = self.build_tag.as_ref().map(|tag| format!(" from {}", tag.name));
        let to = self.dest_tag.as_ref().map(|tag| format!(" into {}", tag.name));
        format!("Build targets{}{}", from.unwrap_or_default(), to.unwrap_or_default())
    }
}
