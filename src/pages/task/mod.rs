//! `/tasks/{task}`: one task, what it was asked, what became of it, and what is below it.

mod outcome;
mod output;
mod params;
mod tree;

use std::sync::Arc;

use askama::Template;
use indexmap::IndexMap;
use serde::Serialize;
use tokio::join;

use self::output::Output;
use self::params::Param;
use self::tree::Tree;
use crate::hub::calls::{
    Build, Channel, FileStat, GetBuild, GetChannel, GetHost, GetTag, GetTaskDescendents, GetTaskInfo, GetTaskResult,
    GetUser, Host, ListTaskOutput, Tag, Task, User,
};
use crate::hub::words::{Named, Request, TaskId, TaskState};
use crate::hub::{Hub, Part};
use crate::web::files::Files;
use crate::web::{Error, Path, Result, filters, links, look};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "task.html", blocks = ["title", "live"])]
pub struct Page {
    task: Arc<Task>,
    owner: Part<User>,
    channel: Part<Channel>,
    host: Part<Host>,
    parent: Part<Task>,
    descendents: Part<IndexMap<String, Vec<Task>>>,
    result: Part<Value>,
    output: Part<IndexMap<String, IndexMap<String, FileStat>>>,
    /// The tags that the request names by id.
    tags: Vec<Arc<Tag>>,
    /// The build that the request names by id.
    build: Part<Build>,
    #[serde(skip)]
    files: Files,
}
crate::page!(Page: as_live);

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path) -> Result<Page> {
    let missing = || Error::missing("task", &wanted);
    let id: TaskId = wanted.parse().map(TaskId).map_err(|_| missing())?;
    let task = hub.find(GetTaskInfo::of(id)).await?.ok_or_else(missing)?;
    let request = Request::of(&task.method, task.request.as_ref());
    // A hub answers a fault for the result of a task that is not closed or failed.
    let has_result = matches!(task.state, TaskState::Closed | TaskState::Failed);
    let named = |id: i64| Named::from(id.to_string().as_str());
    let (owner, channel, host, parent, descendents, result, output, tags, build) = join!(
        hub.part_if(task.owner.map(|id| GetUser::of(named(id.0)))),
        hub.part_if(task.channel_id.map(|id| GetChannel::of(named(id.0)))),
        hub.part_if(task.host_id.map(|id| GetHost::of(named(id.0)))),
        hub.part_if(task.parent.map(GetTaskInfo::of)),
        hub.part(GetTaskDescendents::of(id)),
        hub.part_if(has_result.then(|| GetTaskResult::of(id))),
        hub.part(ListTaskOutput::of(id)),
        hub.get_each(params::tag_ids(&request).into_iter().map(GetTag::of)),
        hub.part_if(params::build_named(&request).map(GetBuild::of)),
    );
    let tags = tags.into_iter().filter_map(|tag| tag.ok().flatten()).collect();
    Ok(Page { task, owner, channel, host, parent, descendents, result, output, tags, build, files })
}

impl Page {
    fn request(&self) -> Request {
        Request::of(&self.task.method, self.task.request.as_ref())
    }

    /// What the task is about, in a few words.
    fn about(&self) -> String {
        about(&self.task)
    }

    /// The tree, this task at its root.
    fn tree(&self) -> Tree<'_> {
        Tree::of(&self.task, self.descendents.get())
    }

    /// The arguments, each under its name.
    fn params(&self) -> Vec<Param> {
        params::of(&self.request(), &self.tags, self.build.get())
    }

    /// The options, one a line.
    fn options(&self) -> Vec<(String, String)> {
        params::options(&self.request())
    }

    /// The files it left.
    fn files(&self) -> Vec<Output<'_>> {
        output::of(self.task.id, self.output.get(), &self.files)
    }

    /// The NVR of the build that comes of it, as far as its own request or those below it tell; trials leave none.
    fn nvr(&self) -> Option<String> {
        let request = self.request();
        if request.is_scratch() {
            return None;
        }
        let below = self.descendents.get().into_iter().flat_map(|tree| tree.values().flatten());
        let all = std::iter::once(&*self.task).chain(below);
        all.filter(|task| task.method == "buildArch").find_map(|task| {
            let source = Request::of(&task.method, task.request.as_ref()).text("pkg")?;
            Some(source.rsplit('/').next()?.strip_suffix(".src.rpm")?.to_owned())
        })
    }

    /// How long it waited for a host.
    fn waited(&self) -> Option<String> {
        let waited = filters::between(self.task.create_time.as_ref()?, self.task.start_time.as_ref()?);
        (!waited.is_empty()).then_some(waited)
    }

    /// Why it failed, in one line, and the rest.
    fn fault(&self) -> Option<(String, String)> {
        outcome::fault(self.result.get()?)
    }

    /// What came of it, one a line.
    fn outcome(&self) -> Vec<(String, String)> {
        self.result.get().filter(|_| self.task.state == TaskState::Closed).map_or_else(Vec::new, outcome::of)
    }

    /// Parts that have no answer, each with its name.
    fn troubles(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("owner", self.owner.trouble()),
            ("channel", self.channel.trouble()),
            ("host", self.host.trouble()),
            ("parent", self.parent.trouble()),
            ("tasks below", self.descendents.trouble()),
            ("result", self.result.trouble()),
            ("output", self.output.trouble()),
            ("build", self.build.trouble()),
        ];
        parts.into_iter().filter_map(|(name, trouble)| Some((name, trouble?.to_string()))).collect()
    }
}

/// What a task is about, or its arch.
fn about(task: &Task) -> String {
    Request::of(&task.method, task.request.as_ref())
        .about(&task.method)
        .or_else(|| task.arch.clone())
        .unwrap_or_default()
}
