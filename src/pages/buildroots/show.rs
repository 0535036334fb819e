//! `/buildroots/{buildroot}`: one buildroot: where and when it was, from which repo, and of which task.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::{look, nested};
use crate::hub::methods::{Buildroot, GetTaskInfo, Task};
use crate::hub::{Hub, Part};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "buildroots/show.html", blocks = ["title"])]
pub struct Page {
    buildroot: Arc<Buildroot>,
    task: Part<Task>,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Page> {
    let buildroot = super::find(&hub, &wanted).await?;
    let task = hub.part("task", buildroot.task_id.map(GetTaskInfo::of)).await;
    Ok(Page { buildroot, task })
}

impl Page {
    /// Extra data, where there are some.
    fn extra(&self) -> Option<String> {
        self.buildroot.extra.as_ref().map(nested::html)
    }

    /// For how long it was in use.
    fn lasted(&self) -> Option<String> {
        let root = &self.buildroot;
        Some(filters::between(root.create_event_time.as_ref()?, root.retire_event_time.as_ref()?))
    }
}
