//! Users, what they may do, and the groups that they are in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::simple::call;
use crate::hub::model::{UserId, UserStatus, UserType};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Freshness, Rows};

/// A user: a person, a host's account, or a group.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct User {
    pub id: UserId,
    pub name: String,
    /// Members of a group come without it.
    pub status: Option<UserStatus>,
    pub usertype: Option<UserType>,
    #[serde(default)]
    pub krb_principals: Vec<String>,
}

impl User {
    /// Is it kept from logging in?
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.status == Some(UserStatus::Blocked)
    }
}

/// `listUsers`: the users of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct ListUsers {
    /// Only of this kind.
    #[serde(rename = "userType")]
    pub kind: UserType,
    /// Only those that begin so. The hub takes it for a `LIKE` pattern, whatever the case.
    pub prefix: Option<String>,
    /// Only those that have this permission themselves, not by a group. The hub answers a fault to one it does not know.
    pub perm: Option<String>,
}

impl Call for ListUsers {
    const METHOD: &'static str = "listUsers";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<User>;
}

impl Rows for ListUsers {
    type Row = User;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

call! {
    /// `getUserPerms`: what a user may do, by itself or by its groups. A hub answers a fault to an id that it does not know.
    GetUserPerms("userID": UserId) = "getUserPerms" -> Vec<String>, NAMES
}

call! {
    /// `getUserGroups`: the groups that a user is in. Hubs before 1.35 do not know it.
    GetUserGroups("user": UserId) = "getUserGroups" -> Vec<NamedUser>, NAMES, OLDER_HUBS_LACK_IT = true
}

call! {
    /// `getGroupMembers`: who is in a group. Hubs before 1.35 tell it to administrators alone.
    GetGroupMembers("group": UserId) = "getGroupMembers" -> Vec<User>, NAMES
}

/// A group, by its name.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct NamedUser {
    pub id: UserId,
    pub name: String,
}
