//! `/tasks/{task}`: one task, what it was asked, what became of it, and what is below it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::output::{Output, TaskFiles};
use super::output_below::FilesBelow;
use super::params::{self, Names, Param, ParamValue};
use super::{built, outcome, rpms};
use crate::components::{RunningProgress, Tree, WhyFailed, WhyWaiting, explain, look, nested};
use crate::hub::methods::{
    Build, BuildRow, Buildroot, Channel, Descendents, GetBuild, GetChannel, GetHost, GetTag, GetTaskDescendents,
    GetTaskInfo, GetTaskResult, GetUser, Host, ListBuildroots, ListTaskOutput, QueryRepoRequests, RepoRequest, Tag,
    Task, User,
};
use crate::hub::model::{BuildId, IdOrName, TaskState};
use crate::hub::{Hub, Order, Part, Slice, fault_of};
use crate::urls::TaskUrl;
use crate::web::files::Files;
use crate::web::{Clock, Excerpt, Path, Query, Result, filters};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/show.html", blocks = ["title", "live", "buildroots"])]
pub struct Page {
    task: Arc<Task>,
    owner: Part<User>,
    channel: Part<Channel>,
    host: Part<Host>,
    parent: Part<Task>,
    descendents: Part<Descendents>,
    result: Part<Value>,
    /// The tags that the request names by id.
    tags: Vec<Arc<Tag>>,
    /// The tasks that the request names.
    #[serde(skip)]
    tasks: Vec<Arc<Task>>,
    /// The build that the request names by id.
    build: Part<Build>,
    /// The user that the request names by id.
    user: Part<User>,
    /// The requests for the repo that the task makes.
    repo_requests: Part<Vec<RepoRequest>>,
    #[serde(skip)]
    builds: Part<Slice<BuildRow>>,
    /// `None`: not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    buildroots: Option<Excerpt<Buildroot>>,
    #[schemars(with = "Vec<super::output::Output<'static>>")]
    files: TaskFiles,
    /// What the tasks below it left, where it is over and left nothing itself.
    files_below: FilesBelow,
    /// Why it failed, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<WhyFailed>,
    /// Why it, or a task below it, waits, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<WhyWaiting>,
    /// How far it and those below it are, where something is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<RunningProgress>,
}
crate::page!(Page: as_live, as_buildroots);

/// Buildroots that are shown.
const BUILDROOTS: u32 = 50;

/// The page.
pub async fn get(
    hub: Hub,
    files: Files,
    State(clock): State<Clock>,
    Path(wanted): Path,
    Query(asked): Query<TaskUrl>,
) -> Result<Page> {
    let task = hub.find_named::<GetTaskInfo>(&wanted).await?;
    let id = task.id;
    let request = task.request();
    // A hub answers a fault for the result of a task that is not closed or failed.
    let has_result = matches!(task.state, TaskState::Closed | TaskState::Failed);
    let is_new_repo = task.method == "newRepo";
    let (
        owner,
        channel,
        host,
        parent,
        descendents,
        result,
        output,
        tags,
        tasks,
        build,
        user,
        repo_requests,
        builds,
        last_builds,
        buildroots,
    ) = join!(
        hub.part("owner", task.owner.map(GetUser::of)),
        hub.part("channel", task.channel_id.map(GetChannel::of)),
        hub.part("host", task.host_id.map(GetHost::of)),
        hub.part("parent", task.parent.map(GetTaskInfo::of)),
        hub.part("subtasks", GetTaskDescendents::of(id)),
        hub.part("result", has_result.then(|| GetTaskResult::of(id))),
        hub.part("output", ListTaskOutput::of(&task)),
        hub.part_of_each("tags", params::tag_ids(&request).into_iter().map(GetTag::of)),
        hub.part_of_each("tasks", params::task_ids(&request).into_iter().map(GetTaskInfo::of)),
        hub.part("build", params::build_named(&request).map(GetBuild::of)),
        hub.part("user", params::user_named(&request).map(GetUser::of)),
        hub.part("repo requests", is_new_repo.then(|| QueryRepoRequests::of_task(id))),
        built::ask(&hub, &task),
        hub.complete_builds(task.package().filter(|_| !task.state.is_over()).map(IdOrName::Name)),
        async {
            asked.buildroots?;
            let oldest = Order { column: "id", descending: false };
            Some(Excerpt::of(hub.first("buildroots", ListBuildroots::of_task(id), BUILDROOTS, oldest).await, None))
        },
    );
    let last_builds = built::comparable(&task, &builds, last_builds.shown());
    let ((failure, waiting, progress), files_below) = join!(
        explain(&hub, &task, descendents.get(), &last_builds, task.start_time.as_ref(), clock()),
        FilesBelow::of(&hub, &task, descendents.get(), &output, &files),
    );
    let tags = tags.into_iter().map(|(_, tag)| tag).collect();
    let tasks = tasks.into_iter().map(|(_, task)| task).collect();
    let files = TaskFiles { at: files, task: id, left: output };
    Ok(Page {
        task,
        owner,
        channel,
        host,
        parent,
        descendents,
        result,
        tags,
        tasks,
        build,
        user,
        repo_requests,
        builds,
        buildroots,
        files,
        files_below,
        failure,
        waiting,
        progress,
    })
}

