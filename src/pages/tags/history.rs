//! `/tags/{tag}/history`: who tagged, untagged, blocked or edited what, the newest first.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::change::{Change, TABLES_OF_TAGS, changes, table};
use crate::hub::Hub;
use crate::hub::methods::{GetPackage, GetTag, GetUser, HistoryOf, Package, Tag, User};
use crate::hub::model::{IdOrName, TagId, Timestamp};
use crate::urls::{self, ChangeKind, Choice as _, TagHistoryUrl};
use crate::web::{Form, List, ListQuery, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/history.html", blocks = ["title", "listing"])]
pub struct Page {
    tag: Arc<Tag>,
    package: Option<Arc<Package>>,
    #[serde(rename = "changes")]
    list: List<Change>,
}
crate::page!(Page: as_listing);

/// The hub's tables of a kind of change.
fn tables(kind: Option<ChangeKind>, of_package: bool) -> Vec<&'static str> {
    let is_of = |table: &&str| match kind {
        None => true,
        Some(ChangeKind::Builds) => *table == "tag_listing",
        Some(ChangeKind::Packages) => table.starts_with("tag_package"),
        Some(ChangeKind::Inheritance) => *table == "tag_inheritance",
        Some(ChangeKind::Settings) => matches!(*table, "tag_config" | "tag_extra"),
        Some(ChangeKind::ExternalRepos) => *table == "tag_external_repos",
        Some(ChangeKind::Groups) => table.starts_with("group_"),
    };
    let knows_packages = |table: &str| table == "tag_listing" || table.starts_with("tag_package");
    TABLES_OF_TAGS.into_iter().filter(|table| is_of(table) && (!of_package || knows_packages(table))).collect()
}

/// The page.
pub async fn get(
    hub: Hub,
    Path(wanted): Path<IdOrName<TagId>>,
    Query(asked): Query<TagHistoryUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(table())?;
    let (tag, package, editor) = join!(
        hub.find_named::<GetTag>(&wanted),
        hub.find_if_named::<GetPackage>(asked.package.as_ref()),
        hub.find_if_named::<GetUser>(asked.by.as_ref()),
    );
    let tag = tag?;
    let package = list.named(&hub, "package", package, form).await?;
    let editor = list.named(&hub, "by", editor, form).await?;
    let tables = tables(asked.kind, package.is_some());
    let of_tag = HistoryOf {
        tag: Some(tag.id),
        package: package.as_ref().map(|package| package.id),
        editor: editor.as_ref().map(|editor| editor.id),
        after: asked.from.and_then(|day| Timestamp::of_unix(day.begin())),
        before: asked.to.and_then(|day| Timestamp::of_unix(day.end())),
        ..HistoryOf::default()
    };
    let slice = changes(&hub, &tables, of_tag, list.wanted()).await?;
    let list = list
        .filled(slice)
        .headed(heading(&asked, package.as_deref(), editor.as_deref()))
        .belonging_to(&tag.name, urls::tag(&tag.name, &tag.id));
    Ok(Page { list: list.note("newest first").form(form()).empty("Nothing was changed."), tag, package })
}

fn form() -> Form {
    Form::new()
        .input("Package", "package", 22)
        .select("Changes of", "kind", ChangeKind::options("all"))
        .more()
        .input("By", "by", 10)
        .day("From", "from")
        .day("To", "to")
}

/// What the list is of, in words, without the tag.
fn heading(asked: &TagHistoryUrl, package: Option<&Package>, editor: Option<&User>) -> String {
    let mut words = vec!["Changes".to_owned()];
    words.extend(asked.kind.map(|kind| format!("of {}", kind.words())));
    words.extend(package.map(|package| format!("of {}", package.name)));
    words.extend(editor.map(|editor| format!("by {}", editor.name)));
    words.extend(asked.from.map(|day| format!("from {day}")));
    words.extend(asked.to.map(|day| format!("up to {day}")));
    words.push("in".to_owned());
    words.join(" ")
}
