//! `/reports/times-by-arch`: how long tasks that build for an arch wait, and how long they take.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

use super::basis::{Basis, Window};
use super::counted::{WEEK, days};
use crate::components::chart::{Bar, percent};
use crate::hub::methods::{RecentTask, RecentTasks};
use crate::hub::model::{TaskState, Timestamp};
use crate::hub::{Hub, Order, Slice};
use crate::urls::ReportUrl;
use crate::web::{Clock, Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/times.html", blocks = ["title", "listing"])]
pub struct Page {
    basis: Basis,
    #[serde(rename = "arches")]
    list: List<Times>,
    #[serde(skip)]
    longest_wait: f64,
    #[serde(skip)]
    longest_build: f64,
}
crate::page!(Page: as_listing);

/// The times of one arch, in seconds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Times {
    arch: String,
    /// Tasks that ended, but for canceled ones.
    tasks: u64,
    failed: u64,
    /// Half of the tasks waited no longer until a host began them.
    median_wait: Option<f64>,
    /// Nine of ten.
    longest_wait_of_nine_in_ten: Option<f64>,
    /// Half of those that did not fail took no longer.
    median_build: Option<f64>,
    /// Nine of ten.
    longest_build_of_nine_in_ten: Option<f64>,
}

/// What builds rpms for one arch.
const METHOD: &str = "buildArch";

fn table() -> Table {
    let columns = [
        Column::sorted("Arch", "", "arch"),
        Column::sorted_down("Tasks", "n", "tasks"),
        Column::sorted_down("Failed", "n", "failed"),
        Column::plain("Share failed", "n"),
        Column::plain("Waiting", "b hb"),
        Column::sorted_down("Median", "n", "median_wait"),
        Column::plain("9 of 10 within", "n"),
        Column::plain("Building", "b hb"),
        Column::sorted_down("Median", "n", "median_build"),
        Column::plain("9 of 10 within", "n"),
    ];
    Table::new(Order { column: "tasks", descending: true }, columns).class("fit report times").whole()
}

#[derive(Default)]
struct Collected {
    tasks: u64,
    failed: u64,
    waits: Vec<f64>,
    builds: Vec<f64>,
}

/// The page.
pub async fn get(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(table())?;
    let tasks = hub.slice(RecentTasks::of(METHOD), RecentTasks::NEWEST).await?;
    let window = Window::of(asked.days.unwrap_or(WEEK), clock());
    let ended = |task: &&RecentTask| matches!(task.state, TaskState::Closed | TaskState::Failed);
    let mut by_arch: BTreeMap<&str, Collected> = BTreeMap::new();
    let mut counted = 0;
    for task in tasks.rows().iter().filter(ended).filter(|task| window.has(task.completion_time.as_ref())) {
        let of = by_arch.entry(task.arch.as_deref().unwrap_or("noarch")).or_default();
        counted += 1;
        of.tasks += 1;
        of.failed += u64::from(task.state == TaskState::Failed);
        of.waits.extend(seconds(task.create_time.as_ref(), task.start_time.as_ref()));
        if task.state == TaskState::Closed {
            of.builds.extend(seconds(task.start_time.as_ref(), task.completion_time.as_ref()));
        }
    }
    let mut rows: Vec<Times> = by_arch.into_iter().map(|(arch, of)| Times::of(arch, of)).collect();
    let most = |of: fn(&Times) -> Option<f64>| rows.iter().filter_map(of).fold(0.0, f64::max);
    let longest_wait = most(|times| times.median_wait);
    let longest_build = most(|times| times.median_build);
    let wanted = list.wanted();
    sort(&mut rows, wanted.order);
    let basis = Basis::of(("buildArch tasks", "ended"), &tasks, |task| task.create_time.as_ref(), window, counted);
    let list = list
        .filled(Slice::of_whole(rows, wanted))
        .form(days(Form::new(), WEEK, asked.days))
        .empty("No such task ended.");
    Ok(Page { basis, list, longest_wait, longest_build })
}

/// From one time to another.
fn seconds(from: Option<&Timestamp>, to: Option<&Timestamp>) -> Option<f64> {
    let seconds = to?.instant()?.duration_since(from?.instant()?).as_secs_f64();
    Some(seconds).filter(|seconds| *seconds >= 0.0)
}

impl Times {
    fn of(arch: &str, mut of: Collected) -> Self {
        of.waits.sort_by(f64::total_cmp);
        of.builds.sort_by(f64::total_cmp);
        Self {
            arch: arch.to_owned(),
            tasks: of.tasks,
            failed: of.failed,
            median_wait: quantile(&of.waits, 5),
            longest_wait_of_nine_in_ten: quantile(&of.waits, 9),
            median_build: quantile(&of.builds, 5),
            longest_build_of_nine_in_ten: quantile(&of.builds, 9),
        }
    }

    /// The median and nine in ten of how long they waited, in words.
    fn waits(&self) -> [String; 2] {
        [self.median_wait, self.longest_wait_of_nine_in_ten].map(in_words)
    }

    /// The same of how long they took.
    fn builds(&self) -> [String; 2] {
        [self.median_build, self.longest_build_of_nine_in_ten].map(in_words)
    }

    fn share(&self) -> Option<String> {
        percent(self.failed, self.tasks)
    }
}

/// The one up to which so many tenths of these are, which are sorted.
fn quantile(sorted: &[f64], tenths: usize) -> Option<f64> {
    let place = (sorted.len() * tenths).div_ceil(10).checked_sub(1)?;
    sorted.get(place).copied()
}

/// Nothing where it is unknown.
fn in_words(seconds: Option<f64>) -> String {
    let span = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.round()).ok());
    span.map(filters::words).unwrap_or_default()
}

impl Page {
    fn wait_bar(&self, times: &Times) -> Bar {
        Bar::of_amounts(times.median_wait.unwrap_or_default(), 0.0, self.longest_wait)
    }

    fn build_bar(&self, times: &Times) -> Bar {
        Bar::of_amounts(times.median_build.unwrap_or_default(), 0.0, self.longest_build)
    }
}

fn sort(rows: &mut [Times], order: Order) {
    rows.sort_by(|a, b| {
        let by_time = |a: Option<f64>, b: Option<f64>| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0));
        let by_column = match order.column {
            "arch" => a.arch.cmp(&b.arch),
            "failed" => a.failed.cmp(&b.failed),
            "median_wait" => by_time(a.median_wait, b.median_wait),
            "median_build" => by_time(a.median_build, b.median_build),
            _ => a.tasks.cmp(&b.tasks),
        };
        let by_column = if order.descending { by_column.reverse() } else { by_column };
        by_column.then_with(|| a.arch.cmp(&b.arch))
    });
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_are_values_that_are_there() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!((quantile(&ten, 5), quantile(&ten, 9)), (Some(5.0), Some(9.0)));
        assert_eq!((quantile(&[3.0], 5), quantile(&[3.0], 9)), (Some(3.0), Some(3.0)));
        assert_eq!(quantile(&[1.0, 2.0, 30.0], 5), Some(2.0));
        assert_eq!(quantile(&[], 5), None);
    }
}
