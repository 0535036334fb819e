//! `/tags`: the tags that are there, filtered, sorted, page by page; on request those that were deleted.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::deleted;
use crate::components::look;
use crate::hub::methods::{GetInheritanceData, Inheritance, ListTags, Tag};
use crate::hub::model::{Timestamp, UserId};
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::urls::{TagsUrl, Yes};
use crate::web::{Column, Error, Form, List, ListQuery, Query, Result, Table, filters, glob};

impl TagsUrl {
    fn pattern(&self) -> Option<String> {
        self.text.as_ref().map(|text| if text.contains(['*', '?']) { text.clone() } else { format!("*{text}*") })
    }

    fn is_deleted(&self) -> bool {
        self.deleted == Some(Yes::Yes)
    }
}

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: TagsUrl,
    #[serde(rename = "tags")]
    list: List<TagRow>,
}
crate::page!(Page: as_listing);

/// A tag of the list.
#[derive(Debug, Serialize, JsonSchema)]
struct TagRow {
    #[serde(flatten)]
    tag: Tag,
    /// What it inherits from directly, by priority. Absent where it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    parents: Option<Arc<Vec<Inheritance>>>,
    /// When it was deleted, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoke_ts: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoker_id: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoker_name: Option<String>,
}

/// Parents of a tag that are named in its row.
const PARENTS: usize = 4;

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::sorted("Tag", "", "name"),
        Column::plain("Arches", ""),
        Column::plain("Permission", ""),
        Column::plain("Inherits from", ""),
        Column::sorted_down("Tag id", "n x", "id"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The same of deleted ones, of which no other order is known.
fn table_of_deleted() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::plain("Tag", ""),
        Column::plain("Arches", ""),
        Column::plain("Deleted by", ""),
        Column::plain("Deleted, UTC", ""),
        Column::plain("Tag id", "n x"),
    ];
    Table::new(Order { column: "revoke_event", descending: true }, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TagsUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(if asked.is_deleted() { table_of_deleted() } else { table() })?;
    let wanted = list.wanted();
    let rows =
        if asked.is_deleted() { deleted(&hub, &asked, wanted).await? } else { there(&hub, &asked, wanted).await? };
    let form = Form::new().main_input("Name", "match", 22, "part of a name, or f40-*").select(
        "Tags",
        "deleted",
        [("", "current"), ("yes", "deleted")],
    );
    let list = list.filled(rows).headed(heading(&asked)).form(form).empty("No tag matches.");
    Ok(Page { asked, list })
}

/// What the list is of, in words.
fn heading(asked: &TagsUrl) -> String {
    let what = if asked.is_deleted() { "Deleted tags" } else { "Tags" };
    match &asked.text {
        None => what.to_owned(),
        Some(text) if text.contains(['*', '?']) => format!("{what} matching {text}"),
        Some(text) => format!("{what} with {text}"),
    }
}

/// Tags that are there, with what they inherit from.
async fn there(hub: &Hub, asked: &TagsUrl, wanted: PageRequest) -> Result<Slice<TagRow>> {
    let tags = hub.slice(ListTags { pattern: asked.pattern() }, wanted).await?;
    let calls = tags.rows().iter().map(|tag| GetInheritanceData::of(tag.id));
    let mut parents = hub.part_of_each("what the tags inherit from", calls).await;
    parents.reverse();
    Ok(tags.map(|(place, tag)| TagRow {
        tag: tag.clone(),
        parents: parents.pop_if(|(of, _)| *of == place).map(|(_, parents)| parents),
        revoke_ts: None,
        revoker_id: None,
        revoker_name: None,
    }))
}

/// Tags that were deleted. A hub does not filter these.
async fn deleted(hub: &Hub, asked: &TagsUrl, wanted: PageRequest) -> Result<Slice<TagRow>> {
    let (all, is_whole) = deleted::list(hub).await?;
    let row = |deleted: deleted::Deleted| {
        let (revoker_id, revoker_name) = deleted.by.unzip();
        TagRow { tag: deleted.tag, parents: None, revoke_ts: deleted.seconds, revoker_id, revoker_name }
    };
    let too_long = |pattern: &str| Error::parameter("match", pattern, "a shorter pattern");
    let pattern = asked.pattern().map(|pattern| glob(&pattern).ok_or_else(|| too_long(&pattern))).transpose()?;
    let matches = |row: &TagRow| pattern.as_ref().is_none_or(|pattern| pattern.is_match(&row.tag.name));
    Ok(Slice::of_first(all.into_iter().map(row).filter(matches).collect(), wanted, is_whole))
}

impl TagRow {
    fn revoked(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.revoke_ts?)
    }

    /// Its first parents, and how many more there are.
    fn parents(&self) -> (&[Inheritance], usize) {
        let parents = self.parents.as_deref().map_or(&[][..], Vec::as_slice);
        let shown = parents.len().min(PARENTS);
        (&parents[..shown], parents.len() - shown)
    }
}
