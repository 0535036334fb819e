//! `/reports/builds-by-status`: how builds ended. The hub counts them, by an index on their ends.

use axum::extract::State;
use tokio::join;

use super::basis::Basis;
use super::counted::{Kind, Page, Row, WEEK, days};
use crate::hub::methods::{ListBuilds, Since};
use crate::hub::model::{BuildState, TaskId};
use crate::hub::{Count, Hub};
use crate::urls::{BuildsUrl, ListUrl as _, ReportUrl, Span};
use crate::web::{Clock, Form, ListQuery, Query, Result};

const BY_STATUS: Kind = Kind { of: "Status", what: "builds", title: "Builds", may_fail: false, is_of_failures: false };
const STATES: [BuildState; 3] = [BuildState::Complete, BuildState::Failed, BuildState::Canceled];
/// To a hub: what any task made, so that imported builds are left out.
const ANY_TASK: TaskId = TaskId(-1);

/// The page.
pub async fn get(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(BY_STATUS.table())?;
    let hours = match asked.days.unwrap_or(WEEK) {
        Span::Days(days) => Some(days.saturating_mul(24)),
        Span::All => None,
    };
    let complete_after = hours.map(|hours| Since::hours_before(clock(), hours));
    let of = |state| {
        let call = ListBuilds { state: Some(state), complete_after, task: Some(ANY_TASK), ..ListBuilds::default() };
        hub.get(Count::of(call))
    };
    let [complete, failed, canceled] = STATES.map(of);
    let (complete, failed, canceled) = join!(complete, failed, canceled);
    let counts = [*complete?, *failed?, *canceled?];
    let url = |state| BuildsUrl { state: Some(state), within: hours, ..BuildsUrl::default() }.url();
    let rows: Vec<Row> = STATES
        .into_iter()
        .zip(counts)
        .map(|(state, count)| Row::of(state.word().into_owned(), url(state), count))
        .collect();
    let counted = counts.iter().sum();
    let basis = Basis {
        what: "builds",
        when: "ended",
        note: "imported ones left out",
        days: hours.map(|hours| hours / 24),
        counted,
        read: counted,
        reaches_back_to: None,
        is_sample: false,
    };
    Ok(Page::of(list, &BY_STATUS, rows, basis).form(days(Form::new(), WEEK, asked.days)))
}
