//! `/targets/{target}`: one build target: its tags, the repo that it builds from, and what was built through it.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetBuildTarget, GetTag, ListTasks, Tag, Target, Task, TaskFilter};
use crate::hub::model::{IdOrName, TargetId};
use crate::hub::{Hub, Order, Part, Slice, TagRepo};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "targets/show.html", blocks = ["title"])]
pub struct Page {
    target: Arc<Target>,
    build_tag: Part<Tag>,
    dest_tag: Part<Tag>,
    #[serde(flatten)]
    repo: TagRepo,
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

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TargetId>>) -> Result<Page> {
    let target = hub.find_named::<GetBuildTarget>(&wanted).await?;
    let builds = TaskFilter { method: Some("build".to_owned()), decode: true, ..TaskFilter::default() };
    let (build_tag, dest_tag, repo, newest) = join!(
        hub.part("build tag", GetTag::of(target.build_tag)),
        hub.part("destination tag", GetTag::of(target.dest_tag)),
        hub.tag_repo(Some(target.build_tag)),
        hub.first("builds", ListTasks { opts: builds }, LOOKED_AT, Order::NEWEST_ID),
    );
    let is_through = |task: &&Task| task.request().text("target").as_deref() == Some(target.name.as_str());
    let tasks = newest.shown().iter().filter(is_through).take(SHOWN).cloned().collect();
    Ok(Page { target, build_tag, dest_tag, repo, tasks, newest })
}

impl Page {
    /// Is this tag there no more?
    fn is_gone(tag: &Part<Tag>) -> bool {
        tag.error().is_none() && tag.get().is_none_or(|tag| tag.revoke_event.is_some())
    }
}
