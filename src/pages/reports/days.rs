//! `/reports/builds-by-day`: how many builds ended each day, and how.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use super::basis::{Basis, Window};
use super::counted::days;
use crate::components::chart::{Bar, Columns, percent};
use crate::hub::methods::RecentBuilds;
use crate::hub::model::{BuildState, Timestamp};
use crate::hub::{Hub, Order, Slice};
use crate::urls::{BuildsUrl, Day, ListUrl as _, ReportUrl, Span, Url};
use crate::web::{Clock, Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/days.html", blocks = ["title", "listing"])]
pub struct Page {
    basis: Basis,
    #[serde(rename = "days")]
    list: List<DayRow>,
    #[serde(skip)]
    chart: Columns,
    /// The first and the last day.
    #[serde(skip)]
    ends: Option<(Day, Day)>,
}
crate::page!(Page: as_listing);

/// A day of the report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct DayRow {
    /// In UTC.
    day: Day,
    /// Those that succeeded, those among them that were deleted since too.
    complete: u64,
    failed: u64,
    canceled: u64,
}

impl DayRow {
    fn of(day: Day) -> Self {
        Self { day, complete: 0, failed: 0, canceled: 0 }
    }

    /// All that ended on it.
    fn ended(&self) -> u64 {
        self.complete + self.failed + self.canceled
    }

    /// The share of those that failed among those that came to a result.
    fn share(&self) -> Option<String> {
        percent(self.failed, self.complete + self.failed)
    }

    /// The builds that ended on it, in this state or in any.
    fn builds(&self, state: Option<BuildState>) -> Url {
        BuildsUrl { state, from: Some(self.day), to: Some(self.day), ..BuildsUrl::default() }.url()
    }
}

/// Days that are shown unless the address says otherwise.
const USUAL: Span = Span::Days(30);

fn table() -> Table {
    let columns = [
        Column::sorted_down("Day", "", "day"),
        Column::plain("", "b hb"),
        Column::plain("Ended", "n"),
        Column::plain("Succeeded", "n"),
        Column::plain("Failed", "n"),
        Column::plain("Canceled", "n"),
        Column::plain("Share of failures", "n"),
    ];
    Table::new(Order { column: "day", descending: true }, columns).class("fit report").rows(100)
}

/// The page.
pub async fn get(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(table())?;
    let wanted = list.wanted();
    let builds = hub.slice(RecentBuilds {}, RecentBuilds::NEWEST).await?;
    let window = Window::of_whole_days(asked.days.unwrap_or(USUAL), clock());
    let mut by_day: BTreeMap<Date, DayRow> = BTreeMap::new();
    for build in builds.rows().iter().filter(|build| window.has(build.completion_time.as_ref())) {
        let Some(date) = build.completion_time.as_ref().and_then(date) else { continue };
        let Ok(day) = Day::try_from(date.to_string()) else { continue };
        let row = by_day.entry(date).or_insert_with(|| DayRow::of(day));
        match build.state {
            // What was deleted since had succeeded.
            BuildState::Complete | BuildState::Deleted => row.complete += 1,
            BuildState::Failed => row.failed += 1,
            BuildState::Canceled => row.canceled += 1,
            _ => {}
        }
    }
    let counted = by_day.values().map(DayRow::ended).sum();
    let basis = Basis::of(("builds", "ended"), &builds, |build| Some(&build.creation_time), window, counted);
    // What is left out of a sample is missing from the days up to the one it reaches back to.
    if let Some(first) = basis.reaches_back_to.as_ref().filter(|_| basis.is_sample).and_then(date) {
        by_day.retain(|date, _| *date > first);
    }
    let rows = with_days_between(by_day);
    let chart = Columns::of(rows.iter().map(|row| [row.complete, row.failed, row.canceled]).collect());
    let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.day, last.day));
    let ordered = if wanted.order.descending { rows.into_iter().rev().collect() } else { rows };
    let list = list
        .filled(Slice::of_whole(ordered, wanted))
        .form(days(Form::new(), USUAL, asked.days))
        .empty("No build ended.");
    Ok(Page { basis, list, chart, ends })
}

impl Page {
    fn bar(&self, day: &DayRow) -> Bar {
        Bar::of(day.ended(), day.failed, self.chart.largest())
    }

    /// What the picture shows, in words.
    fn label(&self) -> String {
        let days = self.ends.map(|(first, last)| format!(" from {first} to {last}"));
        let most = self.chart.largest();
        format!("Builds that ended each day{}, at most {most}: succeeded, failed, canceled", days.unwrap_or_default())
    }
}

fn date(time: &Timestamp) -> Option<Date> {
    Some(time.instant()?.to_zoned(TimeZone::UTC).date())
}

/// Days at most: what a hub says of times is not to be trusted.
const MOST: usize = 1000;

/// All days from the first one to the last one, on which nothing ended too.
fn with_days_between(mut by_day: BTreeMap<Date, DayRow>) -> Vec<DayRow> {
    let Some(last) = by_day.keys().next_back().copied() else { return Vec::new() };
    let mut rows = Vec::new();
    let mut date = last;
    while rows.len() < MOST && !by_day.is_empty() {
        let of_day = || Day::try_from(date.to_string()).ok().map(DayRow::of);
        let Some(row) = by_day.remove(&date).or_else(of_day) else { break };
        rows.push(row);
        let Ok(before) = date.yesterday() else { break };
        date = before;
    }
    rows.reverse();
    rows
}
