//! `/tags/{tag}/history`: who tagged, untagged, blocked or edited what, the newest first.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;
use tokio::join;

use crate::hub::Hub;
use crate::hub::methods::{GetPackage, GetTag, Package, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::urls::{ChangeKind, Choice as _, TagHistoryUrl};
use crate::web::change::{Change, NEWEST_FIRST, changes, columns};
use crate::web::{Error, Listing, Paging, Path, Query, Result, filters, look_up};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "tags/history.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: TagHistoryUrl,
    tag: Arc<Tag>,
    package: Option<Arc<Package>>,
    changes: Listing<Change>,
}
crate::page!(Page: as_listing);

/// The hub's tables of a kind of change.
fn tables(kind: Option<ChangeKind>, of_package: bool) -> Vec<&'static str> {
    const OF_PACKAGES: [&str; 3] = ["tag_listing", "tag_packages", "tag_package_owners"];
    const OTHERS: [&str; 7] = [
        "tag_inheritance",
        "tag_config",
        "tag_extra",
        "tag_external_repos",
        "group_config",
        "group_req_listing",
        "group_package_listing",
    ];
    let is_of = |table: &&&str| match kind {
        None => true,
        Some(ChangeKind::Builds) => **table == "tag_listing",
        Some(ChangeKind::Packages) => table.starts_with("tag_package"),
        Some(ChangeKind::Inheritance) => **table == "tag_inheritance",
        Some(ChangeKind::Settings) => matches!(**table, "tag_config" | "tag_extra"),
        Some(ChangeKind::ExternalRepos) => **table == "tag_external_repos",
        Some(ChangeKind::Groups) => table.starts_with("group_"),
    };
    let others: &[&str] = if of_package { &[] } else { &OTHERS };
    OF_PACKAGES.iter().chain(others).filter(is_of).copied().collect()
}

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path<IdOrName<TagId>>,
    Query(asked): Query<TagHistoryUrl>,
    paging: Paging,
) -> Result<Page> {
    let columns = columns();
    let page = paging.wanted(&columns, NEWEST_FIRST)?;
    let (tag, package) =
        join!(hub.find(GetTag::of(wanted.clone())), look_up(&hub, "package", asked.package.as_ref(), GetPackage::of));
    let (tag, package) = (tag?.ok_or_else(|| Error::missing("tag", &wanted))?, package?);
    let tables = tables(asked.kind, package.is_some());
    let slice = changes(&hub, &tables, Some(tag.id), package.as_ref().map(|package| package.id), page).await?;
    Ok(Page { changes: paging.listing(columns, NEWEST_FIRST, page, slice), asked, tag, package })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["package", "kind"];

    /// What the list is of, in words, without the tag.
    fn heading(&self) -> String {
        let of = self.package.as_ref().map(|package| format!(" of {}", package.name)).unwrap_or_default();
        match self.asked.kind {
            None => format!("Changes{of} in"),
            Some(kind) => format!("Changes of {}{of} in", kind.words()),
        }
    }
}
