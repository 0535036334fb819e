//! Pages of long lists. A hub pages in two ways, by the method's own `queryOpts` and by `countAndFilterResults` around
//! any method that lists; [`Hub::slice`] hides which.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::{Call, Cost, Freshness, MaybeCall, Older};
use super::{Error, Feature, Hub, Part};

/// By which column, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The column, by the hub's name.
    pub column: &'static str,
    /// Greatest first.
    pub descending: bool,
}

impl Order {
    /// By id, the greatest first: with most things that is the newest first.
    pub const NEWEST_ID: Self = Self { column: "id", descending: true };
    /// By NVR.
    pub const BY_NVR: Self = Self { column: "nvr", descending: false };
    /// By the name of the file.
    pub const BY_FILENAME: Self = Self { column: "filename", descending: false };
    /// By name.
    pub const BY_NAME: Self = Self { column: "name", descending: false };
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column)
    }
}

/// Which rows of a list. All bounds are checked by whoever makes it: a hub takes `limit: 0` for "all".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// The order of the list.
    pub order: Order,
    /// Rows before the first one.
    pub offset: u32,
    /// Rows at most, at least one.
    pub limit: u32,
}

/// A hub's options for a method that lists.
#[derive(Debug, Clone, Serialize)]
pub struct QueryOpts {
    /// Column, with `-` for descending.
    order: String,
    /// Rows before the first one.
    offset: u32,
    /// Rows at most.
    limit: u32,
}

impl QueryOpts {
    /// One row more than wanted: whether there are more is worth a row and not a count.
    fn with_one_more(wanted: PageRequest) -> Self {
        Self { order: wanted.order.to_string(), offset: wanted.offset, limit: wanted.limit.saturating_add(1) }
    }

    /// The first rows in this order.
    #[must_use]
    pub fn first(limit: u32, order: Order) -> Self {
        Self { order: order.to_string(), offset: 0, limit: limit.max(1) }
    }
}

/// A call that lists and can be asked for a slice.
pub trait Rows: Call<Answer = Vec<Self::Row>> + Clone {
    /// One row of the answer.
    type Row: DeserializeOwned + Clone + Send + Sync + 'static;
    /// How a hub pages it.
    const PAGED_BY: PagedBy;

    /// How the same is learnt from a hub that lacks what the call needs; `None`: not at all.
    fn rows_on_older_hubs(&self, _: &Hub, _: PageRequest) -> Option<Older<Slice<Self::Row>>> {
        None
    }

    /// May the list be asked for whole, once several slices of it are looked at? What follows tells how to cut it then.
    const WHOLE: bool = false;

    /// The same without the filters that [`Rows::keeps`] applies: one list that serves many.
    #[must_use]
    fn unfiltered(&self) -> Self {
        self.clone()
    }

    /// Does the call ask for this row of the unfiltered list?
    fn keeps(&self, _: &Self::Row) -> bool {
        true
    }

    /// How two rows stand by one of the columns, as the hub sorts them.
    fn compare(_: &str, _: &Self::Row, _: &Self::Row) -> Ordering {
        Ordering::Equal
    }
}

/// How a hub pages a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagedBy {
    /// The method takes `queryOpts`: the database pages.
    QueryOpts,
    /// The same under the name `opts`, as methods of clauses and fields have it.
    Opts,
    /// It does not: the hub makes the whole list and sends a part, and the number of all.
    FilterResults,
}

/// Some rows of a list.
#[derive(Debug, Clone)]
pub struct Slice<T> {
    rows: Arc<Vec<T>>,
    shown: usize,
    /// Are there rows after these?
    pub more: bool,
    /// How many rows there are in all, where the hub said so.
    pub total: Option<u64>,
}

impl<T> Slice<T> {
    pub(super) fn of(rows: Arc<Vec<T>>, shown: usize, more: bool, total: Option<u64>) -> Self {
        Self { rows, shown, more, total }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows[..self.shown]
    }

    /// The same with the number of all rows, where the rows do not tell it themselves. What was counted before one more row
    /// came is not less than what is here.
    #[must_use]
    pub(super) fn with_total(mut self, counted: Option<u64>, wanted: PageRequest) -> Self {
        // Behind the last row there is nothing to go by.
        let rows = self.shown as u64;
        let here = if rows == 0 { 0 } else { u64::from(wanted.offset) + rows + u64::from(self.more) };
        self.total = self.total.or_else(|| Some(counted?.max(here)));
        self
    }

    /// The same rows, each as `of` makes it from its place among these and itself.
    #[must_use]
    pub fn map<U>(&self, of: impl FnMut((usize, &T)) -> U) -> Slice<U> {
        let rows: Vec<U> = self.rows().iter().enumerate().map(of).collect();
        Slice { rows: Arc::new(rows), shown: self.shown, more: self.more, total: self.total }
    }

    /// Some rows of a list of which at least one row more than these is here, sorted already; `is_whole`: all are.
    #[must_use]
    pub fn of_first(rows: Vec<T>, wanted: PageRequest, is_whole: bool) -> Self {
        let slice = Self::of_whole(rows, wanted);
        Self { total: slice.total.filter(|_| is_whole), ..slice }
    }

    /// Some rows of a list that is here as a whole, sorted already: of a method that a hub does not page.
    #[must_use]
    pub fn of_whole(mut rows: Vec<T>, wanted: PageRequest) -> Self {
        let (all, offset) = (rows.len(), wanted.offset as usize);
        rows.drain(..offset.min(all));
        rows.truncate(wanted.limit as usize);
        let shown = rows.len();
        Self { rows: Arc::new(rows), shown, more: offset + shown < all, total: Some(all as u64) }
    }
}

