//! `/tags/{tag}/packages`: the packages that a tag lists, filtered, sorted, page by page.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetTag, GetUser, ListPackages, ListedPackage, Tag, User};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Order};
use crate::urls::{TagPackagesUrl, YesNo};
use crate::web::{Column, Error, Listing, Paging, Path, Query, Result, filters, look, look_up};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "tags/packages.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: TagPackagesUrl,
    tag: Arc<Tag>,
    user: Option<Arc<User>>,
    packages: Listing<ListedPackage>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "package_name", descending: false };

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::sorted_down("State", "", "blocked"),
        Column::sorted("Package", "", "package_name"),
        Column::sorted("Listed by", "", "tag_name"),
        Column::sorted("Owner", "", "owner_name"),
        Column::plain("Extra arches", ""),
        Column::sorted_down("Package id", "n x", "package_id"),
    ]
}

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path<IdOrName<TagId>>,
    Query(asked): Query<TagPackagesUrl>,
    paging: Paging,
) -> Result<Page> {
    let columns = columns();
    let slice = paging.wanted(&columns, BY_NAME)?;
    let (tag, user) =
        join!(hub.find(GetTag::of(wanted.clone())), look_up(&hub, "user", asked.owner.as_ref(), GetUser::of));
    let (tag, user) = (tag?.ok_or_else(|| Error::missing("tag", &wanted))?, user?);
    let call = ListPackages {
        tag: tag.id,
        event: tag.event(),
        inherited: asked.inherited != Some(YesNo::No),
        user: user.as_ref().map(|user| user.id),
        prefix: asked.prefix.clone(),
        with_blocked: (asked.blocked == Some(YesNo::No)).then_some(false),
    };
    let packages = hub.slice(call, slice).await?;
    Ok(Page { packages: paging.listing(columns, BY_NAME, slice, packages), asked, tag, user })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["prefix", "owner", "inherited", "blocked"];

    /// What the list is of, in words, without the tag.
    fn heading(&self) -> String {
        let mut words = vec!["Packages".to_owned()];
        words.extend(self.user.as_ref().map(|user| format!("of {}", user.name)));
        words.extend(self.asked.prefix.as_ref().map(|prefix| format!("beginning with {prefix}")));
        words.push(if self.asked.inherited == Some(YesNo::No) { "of" } else { "in" }.to_owned());
        words.join(" ")
    }
}
