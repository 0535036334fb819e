//! How many rows a list has, without the rows.

use std::time::Duration;

use futures_util::future::{Either, select};
use serde::Serialize;
use tokio::time::timeout;

use super::call::{Call, Cost, Freshness};
use super::feature::Feature;
use super::paging::{PageRequest, Rows, Slice};
use super::{Error, Hub};

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
        match self.call.freshness(Some(&Vec::new())) {
            // It takes longer to count than to list some, and matters less.
            Freshness::LIST => Freshness::COUNT,
            freshness => freshness,
        }
    }
    fn undated(&self) -> Option<Self> {
        self.call.undated().map(Self::of)
    }
}

/// How long the number of rows is waited for once the rows are there; what comes later is there for the next reader.
const GRACE: Duration = Duration::from_millis(200);

impl Hub {
    /// Some rows of a list with the number of all, which is asked for beside them and not waited for long. Only for what a
    /// database counts in no more time than a reader waits for anyway.
    ///
    /// # Errors
    ///
    /// Those of the rows.
    pub async fn slice_and_total<C: Rows>(&self, call: C, wanted: PageRequest) -> Result<Slice<C::Row>, Error> {
        let count = self.find(Count::of(call.clone()));
        let slice = self.slice(call, wanted);
        let (mut count, mut slice) = (Box::pin(count), Box::pin(slice));
        let (slice, count) = match select(&mut slice, &mut count).await {
            Either::Left((slice, _)) => (slice?, timeout(GRACE, count).await.ok()),
            Either::Right((count, _)) => (slice.await?, Some(count)),
        };
        let total = match count {
            Some(Ok(total)) => total.map(|total| *total),
            Some(Err(error)) => {
                tracing::debug!(%error, "a list has no total");
                None
            }
            None => None,
        };
        Ok(slice.with_total(total, wanted))
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
    fn undated(&self) -> Option<Self> {
        self.call.undated().map(Self::of)
    }
}
