//! `/volumes`, `/permissions`, `/content-generators`, `/btypes`, `/archive-types`: all that the hub knows of a kind, on one
//! page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::Hub;
use crate::hub::methods::{ContentGenerator, Entry, GetAllPerms, GetArchiveTypes, ListBTypes, ListCGs, ListVolumes};
use crate::urls::{self, Url};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "hub/list.html", blocks = ["title"])]
pub struct Page {
    rows: Vec<Entry>,
    /// Where what belongs to an entry, by its name, is listed.
    #[serde(skip)]
    listed: Option<fn(&str) -> Url>,
}
crate::page!(Page);

fn page(rows: Arc<Vec<Entry>>, listed: Option<fn(&str) -> Url>) -> Page {
    let mut rows = Arc::unwrap_or_clone(rows);
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Page { rows, listed }
}

/// The volumes.
pub async fn volumes(hub: Hub) -> Result<Page> {
    Ok(page(hub.get(ListVolumes).await?, None))
}

/// The permissions.
pub async fn permissions(hub: Hub) -> Result<Page> {
    Ok(page(hub.get(GetAllPerms).await?, Some(urls::users_with)))
}

/// The types of builds.
pub async fn btypes(hub: Hub) -> Result<Page> {
    Ok(page(hub.get(ListBTypes).await?, Some(urls::builds_of_type)))
}

/// The types of archives.
pub async fn archive_types(hub: Hub) -> Result<Page> {
    Ok(page(hub.get(GetArchiveTypes).await?, None))
}

/// The content generators.
pub async fn content_generators(hub: Hub) -> Result<Page> {
    let generators = hub.get(ListCGs).await?;
    let entry = |(name, generator): (&String, &ContentGenerator)| Entry {
        id: generator.id,
        name: name.clone(),
        users: generator.users.clone(),
        ..Entry::default()
    };
    Ok(page(Arc::new(generators.iter().map(entry).collect()), None))
}

impl Page {
    fn has_descriptions(&self) -> bool {
        self.rows.iter().any(|entry| entry.description.is_some())
    }

    fn has_extensions(&self) -> bool {
        self.rows.iter().any(|entry| entry.extensions.is_some())
    }

    fn has_users(&self) -> bool {
        self.rows.iter().any(|entry| !entry.users.is_empty())
    }

    /// Where what belongs to an entry is listed.
    fn href(&self, entry: &Entry) -> Option<Url> {
        self.listed.map(|listed| listed(&entry.name))
    }
}
