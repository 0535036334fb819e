//! The tags that were deleted last. No method of a hub lists them; its history of settings tells of them.

use std::collections::HashSet;

use indexmap::IndexMap;
use tokio::try_join;

use crate::components::change::{self, Action, Change, int, text};
use crate::hub::methods::{HistoryOf, HistoryRow, QueryHistory, Tag};
use crate::hub::model::{EventId, TagId, UserId};
use crate::hub::{Error, Hub};
use crate::xmlrpc::Value;

/// Rows of history that a hub is asked for, from those created last and from those revoked last.
const DEEPEST: u32 = 1000;
type History = IndexMap<String, Vec<HistoryRow>>;
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
        hub.get(QueryHistory::created(HistoryOf::default(), &TABLE, DEEPEST)),
        hub.get(QueryHistory::revoked(HistoryOf::default(), &TABLE, DEEPEST)),
    )?;
    Ok(of_history(&created, &revoked))
}

/// The same from the rows that were created last, and those that were revoked last.
fn of_history(created: &History, revoked: &History) -> (Vec<Deleted>, bool) {
    // Hubs before 1.34 heed no limit and no order, and send all.
    let is_cut = |rows: &[_]| rows.len() == DEEPEST as usize;
    let first = |rows: &Vec<HistoryRow>| rows.iter().filter_map(|row| int(row, "create_event")).min();
    let begins = created.values().find(|rows| is_cut(rows)).and_then(first);
    let is_whole = [created, revoked].into_iter().all(|answer| answer.values().all(|rows| !is_cut(rows)));
    // Before the oldest creation that is known, a change of settings looks like a deletion.
    let known = |change: &Change| begins.is_none_or(|begins| change.event.0 >= begins);
    // A tag of a deleted one's id may be there again; its last change tells.
    let mut seen = HashSet::new();
    let last = |change: &Change| seen.insert(int(&change.row, "tag_id"));
    let changes = change::of([created, revoked]).into_iter().filter(known).filter(last);
    let deleted = changes.filter(|change| change.action == Action::Removed).filter_map(|change| of(&change));
    (deleted.collect(), is_whole)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn deleted(created: &str, revoked: &str) -> Vec<(i64, Option<String>)> {
        let rows = |json: &str| -> History { serde_json::from_str(json).unwrap() };
        let (deleted, is_whole) = of_history(&rows(created), &rows(revoked));
        assert!(is_whole);
        deleted.into_iter().map(|deleted| (deleted.tag.id.0, deleted.by.map(|(_, name)| name))).collect()
    }

    #[test]
    fn only_what_was_not_made_again_is_deleted() {
        let row = |tag: i64, from: i64, to: &str| {
            format!(
                r#"{{"tag_id": {tag}, "tag.name": "t{tag}", "create_event": {from}, "revoke_event": {to}, "revoker_id": 1, "revoker_name": "jane"}}"#
            )
        };
        let history = |rows: &[String]| format!(r#"{{"tag_config": [{}]}}"#, rows.join(","));
        // The first is deleted, the second was changed, the third deleted and made again.
        let revoked = [row(1, 10, "20"), row(2, 11, "21"), row(3, 12, "22")];
        let created = [row(2, 21, "null"), row(3, 30, "null")];
        assert_eq!(deleted(&history(&created), &history(&revoked)), [(1, Some("jane".to_owned()))]);
        assert_eq!(deleted("{}", "{}"), []);
    }
}
