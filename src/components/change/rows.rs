//! Changes of tags, put together from the rows of the hub's versioned tables.

use std::collections::HashMap;

use indexmap::IndexMap;
use tokio::try_join;

use super::{Action, Change, int, text};
use crate::components::nested::plain;
use crate::hub::methods::{HistoryOf, HistoryRow, QueryHistory};
use crate::hub::model::{EventId, UserId};
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::web::{Column, Error, Result, Table};
use crate::xmlrpc::Value;

/// The tables that tell what a tag is and has, those of packages first.
pub const TABLES_OF_TAGS: [&str; 10] = [
    "tag_listing",
    "tag_packages",
    "tag_package_owners",
    "tag_inheritance",
    "tag_config",
    "tag_extra",
    "tag_external_repos",
    "group_config",
    "group_req_listing",
    "group_package_listing",
];

/// The columns that tell which row of a table takes another's place.
fn key(table: &str, row: &HistoryRow) -> String {
    let columns: &[&str] = match table {
        // A build can be moved from one tag to another by one event.
        "tag_listing" => &["tag_id", "build_id"],
        "tag_config" => &["tag_id"],
        "tag_packages" | "tag_package_owners" => &["tag_id", "package_id"],
        "tag_inheritance" => &["tag_id", "parent_id"],
        "tag_extra" => &["tag_id", "key"],
        "tag_external_repos" => &["tag_id", "external_repo_id"],
        "group_config" => &["tag_id", "group_id"],
        "group_req_listing" => &["tag_id", "group_id", "req_id"],
        "group_package_listing" => &["tag_id", "group_id", "package"],
        _ => &[],
    };
    columns.iter().map(|column| row.get(*column).map(plain).unwrap_or_default() + "\n").collect()
}

/// The columns and the order of a list of changes. The hub has no other order for all tables together.
#[must_use]
pub fn table() -> Table {
    let columns = [
        Column::plain("Change", ""),
        Column::plain("By", ""),
        Column::plain("When, UTC", "n"),
        Column::plain("Ago", "n"),
        Column::plain("Event", "n x"),
    ];
    Table::new(Order { column: "event", descending: true }, columns)
}

/// Rows before a page at most: a hub has to send them all, from each table.
const DEEPEST: u32 = 1000;

/// A page of the changes of these tables, newest first.
pub async fn changes(
    hub: &Hub,
    tables: &[&'static str],
    of_what: HistoryOf,
    page: PageRequest,
) -> Result<Slice<Change>> {
    if page.offset > DEEPEST {
        let expected = format!("a number up to {DEEPEST}: ask for less at a time for older ones");
        return Err(Error::parameter("offset", &page.offset.to_string(), &expected));
    }
    if tables.is_empty() {
        return Ok(Slice::of_whole(Vec::new(), page));
    }
    // Of the rows that have one such event the last ones may have it before the others.
    let limit = if of_what.is_of_some_events() { DEEPEST } else { page.offset + page.limit } + 1;
    let (created, revoked) = try_join!(
        hub.get(QueryHistory::created(of_what.clone(), tables, limit)),
        hub.get(QueryHistory::revoked(of_what.clone(), tables, limit)),
    )?;
    // Older ones than the last of these may be missing among them, and are cut off.
    // Hubs before 1.34 heed no limit, and send all.
    let is_whole = [&created, &revoked].iter().all(|answer| answer.values().all(|rows| rows.len() != limit as usize));
    let mut changes = of([&*created, &*revoked]);
    changes.retain(|change| of_what.has_event(change.event, change.user_id, change.time().as_ref()));
    let mut slice = Slice::of_first(changes, page, is_whole);
    // The pages end where older ones are refused.
    slice.more &= page.offset + page.limit <= DEEPEST;
    Ok(slice)
}

/// The changes that these rows tell of, newest first.
#[must_use]
pub fn of<'a>(answers: impl IntoIterator<Item = &'a IndexMap<String, Vec<HistoryRow>>>) -> Vec<Change> {
    let mut changes: HashMap<(i64, &str, String), Change> = HashMap::new();
    let rows =
        answers.into_iter().flatten().flat_map(|(table, rows)| rows.iter().map(move |row| (table.as_str(), row)));
    for (table, row) in rows {
        for (event, by, action) in [("create", "creator", Action::Added), ("revoke", "revoker", Action::Removed)] {
            let Some(id) = int(row, &format!("{event}_event")) else { continue };
            let change = || Change {
                event: EventId(id),
                ts: match row.get(&format!("{event}_ts")) {
                    Some(Value::Double(seconds)) => Some(*seconds),
                    _ => None,
                },
                user_id: int(row, &format!("{by}_id")).map(UserId),
                user_name: text(row, &format!("{by}_name")).map(str::to_owned),
                table: table.to_owned(),
                action,
                row: row.clone(),
                before: None,
            };
            // A row comes twice where it is among the last of both answers.
            let known = changes.entry((id, table, key(table, row))).or_insert_with(change);
            match (known.action, action) {
                (Action::Added, Action::Removed) => known.before = Some(row.clone()),
                (Action::Removed, Action::Added) => known.before = Some(std::mem::replace(&mut known.row, row.clone())),
                _ => continue,
            }
            known.action = Action::Changed;
        }
    }
    let mut changes: Vec<Change> = with_owners(changes.into_values().collect());
    changes.sort_by(|a, b| {
        let by_event = b.event.cmp(&a.event).then_with(|| a.table.cmp(&b.table)).then_with(|| a.name().cmp(&b.name()));
        by_event.then_with(|| key(&a.table, &a.row).cmp(&key(&b.table, &b.row)))
    });
    changes
}

