//! `/tasks`: tasks as a tree, the top ones, or all of them, filtered, sorted, page by page.

use std::sync::Arc;

use askama::Template;
use indexmap::IndexMap;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    Channel, Descendents, GetChannel, GetHost, GetTaskDescendents, GetUser, Host, ListTasks, Task, TaskFilter, User,
};
use crate::hub::model::{ChannelId, HostId, IdOrName, TaskId, TaskState, UserId};
use crate::hub::{Hub, Order};
use crate::urls::{TaskStates, TaskView, TasksUrl};
use crate::web::{Column, Listing, Paging, Query, Result, filters, look_up};

/// The methods to choose from: those of Koji and its common plugins. Any other can stand in the address.
const METHODS: [&str; 30] = [
    "appliance",
    "build",
    "buildArch",
    "buildContainer",
    "buildMaven",
    "buildNotification",
    "buildSRPMFromSCM",
    "chainbuild",
    "chainmaven",
    "createAppliance",
    "createImage",
    "createLiveCD",
    "createLiveMedia",
    "createdistrepo",
    "createrepo",
    "dependantTask",
    "distRepo",
    "image",
    "indirectionimage",
    "livecd",
    "livemedia",
    "maven",
    "newRepo",
    "rebuildSRPM",
    "runroot",
    "tagBuild",
    "tagNotification",
    "waitrepo",
    "winbuild",
    "wrapperRPM",
];

impl TasksUrl {
    /// A tree unless something is asked for that may stand below another task.
    fn view(&self) -> TaskView {
        let narrowed = self.method.is_some()
            || self.host.is_some()
            || self.channel.is_some()
            || self.states() == TaskStates::Waiting;
        self.view.unwrap_or(if narrowed { TaskView::Flat } else { TaskView::Tree })
    }

    fn states(&self) -> TaskStates {
        self.state.unwrap_or(TaskStates::Active)
    }

    fn filter(&self, ids: &Ids) -> TaskFilter {
        let state = match self.states() {
            TaskStates::Active => Some(vec![TaskState::Free, TaskState::Open, TaskState::Assigned]),
            TaskStates::Waiting => Some(vec![TaskState::Free, TaskState::Assigned]),
            TaskStates::All => None,
            TaskStates::One(state) => Some(vec![state]),
        };
        let parent = if self.view() == TaskView::Flat { None } else { Some(None) };
        let method = self.method.clone();
        TaskFilter { owner: ids.owner, method, state, parent, host_id: ids.host, channel_id: ids.channel, decode: true }
    }
}

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "tasks/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: TasksUrl,
    tasks: Listing<Task>,
    /// Below each shown task, in the tree view: under each task's id its children.
    descendents: IndexMap<TaskId, Arc<Descendents>>,
    user: Option<Arc<User>>,
    host: Option<Arc<Host>>,
    channel: Option<Arc<Channel>>,
}
crate::page!(Page: as_listing);

/// Tasks that are shown below one.
const BELOW: usize = 12;

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::sorted("State", "", "state"),
        Column::sorted("Task", "", "method"),
        Column::plain("Owner", ""),
        Column::sorted("Arch", "x", "arch"),
        Column::sorted_down("Created, UTC", "n x", "create_time"),
        Column::sorted_down("Finished, UTC", "n x", "completion_time"),
        Column::plain("Ran", "n"),
        Column::plain("Ago", "n"),
        Column::sorted_down("Id", "n x", "id"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TasksUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, Order::NEWEST_ID)?;
    // An id can be asked with at once; a name has to be looked up first.
    let ids = Ids::of(&asked);
    let list = async |ids: &Ids| hub.slice(ListTasks { opts: asked.filter(ids) }, wanted).await;
    let (user, host, channel, slice) = join!(
        look_up(&hub, "user", asked.user.as_ref(), GetUser::of),
        look_up(&hub, "host", asked.host.as_ref(), GetHost::of),
        look_up(&hub, "channel", asked.channel.as_ref(), GetChannel::of),
        async { if ids.are_known(&asked) { Some(list(&ids).await) } else { None } },
    );
    let (user, host, channel) = (user?, host?, channel?);
    let slice = if let Some(slice) = slice {
        slice?
    } else {
        let (owner, host) = (user.as_ref().map(|user| user.id), host.as_ref().map(|host| host.id));
        list(&Ids { owner, host, channel: channel.as_ref().map(|channel| channel.id) }).await?
    };
    let parents: Vec<TaskId> = slice
        .rows()
        .iter()
        .filter(|task| asked.view() == TaskView::Tree && may_have_children(task))
        .map(|task| task.id)
        .collect();
    let trees = hub.part_of_each("some subtasks", parents.iter().copied().map(GetTaskDescendents::of)).await;
    let descendents = trees.into_iter().map(|(place, tree)| (parents[place], tree)).collect();
    let tasks = paging.listing(columns, Order::NEWEST_ID, wanted, slice);
    Ok(Page { asked, tasks, descendents, user, host, channel })
}

