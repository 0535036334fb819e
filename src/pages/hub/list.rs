//! `/volumes`, `/permissions`, `/content-generators`, `/btypes`, `/archive-types`: all that the hub knows of a kind.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{ContentGenerator, Entry, GetAllPerms, GetArchiveTypes, ListBTypes, ListCGs, ListVolumes};
use crate::hub::{Hub, Order, Slice};
use crate::urls::{self, Url};
use crate::web::{Column, List, ListQuery, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hub/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(flatten)]
    list: List<Entry>,
    #[serde(skip)]
    kind: Kind,
}
crate::page!(Page: as_listing);

/// What is told of the entries, and where what belongs to one is listed.
#[derive(Default)]
struct Kind {
    has_descriptions: bool,
    has_extensions: bool,
    has_users: bool,
    listed: Option<fn(&str) -> Url>,
}

impl Kind {
    fn table(&self) -> Table {
        let mut columns = vec![Column::sorted("Name", "", "name")];
        columns.extend(self.has_descriptions.then(|| Column::plain("Description", "")));
        columns.extend(self.has_extensions.then(|| Column::plain("Extensions", "")));
        columns.extend(self.has_extensions.then(|| Column::plain("Inside", "")));
        columns.extend(self.has_users.then(|| Column::plain("Who may import", "")));
        columns.push(Column::sorted("Id", "n", "id"));
        Table::new(Order::BY_NAME, columns).class("").whole()
    }

    fn page(self, query: ListQuery, all: Arc<Vec<Entry>>) -> Result<Page> {
        let list = query.of(self.table())?;
        let (wanted, mut rows) = (list.wanted(), Arc::unwrap_or_clone(all));
        match wanted.order.column {
            "id" => rows.sort_by_key(|entry| entry.id),
            _ => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        }
        if wanted.order.descending {
            rows.reverse();
        }
        let summary = format!("{}: {}", rows.len(), list.about());
        let list = list.filled(Slice::of_whole(rows, wanted)).summary(summary).empty("The hub knows none.");
        Ok(Page { list, kind: self })
    }
}

/// The volumes.
pub async fn volumes(hub: Hub, query: ListQuery) -> Result<Page> {
    Kind::default().page(query, hub.get(ListVolumes).await?)
}

/// The permissions.
pub async fn permissions(hub: Hub, query: ListQuery) -> Result<Page> {
    let kind = Kind { has_descriptions: true, listed: Some(urls::users_with), ..Kind::default() };
    kind.page(query, hub.get(GetAllPerms).await?)
}

/// The types of builds.
pub async fn btypes(hub: Hub, query: ListQuery) -> Result<Page> {
    Kind { listed: Some(urls::builds_of_type), ..Kind::default() }.page(query, hub.get(ListBTypes).await?)
}

/// The types of archives.
pub async fn archive_types(hub: Hub, query: ListQuery) -> Result<Page> {
    let kind = Kind { has_descriptions: true, has_extensions: true, ..Kind::default() };
    kind.page(query, hub.get(GetArchiveTypes).await?)
}

/// The content generators.
pub async fn content_generators(hub: Hub, query: ListQuery) -> Result<Page> {
    let generators = hub.get(ListCGs).await?;
    let entry = |(name, generator): (&String, &ContentGenerator)| Entry {
        id: generator.id,
        name: name.clone(),
        users: generator.users.clone(),
        ..Entry::default()
    };
    let kind = Kind { has_users: true, ..Kind::default() };
    kind.page(query, Arc::new(generators.iter().map(entry).collect()))
}

impl Page {
    /// Where what belongs to an entry is listed.
    fn href(&self, entry: &Entry) -> Option<Url> {
        self.kind.listed.map(|listed| listed(&entry.name))
    }
}
