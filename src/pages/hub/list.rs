//! `/volumes`, `/permissions`, `/content-generators`, `/btypes`, `/archive-types`: all that the hub knows of a kind, on one
//! page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::Hub;
use crate::hub::methods::{ContentGenerator, Entry, GetAllPerms, GetArchiveTypes, ListBTypes, ListCGs, ListVolumes};
use crate::urls::{self, HubList, Url};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "hub/list.html", blocks = ["title"])]
pub struct Page {
    #[serde(skip)]
    list: HubList,
    rows: Vec<Entry>,
}
crate::page!(Page);

fn page(list: HubList, rows: Arc<Vec<Entry>>) -> Page {
    let mut rows = Arc::unwrap_or_clone(rows);
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Page { list, rows }
}

/// The volumes.
pub async fn volumes(hub: Hub) -> Result<Page> {
    Ok(page(HubList::Volumes, hub.get(ListVolumes).await?))
}

/// The permissions.
pub async fn permissions(hub: Hub) -> Result<Page> {
    Ok(page(HubList::Permissions, hub.get(GetAllPerms).await?))
}

/// The types of builds.
pub async fn btypes(hub: Hub) -> Result<Page> {
    Ok(page(HubList::BTypes, hub.get(ListBTypes).await?))
}

/// The types of archives.
pub async fn archive_types(hub: Hub) -> Result<Page> {
    Ok(page(HubList::ArchiveTypes, hub.get(GetArchiveTypes).await?))
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
    Ok(page(HubList::ContentGenerators, Arc::new(generators.iter().map(entry).collect())))
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

    /// Where what belongs to it is listed.
    fn href(&self, entry: &Entry) -> Option<Url> {
        match self.list {
            HubList::BTypes => Some(urls::builds_of_type(&entry.name)),
            HubList::Permissions => Some(urls::users_with(&entry.name)),
            _ => None,
        }
    }
}
