//! `/tags/{tag}/groups`: the groups of packages that a tag has, and those it inherits: what is installed in every buildroot.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetFullInheritance, GetTag, GetTagGroups, Group, GroupPackage, Inheritance, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Part};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/groups.html", blocks = ["title"])]
pub struct Page {
    tag: Arc<Tag>,
    groups: Arc<Vec<Group>>,
    /// The names of the tags that groups come from.
    #[serde(skip)]
    inheritance: Part<Vec<Inheritance>>,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TagId>>) -> Result<Page> {
    let tag = hub.find_named::<GetTag>(&wanted).await?;
    let (groups, inheritance) = join!(
        hub.get(GetTagGroups::of(tag.id, tag.event())),
        hub.part("names of parents", GetFullInheritance::of(tag.id, tag.event())),
    );
    Ok(Page { tag, groups: groups?, inheritance })
}

/// The packages of a group by how much they belong to it, in the hub's order of these, each list by name.
fn by_kind(group: &Group) -> Vec<(&str, Vec<&GroupPackage>)> {
    let mut kinds: Vec<(&str, Vec<&GroupPackage>)> = Vec::new();
    for package in &group.packagelist {
        let kind = package.kind.as_deref().unwrap_or("mandatory");
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, packages)) => packages.push(package),
            None => kinds.push((kind, vec![package])),
        }
    }
    for (_, packages) in &mut kinds {
        packages.sort_by(|a, b| a.package.cmp(&b.package));
    }
    kinds
}

impl Page {
    /// The groups, by name.
    fn groups(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        groups
    }

    /// The name of a tag that this one inherits from; none where it is not known.
    fn parent(&self, id: TagId) -> &str {
        let link = self.inheritance.rows().iter().find(|link| link.parent_id == id);
        link.map_or("", |link| &link.name)
    }
}
