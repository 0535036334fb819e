//! `/repos/{repo}`: one repo: its state, what it is of, who asked for it, and where its files are.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::{look, nested};
use crate::hub::methods::{
    Buildroot, Event, GetEvent, GetRepo, GetTaskInfo, ListBuildroots, QueryRepoRequests, Repo, RepoInfo, RepoRequest,
    Task,
};
use crate::hub::model::RepoState;
use crate::hub::{Hub, Order, Part, TagChange, feature};
use crate::urls::RepoUrl;
use crate::web::files::Files;
use crate::web::{Excerpt, Path, Query, Result, filters};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "repos/show.html", blocks = ["title", "live", "buildroots"])]
pub struct Page {
    repo: Arc<Repo>,
    /// When the event was that it is as of.
    event: Part<Event>,
    /// The one that builds of its tag use now.
    newest: Part<Repo>,
    #[serde(flatten)]
    change: TagChange,
    /// The requests that it fulfilled.
    requests: Excerpt<RepoRequest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buildroots: Option<Excerpt<Buildroot>>,
    /// Where its files are, while they are there.
    files: Option<String>,
}
crate::page!(Page: as_live, as_buildroots);

/// Requests and buildroots that are shown.
const REQUESTS: u32 = 50;
const BUILDROOTS: u32 = 50;

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path, Query(asked): Query<RepoUrl>) -> Result<Page> {
    let repo = hub.find_named::<RepoInfo>(&wanted).await?;
    let id = repo.id;
    // Of the tag of an old repo a hub may know nothing more: it can be deleted.
    let is_current = !repo.dist && matches!(repo.state, RepoState::Init | RepoState::Ready);
    let tag = repo.tag_id.filter(|_| is_current);
    let task = repo.task_id.filter(|_| repo.task_state.is_none());
    let (task, event, newest, change, requests, buildroots) = join!(
        hub.part("task", task.map(GetTaskInfo::of)),
        hub.part("time of its event", repo.create_event.map(GetEvent::of)),
        hub.part("newest repo", tag.map(GetRepo::of)),
        async { hub.change_after(repo.create_event, hub.changes(tag).await).await },
        hub.first("requests", QueryRepoRequests::fulfilled_by(id), REQUESTS, Order::NEWEST_ID),
        async {
            // Who cannot be answered is told so at once.
            let may_follow = hub.has(&feature::BUILDROOTS_OF_REPO);
            asked.buildroots.map(drop).or((!may_follow).then_some(()))?;
            let first = hub.first("buildroots", ListBuildroots::of_repo(id), BUILDROOTS, Order::NEWEST_ID).await;
            Some(Excerpt::of(first, None))
        },
    );
    let repo = with_task_state(repo, &task);
    let files = repo.path().map(|path| files.file(&path));
    let requests = Excerpt::of(requests, None);
    Ok(Page { repo, event, newest, change, requests, buildroots, files })
}

/// The repo with how its task stands, where the hub does not tell that with it.
fn with_task_state(repo: Arc<Repo>, task: &Part<Task>) -> Arc<Repo> {
    match task.get() {
        Some(task) => Arc::new(Repo { task_state: Some(task.state), ..Repo::clone(&repo) }),
        None => repo,
    }
}

impl Page {
    fn is_being_made(&self) -> bool {
        self.repo.state == RepoState::Init
    }

    /// The repo that builds use in its place.
    fn replaced_by(&self) -> Option<&Repo> {
        let is_ready = self.repo.state == RepoState::Ready;
        self.newest.get().filter(|newest| is_ready && newest.id > self.repo.id)
    }

    /// What a package manager is told of where it is.
    fn base_url(&self) -> Option<String> {
        self.files.as_ref().map(|files| format!("{files}/$basearch/"))
    }

    /// With what it was made, and with what other than its tag asks for: each option that is on, others with their value.
    fn options(&self) -> Vec<(&'static str, String)> {
        let named = [("Options", &self.repo.opts), ("Own options", &self.repo.custom_opts)];
        let option = |(name, value): (&String, &Value)| match value {
            Value::Bool(true) => Some(name.clone()),
            Value::Bool(false) | Value::Nil => None,
            value => Some(format!("{name}: {}", nested::plain(value))),
        };
        let words = |value: &Value| match value {
            Value::Struct(options) => options.iter().filter_map(option).collect::<Vec<_>>().join(", "),
            value => nested::plain(value),
        };
        let said = named.into_iter().filter_map(|(name, value)| Some((name, words(value.as_ref()?))));
        said.filter(|(_, words)| !words.is_empty()).collect()
    }
}
