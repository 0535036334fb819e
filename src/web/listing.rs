//! Lists: sorting heads, pager, and what stands above them, all from the address.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::request::RequestContext;
use super::{Error, Here, Query};
use crate::hub::{Order, PageRequest, Slice};
use crate::urls::{PageQuery, Url};

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its head.
    pub title: &'static str,
    /// The classes of its cells and its head.
    pub class: &'static str,
    /// How the hub calls it, where it can sort by it, and whether the greatest come first then.
    pub sort: Option<Order>,
}

impl Column {
    /// A column that the list cannot be sorted by.
    #[must_use]
    pub const fn plain(title: &'static str, class: &'static str) -> Self {
        Self { title, class, sort: None }
    }

    /// A column that the hub sorts by, under the hub's name for it, beginning with the smallest.
    #[must_use]
    pub const fn sorted(title: &'static str, class: &'static str, column: &'static str) -> Self {
        Self { title, class, sort: Some(Order { column, descending: false }) }
    }

    /// The same, beginning with the greatest.
    #[must_use]
    pub const fn sorted_down(title: &'static str, class: &'static str, column: &'static str) -> Self {
        Self { title, class, sort: Some(Order { column, descending: true }) }
    }
}

/// Rows of a page unless the address says otherwise.
const LIMIT: u32 = 50;
/// Rows of a page at most.
const LARGEST_LIMIT: u32 = 500;
/// Rows before a page at most: a hub reads all of them to pass over them.
const LARGEST_OFFSET: u32 = 1_000_000;

/// What the address says of paging. Read it with the page's columns.
pub struct Paging {
    asked: PageQuery,
    here: Here,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Query(asked) = Query::from_request_parts(parts, state).await?;
        let here = RequestContext::of(&parts.extensions).map_or_else(|| Here::of(&parts.uri), RequestContext::read);
        Ok(Self { asked, here: here.but("page") })
    }
}

impl Paging {
    /// Which rows to ask for: limit and offset within bounds, the order by one of the columns, or as they are by default.
    pub fn wanted(&self, columns: &[Column], default: Order) -> Result<PageRequest, Error> {
        self.wanted_by(columns, default, LIMIT)
    }

    /// The same for a list that is here as a whole: as many rows as a page may have, unless the address says otherwise.
    pub fn wanted_of_whole(&self, columns: &[Column], default: Order) -> Result<PageRequest, Error> {
        self.wanted_by(columns, default, LARGEST_LIMIT)
    }

    /// The same with so many rows of a page, unless the address says otherwise.
    pub fn wanted_by(&self, columns: &[Column], default: Order, rows: u32) -> Result<PageRequest, Error> {
        let bounded = |name, value: Option<u32>, default, from: u32, to: u32| match value {
            Some(value) if !(from..=to).contains(&value) => {
                Err(Error::parameter(name, &value.to_string(), &format!("a number from {from} to {to}")))
            }
            value => Ok(value.unwrap_or(default)),
        };
        let order = match self.asked.order.as_deref() {
            None => default,
            Some(order) => find(columns, order).ok_or_else(|| {
                let known: Vec<_> = columns.iter().filter_map(|column| Some(column.sort?.column)).collect();
                Error::parameter(
                    "order",
                    order,
                    &format!("one of {}, with - before it for the other way", known.join(", ")),
                )
            })?,
        };
        let limit = bounded("limit", self.asked.limit, rows, 1, LARGEST_LIMIT)?;
        let page = bounded("page", self.asked.page, 1, 1, LARGEST_OFFSET / limit + 1)?;
        let offset = bounded("offset", self.asked.offset, (page - 1) * limit, 0, LARGEST_OFFSET)?;
        Ok(PageRequest { order, offset, limit })
    }

    /// What the address says, for another list.
    #[must_use]
    pub fn asked(&self) -> &PageQuery {
        &self.asked
    }

    /// The list of these rows.
    #[must_use]
    pub fn listing<T>(self, columns: Vec<Column>, default: Order, wanted: PageRequest, slice: Slice<T>) -> Listing<T> {
        Listing { columns, default, wanted, slice, here: self.here }
    }
}

/// Can a list with these columns be sorted so?
#[must_use]
pub fn knows_order(columns: &[Column], order: &str) -> bool {
    find(columns, order).is_some()
}

fn find(columns: &[Column], order: &str) -> Option<Order> {
    let (name, descending) = order.strip_prefix('-').map_or((order, false), |name| (name, true));
    let column = columns.iter().filter_map(|column| column.sort).find(|sort| sort.column == name)?;
    Some(Order { column: column.column, descending })
}

