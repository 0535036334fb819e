//! A report that counts something by who or what it is of: a row each, with a bar.

use std::cmp::Ordering;

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::basis::Basis;
use crate::components::chart::{Bar, percent};
use crate::hub::{Order, PageRequest, Slice};
use crate::urls::{Span, Url};
use crate::web::{Column, Form, List, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/counted.html", blocks = ["title", "listing"])]
pub struct Page {
    basis: Basis,
    #[serde(rename = "report")]
    list: List<Row>,
    #[serde(skip)]
    largest: u64,
    #[serde(skip)]
    kind: &'static Kind,
}
crate::page!(Page: as_listing);

/// A row of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Row {
    /// Who or what it is.
    name: String,
    /// Its page, where it has one.
    url: Option<Url>,
    /// How many there are of it.
    count: u64,
    /// How many of them failed, where that can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<u64>,
}

impl Row {
    /// Of this many of it.
    pub(super) fn of(name: String, url: Url, count: u64) -> Self {
        Self { name, url: Some(url), count, failed: None }
    }
}

/// What a report counts, by what.
#[derive(Debug)]
pub(super) struct Kind {
    /// The head of the first column.
    pub(super) of: &'static str,
    /// What is counted, as the column is called in an address.
    pub(super) what: &'static str,
    /// The same as a head.
    pub(super) title: &'static str,
    /// Can it fail?
    pub(super) may_fail: bool,
    /// Is the report about failures, so that those come first that failed most?
    pub(super) is_of_failures: bool,
}

/// How far back reports go that kojiweb has by the week.
pub(super) const WEEK: Span = Span::Days(7);
/// Rows of a page unless the address says otherwise.
const ROWS: u32 = 100;

impl Kind {
    /// The columns and the order of the list.
    pub(crate) fn table(&self) -> Table {
        let mut columns = vec![
            Column::sorted(self.of, "", "name"),
            Column::plain("", "b hb"),
            Column::sorted_down(self.title, "n", self.what),
        ];
        if self.may_fail {
            columns.extend([
                Column::sorted_down("Failed", "n", "failed"),
                Column::sorted_down("Share failed", "n", "share"),
            ]);
        } else {
            columns.push(Column::plain("Share of all", "n"));
        }
        let column = if self.is_of_failures { "failed" } else { self.what };
        Table::new(Order { column, descending: true }, columns).class("fit report").rows(ROWS)
    }
}

/// Counts by name.
#[derive(Debug, Default)]
pub(super) struct Tally<'a, I>(IndexMap<&'a str, (I, u64, u64)>);

impl<'a, I> Tally<'a, I> {
    pub(super) fn new() -> Self {
        Self(IndexMap::new())
    }

    /// One more of what has this name and id.
    pub(super) fn add(&mut self, name: &'a str, id: I, has_failed: bool) {
        let (_, count, failed) = self.0.entry(name).or_insert((id, 0, 0));
        *count += 1;
        *failed += u64::from(has_failed);
    }

    /// How many there are.
    pub(super) fn total(&self) -> u64 {
        self.0.values().map(|(_, count, _)| count).sum()
    }

    /// A row each; `url`: where the page of one is.
    pub(super) fn rows(self, kind: &Kind, url: impl Fn(&str, &I) -> Option<Url>) -> Vec<Row> {
        let row = |(name, (id, count, failed)): (&str, (I, u64, u64))| Row {
            url: url(name, &id),
            name: name.to_owned(),
            count,
            failed: kind.may_fail.then_some(failed),
        };
        self.0.into_iter().map(row).filter(|row| !kind.is_of_failures || row.failed > Some(0)).collect()
    }
}

impl Page {
    /// The page of these rows.
    pub(super) fn of(list: List<()>, kind: &'static Kind, mut rows: Vec<Row>, basis: Basis) -> Self {
        let wanted = list.wanted();
        let largest = rows.iter().map(|row| row.count).max().unwrap_or_default();
        sort(&mut rows, wanted);
        let list = list.filled(Slice::of_whole(rows, wanted)).empty("There is nothing to count.");
        Self { basis, list, largest, kind }
    }

    /// With this filter form.
    pub(super) fn form(self, form: Form) -> Self {
        Self { list: self.list.form(form), ..self }
    }

    /// With this heading, in place of the title that the route table gives it.
    pub(super) fn headed(self, heading: String) -> Self {
        Self { list: self.list.headed(heading), ..self }
    }

    fn bar(&self, row: &Row) -> Bar {
        Bar::of(row.count, row.failed.unwrap_or_default(), self.largest)
    }

    /// The share of a row that failed, or that it has of all.
    fn share(&self, row: &Row) -> Option<String> {
        match row.failed {
            Some(failed) => percent(failed, row.count),
            None => percent(row.count, self.basis.counted),
        }
    }
}

fn sort(rows: &mut [Row], wanted: PageRequest) {
    let Order { column, descending } = wanted.order;
    // Of equal shares the one that is a share of more.
    let share = |a: &Row, b: &Row| {
        let cross = |row: &Row, other: &Row| u128::from(row.failed.unwrap_or_default()) * u128::from(other.count);
        cross(a, b).cmp(&cross(b, a)).then(a.count.cmp(&b.count))
    };
    rows.sort_by(|a, b| {
        let order = match column {
            "name" => Ordering::Equal,
            "failed" => a.failed.cmp(&b.failed).then_with(|| share(a, b)),
            "share" => share(a, b),
            _ => a.count.cmp(&b.count),
        };
        let order = if descending { order.reverse() } else { order };
        let by_name = a.name.cmp(&b.name);
        order.then(if column == "name" && descending { by_name.reverse() } else { by_name })
    });
}

/// The field for the span of time; `usual` is what the report has unless the address says otherwise.
pub(super) fn days(form: Form, usual: Span, asked: Option<Span>) -> Form {
    let words = |span| match span {
        Span::Days(1) => "the last day".to_owned(),
        Span::Days(days) => format!("the last {days} days"),
        Span::All => "all that is read".to_owned(),
    };
    // What is asked stands among them, whatever it is.
    let all = Span::OFFERED.map(Span::Days).into_iter().chain([Span::All]);
    let own = asked.filter(|asked| !all.clone().any(|span| span == *asked));
    let others = all.chain(own).filter(|span| *span != usual);
    let others = others.map(|span| (String::from(span), words(span)));
    form.select("Within", "days", std::iter::once((String::new(), words(usual))).chain(others)).wide()
}
