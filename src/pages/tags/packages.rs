//! `/tags/{tag}/packages`: the packages that a tag lists, filtered, sorted, page by page.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{GetTag, GetUser, ListPackages, ListedPackage, Tag, User};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{Hub, Order};
use crate::urls::{self, TagPackagesUrl, YesNo};
use crate::web::{Column, Form, List, ListQuery, Path, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/packages.html", blocks = ["title", "listing"])]
pub struct Page {
    tag: Arc<Tag>,
    user: Option<Arc<User>>,
    #[serde(rename = "packages")]
    list: List<ListedPackage>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "package_name", descending: false };

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted_down("State", "", "blocked"),
        Column::sorted("Package", "", "package_name"),
        Column::sorted("Listed by", "", "tag_name"),
        Column::sorted("Owner", "", "owner_name"),
        Column::plain("Extra arches", ""),
        Column::sorted_down("Package id", "n x", "package_id"),
    ];
    Table::new(BY_NAME, columns)
}

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path<IdOrName<TagId>>,
    Query(asked): Query<TagPackagesUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(table())?;
    let (tag, user) = join!(hub.find_named::<GetTag>(&wanted), hub.find_if_named::<GetUser>(asked.owner.as_ref()));
    let (tag, user) = (tag?, list.named(&hub, "owner", user, form).await?);
    let call = ListPackages {
        tag: tag.id,
        event: tag.event(),
        inherited: asked.inherited != Some(YesNo::No),
        user: user.as_ref().map(|user| user.id),
        prefix: asked.prefix.clone(),
        with_blocked: (asked.blocked == Some(YesNo::No)).then_some(false),
    };
    let packages = hub.slice(call, list.wanted()).await?;
    let list = list
        .filled(packages)
        .headed(heading(&asked, user.as_deref()))
        .belonging_to(&tag.name, urls::tag(&tag.name, &tag.id));
    let list = list.form(form()).letters(Some("Packages")).empty("No package matches.");
    Ok(Page { tag, user, list })
}

fn form() -> Form {
    Form::new()
        .main_input("Package", "prefix", 22, "beginning of a name")
        .more()
        .input("Owner", "owner", 12)
        .select("From", "inherited", [("", "parents too"), ("no", "the tag alone")])
        .select("Blocked", "blocked", [("", "too"), ("no", "left out")])
}

/// What the list is of, in words, without the tag.
fn heading(asked: &TagPackagesUrl, user: Option<&User>) -> String {
    let mut words = vec!["Packages".to_owned()];
    words.extend(user.map(|user| format!("of {}", user.name)));
    words.extend(asked.prefix.as_ref().map(|prefix| format!("beginning with {prefix}")));
    words.push(if asked.inherited == Some(YesNo::No) { "of" } else { "in" }.to_owned());
    words.join(" ")
}
