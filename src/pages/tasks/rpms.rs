//! `/tasks/{task}/rpms`: the addresses of all rpms that a task and those below it made, as a page and as plain text. What a
//! scratch build left lies with its tasks, and is swept away later; all else is with the build.

use std::sync::Arc;

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::built;
use crate::hub::methods::{Build, FileStat, GetBuild, ListBuildRpms, ListTaskOutput, Task, TaskOutput};
use crate::hub::model::{BuildRef, RpmRef, TaskId};
use crate::hub::{Hub, Part, tasks_below};
use crate::urls::{TaskRpmsUrl, YesNo};
use crate::web::files::Files;
use crate::web::{Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tasks/rpms.html", blocks = ["title"])]
pub struct Page {
    task: Arc<Task>,
    /// The build that they are of, where they are of one.
    build: Option<Arc<Build>>,
    rpms: Vec<RpmAddress>,
    #[serde(skip)]
    asked: TaskRpmsUrl,
}
crate::page!(Page => lines);

/// An rpm's file.
#[derive(Debug, Serialize, JsonSchema)]
struct RpmAddress {
    /// The file's name.
    name: String,
    arch: String,
    url: String,
    /// Bytes, where they are known.
    size: Option<i64>,
    /// The task that left it; none of one that is with its build.
    task: Option<TaskId>,
}

/// Methods of tasks that have rpms, themselves or below them.
const MAKERS: [&str; 6] = ["build", "buildArch", "buildSRPMFromSCM", "rebuildSRPM", "chainbuild", "wrapperRPM"];
/// Tasks that are looked into.
const TASKS: usize = 50;

/// Can the task have made rpms?
pub(super) fn makes_rpms(task: &Task) -> bool {
    MAKERS.contains(&task.method.as_str())
}

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path, Query(asked): Query<TaskRpmsUrl>) -> Result<Page> {
    let (task, below) = hub.find_task_tree(&wanted).await?;
    let tree = below.get().map_or_else(Vec::new, |below| tasks_below(task.id, below));
    let all: Vec<&Task> = std::iter::once(&*task).chain(tree.iter().map(|below| below.task)).take(TASKS).collect();
    let (left, builds) =
        join!(hub.part_of_each("output", all.iter().map(|task| ListTaskOutput::of(task))), built::ask(&hub, &task),);
    let mut rpms: Vec<RpmAddress> =
        left.iter().flat_map(|(place, output)| left_by(all[*place].id, output, &files)).collect();
    // What became a build stays in the build's own folder.
    let made = built::made(&task, &builds);
    let mut build = None;
    if let Some(of) = made.first().filter(|of| rpms.is_empty() || of.task_id == Some(task.id)) {
        let id = of.build_id;
        let (of, listed) =
            join!(hub.part("build", GetBuild::of(BuildRef::Id(id))), hub.part("rpms", ListBuildRpms::of(id)),);
        if let Part::Here(of) = of
            && !listed.rows().is_empty()
        {
            rpms.clear();
            let has_file = listed.rows().iter().filter(|rpm| !rpm.metadata_only);
            rpms.extend(has_file.map(|rpm| RpmAddress {
                name: rpm.file(),
                arch: rpm.arch.clone(),
                url: files.rpm(&of, &rpm.arch, &rpm.file()),
                size: Some(rpm.size),
                task: None,
            }));
            build = Some(of);
        }
    }
    rpms.retain(|rpm| asked.keeps(rpm));
    rpms.sort_by(|a, b| (a.arch != "src", &a.arch, &a.name).cmp(&(b.arch != "src", &b.arch, &b.name)));
    Ok(Page { task, build, rpms, asked })
}

/// The rpms among what a task left.
fn left_by(task: TaskId, output: &TaskOutput, files: &Files) -> Vec<RpmAddress> {
    let rpm = |name: &String, volume: &String, size| {
        let nvra = name.strip_suffix(".rpm").filter(|nvra| RpmRef::read(nvra).is_some())?;
        let (_, arch) = nvra.rsplit_once('.')?;
        let url = files.task_output(task, volume, name);
        Some(RpmAddress { name: name.clone(), arch: arch.to_owned(), url, size, task: Some(task) })
    };
    // On several volumes it is the same.
    let first = |(name, volumes): (&String, &IndexMap<String, FileStat>)| {
        let (volume, stat) = volumes.first()?;
        rpm(name, volume, stat.size())
    };
    output.iter().filter_map(first).collect()
}

impl TaskRpmsUrl {
    /// Is it one of those that are asked for?
    fn keeps(&self, rpm: &RpmAddress) -> bool {
        let is_debug = ["-debuginfo-", "-debugsource-"].iter().any(|part| rpm.name.contains(part));
        let fits = |arch: &String| rpm.arch == *arch || rpm.arch == "noarch" && arch != "src";
        self.arch.as_ref().is_none_or(fits) && !(is_debug && self.debug == Some(YesNo::No))
    }
}

impl Page {
    /// One address a line.
    fn lines(&self) -> String {
        let lines: Vec<&str> = self.rpms.iter().map(|rpm| rpm.url.as_str()).chain([""]).collect();
        lines.join("\n")
    }

    /// The rpms by arch, in their order.
    fn by_arch(&self) -> Vec<(&str, Vec<&RpmAddress>)> {
        let mut groups: IndexMap<&str, Vec<&RpmAddress>> = IndexMap::new();
        for rpm in &self.rpms {
            groups.entry(&rpm.arch).or_default().push(rpm);
        }
        groups.into_iter().collect()
    }

    /// Can noarch rpms be installed beside those of this arch?
    fn has_more(arch: &str) -> bool {
        !matches!(arch, "src" | "noarch")
    }

    /// An arch of theirs that something can be installed on: the first with rpms of its own.
    fn installable(&self) -> Option<&str> {
        self.rpms.iter().map(|rpm| rpm.arch.as_str()).find(|arch| Self::has_more(arch))
    }

    /// What stands in place of rpms.
    fn nothing(&self) -> &'static str {
        match () {
            () if self.asked.arch.is_some() => "There is none for this arch.",
            () if !self.task.state.is_over() => "There is none yet.",
            () => "It made none, or they were swept away.",
        }
    }
}
