//! Tags, and the builds in them.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BuildRow;
use crate::hub::model::{BuildId, EventId, IdOrName, TagId, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::paging::nil_last;
use crate::hub::{Call, Cost, Freshness, Named, Rows};
use crate::xmlrpc::Value;

/// `getTag`: one tag, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetTag {
    #[serde(rename = "tagInfo")]
    tag: IdOrName<TagId>,
    /// `auto`: a deleted tag is given as it was last.
    event: &'static str,
}

impl GetTag {
    /// By id (a number) or name, deleted ones too.
    #[must_use]
    pub fn of(tag: impl Into<IdOrName<TagId>>) -> Self {
        Self { tag: tag.into(), event: "auto" }
    }
}

impl Named for GetTag {
    const KIND: &'static str = "tag";
    type Name = IdOrName<TagId>;
    fn named(name: &Self::Name) -> Option<Self> {
        Some(Self::of(name.clone()))
    }
}

impl Call for GetTag {
    const METHOD: &'static str = "getTag";
    const FRESHNESS: Freshness = Freshness::UntilEvent;
    type Answer = Tag;
}

/// A tag. `getTag` gives the last three of these, lists do not.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Tag {
    pub id: TagId,
    pub name: String,
    pub arches: Option<String>,
    #[serde(default)]
    pub locked: bool,
    /// What one must be allowed to tag builds into it.
    pub perm: Option<String>,
    pub maven_support: Option<bool>,
    pub maven_include_all: Option<bool>,
    /// Options by anybody's keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Value>,
    /// Only where it is deleted: when that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoke_event: Option<EventId>,
    /// Only where it is deleted: the event as of which it is given, its last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_event: Option<EventId>,
}

impl Tag {
    /// As of which event the rest has to be asked: the last one of a deleted tag, since a hub knows nothing of it now.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        self.revoke_event.and_then(|revoked| self.query_event.or(Some(EventId(revoked.0 - 1))))
    }
}

/// `listTags`: the tags that are not deleted.
#[derive(Debug, Clone, Serialize)]
pub struct ListTags {
    /// Only with a name of this shape (`*`, `?`), whatever the case. Hubs before 1.27 do not know it.
    pub pattern: Option<String>,
}

impl Call for ListTags {
    const METHOD: &'static str = "listTags";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Tag>;
}

impl Rows for ListTags {
    type Row = Tag;
    const PAGED_BY: PagedBy = PagedBy::QueryOpts;
}

/// `listTags(build=)`: the tags that a build is in.
#[derive(Debug, Clone, Serialize)]
pub struct ListTagsOfBuild {
    build: BuildId,
}

impl ListTagsOfBuild {
    /// Of this build.
    #[must_use]
    pub fn of(build: BuildId) -> Self {
        Self { build }
    }
}

impl Call for ListTagsOfBuild {
    const METHOD: &'static str = "listTags";
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Tag>;
}

/// `listTagged`: the builds in a tag. It takes no `queryOpts`, so a slice of it goes through `countAndFilterResults`.
#[derive(Debug, Clone, Serialize)]
pub struct ListTagged {
    /// By id or name; a hub answers a fault to one it does not know, so look first.
    pub tag: TagId,
    /// As it was then; a deleted tag has builds only so.
    pub event: Option<EventId>,
    /// Through its parents too.
    pub inherit: bool,
    /// Only the newest of each package.
    pub latest: bool,
    /// Only of this package.
    pub package: Option<String>,
    /// Only owned by this user.
    pub owner: Option<String>,
    /// Only of this type.
    #[serde(rename = "type")]
    pub btype: Option<String>,
    /// Only of packages that begin so.
    pub prefix: Option<String>,
}

impl ListTagged {
    /// All builds in a tag and its parents, as they were then.
    #[must_use]
    pub fn all_in(tag: TagId, event: Option<EventId>) -> Self {
        Self { tag, event, inherit: true, latest: false, package: None, owner: None, btype: None, prefix: None }
    }
}

impl ListTagged {
    /// The newest build of a package in a tag and its parents.
    #[must_use]
    pub fn latest_of(package: &str, tag: TagId, event: Option<EventId>) -> Self {
        Self { latest: true, package: Some(package.to_owned()), ..Self::all_in(tag, event) }
    }
}

impl Call for ListTagged {
    const METHOD: &'static str = "listTagged";
    const COST: Cost = Cost::Heavy;
    type Answer = Vec<BuildRow>;
    fn freshness(&self, builds: Option<&Self::Answer>) -> Freshness {
        if builds.is_some_and(|builds| builds.len() > MANY) { Freshness::LARGE_TAG } else { Freshness::UntilEvent }
    }
}

/// A list of more builds is not asked for every minute.
const MANY: usize = 1000;

impl Rows for ListTagged {
    type Row = BuildRow;
    const PAGED_BY: PagedBy = PagedBy::FilterResults;
    const WHOLE: bool = true;

    fn unfiltered(&self) -> Self {
        // The newest build of a package that a user owns is not the newest build of the package if the user owns that.
        let owner = self.owner.clone().filter(|_| self.latest);
        Self { package: None, prefix: None, owner, ..self.clone() }
    }

    fn keeps(&self, row: &BuildRow) -> bool {
        // Of a prefix a hub does not mind the case.
        let begins = |prefix: &String| row.package_name.to_lowercase().starts_with(&prefix.to_lowercase());
        self.package.as_ref().is_none_or(|package| row.package_name == *package)
            && self.prefix.as_ref().is_none_or(begins)
            && self.owner.as_ref().is_none_or(|owner| row.owner_name == *owner)
    }

    fn compare(column: &str, a: &BuildRow, b: &BuildRow) -> Ordering {
        let time = |time: fn(&BuildRow) -> Option<&Timestamp>| {
            nil_last(time(a).map(Timestamp::as_str), time(b).map(Timestamp::as_str))
        };
        match column {
            "build_id" => a.build_id.cmp(&b.build_id),
            "create_event" => a.create_event.cmp(&b.create_event),
            "nvr" => a.nvr.cmp(&b.nvr),
            "tag_name" => nil_last(a.tag_name.as_ref(), b.tag_name.as_ref()),
            "owner_name" => a.owner_name.cmp(&b.owner_name),
            "state" => i64::from(a.state).cmp(&i64::from(b.state)),
            "start_time" => time(|row| row.start_time.as_ref()),
            "completion_time" => time(|row| row.completion_time.as_ref()),
            _ => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the hub cuts the list or the list that is kept here: the same rows.
    #[test]
    fn a_prefix_does_not_mind_the_case() {
        let row = |name: &str| -> BuildRow {
            serde_json::from_value(serde_json::json!({
                "build_id": 1, "nvr": format!("{name}-1-1"), "package_id": 2, "package_name": name, "version": "1",
                "release": "1", "state": 1, "owner_id": 3, "owner_name": "jane", "creation_time": "2026-11-22 14:00:00+00:00",
            }))
            .unwrap()
        };
        let of = |prefix: &str| ListTagged { prefix: Some(prefix.to_owned()), ..ListTagged::all_in(TagId(7), None) };
        for (prefix, name, is_kept) in [
            ("d", "Demo", true),
            ("DE", "demo", true),
            ("dem", "Demo", true),
            ("x", "Demo", false),
            ("demos", "Demo", false),
        ] {
            assert_eq!(of(prefix).keeps(&row(name)), is_kept, "{prefix} {name}");
        }
    }
}