impl<T> From<Slice<T>> for Part<Slice<T>> {
    fn from(slice: Slice<T>) -> Self {
        Self::Here(Arc::new(slice))
    }
}

impl<T> From<Option<Slice<T>>> for Part<Slice<T>> {
    fn from(slice: Option<Slice<T>>) -> Self {
        slice.map_or(Self::Nothing, Self::from)
    }
}

impl<T> Part<Slice<T>> {
    /// The rows, or none.
    pub fn shown(&self) -> &[T] {
        self.get().map_or(&[], Slice::rows)
    }

    /// Are there rows after these?
    pub fn has_more(&self) -> bool {
        self.get().is_some_and(|slice| slice.more)
    }
}

impl Hub {
    /// The first rows of a list, for a part of the page; nothing where there is no reason to ask.
    pub async fn first<C: Rows>(
        &self,
        name: &'static str,
        call: impl MaybeCall<Call = C>,
        limit: u32,
        order: Order,
    ) -> Part<Slice<C::Row>> {
        let Some(call) = call.call() else { return Part::Nothing };
        let slice = self.slice(call, PageRequest { order, offset: 0, limit }).await;
        self.part_of(name, slice.map(|slice| Some(Arc::new(slice))))
    }

    /// The same of what a hub reads from a file: one that it cannot read has no rows, and the page says why.
    ///
    /// # Errors
    ///
    /// Those of the hub but its faults.
    pub async fn readable<C: Rows>(&self, call: C, wanted: PageRequest) -> Result<Slice<C::Row>, Error> {
        match self.slice(call, wanted).await {
            Err(error @ Error::Fault(_)) => {
                drop(self.failed_part::<C::Answer>("files", error));
                Ok(Slice::of_whole(Vec::new(), wanted))
            }
            slice => slice,
        }
    }

    /// Some rows of a list, and whether there are more.
    pub async fn slice<C: Rows>(&self, call: C, wanted: PageRequest) -> Result<Slice<C::Row>, Error> {
        match self.slice_of(call.clone(), wanted).await {
            Err(error) if error.may_be_learnt_otherwise(call.needs()) => match call.rows_on_older_hubs(self, wanted) {
                Some(older) => older.await,
                None => Err(error),
            },
            slice => slice,
        }
    }

    async fn slice_of<C: Rows>(&self, call: C, wanted: PageRequest) -> Result<Slice<C::Row>, Error> {
        let limit = wanted.limit as usize;
        match C::PAGED_BY {
            PagedBy::QueryOpts | PagedBy::Opts => {
                let opts = QueryOpts::with_one_more(wanted);
                let (query_opts, opts) =
                    if C::PAGED_BY == PagedBy::Opts { (None, Some(opts)) } else { (Some(opts), None) };
                let rows = self.get(PagedByDatabase { call, query_opts, opts }).await?;
                let (shown, more) = (rows.len().min(limit), rows.len() > limit);
                let total =
                    (!more && (wanted.offset == 0 || shown > 0)).then_some(u64::from(wanted.offset) + shown as u64);
                Ok(Slice { rows, shown, more, total })
            }
            PagedBy::FilterResults => self.filtered(call, wanted).await,
        }
    }
}

/// A call with its options under one of the two names.
#[derive(Serialize)]
struct PagedByDatabase<C> {
    #[serde(flatten)]
    call: C,
    #[serde(rename = "queryOpts", skip_serializing_if = "Option::is_none")]
    query_opts: Option<QueryOpts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opts: Option<QueryOpts>,
}

impl<C: Rows> Call for PagedByDatabase<C> {
    const METHOD: &'static str = C::METHOD;
    type Answer = Vec<C::Row>;
    fn cost(&self) -> Cost {
        self.call.cost()
    }
    fn needs(&self) -> Option<&'static Feature> {
        self.call.needs()
    }
    fn freshness(&self, answer: Option<&Self::Answer>) -> Freshness {
        self.call.freshness(answer)
    }
    fn undated(&self) -> Option<Self> {
        Some(Self { call: self.call.undated()?, query_opts: self.query_opts.clone(), opts: self.opts.clone() })
    }
}

#[derive(Serialize)]
pub(super) struct ByFilterResults<C> {
    #[serde(rename = "methodName")]
    method_name: &'static str,
    #[serde(flatten)]
    call: C,
    #[serde(rename = "filterOpts")]
    filter_opts: QueryOpts,
}

impl<C: Rows> ByFilterResults<C> {
    pub(super) fn of(call: C, wanted: PageRequest) -> Self {
        let filter_opts = QueryOpts { order: wanted.order.to_string(), offset: wanted.offset, limit: wanted.limit };
        Self { method_name: C::METHOD, call, filter_opts }
    }
}

impl<C: Rows> Call for ByFilterResults<C> {
    const METHOD: &'static str = "countAndFilterResults";
    type Answer = (u64, Arc<Vec<C::Row>>);
    fn cost(&self) -> Cost {
        self.call.cost()
    }
    fn needs(&self) -> Option<&'static Feature> {
        self.call.needs()
    }
    fn freshness(&self, answer: Option<&Self::Answer>) -> Freshness {
        self.call.freshness(answer.map(|answer| &*answer.1))
    }
    fn undated(&self) -> Option<Self> {
        Some(Self { method_name: self.method_name, call: self.call.undated()?, filter_opts: self.filter_opts.clone() })
    }
}

/// As the hub sorts what may be nil: it comes last.
pub(in crate::hub) fn nil_last<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
