//! `/targets/{target}`: one build target: its tags, the repo that it builds from, and what was built through it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    GetBuildTarget, GetRepo, GetTag, ListTasks, QueryRepos, Repo, Tag, TagLastChangeEvent, Target, Task, TaskFilter,
};
use crate::hub::model::{EventId, IdOrName, TargetId};
use crate::hub::{Hub, Order, Part, Slice};
use crate::web::{Error, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "targets/show.html", blocks = ["title"])]
pub struct Page {
    target: Arc<Target>,
    build_tag: Part<Tag>,
    dest_tag: Part<Tag>,
    repo: Part<Repo>,
    #[serde(skip)]
    repos: Part<Slice<Repo>>,
    last_change: Part<EventId>,
    /// The newest builds through it, of the newest builds of all targets.
    tasks: Vec<Task>,
    #[serde(skip)]
    newest: Part<Slice<Task>>,
}
crate::page!(Page);

/// Tasks that are looked at: a hub cannot be asked for those of a target.
const LOOKED_AT: u32 = 200;
/// Those of the target that are shown.
const SHOWN: usize = 25;
/// Repos that are looked at for one that is being made.
const REPOS: u32 = 5;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TargetId>>) -> Result<Page> {
    let missing = || Error::missing("target", &wanted);
    let target = hub.find(GetBuildTarget::of(wanted.clone())).await?.ok_or_else(missing)?;
    let builds = TaskFilter { method: Some("build".to_owned()), decode: true, ..TaskFilter::default() };
    let (build_tag, dest_tag, repo, repos, last_change, newest) = join!(
        hub.part("build tag", GetTag::of(target.build_tag)),
        hub.part("destination tag", GetTag::of(target.dest_tag)),
        hub.part("repo", GetRepo::of(target.build_tag)),
        hub.first_if_known("newest repos", Some(QueryRepos::of(target.build_tag)), REPOS, Order::NEWEST_ID),
        hub.part("last change", TagLastChangeEvent::of(target.build_tag)),
        hub.first("builds", ListTasks { opts: builds }, LOOKED_AT, Order::NEWEST_ID),
    );
    let is_through = |task: &&Task| task.request().text("target").as_deref() == Some(target.name.as_str());
    let tasks = newest.shown().iter().filter(is_through).take(SHOWN).cloned().collect();
    Ok(Page { target, build_tag, dest_tag, repo, repos, last_change, tasks, newest })
}

impl Page {
    /// Is this tag there no more?
    fn is_gone(tag: &Part<Tag>) -> bool {
        tag.error().is_none() && tag.get().is_none_or(|tag| tag.revoke_event.is_some())
    }

    /// Did the build tag change since the repo was made?
    fn is_behind(&self) -> bool {
        let made = self.repo.get().and_then(|repo| repo.create_event);
        made.zip(self.last_change.get().copied()).is_some_and(|(made, change)| change > made)
    }

    /// The repo that is being made, where it is newer than the one in use.
    fn repo_under_way(&self) -> Option<&Repo> {
        Repo::under_way(self.repos.shown(), self.repo.get())
    }
}
