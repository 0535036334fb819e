//! `/channels/{channel}`: one channel, by id or name: its hosts, and the tasks that it has.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{Channel, GetChannel, Host, ListHosts, ListTasks, Load, Task, TaskFilter};
use crate::hub::model::{ChannelId, IdOrName, TaskState};
use crate::hub::{Hub, Order, Part, Queues};
use crate::urls;
use crate::web::{Excerpt, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "channels/show.html", blocks = ["title"])]
pub struct Page {
    channel: Arc<Channel>,
    hosts: Part<Vec<Arc<Host>>>,
    active_tasks: Excerpt<Task>,
    active_count: Part<u64>,
    /// What waits and runs in it, by arch.
    queues: Part<Queues>,
}
crate::page!(Page);

/// Tasks that are shown.
const TASKS: u32 = 30;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<ChannelId>>) -> Result<Page> {
    let channel = hub.find_named::<GetChannel>(&wanted).await?;
    let active = Some(vec![TaskState::Free, TaskState::Open, TaskState::Assigned]);
    let tasks = TaskFilter { channel_id: Some(channel.id), state: active, decode: true, ..TaskFilter::default() };
    let tasks = ListTasks { opts: tasks };
    let (hosts, active_tasks, queues) = join!(
        hub.part("hosts", ListHosts::in_channel(channel.id)),
        hub.first("tasks", tasks, TASKS, Order::NEWEST_ID),
        hub.queues(Some(channel.id)),
    );
    let active_tasks = Excerpt::of(active_tasks, urls::tasks_in_channel(&channel.name, &channel.id));
    let is_whole = queues.get().is_some_and(|all| !all.is_cut);
    let active_count = if is_whole { queues.clone().map(|all| all.waiting + all.open) } else { Part::Nothing };
    Ok(Page { channel, hosts, active_tasks, active_count, queues })
}

impl Page {
    /// Its hosts, by name.
    fn hosts(&self) -> Vec<&Host> {
        let mut hosts: Vec<&Host> = self.hosts.rows().iter().map(|host| &**host).collect();
        hosts.sort_by(|a, b| a.name.cmp(&b.name));
        hosts
    }

    /// All of them, summed up.
    fn load(&self) -> Option<Load> {
        Some(Load::of(self.hosts.get()?.iter().map(|host| &**host)))
    }
}
