//! Users and what they may do.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, not_allowed, repr};
use super::super::pattern::Pattern;
use super::super::query::page_of_rows;
use super::super::world::User;
use super::super::world::people::PERMISSIONS;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    method("getUser", "userInfo? strict? krb_princs? groups?", get),
    method("listUsers", "userType? prefix? queryOpts? perm? inherited_perm?", list),
    method("getLoggedInUser", "", |_| Ok(Value::Nil)),
    method("getUserPerms", "userID? with_groups?", permissions),
    named("getAllPerms", "get_all_perms", "", all_permissions),
    named("getUserGroups", "get_user_groups", "user", groups),
    named("getGroupMembers", "get_group_members", "group", members),
];

fn find<'w>(ask: &Ask<'w>, wanted: &Value) -> Option<&'w User> {
    let id = ask.user(wanted)?;
    ask.world.users.iter().find(|user| user.id == id)
}

fn get(ask: &Ask<'_>) -> Answer {
    // Without a name it is about who asks, and nobody is logged in here.
    let Some(wanted) = ask.value("userInfo") else { return Ok(Value::Nil) };
    let Some(user) = find(ask, wanted) else {
        let missing = || generic(format!("No such user: {}", repr(wanted)));
        return if ask.flag("strict") { Err(missing()) } else { Ok(Value::Nil) };
    };
    let mut row = vec![
        ("id", Value::Int(user.id)),
        ("name", Value::from(user.name.as_str())),
        ("status", Value::Int(user.status)),
        ("usertype", Value::Int(user.kind)),
    ];
    if ask.flag_or("krb_princs", true) {
        row.push(("krb_principals", Value::from(user.principals())));
    }
    if ask.flag("groups") {
        row.push(("groups", Value::Array(user.groups.iter().map(|(_, name)| Value::from(*name)).collect())));
    }
    Ok(row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn list(ask: &Ask<'_>) -> Answer {
    let kinds: Vec<i64> = match ask.value("userType") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_int).collect(),
        Some(kind) => kind.as_int().into_iter().collect(),
        None => vec![0],
    };
    let prefix = ask.text("prefix").map(Pattern::prefix);
    let users = ask.world.users.iter().filter(|user| {
        kinds.contains(&user.kind)
            && prefix.as_ref().is_none_or(|prefix| prefix.matches(&user.name))
            && ask.text("perm").is_none_or(|perm| user.permissions.contains(&perm))
    });
    let rows = users.map(|user| {
        Value::from([
            ("id", Value::Int(user.id)),
            ("krb_principals", Value::from(user.principals())),
            ("name", Value::from(user.name.as_str())),
            ("status", Value::Int(user.status)),
            ("usertype", Value::Int(user.kind)),
        ])
    });
    page_of_rows(ask, rows.collect())
}

fn permissions(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("userID").cloned().unwrap_or_default();
    let user = find(ask, &wanted).ok_or_else(|| generic(format!("No such user: {}", repr(&wanted))))?;
    Ok(Value::Array(user.permissions.iter().map(|&name| Value::from(name)).collect()))
}

fn all_permissions(_: &Ask<'_>) -> Answer {
    let rows = PERMISSIONS.iter().zip(1..).map(|(&(name, description), id)| {
        Value::from([("description", Value::from(description)), ("id", Value::Int(id)), ("name", Value::from(name))])
    });
    Ok(Value::Array(rows.collect()))
}

fn groups(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("user").cloned().unwrap_or_default();
    let user = find(ask, &wanted).ok_or_else(|| generic(format!("No such user: {}", repr(&wanted))))?;
    let rows = user.groups.iter().map(|&(id, name)| Value::from([("id", Value::Int(id)), ("name", Value::from(name))]));
    Ok(Value::Array(rows.collect()))
}

fn members(ask: &Ask<'_>) -> Answer {
    if !ask.koji.tells_members() {
        return Err(not_allowed("admin permission required (user not logged in)"));
    }
    let wanted = ask.value("group").cloned().unwrap_or_default();
    let group = find(ask, &wanted).ok_or_else(|| generic(format!("No such group: {}", repr(&wanted))))?;
    let inside = ask.world.users.iter().filter(|user| user.groups.iter().any(|(id, _)| *id == group.id));
    let rows = inside.map(|user| {
        Value::from([
            ("id", Value::Int(user.id)),
            ("krb_principals", Value::from(user.principals())),
            ("name", Value::from(user.name.as_str())),
            ("usertype", Value::Int(user.kind)),
        ])
    });
    Ok(Value::Array(rows.collect()))
}
