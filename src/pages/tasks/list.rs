//! `/tasks`: tasks as a tree, the top ones, or all of them, filtered, sorted, page by page.

use std::sync::Arc;

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    Channel, Descendents, GetChannel, GetHost, GetTaskDescendents, GetUser, Host, ListChannels, ListTasks, Task,
    TaskFilter, User,
};
use crate::hub::model::{ChannelId, HostId, IdOrName, TaskId, TaskState, UserId};
use crate::hub::{Hub, Order, Part, TaskBelow, tasks_below};
use crate::urls::{TaskStates, TaskView, TasksUrl};
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// Where tasks of a method stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the top of a tree.
    Top,
    /// At the top, with nothing below them.
    Alone,
    /// Below others, which start them.
    Below,
}

/// The methods to choose from: those of Koji and its common plugins. Any other can stand in the address.
const METHODS: [(&str, Place); 31] = [
    ("appliance", Place::Top),
    ("build", Place::Top),
    ("buildArch", Place::Below),
    ("buildContainer", Place::Top),
    ("buildMaven", Place::Below),
    ("buildNotification", Place::Alone),
    ("buildSRPMFromSCM", Place::Below),
    ("chainbuild", Place::Top),
    ("chainmaven", Place::Top),
    ("createAppliance", Place::Below),
    ("createImage", Place::Below),
    ("createLiveCD", Place::Below),
    ("createLiveMedia", Place::Below),
    ("createdistrepo", Place::Below),
    ("createrepo", Place::Below),
    ("dependantTask", Place::Below),
    ("distRepo", Place::Top),
    ("image", Place::Top),
    ("indirectionimage", Place::Top),
    ("livecd", Place::Top),
    ("livemedia", Place::Top),
    ("maven", Place::Top),
    ("newRepo", Place::Top),
    ("rebuildSRPM", Place::Below),
    ("runroot", Place::Top),
    ("tagBuild", Place::Alone),
    ("tagNotification", Place::Alone),
    ("vmExec", Place::Below),
    ("waitrepo", Place::Alone),
    ("winbuild", Place::Top),
    ("wrapperRPM", Place::Top),
];

impl TasksUrl {
    /// A tree unless something is asked for that may stand below another task. Where nothing of what is asked for can be at
    /// the top of a tree, as on one host, all is shown flat, as kojiweb does.
    pub(crate) fn view(&self) -> TaskView {
        let narrowed = self.method.is_some()
            || self.host.is_some()
            || self.channel.is_some()
            || self.arch.is_some()
            || self.states() == TaskStates::Waiting;
        let known = METHODS.iter().find(|(method, _)| self.method.as_deref() == Some(*method));
        let place = known.map_or(Place::Top, |(_, place)| *place);
        match self.view {
            Some(TaskView::Tree) if self.host.is_some() || place != Place::Top => TaskView::Flat,
            Some(TaskView::Toplevel) if place == Place::Below => TaskView::Flat,
            Some(view) => view,
            None if narrowed => TaskView::Flat,
            None => TaskView::Tree,
        }
    }

    /// Can all of them be counted in no more time than it takes to list some? What is not over is found by an index, and so is
    /// what was on a host; of all others a hub has many millions, and reads them to count.
    fn is_countable(&self) -> bool {
        let is_over = match self.states() {
            TaskStates::Active | TaskStates::Waiting => false,
            TaskStates::All => true,
            TaskStates::One(state) => state.is_over(),
        };
        self.user.is_none() && (!is_over || self.host.is_some())
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
        let arch = self.arch.clone().map(|arch| vec![arch]);
        TaskFilter {
            owner: ids.owner,
            method,
            state,
            parent,
            host_id: ids.host,
            channel_id: ids.channel,
            arch,
            decode: true,
        }
    }
}

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "tasks")]
    list: List<Task>,
    /// Below each shown task, in the tree view: under each task's id its children.
    descendents: IndexMap<TaskId, Arc<Descendents>>,
    user: Option<Arc<User>>,
    host: Option<Arc<Host>>,
    channel: Option<Arc<Channel>>,
}
crate::page!(Page: as_listing);