/// A package is listed together with its owner, and removed with it: that is one change, which tells both.
fn with_owners(changes: Vec<Change>) -> Vec<Change> {
    let (owners, mut others): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.table == "tag_package_owners");
    let place =
        |change: &Change| (change.event, change.action, int(&change.row, "tag_id"), int(&change.row, "package_id"));
    let is_package =
        |(_, change): &(usize, &Change)| change.table == "tag_packages" && change.action != Action::Changed;
    let packages: HashMap<_, usize> =
        others.iter().enumerate().filter(is_package).map(|(at, change)| (place(change), at)).collect();
    for owner in owners {
        match packages.get(&place(&owner)) {
            Some(at) => others[*at].row.extend(owner.row.into_iter().filter(|(name, _)| name.starts_with("owner"))),
            None => others.push(owner),
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::model::TagId;

    fn changes(json: &str) -> Vec<Change> {
        let answer: IndexMap<String, Vec<HistoryRow>> = serde_json::from_str(json).unwrap();
        of([&answer, &answer])
    }

    #[test]
    fn a_row_in_place_of_another_is_a_change() {
        let changes = changes(
            r#"{"tag_config": [
                {"tag_id": 3, "arches": "x86_64", "locked": false, "create_event": 5, "revoke_event": 9, "revoker_name": "jane"},
                {"tag_id": 3, "arches": "x86_64 i686", "locked": true, "create_event": 9, "creator_name": "jane"}
            ]}"#,
        );
        let told: Vec<_> = changes.iter().map(|change| (change.event.0, change.words(Some(TagId(3))))).collect();
        assert_eq!(told, [(9, "changed the settings"), (5, "created the tag")]);
        assert_eq!(changes[0].details(), ["arches: x86_64 → x86_64 i686", "locked: no → yes"]);
        assert_eq!(changes[0].user().0, Some("jane"));
    }

    #[test]
    fn a_package_comes_with_its_owner() {
        let changes = changes(
            r#"{"tag_packages": [{"tag_id": 3, "package_id": 5, "package.name": "bash", "blocked": false, "create_event": 2}],
                "tag_package_owners": [
                    {"tag_id": 3, "package_id": 5, "package.name": "bash", "owner.name": "jane", "create_event": 2, "revoke_event": 4},
                    {"tag_id": 3, "package_id": 5, "package.name": "bash", "owner.name": "karel", "create_event": 4}
                ]}"#,
        );
        let told: Vec<_> = changes
            .iter()
            .map(|change| format!("{} {}: {}", change.words(None), change.name(), change.details().join(", ")))
            .collect();
        assert_eq!(told, ["set the owner of bash: owner: jane → karel", "added package bash: owner: jane"]);
    }

    #[test]
    fn builds_come_and_go() {
        let changes = changes(
            r#"{"tag_listing": [
                {"build_id": 7, "name": "bash", "version": "5", "release": "1", "create_event": 2, "revoke_event": 4},
                {"build_id": 8, "name": "zsh", "version": "5", "release": "1", "create_event": 4, "revoke_event": null}
            ]}"#,
        );
        let told: Vec<_> =
            changes.iter().map(|change| format!("{} {}", change.words(Some(TagId(3))), change.name())).collect();
        assert_eq!(told, ["untagged bash-5-1", "tagged zsh-5-1", "tagged bash-5-1"]);
    }

    #[test]
    fn inheritance_is_told_from_both_ends() {
        let json = r#"{"tag_inheritance": [
            {"tag_id": 3, "tag.name": "child", "parent_id": 4, "parent.name": "parent", "priority": 0, "create_event": 2}
        ]}"#;
        let change = changes(json).remove(0);
        assert_eq!(
            (change.words(Some(TagId(3))), change.other_tag(Some(TagId(3)))),
            ("inherits from", Some(("parent", TagId(4))))
        );
        assert_eq!(
            (change.words(Some(TagId(4))), change.other_tag(Some(TagId(4)))),
            ("is inherited by", Some(("child", TagId(3))))
        );
        assert_eq!(change.details(), ["priority: 0"]);
    }
}
