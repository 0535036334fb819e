//! Users with a permission, of a hub whose list of users cannot be asked for them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{GetUser, ListUsers, User};
use crate::hub::model::UserId;
use crate::hub::{Call, Cost, Error, Freshness, Hub, PageRequest, Slice};

/// `queryHistory`: who has a permission now, and not by a group. The hub answers a fault to one it does not know.
#[derive(Debug, Clone, Serialize)]
pub struct QueryUsersWith {
    tables: [&'static str; 1],
    permission: String,
    active: bool,
}

impl QueryUsersWith {
    /// This permission.
    #[must_use]
    pub fn permission(name: &str) -> Self {
        Self { tables: ["user_perms"], permission: name.to_owned(), active: true }
    }
}

impl Call for QueryUsersWith {
    const METHOD: &'static str = "queryHistory";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Holders;
}

/// Who has a permission.
#[derive(Debug, Deserialize)]
pub struct Holders {
    #[serde(default)]
    user_perms: Vec<Holder>,
}

#[derive(Debug, Deserialize)]
struct Holder {
    user_id: UserId,
}

/// Users whose kind is asked for: a few are allowed what others are not.
const MOST: usize = 500;

/// What the list of users answers on a newer hub.
pub(super) async fn users_with(
    hub: &Hub,
    permission: &str,
    wanted: &ListUsers,
    page: PageRequest,
) -> Result<Slice<User>, Error> {
    let holders = hub.get(QueryUsersWith::permission(permission)).await?;
    let ids = holders.user_perms.iter().take(MOST).map(|holder| GetUser::of(holder.user_id));
    let answers = hub.get_each(ids).await.into_iter().collect::<Result<Vec<Option<Arc<User>>>, _>>()?;
    let prefix = wanted.prefix.as_deref().unwrap_or_default().to_lowercase();
    let fits = |user: &&Arc<User>| {
        user.usertype.is_none_or(|kind| kind == wanted.kind) && user.name.to_lowercase().starts_with(&prefix)
    };
    let mut users: Vec<User> = answers.iter().flatten().filter(fits).map(|user| User::clone(user)).collect();
    users.sort_by(|a, b| match page.order.column {
        "id" => a.id.cmp(&b.id),
        _ => a.name.cmp(&b.name),
    });
    if page.order.descending {
        users.reverse();
    }
    Ok(Slice::of_whole(users, page))
}
