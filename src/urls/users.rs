//! Users: one, and lists of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{ListUrl, Url, as_named, thing};
use crate::hub::model::UserId;

/// The list of users.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct UsersUrl {
    /// The beginning of a name.
    pub prefix: Option<String>,
    /// What they are: people, unless it is set.
    #[serde(rename = "type")]
    pub kind: Option<UserKind>,
    /// That have this permission themselves.
    pub perm: Option<String>,
}

impl ListUrl for UsersUrl {
    const PATH: &'static str = "/users";
}

/// What has an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum UserKind {
    /// People, and programs.
    People,
    /// Hosts.
    Hosts,
    /// Groups of accounts.
    Groups,
}

/// The users that have a permission.
#[must_use]
pub fn users_with(permission: &str) -> Url {
    UsersUrl { perm: Some(permission.to_owned()), ..UsersUrl::default() }.url()
}

/// The list of users.
#[must_use]
pub fn users() -> Url {
    UsersUrl::default().url()
}

/// One user.
#[must_use]
pub fn user(name: &str, id: &UserId) -> Url {
    thing("users", name, id.0)
}

/// One user, by its id.
#[must_use]
pub fn user_by_id(id: &UserId) -> Url {
    Url(format!("/users/{id}"))
}

/// One user, as a reader named it.
#[must_use]
pub fn user_named(id_or_name: &str) -> Url {
    as_named("users", id_or_name)
}
