//! Changes of tags, put together from the rows of the hub's versioned tables.

use std::collections::HashMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::try_join;

use crate::components::nested::plain;
use crate::hub::methods::{HistoryOf, HistoryRow, QueryHistory};
use crate::hub::model::{BuildId, EventId, PackageId, TagId, Timestamp, UserId};
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::urls::{self, Url};
use crate::web::{Column, Error, Result, Table};
use crate::xmlrpc::Value;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A row was created.
    Added,
    /// A row was revoked.
    Removed,
    /// A row was revoked and another one created in its place, by one event.
    Changed,
}

/// One change, by one event.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// The event.
    pub event: EventId,
    /// Seconds since 1970.
    ts: Option<f64>,
    user_id: Option<UserId>,
    user_name: Option<String>,
    /// The hub's table.
    pub table: String,
    /// What was done to its row.
    pub action: Action,
    /// The row as it was made, or as it was last.
    pub row: HistoryRow,
    /// What stood there before it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<HistoryRow>,
}

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

/// A number in a row.
#[must_use]
pub fn int(row: &HistoryRow, name: &str) -> Option<i64> {
    row.get(name)?.as_int()
}

/// A text in a row.
#[must_use]
pub fn text<'a>(row: &'a HistoryRow, name: &str) -> Option<&'a str> {
    row.get(name)?.as_str()
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

/// A package is listed together with its owner: that is one change, which tells both.
fn with_owners(changes: Vec<Change>) -> Vec<Change> {
    let place =
        |change: &Change| (change.event, int(&change.row, "tag_id"), int(&change.row, "package_id"), change.action);
    let (owners, mut others): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.table == "tag_package_owners");
    for owner in owners {
        let listed = others.iter_mut().find(|one| one.table == "tag_packages" && place(one) == place(&owner));
        match listed.filter(|_| owner.action != Action::Changed) {
            Some(listed) => {
                let of_owner = owner.row.into_iter().filter(|(name, _)| name.starts_with("owner"));
                listed.row.extend(of_owner);
            }
            None => others.push(owner),
        }
    }
    others
}