/// Tasks that are shown below one.
const BELOW: usize = 12;

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("State", "", "state"),
        Column::sorted("Task", "", "method"),
        Column::sorted("Owner", "", "owner"),
        Column::sorted("Arch", "x", "arch"),
        Column::sorted_down("Created, UTC", "n x", "create_time"),
        Column::sorted_down("Finished, UTC", "n x", "completion_time"),
        Column::plain("Ran", "n"),
        Column::plain("Ago", "n"),
        Column::sorted_down("Id", "n x", "id"),
    ];
    Table::new(Order::NEWEST_ID, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<TasksUrl>, query: ListQuery) -> Result<Page> {
    let tasks = query.of(table())?;
    let wanted = tasks.wanted();
    // An id can be asked with at once; a name has to be looked up first.
    let ids = Ids::of(&asked);
    let list = async |ids: &Ids| {
        let call = ListTasks { opts: asked.filter(ids) };
        if asked.is_countable() { hub.slice_and_total(call, wanted).await } else { hub.slice(call, wanted).await }
    };
    let (user, host, channel, channels, slice) = join!(
        hub.find_if_named::<GetUser>(asked.user.as_ref()),
        hub.find_if_named::<GetHost>(asked.host.as_ref()),
        hub.find_if_named::<GetChannel>(asked.channel.as_ref()),
        hub.part("channels", ListChannels::all()),
        async { if ids.are_known(&asked) { Some(list(&ids).await) } else { None } },
    );
    let again = || form(&asked, &channels, None);
    let user = tasks.named(&hub, "user", user, again).await?;
    let host = tasks.named(&hub, "host", host, again).await?;
    let channel = tasks.named(&hub, "channel", channel, again).await?;
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
    let heading = heading(&asked, user.as_deref(), host.as_deref(), channel.as_deref());
    let list = tasks
        .filled(slice)
        .headed(heading)
        .note("newest first")
        .form(form(&asked, &channels, channel.as_deref()))
        .empty("No task matches.");
    Ok(Page { list, descendents, user, host, channel })
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

fn form(asked: &TasksUrl, channels: &Part<Vec<Arc<Channel>>>, channel: Option<&Channel>) -> Form {
    const STATES: [&str; 9] = ["active", "waiting", "all", "free", "assigned", "open", "closed", "canceled", "failed"];
    let twice = |word: &'static str| (word, word);
    let view = match asked.view() {
        TaskView::Tree => "tree",
        TaskView::Toplevel => "toplevel",
        TaskView::Flat => "flat",
    };
    let mut channels: Vec<&str> = channels.rows().iter().map(|channel| channel.name.as_str()).collect();
    channels.sort_unstable();
    let any = std::iter::once(("", "any"));
    let named = channel.map(|channel| channel.name.clone()).or_else(|| asked.channel.as_ref().map(ToString::to_string));
    Form::new()
        .main_select("State", "state", STATES.map(twice))
        .holding(asked.states())
        .more()
        .select("View", "view", ["tree", "toplevel", "flat"].map(twice))
        .holding(view)
        .select("Method", "method", any.clone().chain(METHODS.map(|(method, _)| twice(method))))
        .input("Owner", "user", 12)
        .select("Channel", "channel", any.chain(channels.into_iter().map(|name| (name, name))))
        .holding(named.unwrap_or_default())
        .input("Arch", "arch", 8)
        .input("Host", "host", 14)
}

/// What the list is of, in words.
fn heading(asked: &TasksUrl, user: Option<&User>, host: Option<&Host>, channel: Option<&Channel>) -> String {
    let mut words: Vec<String> = match asked.states() {
        TaskStates::All => Vec::new(),
        states => vec![states.into()],
    };
    words.extend((asked.view() == TaskView::Toplevel).then(|| "top-level".to_owned()));
    words.extend(asked.method.clone());
    words.push("tasks".to_owned());
    words.extend(user.map(|user| format!("of {}", user.name)));
    words.extend(host.map(|host| format!("on {}", host.name)));
    words.extend(channel.map(|channel| format!("in {}", channel.name)));
    words.extend(asked.arch.as_ref().map(|arch| format!("for {arch}")));
    filters::capitalized(&words.join(" "))
}

impl Page {
    /// What is below a task, each after the one it is below of, and how many more there are.
    fn below(&self, task: &Task) -> (Vec<TaskBelow<'_>>, usize) {
        let tree = self.descendents.get(&task.id);
        let mut found = tree.map_or_else(Vec::new, |tree| tasks_below(task.id, tree));
        let more = found.len().saturating_sub(BELOW);
        found.truncate(BELOW);
        (found, more)
    }
}
