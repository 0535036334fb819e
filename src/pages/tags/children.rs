//! `/tags/{tag}/children`: the tags that inherit from a tag, the nearest first; its compact part follows on the tag's page.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{GetReverseInheritance, GetTag, Inheritance, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Order};
use crate::urls;
use crate::web::{List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/children.html", blocks = ["title", "listing", "children"])]
pub struct Page {
    tag: Arc<Tag>,
    #[serde(rename = "children")]
    list: List<Inheritance>,
}
crate::page!(Page: as_listing; as_children);

const NEAREST_FIRST: Order = Order { column: "currdepth", descending: false };

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TagId>>, query: ListQuery) -> Result<Page> {
    let list = query.of(Table::new(NEAREST_FIRST, []))?;
    let tag = hub.find_named::<GetTag>(&wanted).await?;
    let children = hub.slice(GetReverseInheritance::of(tag.id, tag.event()), list.wanted()).await?;
    let list = list
        .filled(children)
        .headed("Tags that inherit from".to_owned())
        .belonging_to(&tag.name, urls::tag(&tag.name, &tag.id));
    Ok(Page { list: list.note("nearest first"), tag })
}

impl Page {
    /// The tags by how many steps they are away.
    fn generations(&self) -> impl Iterator<Item = (i64, &[Inheritance])> {
        let generations = self.list.rows().chunk_by(|a, b| a.currdepth == b.currdepth);
        generations.filter_map(|tags| Some((tags.first()?.currdepth, tags)))
    }
}