/// Rows of a list with all that is around them.
#[derive(Debug)]
pub struct Listing<T> {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    default: Order,
    wanted: PageRequest,
    slice: Slice<T>,
    here: Here,
}

/// The head of a column.
pub struct Head<'a> {
    /// The column.
    pub column: &'a Column,
    /// Where a click on it leads.
    pub href: Option<Url>,
    /// How the list is sorted by it now.
    pub sorted: Option<&'static str>,
}

impl<T> Listing<T> {
    /// The rows.
    pub fn rows(&self) -> &[T] {
        self.slice.rows()
    }

    /// The address of the list.
    pub fn here(&self) -> &Here {
        &self.here
    }

    /// What the address holds of a parameter; nothing where it is absent.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.here.get(name).unwrap_or_default()
    }

    /// Does the address hold this value of a parameter? The empty one: does it not hold the parameter?
    #[must_use]
    pub fn is_set_to(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    /// Does the address hold it?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.here.get(name).is_some()
    }

    /// The letters and digits that names begin with, each with the address of those.
    pub fn letters(&self) -> impl Iterator<Item = (char, Url)> {
        let letters = ('0'..='9').chain('a'..='z');
        letters.map(|letter| (letter, self.here.with(&[("prefix", Some(letter.into())), ("offset", None)])))
    }

    /// The parameters that a filter form with these fields has to carry on; it leads to the first page.
    pub fn carried(&self, fields: &[&str]) -> impl Iterator<Item = &(String, String)> {
        self.here.pairs().filter(|(name, _)| name != "offset" && !fields.contains(&name.as_str()))
    }

    /// The parameters that every page of the list has.
    pub fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        self.carried(&[])
    }

    /// Are there rows before or after these?
    pub fn is_paged(&self) -> bool {
        self.prev().is_some() || self.next().is_some()
    }

    /// How many there are in all, where that is known.
    pub fn total(&self) -> Option<u64> {
        self.slice.total
    }

    /// The place of the first row, counted from 1.
    pub fn first(&self) -> u64 {
        u64::from(self.wanted.offset) + 1
    }

    /// The place of the last row.
    pub fn last(&self) -> u64 {
        u64::from(self.wanted.offset) + self.rows().len() as u64
    }

    /// The heads: the sorted column turns round, another one begins its own way.
    pub fn heads(&self) -> impl Iterator<Item = Head<'_>> {
        self.columns.iter().map(|column| {
            let now =
                Some(self.wanted.order).filter(|order| column.sort.is_some_and(|sort| sort.column == order.column));
            let next = column
                .sort
                .map(|sort| Order { descending: now.map_or(sort.descending, |now| !now.descending), ..sort });
            let href = next.map(|next| {
                let order = (next != self.default).then(|| next.to_string());
                self.here.with(&[("order", order), ("offset", None)])
            });
            let sorted = now.map(|now| if now.descending { "descending" } else { "ascending" });
            Head { column, href, sorted }
        })
    }

    /// The number of this page and how many there are, where a list has more than a few.
    pub fn place(&self) -> Option<(u32, Option<u64>)> {
        let limit = self.wanted.limit;
        let pages = self.total().map(|total| total.div_ceil(u64::from(limit)));
        let is_long = pages.map_or(self.slice.more || self.wanted.offset > 0, |pages| pages > 2);
        is_long.then_some((self.wanted.offset / limit + 1, pages))
    }

    fn at(&self, offset: u32) -> Url {
        self.here.with(&[("offset", (offset > 0).then(|| offset.to_string()))])
    }

    /// The rows before these.
    pub fn prev(&self) -> Option<Url> {
        let PageRequest { offset, limit, .. } = self.wanted;
        (offset > 0).then(|| self.at(offset.saturating_sub(limit)))
    }

    /// The rows after these.
    pub fn next(&self) -> Option<Url> {
        let offset = self.wanted.offset + self.wanted.limit;
        (self.slice.more && offset <= LARGEST_OFFSET).then(|| self.at(offset))
    }

    /// Is the list in the order that it has by itself?
    pub fn is_in_default_order(&self) -> bool {
        self.wanted.order == self.default
    }
}

/// In JSON: the rows, the addresses of the neighbours, and the number of all where it is known.
impl<T: Serialize> Serialize for Listing<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = |url: Option<Url>| url.as_ref().map(Url::json);
        let mut out = serializer.serialize_struct("Listing", 4)?;
        out.serialize_field("rows", self.rows())?;
        out.serialize_field("total", &self.total())?;
        out.serialize_field("prev", &json(self.prev()))?;
        out.serialize_field("next", &json(self.next()))?;
        out.end()
    }
}
