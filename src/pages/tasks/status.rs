//! `/tasks/{task}/status`: the state of a task and the files that it left so far, for programs that follow it. As text it is
//! what kojiweb's `taskstatus` answers.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{FileStat, GetTaskInfo, ListTaskOutput, Task};
use crate::hub::model::TaskId;
use crate::hub::{Hub, Part};
use crate::urls;
use crate::web::files::Files;
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/status.html", blocks = ["title"])]
pub struct Page {
    task: Arc<Task>,
    files: Vec<File>,
}
crate::page!(Page => lines);

/// A file that the task left.
#[derive(Debug, Serialize, JsonSchema)]
struct File {
    name: String,
    volume: String,
    /// Bytes, where they are known.
    size: Option<i64>,
    url: String,
}

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path) -> Result<Page> {
    let left = async {
        match wanted.parse().map(TaskId) {
            Ok(id) => hub.part("output", ListTaskOutput::of_any(id)).await,
            Err(_) => Part::Nothing,
        }
    };
    let (task, left) = join!(hub.find_named::<GetTaskInfo>(&wanted), left);
    let task = task?;
    let volumes = left.get().into_iter().flat_map(|left| left.iter());
    let on_volumes = volumes.flat_map(|(name, volumes)| volumes.iter().map(move |(volume, stat)| (name, volume, stat)));
    let to_file = |(name, volume, stat): (&String, &String, &FileStat)| File {
        url: files.task_output(task.id, volume, name),
        name: name.clone(),
        volume: volume.clone(),
        size: stat.size(),
    };
    let files = on_volumes.map(to_file).collect();
    Ok(Page { task, files })
}

impl Page {
    /// As kojiweb writes it: `1:OPEN`, and a line a file, `DEFAULT:build.log:1234`.
    fn lines(&self) -> String {
        let mut text = format!("{}:{}\n", self.task.id, self.task.state.word().to_uppercase());
        for File { name, volume, size, .. } in &self.files {
            // A name could hold a line's end, and pass for a file that is not there.
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{volume}:{name}:{}", size.unwrap_or_default());
        }
        text
    }
}
