//! What changed on a hub, who changed it, and when.

use indexmap::IndexMap;
use serde::Serialize;

use crate::hub::model::{PackageId, TagId};
use crate::hub::{Call, Cost, Freshness, Order, QueryOpts};
use crate::xmlrpc::Value;

/// `queryHistory` of a tag, or of all: rows of the hub's versioned tables, under each table's name. A row that was changed is two:
/// one that was revoked by an event, and one that was created by it.
#[derive(Debug, Clone, Serialize)]
pub struct QueryHistory {
    tables: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<TagId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<PackageId>,
    /// `Some(false)`: revoked rows only.
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

impl QueryHistory {
    /// The rows of each table that were created last.
    #[must_use]
    pub fn created(tag: Option<TagId>, tables: &[&'static str], package: Option<PackageId>, limit: u32) -> Self {
        let order = Order { column: "create_event", descending: true };
        Self { tables: tables.to_vec(), tag, package, active: None, query_opts: QueryOpts::first(limit, order) }
    }

    /// The rows of each table that were revoked last. A hub puts rows that were not before all others.
    #[must_use]
    pub fn revoked(tag: Option<TagId>, tables: &[&'static str], package: Option<PackageId>, limit: u32) -> Self {
        let order = Order { column: "revoke_event", descending: true };
        let query_opts = QueryOpts::first(limit, order);
        Self { tables: tables.to_vec(), tag, package, active: Some(false), query_opts }
    }
}

impl Call for QueryHistory {
    const METHOD: &'static str = "queryHistory";
    const COST: Cost = Cost::Heavy;
    type Answer = IndexMap<String, Vec<Versioned>>;
    fn freshness(&self, _: Option<&Self::Answer>) -> Freshness {
        Freshness::LIST
    }
}

/// A row of one of the versioned tables, by the hub's names: each table has columns of its own, and names beside ids.
pub type Versioned = IndexMap<String, Value>;
