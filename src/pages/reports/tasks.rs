//! `/reports/tasks-by-user`, `/reports/tasks-by-host`.

use std::collections::HashMap;

use axum::extract::State;
use tokio::join;

use super::arches::{does, of_hosts};
use super::basis::{Basis, Window};
use super::counted::{Kind, Page, Tally, days};
use crate::hub::Hub;
use crate::hub::methods::{ListHosts, RecentTasks};
use crate::hub::model::{TaskState, UserType};
use crate::urls::{self, ReportUrl, Span, TasksByHostUrl};
use crate::web::{Clock, Form, ListQuery, Query, Result, Table};

const BY_USER: Kind = Kind { of: "User", what: "tasks", title: "Tasks", may_fail: true, is_of_failures: false };
const BY_HOST: Kind = Kind { of: "Host", ..BY_USER };

/// The columns of the report by user.
pub(crate) fn table_by_user() -> Table {
    BY_USER.table()
}

/// The columns of the report by host.
pub(crate) fn table_by_host() -> Table {
    BY_HOST.table()
}

/// Tasks by who started them.
pub async fn by_user(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<ReportUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(BY_USER.table())?;
    let tasks = hub.slice(RecentTasks::all(), RecentTasks::NEWEST).await?;
    let window = Window::of(asked.days.unwrap_or(Span::All), clock());
    let mut tally = Tally::new();
    for task in tasks.rows().iter().filter(|task| window.has(task.create_time.as_ref())) {
        // What hosts begin by themselves is nobody's, as in kojiweb.
        let owner = task.owner_name.as_deref().filter(|_| task.owner_type != Some(UserType::Host));
        if let (Some(name), Some(id)) = (owner, task.owner) {
            tally.add(name, id, task.state == TaskState::Failed);
        }
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_USER, |name, id| Some(urls::user(name, id)));
    let basis = Basis::of(("tasks", "began"), &tasks, |task| task.create_time.as_ref(), window, counted);
    Ok(Page::of(list, &BY_USER, rows, basis).form(days(Form::new(), Span::All, asked.days)))
}

/// Tasks by the host that did them.
pub async fn by_host(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<TasksByHostUrl>,
    query: ListQuery,
) -> Result<Page> {
    let list = query.of(BY_HOST.table())?;
    let (tasks, hosts) = join!(hub.slice(RecentTasks::all(), RecentTasks::NEWEST), hub.get(ListHosts::all()));
    let (tasks, hosts) = (tasks?, hosts?);
    let window = Window::of(asked.days.unwrap_or(Span::All), clock());
    let by_id: HashMap<_, _> = hosts.iter().map(|host| (host.id, host)).collect();
    let mut tally = Tally::new();
    for task in tasks.rows().iter().filter(|task| window.has(task.create_time.as_ref())) {
        let host = task.host_id.and_then(|host| by_id.get(&host));
        if let Some(host) = host.filter(|host| does(host, asked.arch.as_deref())) {
            tally.add(&host.name, host.id, task.state == TaskState::Failed);
        }
    }
    let counted = tally.total();
    let rows = tally.rows(&BY_HOST, |name, id| Some(urls::host(name, id)));
    let basis = Basis::of(("tasks", "began"), &tasks, |task| task.create_time.as_ref(), window, counted);
    let form = days(Form::new(), Span::All, asked.days).select("Arch of the host", "arch", of_hosts(&hosts));
    Ok(Page::of(list, &BY_HOST, rows, basis).form(form))
}
