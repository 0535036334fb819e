//! `/targets/{target}`: one build target: its tags, the repo that it builds from, and what was built through it.

use std::sync::Arc;

use askama::Template;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetBuildTarget, GetTag, ListTasks, Tag, Target, Task, TaskFilter};
use crate::hub::model::{IdOrName, TargetId};
use crate::hub::{Hub, Order, Part, Slice, TagRepo};
use crate::urls::TargetUrl;
use crate::web::{Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "targets/show.html", blocks = ["title", "activity"])]
pub struct Page {
    target: Arc<Target>,
    build_tag: Part<Tag>,
    dest_tag: Part<Tag>,
    /// With `open=activity`: what it builds from and what it built.
    #[serde(flatten)]
    activity: Option<Activity>,
}
crate::page!(Page: as_activity);

/// What a target builds from and what it built: for that the hub reads many rows.
#[derive(Serialize, JsonSchema)]
struct Activity {
    #[serde(flatten)]
    repo: TagRepo,
    /// The newest builds through it, of the newest builds of all targets.
    tasks: Vec<Task>,
    #[serde(skip)]
    newest: Part<Slice<Task>>,
}

/// Tasks that are looked at: a hub cannot be asked for those of a target.
const LOOKED_AT: u32 = 200;
/// Those of the target that are shown.
const SHOWN: usize = 25;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TargetId>>, Query(asked): Query<TargetUrl>) -> Result<Page> {
    let target = hub.find_named::<GetBuildTarget>(&wanted).await?;
    let (build_tag, dest_tag, activity) = join!(
        hub.part("build tag", GetTag::of(target.build_tag)),
        hub.part("destination tag", GetTag::of(target.dest_tag)),
        OptionFuture::from(asked.open.is_some().then(|| Activity::of(&hub, &target))),
    );
    Ok(Page { target, build_tag, dest_tag, activity })
}

impl Activity {
    async fn of(hub: &Hub, target: &Target) -> Self {
        let builds = TaskFilter { method: Some("build".to_owned()), decode: true, ..TaskFilter::default() };
        let (repo, newest) = join!(
            hub.tag_repo(Some(target.build_tag)),
            hub.first("builds", ListTasks { opts: builds }, LOOKED_AT, Order::NEWEST_ID),
        );
        let is_through = |task: &&Task| task.request().text("target").as_deref() == Some(target.name.as_str());
        let tasks = newest.shown().iter().filter(is_through).take(SHOWN).cloned().collect();
        Self { repo, tasks, newest }
    }
}

impl Page {
    /// Is this tag there no more?
    fn is_gone(tag: &Part<Tag>) -> bool {
        tag.error().is_none() && tag.get().is_none_or(|tag| tag.revoke_event.is_some())
    }
}
