//! The tags that were deleted last. No method of a hub lists them; its history of settings tells of them.

use std::collections::HashSet;

use tokio::try_join;

use super::change::{self, Action, Change, int, text};
use crate::hub::methods::{QueryHistory, Tag};
use crate::hub::model::{EventId, TagId, UserId};
use crate::hub::{Error, Hub};
use crate::xmlrpc::Value;

/// Rows of history that a hub is asked for, from those created last and from those revoked last.
const DEEPEST: u32 = 1000;
const TABLE: [&str; 1] = ["tag_config"];

/// A deleted tag.
pub(super) struct Deleted {
    pub(super) tag: Tag,
    pub(super) seconds: Option<f64>,
    pub(super) by: Option<(UserId, String)>,
}

/// The deleted tags that the newest part of the history tells of, the last deleted first; and whether these are all.
pub(super) async fn list(hub: &Hub) -> Result<(Vec<Deleted>, bool), Error> {
    let (created, revoked) = try_join!(
        hub.get(QueryHistory::created(None, &TABLE, None, DEEPEST)),
        hub.get(QueryHistory::revoked(None, &TABLE, None, DEEPEST)),
    )?;
    let is_cut = |rows: &[_]| rows.len() >= DEEPEST as usize;
    let begins = created.values().find(|rows| is_cut(rows)).and_then(|rows| int(rows.last()?, "create_event"));
    let is_whole = [&created, &revoked].iter().all(|answer| answer.values().all(|rows| !is_cut(rows)));
    // Before the oldest creation that is known, a change of settings looks like a deletion.
    let known = |change: &Change| begins.is_none_or(|begins| change.event.0 >= begins);
    // A tag of a deleted one's id may be there again; its last change tells.
    let mut seen = HashSet::new();
    let last = |change: &Change| seen.insert(int(&change.row, "tag_id"));
    let changes = change::of([&*created, &*revoked]).into_iter().filter(known).filter(last);
    let deleted = changes.filter(|change| change.action == Action::Removed).filter_map(|change| of(&change));
    Ok((deleted.collect(), is_whole))
}

fn of(change: &Change) -> Option<Deleted> {
    let row = &change.row;
    let flag = |name: &str| row.get(name).map(|value| *value == Value::Bool(true));
    let tag = Tag {
        id: TagId(int(row, "tag_id")?),
        name: text(row, "tag.name")?.to_owned(),
        arches: text(row, "arches").map(str::to_owned),
        locked: flag("locked").unwrap_or_default(),
        perm: text(row, "permission.name").map(str::to_owned),
        maven_support: flag("maven_support"),
        maven_include_all: flag("maven_include_all"),
        extra: None,
        revoke_event: Some(EventId(change.event.0)),
        query_event: None,
    };
    let (name, id) = change.user();
    Some(Deleted { tag, seconds: change.seconds(), by: id.copied().zip(name.map(str::to_owned)) })
}
