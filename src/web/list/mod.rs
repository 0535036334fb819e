//! Lists: columns, filter form, rows and the ways to the others, in one value that a handler gets, fills and returns. The
//! template `list-layout.html` draws all of it but the cells of a row.

mod filter;
mod form;
mod json;
mod table;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

pub use self::filter::FilterForm;
pub use self::form::{Chip, Control, Field, Form, Item};
pub use self::json::Excerpt;
use self::table::LARGEST_OFFSET;
pub use self::table::{Column, Table};
use super::request::RequestContext;
use super::{Error, Here, Query, Result, Route};
use crate::hub::{Order, PageRequest, Slice};
use crate::urls::{PageQuery, Url};

/// What the address says of a list: where it is, and which of its rows are wanted.
pub struct ListQuery {
    asked: PageQuery,
    here: Here,
    route: Option<Arc<Route>>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListQuery {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Query(asked) = Query::from_request_parts(parts, state).await?;
        let request = RequestContext::of(&parts.extensions);
        let here = request.map_or_else(|| Here::of(&parts.uri), RequestContext::read);
        let route = request.and_then(|request| request.route.clone());
        Ok(Self { asked, here: here.but("page"), route })
    }
}

impl ListQuery {
    /// The list with this table, still without rows; 400 for limits, offsets and orders that it does not have.
    pub fn of(self, table: Table) -> Result<List<()>> {
        let wanted = table.wanted(&self.asked)?;
        Ok(List {
            table,
            wanted,
            slice: Slice::of_whole(Vec::new(), wanted),
            here: self.here,
            heading: self.route.as_ref().and_then(|route| route.title).unwrap_or_default().to_owned(),
            about: self.route.map_or("", |route| route.about),
            subject: None,
            summary: None,
            note: "",
            form: Form::new(),
            letters: None,
            empty: "",
        })
    }

    /// What the address says, for another list.
    #[must_use]
    pub fn asked(&self) -> &PageQuery {
        &self.asked
    }
}

/// Rows of a list with all that is around them.
#[derive(Debug)]
pub struct List<T> {
    table: Table,
    wanted: PageRequest,
    slice: Slice<T>,
    here: Here,
    heading: String,
    about: &'static str,
    subject: Option<(String, Url)>,
    summary: Option<String>,
    note: &'static str,
    form: Form,
    letters: Option<&'static str>,
    empty: &'static str,
}

/// What a handler does with a list.
impl<T> List<T> {
    /// Which rows to ask for.
    #[must_use]
    pub fn wanted(&self) -> PageRequest {
        self.wanted
    }

    /// What the route table says of the list.
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.about
    }

    /// With these rows.
    #[must_use]
    pub fn filled<U>(self, slice: Slice<U>) -> List<U> {
        let Self { table, wanted, here, heading, about, subject, summary, note, form, letters, empty, .. } = self;
        List { table, wanted, slice, here, heading, about, subject, summary, note, form, letters, empty }
    }

    /// With this heading, in place of the title that the route table gives it.
    #[must_use]
    pub fn headed(self, heading: String) -> Self {
        Self { heading, ..self }
    }

    /// The heading ends with the name of what the list belongs to, and leads there.
    #[must_use]
    pub fn belonging_to(self, name: &str, url: Url) -> Self {
        Self { subject: Some((name.to_owned(), url)), ..self }
    }

    /// With this in place of which rows are shown.
    #[must_use]
    pub fn summary(self, summary: String) -> Self {
        Self { summary: Some(summary), ..self }
    }

    /// What is said of the order that the list has by itself: `newest first`.
    #[must_use]
    pub fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    /// With this filter form.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// With the letters that names begin with, under this label.
    #[must_use]
    pub fn letters(self, label: Option<&'static str>) -> Self {
        Self { letters: label, ..self }
    }

    /// What stands in place of rows.
    #[must_use]
    pub fn empty(self, text: &'static str) -> Self {
        Self { empty: text, ..self }
    }
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

/// What a template draws.
impl<T> List<T> {
    /// The rows.
    pub fn rows(&self) -> &[T] {
        self.slice.rows()
    }

    /// The address of the list.
    pub fn here(&self) -> &Here {
        &self.here
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// What the list is of, in words, without what it belongs to.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// What it belongs to, by name and address.
    pub fn subject(&self) -> Option<&(String, Url)> {
        self.subject.as_ref()
    }

    /// What the list is of, in words.
    pub fn title(&self) -> String {
        let subject = self.subject.as_ref().map(|(name, _)| format!(" {name}"));
        format!("{}{}", self.heading, subject.unwrap_or_default())
    }

    /// What stands in place of which rows are shown, if something does.
    pub fn summed_up(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// What is to be said of the order.
    pub fn order_note(&self) -> &'static str {
        if self.wanted.order == self.table.order { self.note } else { "" }
    }

    /// The filter form.
    pub fn filter_form(&self) -> &Form {
        &self.form
    }

    /// The label of the letters, where the list has some.
    pub fn letters_label(&self) -> Option<&'static str> {
        self.letters
    }

    /// What stands in place of rows; behind the last row that there are no more.
    pub fn empty_text(&self) -> &'static str {
        if self.wanted.offset > 0 { "There are no more rows." } else { self.empty }
    }

    /// The letters and digits that names begin with: each with the address of those, and whether those are shown.
    pub fn initials(&self) -> impl Iterator<Item = (char, Url, bool)> {
        let now = self.here.get("prefix").unwrap_or_default();
        ('0'..='9').chain('a'..='z').map(move |letter| {
            let url = self.here.with(&[("prefix", Some(letter.into())), ("offset", None)]);
            (letter, url, now.chars().eq([letter]))
        })
    }

    /// The list without an initial letter, where it has one.
    pub fn all_initials(&self) -> Option<Url> {
        self.here.get("prefix").map(|_| self.here.without("prefix"))
    }

    /// The parameters that every page of the list has.
    pub fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        self.here.pairs().filter(|(name, _)| name != "offset")
    }

    /// Are there rows before or after these?
    pub fn is_paged(&self) -> bool {
        self.prev().is_some() || self.next().is_some()
    }

    /// Is the pager shown? A list that is short as a rule has none while all of it is here.
    pub fn has_pager(&self) -> bool {
        !self.table.is_short() || self.is_paged()
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
        self.table.columns.iter().map(|column| {
            let now =
                Some(self.wanted.order).filter(|order| column.sort.is_some_and(|sort| sort.column == order.column));
            let next = column
                .sort
                .map(|sort| Order { descending: now.map_or(sort.descending, |now| !now.descending), ..sort });
            let href = next.map(|next| {
                let order = (next != self.table.order).then(|| next.to_string());
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
        // Behind the last row it is the last page that has some.
        let last = self.total().filter(|_| self.rows().is_empty()).map(|total| (total.max(1) - 1) / u64::from(limit));
        let last = last.and_then(|page| u32::try_from(page).ok()?.checked_mul(limit));
        (offset > 0).then(|| self.at(last.unwrap_or(offset).min(offset.saturating_sub(limit))))
    }

    /// The rows after these.
    pub fn next(&self) -> Option<Url> {
        let offset = self.wanted.offset + self.wanted.limit;
        (self.slice.more && offset <= LARGEST_OFFSET).then(|| self.at(offset))
    }
}
