//! `/tags`: the tags that are there, filtered, sorted, page by page.

use askama::Template;
use serde::Serialize;

use crate::hub::methods::{ListTags, Tag};
use crate::hub::{Hub, Order};
use crate::urls::TagsUrl;
use crate::web::{Column, Listing, Paging, Query, Result, filters, look};

impl TagsUrl {
    fn pattern(&self) -> Option<String> {
        self.text.as_ref().map(|text| if text.contains(['*', '?']) { text.clone() } else { format!("*{text}*") })
    }
}

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "tags/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: TagsUrl,
    tags: Listing<Tag>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "name", descending: false };

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::plain("State", ""),
        Column::sorted("Tag", "", "name"),
        Column::plain("Arches", ""),
        Column::plain("Permission", ""),
        Column::sorted_down("Tag id", "n x", "id"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TagsUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, BY_NAME)?;
    let slice = hub.slice(ListTags { pattern: asked.pattern() }, wanted).await?;
    Ok(Page { tags: paging.listing(columns, BY_NAME, wanted, slice), asked })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["match"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        match &self.asked.text {
            None => "Tags".to_owned(),
            Some(text) if text.contains(['*', '?']) => format!("Tags matching {text}"),
            Some(text) => format!("Tags with {text}"),
        }
    }
}
