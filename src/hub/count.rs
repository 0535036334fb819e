//! How many rows a list has, without the rows.

use serde::Serialize;

use super::call::{Call, Cost, Freshness};
use super::feature::Feature;
use super::paging::Rows;

/// How many rows a list has, counted by the database. Only for what an index bounds: elsewhere it reads a whole table.
#[derive(Debug, Clone, Serialize)]
pub struct Count<C> {
    #[serde(flatten)]
    call: C,
    #[serde(rename = "queryOpts")]
    query_opts: CountOnly,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct CountOnly {
    count_only: bool,
}

impl<C: Rows> Count<C> {
    /// Of this list.
    #[must_use]
    pub fn of(call: C) -> Self {
        Self { call, query_opts: CountOnly { count_only: true } }
    }
}

impl<C: Rows> Call for Count<C> {
    const METHOD: &'static str = C::METHOD;
    const COST: Cost = C::COST;
    type Answer = u64;
    fn needs(&self) -> Option<&'static Feature> {
        self.call.needs()
    }
    fn freshness(&self, _: Option<&u64>) -> Freshness {
        self.call.freshness(Some(&Vec::new()))
    }
}

/// How many rows a list has that no database can count: the hub makes the whole list, and sends its length alone.
#[derive(Debug, Clone, Serialize)]
pub struct CountWhole<C> {
    #[serde(rename = "methodName")]
    method_name: &'static str,
    #[serde(flatten)]
    call: C,
}

impl<C: Rows> CountWhole<C> {
    /// Of this list.
    #[must_use]
    pub fn of(call: C) -> Self {
        Self { method_name: C::METHOD, call }
    }
}

impl<C: Rows> Call for CountWhole<C> {
    const METHOD: &'static str = "count";
    const COST: Cost = Cost::Heavy;
    type Answer = u64;
    fn needs(&self) -> Option<&'static Feature> {
        self.call.needs()
    }
    fn freshness(&self, _: Option<&u64>) -> Freshness {
        Freshness::LARGE_TAG
    }
}