impl Page {
    /// What the task is about, in a few words; with the names of what it has by id alone.
    fn about(&self) -> String {
        params::about(&self.task.request(), &self.names()).unwrap_or_else(|| self.task.about())
    }

    /// What the hub told of things that the request names by id.
    fn names(&self) -> Names<'_> {
        Names { tags: &self.tags, tasks: &self.tasks, build: self.build.get(), user: self.user.get() }
    }

    /// Is it, or what it belongs to, a trial?
    fn is_scratch(&self) -> bool {
        self.task.is_scratch() || self.parent.get().is_some_and(Task::is_scratch)
    }

    /// What it is and its state, for what shows a link to it.
    fn state_in_words(&self) -> String {
        format!("{} {}: {}", self.task.method, self.about(), self.task.state.word())
    }

    /// What else there is to say of it in a line.
    fn description(&self) -> String {
        let owner = self.owner.get().map(|owner| format!(" of {}", owner.name));
        let time = self
            .task
            .last_time()
            .map(|time| format!(", {} since {} UTC", self.task.state.word(), filters::in_utc(time)));
        format!("Task {}{}{}", self.task.id, owner.unwrap_or_default(), time.unwrap_or_default())
    }

    /// The tree, this task at its root.
    fn tree(&self) -> Tree<'_> {
        Tree::of(&self.task, self.descendents.get(), self.progress.as_ref())
    }

    /// The arguments, each under its name.
    fn params(&self) -> Vec<Param> {
        params::of(&self.task.request(), &self.names())
    }

    /// The arch of the task, where its arguments do not name it already.
    fn own_arch(&self) -> Option<&str> {
        let asked = self.task.request().text("arch");
        self.task.arch.as_deref().filter(|arch| asked.as_deref() != Some(*arch))
    }

    /// The options, one a line.
    fn options(&self) -> Vec<Param> {
        params::options(&self.task.request())
    }

    /// The builds that it made, or that it is a part of.
    fn made(&self) -> Vec<&BuildRow> {
        built::made(&self.task, &self.builds)
    }

    /// Builds that its result names and nothing else does.
    fn named(&self) -> Vec<BuildId> {
        let ids = self.result.get().map_or_else(Vec::new, outcome::builds);
        let made = self.made();
        ids.into_iter().map(BuildId).filter(|id| made.iter().all(|build| build.build_id != *id)).collect()
    }

    fn may_have_buildroots(&self) -> bool {
        built::may_have_buildroots(&self.task)
    }

    /// Did it make rpms, as far as can be told?
    fn has_rpms(&self) -> bool {
        self.task.state == TaskState::Closed && rpms::makes_rpms(&self.task)
    }

    /// What stands in place of buildroots.
    fn no_buildroots(&self) -> &'static str {
        if self.task.state.is_over() { "It had none." } else { "It has none yet." }
    }

    /// The files it left.
    fn files(&self) -> Vec<Output<'_>> {
        self.files.sorted()
    }

    /// What is said of its files.
    fn output(&self) -> String {
        let files = self.files().len();
        let (is_over, has_begun) = (self.task.state.is_over(), self.task.start_time.is_some());
        match () {
            () if self.files.left.error().is_some() => "could not be listed now".to_owned(),
            () if files > 0 => format!("{files} file{}", if files == 1 { "" } else { "s" }),
            () if !self.files_below.is_empty() => {
                format!("of the tasks below{}: {}", if is_over { "" } else { " so far" }, self.files_below.summary())
            }
            () if !is_over => "none yet".to_owned(),
            () if !has_begun => "none, since it never began".to_owned(),
            () if !self.made().is_empty() => "with the build".to_owned(),
            () if built::leaves_files(&self.task) => {
                "none is left: a hub removes what a task left some weeks after its end".to_owned()
            }
            () => "none".to_owned(),
        }
    }

    /// Is there a log, of it or of one below it, as far as is known?
    fn has_logs(&self) -> bool {
        let has_own = self.files().iter().any(|file| file.log.is_some());
        has_own
            || self.files.left.error().is_some()
            || self.files_below.has_logs()
            || self.tree().has_logs()
            || self.failure.as_ref().is_some_and(|why| why.log().is_some())
    }

    /// Which tasks wait: this one for its children, its parent for this one.
    fn waits(&self) -> Option<&'static str> {
        match (self.task.waiting == Some(true), self.task.awaited == Some(true)) {
            _ if self.task.state.is_over() => None,
            (true, true) => Some("waiting for its subtasks; its parent waits for it"),
            (true, false) => Some("waiting for its subtasks"),
            (false, true) => Some("its parent waits for it"),
            (false, false) => None,
        }
    }

    /// How long it waited for a host.
    fn waited(&self) -> Option<String> {
        let waited = filters::between(self.task.create_time.as_ref()?, self.task.start_time.as_ref()?);
        (!waited.is_empty()).then_some(waited)
    }

    /// The fault that this task ended with, where it says something else than that of the one that failed first.
    fn own_fault(&self) -> Option<(&str, Option<&str>)> {
        let own = fault_of(self.result.get()?)?;
        let first = self.failure.as_ref().and_then(WhyFailed::fault);
        (first != Some(own)).then_some(own)
    }

    /// What came of it, one a line.
    fn outcome(&self) -> Vec<Param> {
        self.result
            .get()
            .filter(|_| self.task.state == TaskState::Closed)
            .map_or_else(Vec::new, |result| outcome::of(&self.task.method, result))
    }
}
