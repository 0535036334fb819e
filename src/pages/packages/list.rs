//! `/packages`: all packages, those that a pattern matches, or those of an owner with their tags.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::look;
use crate::hub::methods::{
    GetUser, Kind, ListAllPackages, ListPackagesOfUser, ListedPackage, Match, PackageName, Search, User,
};
use crate::hub::model::PackageId;
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::urls::{PackagesUrl, TagPackagesUrl, YesNo};
use crate::web::{Column, Error, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "packages/list.html", blocks = ["title", "listing"])]
pub struct Page {
    /// Whose packages they are.
    owner: Option<Arc<User>>,
    #[serde(rename = "packages")]
    list: List<PackageRow>,
}
crate::page!(Page: as_listing);

/// A package, with a tag that lists it where an owner is asked for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
enum PackageRow {
    Named(PackageName),
    Listed(ListedPackage),
}

const BY_NAME: Order = Order { column: "package_name", descending: false };

/// The columns and the order of the list.
pub(crate) fn table(of_owner: bool) -> Table {
    let name = Column::sorted("Package", "", "package_name");
    let id = Column::sorted("Package id", "n x", "package_id");
    if of_owner {
        let state = Column::sorted_down("State", "", "blocked");
        let listed_by = Column::sorted("Listed by", "", "tag_name");
        Table::new(BY_NAME, [state, name, listed_by, Column::plain("Extra arches", ""), id])
    } else {
        Table::new(BY_NAME, [name, id])
    }
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<PackagesUrl>, query: ListQuery) -> Result<Page> {
    if let Some(tag) = &asked.tag {
        let PackagesUrl { owner, prefix, inherited, blocked, .. } = asked.clone();
        let list = TagPackagesUrl { owner, prefix, inherited, blocked };
        return Err(Error::SeeOther(list.of(&tag.to_string(), query.asked())));
    }
    let list = query.of(table(asked.owner.is_some()))?;
    let wanted = list.wanted();
    let owner = hub.find_if_named::<GetUser>(asked.owner.as_ref()).await;
    let owner = list.named(&hub, "owner", owner, || form(&asked)).await?;
    if let Some(text) = asked.text.as_ref().filter(|_| owner.is_some() || asked.prefix.is_some()) {
        return Err(Error::parameter("match", text, "absent where owner or prefix is given"));
    }
    let slice = match (&owner, &asked.text) {
        (Some(owner), _) => {
            let call = ListPackagesOfUser {
                user: owner.id,
                with_dups: true,
                prefix: asked.prefix.clone(),
                with_blocked: (asked.blocked == Some(YesNo::No)).then_some(false),
            };
            hub.slice(call, wanted).await?.map(|(_, package)| PackageRow::Listed(package.clone()))
        }
        (None, Some(text)) => {
            matching(&hub, text, wanted).await?.map(|(_, package)| PackageRow::Named(package.clone()))
        }
        (None, None) => hub
            .slice(ListAllPackages { prefix: asked.prefix.clone() }, wanted)
            .await?
            .map(|(_, package)| PackageRow::Named(package.clone())),
    };
    let list = list.filled(slice).headed(heading(&asked, owner.as_deref())).form(form(&asked));
    let letters = asked.text.is_none().then_some("Packages");
    Ok(Page { list: list.letters(letters).empty("No package matches."), owner })
}

fn form(asked: &PackagesUrl) -> Form {
    let is_listed = asked.owner.is_some();
    let form = if is_listed || asked.prefix.is_some() {
        Form::new().main_input("Package", "prefix", 22, "beginning of a name")
    } else {
        Form::new().main_input("Package", "match", 22, "python-*")
    };
    let form = form.more().input("Owner", "owner", 12).input("Tag", "tag", 12);
    form.only_if(is_listed, |form| form.select("Blocked", "blocked", [("", "too"), ("no", "left out")]))
}

/// What the list is of, in words.
fn heading(asked: &PackagesUrl, owner: Option<&User>) -> String {
    let mut words = vec!["Packages".to_owned()];
    words.extend(owner.map(|owner| format!("of {}", owner.name)));
    words.extend(asked.prefix.as_ref().map(|prefix| format!("beginning with {prefix}")));
    words.extend(asked.text.as_ref().map(|text| format!("matching {text}")));
    words.join(" ")
}

/// Those whose name a pattern matches, or has the text in it. The hub's search has other names for the same columns.
async fn matching(hub: &Hub, text: &str, wanted: PageRequest) -> Result<Slice<PackageName>> {
    let is_pattern = text.contains(['*', '?']);
    let terms = if is_pattern { text.to_owned() } else { format!("*{text}*") };
    let column = if wanted.order.column == BY_NAME.column { "name" } else { "id" };
    let wanted = PageRequest { order: Order { column, ..wanted.order }, ..wanted };
    let found = hub.slice(Search { terms, kind: Kind::Package, match_type: Match::Glob }, wanted).await?;
    Ok(found.map(|(_, hit)| PackageName { package_id: PackageId(hit.id), package_name: hit.name.clone() }))
}

impl PackageRow {
    fn name(&self) -> (&str, &PackageId) {
        match self {
            Self::Named(package) => (&package.package_name, &package.package_id),
            Self::Listed(package) => (&package.package_name, &package.package_id),
        }
    }

    fn listed(&self) -> Option<&ListedPackage> {
        match self {
            Self::Named(_) => None,
            Self::Listed(package) => Some(package),
        }
    }
}
