//! `/hosts/{host}`: one host, by id or name: how it stands, what it does and did, its buildroots.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{
    Buildroot, Channel, GetHost, GetLastHostUpdate, Host, HostConfig, HostConfigs, HostState, ListBuildroots,
    ListChannels, ListTasks, QueryHostConfig, Task, TaskFilter,
};
use crate::hub::model::{HostId, IdOrName, TaskState};
use crate::hub::{Hub, Order, Part};
use crate::urls::{self, HostUrl, Yes};
use crate::web::{Excerpt, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "hosts/show.html", blocks = ["title", "buildroots"])]
pub struct Page {
    host: Arc<Host>,
    channels: Part<Vec<Arc<Channel>>>,
    /// By what it was disabled, where it is.
    disabled_by: Option<HostConfig>,
    active_tasks: Excerpt<Task>,
    last_tasks: Excerpt<Task>,
    /// Absent where they were not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    buildroots: Option<Excerpt<Buildroot>>,
}
crate::page!(Page: as_buildroots);

/// Tasks under way that are shown.
const ACTIVE: u32 = 30;
/// Last tasks that are shown.
const LAST: u32 = 20;
/// Buildroots that are shown.
const BUILDROOTS: u32 = 30;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<HostId>>, Query(asked): Query<HostUrl>) -> Result<Page> {
    let host = hub.find_named::<GetHost>(&wanted).await?;
    let id = host.id;
    let buildroots = async {
        match asked.buildroots {
            Some(Yes::Yes) => {
                let first = hub.first("buildroots", ListBuildroots::active_on(id), BUILDROOTS, Order::NEWEST_ID).await;
                Some(Excerpt::of(first, None))
            }
            None => None,
        }
    };
    let is_disabled = host.state() == HostState::Disabled;
    let (update, channels, settings, active_tasks, last_tasks, buildroots) = join!(
        hub.part("last check-in", host.update_ts.is_none().then(|| GetLastHostUpdate::of(id))),
        hub.part("channels", ListChannels::of_host(id)),
        hub.part("settings over time", is_disabled.then(|| QueryHostConfig::of(id))),
        hub.first(
            "tasks under way",
            tasks(id, Some(vec![TaskState::Open, TaskState::Assigned])),
            ACTIVE,
            Order::NEWEST_ID
        ),
        hub.first("last tasks", tasks(id, None), LAST, Order::NEWEST_ID),
        buildroots,
    );
    let active_tasks = Excerpt::of(active_tasks, urls::active_tasks_on_host(&host.name, &id));
    let last_tasks = Excerpt::of(last_tasks, urls::tasks_on_host(&host.name, &id));
    let host = checked_in(host, &update);
    let disabled_by = settings.get().and_then(HostConfigs::disabled_by).cloned();
    Ok(Page { host, channels, disabled_by, active_tasks, last_tasks, buildroots })
}

/// The host with its last check-in, where the hub tells that only by itself.
fn checked_in(host: Arc<Host>, update: &Part<f64>) -> Arc<Host> {
    if host.update_ts.is_some() || update.error().is_some() {
        return host;
    }
    Arc::new(Host { update_ts: Some(update.get().copied()), ..Host::clone(&host) })
}

fn tasks(host: HostId, state: Option<Vec<TaskState>>) -> ListTasks {
    ListTasks { opts: TaskFilter { host_id: Some(host), state, decode: true, ..TaskFilter::default() } }
}

impl Page {
    /// Its channels, by name.
    fn channels(&self) -> Vec<&Channel> {
        let mut channels: Vec<&Channel> = self.channels.rows().iter().map(|channel| &**channel).collect();
        channels.sort_by(|a, b| a.name.cmp(&b.name));
        channels
    }

    /// The last task that it had.
    fn last_task(&self) -> Option<&Task> {
        self.last_tasks.shown().first()
    }

    /// Its last tasks but those that are under way, which stand above them.
    fn over(&self) -> impl Iterator<Item = &Task> {
        let active = self.active_tasks.shown();
        self.last_tasks.shown().iter().filter(|task| active.iter().all(|one| one.id != task.id))
    }
}
