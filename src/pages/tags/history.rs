//! `/tags/{tag}/history`: who tagged, untagged, blocked or edited what, the newest first.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;
use tokio::{join, try_join};

use super::change::{self, Change};
use crate::hub::methods::{GetPackage, GetTag, Package, QueryHistory, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Order, Slice};
use crate::urls::{ChangeKind, Choice as _, TagHistoryUrl};
use crate::web::{Column, Error, Listing, Paging, Path, Query, Result, filters, look_up};

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

/// The hub has no other order for all tables together.
const NEWEST_FIRST: Order = Order { column: "event", descending: true };
/// Rows before a page at most: a hub has to send them all, from each table.
const DEEPEST: u32 = 1000;

/// The columns of the list.
fn columns() -> Vec<Column> {
    vec![
        Column::plain("Change", ""),
        Column::plain("By", ""),
        Column::plain("When, UTC", "n"),
        Column::plain("Ago", "n"),
        Column::plain("Event", "n x"),
    ]
}

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
    if page.offset > DEEPEST {
        let expected = format!("a number up to {DEEPEST}: choose a package or a kind of change for older ones");
        return Err(Error::parameter("offset", &page.offset.to_string(), &expected));
    }
    let (tag, package) =
        join!(hub.find(GetTag::of(wanted.clone())), look_up(&hub, "package", asked.package.as_ref(), GetPackage::of));
    let (tag, package) = (tag?.ok_or_else(|| Error::missing("tag", &wanted))?, package?);
    let tables = tables(asked.kind, package.is_some());
    let slice = if tables.is_empty() {
        Slice::of_whole(Vec::new(), page)
    } else {
        let (limit, of) = (page.offset + page.limit + 1, package.as_ref().map(|package| package.id));
        let (created, revoked) = try_join!(
            hub.get(QueryHistory::created(Some(tag.id), &tables, of, limit)),
            hub.get(QueryHistory::revoked(Some(tag.id), &tables, of, limit)),
        )?;
        // Older ones than the last of these may be missing among them, and are cut off.
        let is_whole =
            [&created, &revoked].iter().all(|answer| answer.values().all(|rows| rows.len() < limit as usize));
        let mut slice = Slice::of_first(change::of([&*created, &*revoked]), page, is_whole);
        // The pages end where older ones are refused.
        slice.more &= page.offset + page.limit <= DEEPEST;
        slice
    };
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