/// What the filters name, by id.
struct Ids {
    owner: Option<UserId>,
    host: Option<HostId>,
    channel: Option<ChannelId>,
}

impl Ids {
    /// As far as the address gives them.
    fn of(asked: &TasksUrl) -> Self {
        Self {
            owner: asked.user.as_ref().and_then(IdOrName::id).copied(),
            host: asked.host.as_ref().and_then(IdOrName::id).copied(),
            channel: asked.channel.as_ref().and_then(IdOrName::id).copied(),
        }
    }

    /// Does it give all that it asks for?
    fn are_known(&self, asked: &TasksUrl) -> bool {
        (self.owner.is_some(), self.host.is_some(), self.channel.is_some())
            == (asked.user.is_some(), asked.host.is_some(), asked.channel.is_some())
    }
}

/// Tasks of these methods start no others: no need to ask.
fn may_have_children(task: &Task) -> bool {
    !matches!(
        task.method.as_str(),
        "buildArch"
            | "buildSRPMFromSCM"
            | "rebuildSRPM"
            | "tagBuild"
            | "createrepo"
            | "createdistrepo"
            | "buildNotification"
            | "tagNotification"
            | "waitrepo"
            | "runroot"
            | "restart"
            | "restartVerify"
            | "saveFailedTree"
            | "buildMaven"
            | "vmExec"
    )
}

/// A task below another.
struct Below<'a> {
    depth: usize,
    task: &'a Task,
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["state", "view", "method", "user"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        let mut words: Vec<String> = match self.asked.states() {
            TaskStates::Active => vec!["Active".to_owned()],
            TaskStates::Waiting => vec!["Waiting".to_owned()],
            TaskStates::All => Vec::new(),
            TaskStates::One(state) => vec![state.word().into_owned()],
        };
        words.extend((self.asked.view() == TaskView::Toplevel).then(|| "top-level".to_owned()));
        words.extend(self.asked.method.clone());
        words.push("tasks".to_owned());
        words.extend(self.user.as_ref().map(|user| format!("of {}", user.name)));
        words.extend(self.host.as_ref().map(|host| format!("on {}", host.name)));
        words.extend(self.channel.as_ref().map(|channel| format!("in {}", channel.name)));
        filters::capitalized(&words.join(" "))
    }

    fn state_word(&self) -> String {
        match self.asked.states() {
            TaskStates::Active => "active".to_owned(),
            TaskStates::Waiting => "waiting".to_owned(),
            TaskStates::All => "all".to_owned(),
            TaskStates::One(state) => state.word().into_owned(),
        }
    }

    /// The methods to choose from, and what the address asks.
    fn methods(&self) -> Vec<&str> {
        let mut methods = METHODS.to_vec();
        methods.extend(self.asked.method.as_deref().filter(|asked| !METHODS.contains(asked)));
        methods
    }

    fn is_view(&self, view: &str) -> bool {
        view == match self.asked.view() {
            TaskView::Tree => "tree",
            TaskView::Toplevel => "toplevel",
            TaskView::Flat => "flat",
        }
    }

    /// What is below a task, each after the one it is below of, and how many more there are.
    fn below(&self, task: &Task) -> (Vec<Below<'_>>, usize) {
        let mut found = Vec::new();
        if let Some(tree) = self.descendents.get(&task.id) {
            walk(tree, task.id, 1, &mut found);
        }
        let more = found.len().saturating_sub(BELOW);
        found.truncate(BELOW);
        (found, more)
    }
}

/// Deeper than Koji nests tasks; descendants that refer to each other end here.
const DEEPEST: usize = 8;

fn walk<'a>(tree: &'a Descendents, parent: TaskId, depth: usize, found: &mut Vec<Below<'a>>) {
    if depth > DEEPEST || found.len() > 1000 {
        return;
    }
    for task in tree.get(&parent.to_string()).into_iter().flatten() {
        found.push(Below { depth, task });
        walk(tree, task.id, depth + 1, found);
    }
}
