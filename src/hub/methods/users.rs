//! Users, what they may do, and the groups that they are in.

use std::sync::Arc;

use futures_util::FutureExt as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::simple::call;
use super::users_with::users_with;
use crate::hub::model::{UserId, UserStatus, UserType};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Feature, Freshness, Hub, Older, PageRequest, Rows, Slice, feature};

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
    fn needs(&self) -> Option<&'static Feature> {
        self.perm.as_ref().map(|_| &feature::USERS_WITH)
    }
}

impl Rows for ListUsers {
    type Row = User;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;

    fn rows_on_older_hubs(&self, hub: &Hub, page: PageRequest) -> Option<Older<Slice<User>>> {
        let (hub, wanted, permission) = (hub.clone(), self.clone(), self.perm.clone()?);
        Some(async move { users_with(&hub, &permission, &wanted, page).await }.boxed())
    }
}

call! {
    /// `getUserPerms`: what a user may do, by itself or by its groups. A hub answers a fault to an id that it does not know.
    GetUserPerms("userID": UserId) = "getUserPerms" -> Vec<String>, NAMES
}

/// `getUserGroups`: the groups that a user is in.
#[derive(Debug, Clone, Serialize)]
pub struct GetUserGroups {
    user: UserId,
}

impl GetUserGroups {
    /// Of this user.
    #[must_use]
    pub fn of(user: UserId) -> Self {
        Self { user }
    }
}

impl Call for GetUserGroups {
    const METHOD: &'static str = "getUserGroups";
    const FRESHNESS: Freshness = Freshness::NAMES;
    type Answer = Vec<NamedUser>;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::USER_GROUPS)
    }

    /// By their names alone.
    fn on_older_hubs(&self, hub: &Hub) -> Option<Older<Option<Arc<Self::Answer>>>> {
        let (hub, call) = (hub.clone(), GetGroupNames { user: self.user, groups: true });
        let named = |name: &String| NamedUser { id: None, name: name.clone() };
        let groups = async move {
            let user = hub.find(call).await?;
            Ok(user.map(|user| Arc::new(user.groups.iter().map(named).collect())))
        };
        Some(groups.boxed())
    }
}

/// `getUser` with the names of a user's groups.
#[derive(Debug, Clone, Serialize)]
struct GetGroupNames {
    #[serde(rename = "userInfo")]
    user: UserId,
    groups: bool,
}

impl Call for GetGroupNames {
    const METHOD: &'static str = "getUser";
    const FRESHNESS: Freshness = Freshness::NAMES;
    type Answer = GroupNames;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::GROUP_NAMES)
    }
}

#[derive(Debug, Deserialize)]
struct GroupNames {
    #[serde(default)]
    groups: Vec<String>,
}

call! {
    /// `getGroupMembers`: who is in a group.
    GetGroupMembers("group": UserId) = "getGroupMembers" -> Vec<User>, NAMES, needs GROUP_MEMBERS
}

/// A group, by its name; hubs before 1.35 tell nothing else of it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct NamedUser {
    pub id: Option<UserId>,
    pub name: String,
}
