//! `/tasks/{task}/last-success`: when what a task builds was last built on its arch; it follows on the page of a task that failed.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{GetTaskInfo, Task};
use crate::hub::{Hub, LastSuccess, Part};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/last-success.html", blocks = ["title", "last_success"])]
pub struct Page {
    task: Arc<Task>,
    /// None where the package was not built before.
    last: Option<LastSuccess>,
    /// The task that built it on this arch.
    last_task: Part<Task>,
}
crate::page!(Page; as_last_success);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Page> {
    let task = hub.find_named::<GetTaskInfo>(&wanted).await?;
    let last = hub.last_success(&task).await?;
    let of_arch = last.as_ref().and_then(|last| last.buildroot.as_ref()?.task_id);
    let last_task = hub.part("its task", of_arch.map(GetTaskInfo::of)).await;
    Ok(Page { task, last, last_task })
}

impl Page {
    /// What stands in place of a build.
    fn nothing(&self) -> String {
        match self.task.package() {
            Some(package) => format!("The hub knows of no complete build of {package} before it."),
            None => "Its request names no package, so no build is known that was made before it.".to_owned(),
        }
    }
}
