//! `/tasks/{task}/changes`: what changed between a task and the last complete build of the same package and arch before it:
//! source, host, time, and the rpms of the buildroot.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::RpmChanges;
use crate::hub::methods::{
    Buildroot, GetBuildrootListing, GetHost, GetTaskDescendents, GetTaskInfo, Host, ListBuildroots, Task,
};
use crate::hub::model::{TaskId, TaskState};
use crate::hub::{Hub, LastSuccess, Order, Part, first_failed};
use crate::urls;
use crate::web::{Error, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/changes.html", blocks = ["title"])]
pub struct Page {
    task: Arc<Task>,
    #[serde(skip)]
    parent: Part<Task>,
    host: Part<Host>,
    buildroot: Option<Buildroot>,
    /// None where the package was not built before.
    last: Option<LastSuccess>,
    last_task: Part<Task>,
    /// What differs between the rpms of the two buildroots.
    rpms: Option<RpmChanges>,
    /// Why that is not known, where it is not.
    #[serde(skip)]
    unknown: &'static str,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Page> {
    let task = hub.find_named::<GetTaskInfo>(&wanted).await?;
    if let Some(failed) = failed_below(&hub, &task).await? {
        return Err(Error::SeeOther(urls::changes_of_task(&failed)));
    }
    let (parent, host, buildroots, last) = join!(
        hub.part("parent", task.parent.map(GetTaskInfo::of)),
        hub.part("host", task.host_id.map(GetHost::of)),
        hub.first("buildroots", ListBuildroots::of_task(task.id), 1, Order::NEWEST_ID),
        hub.last_success(&task),
    );
    let last = last?;
    let buildroot = buildroots.shown().first().cloned();
    let earlier = last.as_ref().and_then(|last| last.buildroot.as_deref());
    let both = earlier.zip(buildroot.as_ref()).map(|(earlier, later)| (earlier.id, later.id));
    let (last_task, earlier, later) = join!(
        hub.part("last task", earlier.and_then(|root| root.task_id).map(GetTaskInfo::of)),
        hub.part("rpms of the last buildroot", both.map(|(earlier, _)| GetBuildrootListing::of(earlier))),
        hub.part("rpms of the buildroot", both.map(|(_, later)| GetBuildrootListing::of(later))),
    );
    let unknown = match (&last, &buildroot) {
        (Some(LastSuccess { buildroot: None, .. }), _) => {
            "The hub does not know in which buildroot the last one was built."
        }
        (_, None) if buildroots.error().is_none() => "The hub knows of no buildroot of this task.",
        _ => "The hub did not tell what was in the buildroots.",
    };
    let rpms = match (earlier.get(), later.get()) {
        (Some(earlier), Some(later)) => Some(RpmChanges::between(earlier, later)),
        _ => None,
    };
    Ok(Page { task, parent, host, buildroot, last, last_task, rpms, unknown })
}

/// The task below one that failed first, where another one did: that one had a buildroot.
async fn failed_below(hub: &Hub, task: &Task) -> Result<Option<TaskId>> {
    if task.state != TaskState::Failed || task.parent.is_some() {
        return Ok(None);
    }
    let below = hub.get(GetTaskDescendents::of(task.id)).await?;
    let first = first_failed(task, Some(&below)).and_then(|failed| failed.first().map(|first| first.id));
    Ok(first.filter(|first| *first != task.id))
}

/// One fact of both.
struct Compared {
    name: &'static str,
    before: String,
    now: String,
}

impl Page {
    /// What stands in place of a comparison.
    fn nothing(&self) -> &'static str {
        if self.task.package().is_some() {
            "The hub knows of no complete build of the same package before it."
        } else {
            "Its request names no package, so there is no last success to compare it with."
        }
    }

    /// What is known of both, side by side.
    fn facts(&self) -> Vec<Compared> {
        let Some(last) = &self.last else { return Vec::new() };
        let source = self.task.request().text("src");
        let asked = self.parent.get().and_then(|parent| parent.request().text("src"));
        let took = |task: &Task| Some(filters::between(task.start_time.as_ref()?, task.completion_time.as_ref()?));
        let root = last.buildroot.as_deref();
        let all: [(&'static str, Option<String>, Option<String>); 4] = [
            ("Source", last.build.source.clone(), asked.or(source)),
            ("Host", root.and_then(|root| root.host_name.clone()), self.host.get().map(|host| host.name.clone())),
            ("Repo", repo(root), repo(self.buildroot.as_ref())),
            ("Took", self.last_task.get().and_then(took), took(&self.task)),
        ];
        let told = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "unknown".to_owned());
        all.into_iter().map(|(name, before, now)| Compared { name, before: told(before), now: told(now) }).collect()
    }
}

fn repo(root: Option<&Buildroot>) -> Option<String> {
    let root = root?;
    Some(format!("{} of {}", root.repo_id?, root.tag_name.as_deref()?))
}
