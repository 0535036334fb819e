//! What changed on a hub, who changed it, and when.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{BuildId, EventId, PackageId, TagId, Timestamp, UserId};
use crate::hub::{Call, Cost, Freshness, Order, QueryOpts};
use crate::xmlrpc::Value;

/// Of what changes are asked for: all that is given, or of everything.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct HistoryOf {
    pub tag: Option<TagId>,
    pub package: Option<PackageId>,
    pub build: Option<BuildId>,
    /// By this user: of the two events of a row one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<UserId>,
    /// After this: of the two events of a row one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Timestamp>,
    /// Before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Timestamp>,
    /// After this event.
    #[serde(rename = "afterEvent", skip_serializing_if = "Option::is_none")]
    pub after_event: Option<EventId>,
}

impl HistoryOf {
    /// Does it ask for some events alone? A row has two, and the hub gives it where one of them is such.
    #[must_use]
    pub fn is_of_some_events(&self) -> bool {
        self.editor.is_some() || self.after.is_some() || self.before.is_some() || self.after_event.is_some()
    }

    /// Does it ask for an event of this user, at this moment?
    #[must_use]
    pub fn has_event(&self, event: EventId, user: Option<UserId>, at: Option<&Timestamp>) -> bool {
        let at = at.and_then(Timestamp::instant);
        let instant = |bound: &Option<Timestamp>| bound.as_ref().and_then(Timestamp::instant);
        self.editor.is_none_or(|editor| user == Some(editor))
            && instant(&self.after).is_none_or(|after| at.is_some_and(|at| at >= after))
            && instant(&self.before).is_none_or(|before| at.is_some_and(|at| at < before))
            && self.after_event.is_none_or(|after| event > after)
    }
}

/// `queryHistory`: rows of the hub's versioned tables, under each table's name. A row that was changed is two:
/// one that was revoked by an event, and one that was created by it.
#[derive(Debug, Clone, Serialize)]
pub struct QueryHistory {
    tables: Vec<&'static str>,
    #[serde(flatten)]
    of: HistoryOf,
    /// `Some(false)`: revoked rows only.
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

impl QueryHistory {
    /// The rows of each table that were created last.
    #[must_use]
    pub fn created(of: HistoryOf, tables: &[&'static str], limit: u32) -> Self {
        let order = Order { column: "create_event", descending: true };
        Self { tables: tables.to_vec(), of, active: None, query_opts: QueryOpts::first(limit, order) }
    }

    /// The rows of each table that were revoked last. A hub puts rows that were not before all others.
    #[must_use]
    pub fn revoked(of: HistoryOf, tables: &[&'static str], limit: u32) -> Self {
        let order = Order { column: "revoke_event", descending: true };
        let query_opts = QueryOpts::first(limit, order);
        Self { tables: tables.to_vec(), of, active: Some(false), query_opts }
    }
}

impl Call for QueryHistory {
    const METHOD: &'static str = "queryHistory";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = IndexMap<String, Vec<HistoryRow>>;
}

/// `queryHistory` of a package: in which tags its builds are now, those that were tagged last.
#[derive(Debug, Clone, Serialize)]
pub struct QueryTagged {
    tables: [&'static str; 1],
    package: PackageId,
    active: bool,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

impl QueryTagged {
    /// So many at most.
    #[must_use]
    pub fn of(package: PackageId, limit: u32) -> Self {
        let order = Order { column: "create_event", descending: true };
        Self { tables: ["tag_listing"], package, active: true, query_opts: QueryOpts::first(limit, order) }
    }
}

impl Call for QueryTagged {
    const METHOD: &'static str = "queryHistory";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = TaggedBuilds;
}

/// Builds in tags.
#[derive(Debug, Deserialize)]
pub struct TaggedBuilds {
    /// The newest first; a hub leaves a table out that cannot have what is asked for.
    #[serde(default)]
    pub tag_listing: Vec<TaggedBuild>,
}

/// That a build is in a tag.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct TaggedBuild {
    pub tag_id: TagId,
    #[serde(rename = "tag.name")]
    pub tag_name: String,
    pub build_id: BuildId,
    /// The name of the package.
    pub name: String,
    pub version: String,
    pub release: String,
    /// By which it was tagged, when, and who did it.
    pub create_event: EventId,
    pub create_ts: Option<f64>,
    pub creator_id: Option<UserId>,
    pub creator_name: Option<String>,
}

impl TaggedBuild {
    /// Its NVR.
    #[must_use]
    pub fn nvr(&self) -> String {
        format!("{}-{}-{}", self.name, self.version, self.release)
    }

    /// When it was tagged.
    #[must_use]
    pub fn tagged(&self) -> Option<Timestamp> {
        Timestamp::of_seconds(self.create_ts?)
    }

    /// Who tagged it.
    #[must_use]
    pub fn tagger(&self) -> Option<(&str, &UserId)> {
        Some((self.creator_name.as_deref()?, self.creator_id.as_ref()?))
    }
}

/// A row of one of the versioned tables, by the hub's names: each table has columns of its own, and names beside ids.
pub type HistoryRow = IndexMap<String, Value>;

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the two events of a row that a hub gives, one may be none of those that were asked for.
    #[test]
    fn events_that_are_asked_for() {
        let at = |seconds: i64| Timestamp::of_unix(seconds);
        let has = |of: &HistoryOf, event: i64, user: i64, seconds: i64| {
            of.has_event(EventId(event), Some(UserId(user)), at(seconds).as_ref())
        };
        let editor = HistoryOf { editor: Some(UserId(4)), ..HistoryOf::default() };
        assert_eq!((has(&editor, 1, 4, 0), has(&editor, 1, 5, 0)), (true, false));
        let span = HistoryOf { after: at(100), before: at(200), ..HistoryOf::default() };
        assert_eq!([99, 100, 199, 200].map(|seconds| has(&span, 1, 4, seconds)), [false, true, true, false]);
        let event = HistoryOf { after_event: Some(EventId(7)), ..HistoryOf::default() };
        assert_eq!([6, 7, 8].map(|id| has(&event, id, 4, 0)), [false, false, true]);
        assert!(has(&HistoryOf::default(), 1, 4, 0) && !HistoryOf::default().is_of_some_events());
    }
}
