//! Users, what they may do, and the groups that they are in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{UserId, UserStatus, UserType};
use crate::hub::paging::Paging;
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
    type Answer = Vec<User>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::LIST
    }
}

impl Rows for ListUsers {
    type Row = User;
    const PAGING: Paging = Paging::QueryOpts;
}

macro_rules! of_user {
    ($(#[$doc:meta])* $call:ident($argument:literal) -> $answer:ty as $method:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        pub struct $call {
            #[serde(rename = $argument)]
            user: UserId,
        }

        impl $call {
            /// By id; a hub answers a fault to one it does not know, so look first.
            #[must_use]
            pub fn of(user: UserId) -> Self {
                Self { user }
            }
        }

        impl Call for $call {
            const METHOD: &'static str = $method;
            type Answer = $answer;
            fn freshness(&self, _: Option<&$answer>) -> Freshness {
                Freshness::NAMES
            }
        }
    };
}

of_user! {
    /// `getUserPerms`: what a user may do, by itself or by its groups.
    GetUserPerms("userID") -> Vec<String> as "getUserPerms"
}

of_user! {
    /// `getUserGroups`: the groups that a user is in. Hubs before 1.35 do not know it.
    GetUserGroups("user") -> Vec<NamedUser> as "getUserGroups"
}

of_user! {
    /// `getGroupMembers`: who is in a group. Hubs before 1.35 tell it to administrators alone.
    GetGroupMembers("group") -> Vec<User> as "getGroupMembers"
}

/// A group, by its name.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct NamedUser {
    pub id: UserId,
    pub name: String,
}
