//! Changes of tags: what each says. They are put together from the rows of the hub's versioned tables in `rows.rs`.

mod rows;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::rows::{TABLES_OF_TAGS, changes, of, table};
use crate::components::nested::plain;
use crate::hub::methods::HistoryRow;
use crate::hub::model::{BuildId, EventId, PackageId, TagId, Timestamp, UserId};
use crate::urls::{self, Url};
use crate::xmlrpc::Value;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
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
