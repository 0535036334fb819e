//! `/users`: people, hosts' accounts or groups, page by page.

use askama::Template;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetAllPerms, ListUsers, User};
use crate::hub::model::UserType;
use crate::hub::{Hub, Order};
use crate::urls::{Choice as _, UserKind, UsersUrl};
use crate::web::{Column, Error, Listing, Paging, Query, Result, filters, look};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "users/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: UsersUrl,
    users: Listing<User>,
}
crate::page!(Page: as_listing);

const BY_NAME: Order = Order { column: "name", descending: false };

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::plain("State", ""),
        Column::sorted("Name", "", "name"),
        Column::plain("Kerberos principals", "w"),
        Column::plain("Their", ""),
        Column::sorted("Id", "n x", "id"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<UsersUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, BY_NAME)?;
    let kind = match asked.kind() {
        UserKind::People => UserType::Person,
        UserKind::Hosts => UserType::Host,
        UserKind::Groups => UserType::Group,
    };
    let call = ListUsers { kind, prefix: asked.prefix.clone(), perm: asked.perm.clone() };
    let (users, known) = join!(hub.slice(call, wanted), knows(&hub, asked.perm.as_deref()));
    if let Some(missing) = asked.perm.as_ref().filter(|_| known == Some(false)) {
        return Err(Error::missing("permission", missing));
    }
    Ok(Page { users: paging.listing(columns, BY_NAME, wanted, users?), asked })
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

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["prefix", "type", "perm"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        let what = match self.asked.kind() {
            UserKind::People => "Users",
            UserKind::Hosts => "Accounts of hosts",
            UserKind::Groups => "Groups",
        };
        let beginning = self.asked.prefix.as_ref().map(|prefix| format!(" beginning with {prefix}"));
        let permission = self.asked.perm.as_ref().map(|permission| format!(" with permission {permission}"));
        format!("{what}{}{}", beginning.unwrap_or_default(), permission.unwrap_or_default())
    }
}
