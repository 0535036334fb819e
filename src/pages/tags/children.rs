//! `/tags/{tag}/children`: the tags that inherit from a tag, the nearest first; its compact part follows on the tag's page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::methods::{GetReverseInheritance, GetTag, Inheritance, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Order};
use crate::web::{Error, Listing, Paging, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "tags/children.html", blocks = ["title", "listing", "children"])]
pub struct Page {
    tag: Arc<Tag>,
    children: Listing<Inheritance>,
}
crate::page!(Page: as_listing; as_children);

const NEAREST_FIRST: Order = Order { column: "currdepth", descending: false };

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TagId>>, paging: Paging) -> Result<Page> {
    let slice = paging.wanted(&[], NEAREST_FIRST)?;
    let missing = || Error::missing("tag", &wanted);
    let tag = hub.find(GetTag::of(wanted.clone())).await?.ok_or_else(missing)?;
    let children = hub.slice(GetReverseInheritance::of(tag.id, tag.event()), slice).await?;
    Ok(Page { tag, children: paging.listing(Vec::new(), NEAREST_FIRST, slice, children) })
}

impl Page {
    /// The tags by how many steps they are away.
    fn generations(&self) -> impl Iterator<Item = (i64, &[Inheritance])> {
        let generations = self.children.rows().chunk_by(|a, b| a.currdepth == b.currdepth);
        generations.filter_map(|tags| Some((tags.first()?.currdepth, tags)))
    }
}
