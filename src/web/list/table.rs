//! What a list is before anything is asked: its columns, its order, and how many rows a page has.

use crate::hub::{Order, PageRequest};
use crate::urls::PageQuery;
use crate::web::{Error, Result};

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
const ROWS: u32 = 50;
/// Rows of a page at most.
const MOST_ROWS: u32 = 500;
/// Rows before a page at most: a hub reads all of them to pass over them.
pub(super) const LARGEST_OFFSET: u32 = 1_000_000;

/// The columns of a list, its order, and the rows of a page, as they are unless the address says otherwise.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The order.
    pub order: Order,
    /// The classes of the table.
    pub class: &'static str,
    rows: u32,
    is_short: bool,
}

impl Table {
    /// With these columns, in this order.
    pub fn new(order: Order, columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), order, class: "fit", rows: ROWS, is_short: false }
    }

    /// With these classes.
    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// With so many rows of a page. The list is short enough to be on one page as a rule: where it is, it needs no pager.
    #[must_use]
    pub fn rows(self, rows: u32) -> Self {
        Self { rows: rows.min(MOST_ROWS), is_short: true, ..self }
    }

    /// With as many rows of a page as there can be, of a list that is short as a rule.
    #[must_use]
    pub fn whole(self) -> Self {
        self.rows(MOST_ROWS)
    }

    /// Is it on one page as a rule?
    pub(super) fn is_short(&self) -> bool {
        self.is_short
    }

    /// Can the list be sorted so?
    #[must_use]
    pub fn knows_order(&self, order: &str) -> bool {
        self.find(order).is_some()
    }

    /// Is it sorted so unless the address says otherwise?
    #[must_use]
    pub fn is_in_order(&self, order: &str) -> bool {
        self.find(order) == Some(self.order)
    }

    fn find(&self, order: &str) -> Option<Order> {
        let (name, descending) = order.strip_prefix('-').map_or((order, false), |name| (name, true));
        let column = self.columns.iter().filter_map(|column| column.sort).find(|sort| sort.column == name)?;
        Some(Order { column: column.column, descending })
    }

    /// Which rows to ask for: limit and offset within bounds, the order by one of the columns, or as they are by default.
    pub(super) fn wanted(&self, asked: &PageQuery) -> Result<PageRequest> {
        let bounded = |name, value: Option<u32>, default, from: u32, to: u32| match value {
            Some(value) if !(from..=to).contains(&value) => {
                Err(Error::parameter(name, &value.to_string(), &format!("a number from {from} to {to}")))
            }
            value => Ok(value.unwrap_or(default)),
        };
        let order = match asked.order.as_deref() {
            None => self.order,
            Some(order) => self.find(order).ok_or_else(|| {
                let known: Vec<_> = self.columns.iter().filter_map(|column| Some(column.sort?.column)).collect();
                Error::parameter(
                    "order",
                    order,
                    &format!("one of {}, with - before it for the other way", known.join(", ")),
                )
            })?,
        };
        let limit = bounded("limit", asked.limit, self.rows, 1, MOST_ROWS)?;
        let page = bounded("page", asked.page, 1, 1, LARGEST_OFFSET / limit + 1)?;
        let offset = bounded("offset", asked.offset, (page - 1) * limit, 0, LARGEST_OFFSET)?;
        Ok(PageRequest { order, offset, limit })
    }
}
