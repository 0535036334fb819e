//! `/reports/builds-by-user`, `/reports/builds-by-target`, `/reports/failing-packages`.

use axum::extract::State;

use super::basis::{Basis, Window};
use super::counted::{Kind, Page, Tally, WEEK, days};
use crate::hub::Hub;
use crate::hub::methods::{RecentBuildTasks, RecentBuilds};
use crate::hub::model::{BuildState, Request, TaskState};
use crate::urls::{self, ReportUrl, Span};
use crate::web::{Clock, Form, ListQuery, Query, Result, Table};

const BY_USER: Kind = Kind { of: "User", what: "builds", title: "Builds", may_fail: true, is_of_failures: false };
const BY_TARGET: Kind = Kind { of: "Target", title: "Build tasks", ..BY_USER };
const OF_PACKAGES: Kind = Kind { of: "Package", is_of_failures: true, ..BY_USER };

/// The columns of the report by user, and those by target.
pub(crate) fn table_by_user() -> Table {
    BY_USER.table()
}

/// The columns of the report by target.
pub(crate) fn table_by_target() -> Table {
    BY_TARGET.table()
}

/// Builds by who owns them, in any state.
pub async fn by_user(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(BY_USER.table())?;
    let builds = hub.slice(RecentBuilds {}, RecentBuilds::NEWEST).await?;
    let window = Window::of(asked.days.unwrap_or(Span::All), clock());
    let mut tally = Tally::new();
    for build in builds.rows().iter().filter(|build| window.has(Some(&build.creation_time))) {
        tally.add(&build.owner_name, build.owner_id, build.state == BuildState::Failed);
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_USER, |name, id| Some(urls::user(name, id)));
    let basis = Basis::of(("builds", "began"), &builds, |build| Some(&build.creation_time), window, counted);
    Ok(Page::of(list, &BY_USER, rows, basis).form(days(Form::new(), Span::All, asked.days)))
}

/// Packages by how many of their builds failed.
pub async fn failing(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(OF_PACKAGES.table())?;
    let builds = hub.slice(RecentBuilds {}, RecentBuilds::NEWEST).await?;
    let window = Window::of(asked.days.unwrap_or(WEEK), clock());
    // What was deleted since had succeeded.
    let ended = |state| matches!(state, BuildState::Complete | BuildState::Deleted | BuildState::Failed);
    let mut tally = Tally::new();
    let counted = builds.rows().iter().filter(|build| ended(build.state) && window.has(build.completion_time.as_ref()));
    for build in counted {
        tally.add(&build.package_name, build.package_id, build.state == BuildState::Failed);
    }
    let counted = tally.total();
    let rows = tally.rows(&OF_PACKAGES, |name, id| Some(urls::package(name, id)));
    let basis = Basis {
        note: "canceled ones left out",
        ..Basis::of(("builds", "ended"), &builds, |build| Some(&build.creation_time), window, counted)
    };
    Ok(Page::of(list, &OF_PACKAGES, rows, basis).form(days(Form::new(), WEEK, asked.days)))
}

/// Tasks that made a build, or tried to, by the target that they were for, as kojiweb counts them.
pub async fn by_target(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(BY_TARGET.table())?;
    let tasks = hub.slice(RecentBuildTasks::all(), RecentBuildTasks::NEWEST).await?;
    let window = Window::of(asked.days.unwrap_or(WEEK), clock());
    let counted: Vec<(Option<String>, bool)> = tasks
        .rows()
        .iter()
        .filter(|task| window.has(task.completion_time.as_ref()))
        .map(|task| {
            let request = Request::of(RecentBuildTasks::METHOD_OF_TASKS, task.request.as_ref());
            (request.text("target"), task.state == TaskState::Failed)
        })
        .collect();
    let mut tally = Tally::new();
    for (target, has_failed) in &counted {
        tally.add(target.as_deref().unwrap_or("no target"), target.is_some(), *has_failed);
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_TARGET, |name, has_target| has_target.then(|| urls::target_named(name)));
    let basis = Basis::of(("build tasks", "ended"), &tasks, |task| task.create_time.as_ref(), window, counted);
    Ok(Page::of(list, &BY_TARGET, rows, basis).form(days(Form::new(), WEEK, asked.days)))
}
