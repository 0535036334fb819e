//! `/users`: people, hosts' accounts or groups, page by page.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{GetAllPerms, ListUsers, User};
use crate::hub::model::UserType;
use crate::hub::{Hub, Order};
use crate::urls::{Choice as _, UserKind, UsersUrl};
use crate::web::{Column, Error, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "users/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "users")]
    list: List<User>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::sorted("Name", "", "name"),
        Column::plain("Kerberos principals", "w"),
        Column::plain("Their", ""),
        Column::sorted("Id", "n x", "id"),
    ];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<UsersUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let kind = match asked.kind() {
        UserKind::People => UserType::Person,
        UserKind::Hosts => UserType::Host,
        UserKind::Groups => UserType::Group,
    };
    let call = ListUsers { kind, prefix: asked.prefix.clone(), perm: asked.perm.clone() };
    let (users, known) = join!(hub.slice(call, list.wanted()), knows(&hub, asked.perm.as_deref()));
    if let Some(missing) = asked.perm.as_ref().filter(|_| known == Some(false)) {
        return Err(list.with_form(&hub, "perm", Error::missing("permission", missing), form).await);
    }
    let list =
        list.filled(users?).headed(heading(&asked)).form(form()).letters(Some("Users")).empty("No account matches.");
    Ok(Page { list })
}

fn form() -> Form {
    Form::new()
        .main_input("Name", "prefix", 22, "beginning of a name")
        .select("What", "type", UserKind::options("people"))
        .input("Permission", "perm", 14)
}

/// Does the hub know a permission? It answers a fault to the list of users with one that it does not.
async fn knows(hub: &Hub, permission: Option<&str>) -> Option<bool> {
    let permission = permission?;
    let all = hub.get(GetAllPerms).await.ok()?;
    Some(all.iter().any(|known| known.name == permission))
}

impl UsersUrl {
    fn kind(&self) -> UserKind {
        self.kind.unwrap_or(UserKind::People)
    }
}

/// What the list is of, in words.
fn heading(asked: &UsersUrl) -> String {
    let what = match asked.kind() {
        UserKind::People => "Users",
        UserKind::Hosts => "Accounts of hosts",
        UserKind::Groups => "Groups",
    };
    let beginning = asked.prefix.as_ref().map(|prefix| format!(" beginning with {prefix}"));
    let permission = asked.perm.as_ref().map(|permission| format!(" with permission {permission}"));
    format!("{what}{}{}", beginning.unwrap_or_default(), permission.unwrap_or_default())
}