impl Change {
    /// When it was.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.ts?)
    }

    /// The same in seconds since 1970.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        self.ts
    }

    /// Who did it.
    #[must_use]
    pub fn user(&self) -> (Option<&str>, Option<&UserId>) {
        (self.user_name.as_deref(), self.user_id.as_ref())
    }

    /// What was done, with what `name` says next to it.
    #[must_use]
    pub fn words(&self, tag: Option<TagId>) -> &'static str {
        let is_child = int(&self.row, "parent_id").is_some_and(|parent| tag == Some(TagId(parent)));
        match (self.table.as_str(), self.action) {
            ("tag_listing", Action::Removed) => "untagged",
            ("tag_listing", _) => "tagged",
            ("tag_packages", Action::Added) => "added package",
            ("tag_packages", Action::Removed) => "removed package",
            ("tag_packages", Action::Changed) => "changed package",
            ("tag_package_owners", Action::Removed) => "removed the owner of",
            ("tag_package_owners", _) => "set the owner of",
            ("tag_inheritance", Action::Added) if is_child => "is inherited by",
            ("tag_inheritance", Action::Removed) if is_child => "is no longer inherited by",
            ("tag_inheritance", Action::Changed) if is_child => "changed its inheritance by",
            ("tag_inheritance", Action::Added) => "inherits from",
            ("tag_inheritance", Action::Removed) => "no longer inherits from",
            ("tag_inheritance", Action::Changed) => "changed its inheritance from",
            ("tag_config", Action::Added) => "created the tag",
            ("tag_config", Action::Removed) => "deleted the tag",
            ("tag_config", Action::Changed) => "changed the settings",
            ("tag_extra", Action::Removed) => "removed the option",
            ("tag_extra", _) => "set the option",
            ("tag_external_repos", Action::Added) => "added external repo",
            ("tag_external_repos", Action::Removed) => "removed external repo",
            ("tag_external_repos", Action::Changed) => "changed external repo",
            ("group_config", Action::Added) => "added group",
            ("group_config", Action::Removed) => "removed group",
            ("group_config", Action::Changed) => "changed group",
            (_, Action::Added) => "added to group",
            (_, Action::Removed) => "removed from group",
            (_, Action::Changed) => "changed in group",
        }
    }

    /// What it is about, by its name.
    #[must_use]
    pub fn name(&self) -> String {
        let text = |name| text(&self.row, name).unwrap_or_default();
        match self.table.as_str() {
            "tag_listing" => format!("{}-{}-{}", text("name"), text("version"), text("release")),
            "tag_packages" | "tag_package_owners" => text("package.name").to_owned(),
            "tag_extra" => text("key").to_owned(),
            "tag_external_repos" => text("external_repo.name").to_owned(),
            "tag_config" | "tag_inheritance" => String::new(),
            _ => text("group.name").to_owned(),
        }
    }

    /// The tag that was changed.
    #[must_use]
    pub fn tag(&self) -> Option<(&str, TagId)> {
        Some((text(&self.row, "tag.name")?, TagId(int(&self.row, "tag_id")?)))
    }

    /// The other tag of an inheritance.
    #[must_use]
    pub fn other_tag(&self, tag: Option<TagId>) -> Option<(&str, TagId)> {
        let (id, name) = match int(&self.row, "parent_id")? {
            parent if tag == Some(TagId(parent)) => ("tag_id", "tag.name"),
            _ => ("parent_id", "parent.name"),
        };
        Some((text(&self.row, name)?, TagId(int(&self.row, id)?)))
    }

    /// The page of what it is about.
    #[must_use]
    pub fn href(&self) -> Option<Url> {
        let name = self.name();
        match self.table.as_str() {
            "tag_listing" => Some(urls::build(&name, &BuildId(int(&self.row, "build_id")?))),
            "tag_packages" | "tag_package_owners" => {
                Some(urls::package(&name, &PackageId(int(&self.row, "package_id")?)))
            }
            _ => None,
        }
    }

    /// What is set, or what differs from before.
    #[must_use]
    pub fn details(&self) -> Vec<String> {
        /// The columns that say something to a reader, and how they are called.
        const COLUMNS: [(&str, &str); 19] = [
            ("blocked", "blocked"),
            ("extra_arches", "extra arches"),
            ("owner.name", "owner"),
            ("priority", "priority"),
            ("maxdepth", "max depth"),
            ("intransitive", "intransitive"),
            ("noconfig", "no config"),
            ("pkg_filter", "package filter"),
            ("arches", "arches"),
            ("locked", "locked"),
            ("permission.name", "permission"),
            ("maven_support", "Maven"),
            ("maven_include_all", "all builds for Maven"),
            ("value", "value"),
            ("merge_mode", "merge mode"),
            ("package", "package"),
            ("req.name", "group"),
            ("type", "type"),
            ("description", "description"),
        ];
        if self.action == Action::Removed && !self.table.starts_with("group_") {
            return Vec::new();
        }
        let said = |row: &HistoryRow, column: &str| match row.get(column) {
            None | Some(Value::Nil) => "none".to_owned(),
            Some(Value::String(text)) if text.is_empty() => "none".to_owned(),
            Some(value) => plain(value),
        };
        let columns = COLUMNS.iter().filter(|(column, _)| self.row.contains_key(*column));
        columns
            .filter_map(|(column, words)| {
                let now = said(&self.row, column);
                match &self.before {
                    Some(before) => {
                        let then = said(before, column);
                        (then != now).then(|| format!("{words}: {then} → {now}"))
                    }
                    // What is as it is by itself says nothing.
                    None => (now != "none" && now != "no").then(|| format!("{words}: {now}")),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
