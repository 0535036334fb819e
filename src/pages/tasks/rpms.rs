//! `/tasks/{task}/rpms`: the addresses of all rpms that a task and those below it made, as a page and as plain text. What a
//! scratch build left lies with its tasks, and is removed later; all else is with the build.

use std::sync::Arc;

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::built;
use crate::hub::methods::{Build, FileStat, GetBuild, ListBuildRpms, ListTaskOutput, Rpm, Task, TaskOutput, is_debug};
use crate::hub::model::{BuildId, BuildRef, RpmRef, TaskId};
use crate::hub::{Hub, Part, tasks_below};
use crate::urls::{TaskRpmsUrl, Url, YesNo};
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
    /// Are there more tasks below it than were looked into?
    is_cut: bool,
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
const MAKERS: [&str; 4] = ["build", "buildArch", "buildSRPMFromSCM", "rebuildSRPM"];
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
    let is_cut = tree.len() >= TASKS;
    let (left, builds) =
        join!(hub.part_of_each("output", all.iter().map(|task| ListTaskOutput::of(task))), built::ask(&hub, &task));
    let mut rpms: Vec<RpmAddress> =
        left.iter().flat_map(|(place, output)| left_by(all[*place].id, output, &files)).collect();
    // What became a build stays in the build's own folder.
    let made = built::made(&task, &builds);
    let made = made.first().filter(|build| rpms.is_empty() || build.task_id == Some(task.id));
    let of_build = match made {
        Some(build) => of_build(&hub, &files, build.build_id, built::arch_of_part(&task)).await,
        None => None,
    };
    let build = of_build.map(|(build, of_build)| {
        rpms = of_build;
        build
    });
    rpms.retain(|rpm| asked.keeps(rpm));
    rpms.sort_by(|a, b| (a.arch != "src", &a.arch, &a.name).cmp(&(b.arch != "src", &b.arch, &b.name)));
    Ok(Page { task, build, rpms, is_cut, asked })
}

/// A build with its rpms, those of one arch where one is given; nothing where it has none.
async fn of_build(
    hub: &Hub,
    files: &Files,
    id: BuildId,
    arch: Option<String>,
) -> Option<(Arc<Build>, Vec<RpmAddress>)> {
    let (build, rpms) =
        join!(hub.part("build", GetBuild::of(BuildRef::Id(id))), hub.part("rpms", ListBuildRpms::of(id)));
    let Part::Here(build) = build else { return None };
    let is_wanted = |rpm: &&Rpm| !rpm.metadata_only && arch.as_ref().is_none_or(|arch| rpm.arch == *arch);
    let address = |rpm: &Rpm| RpmAddress {
        name: rpm.file(),
        arch: rpm.arch.clone(),
        url: files.rpm(&build, &rpm.arch, &rpm.file()),
        size: Some(rpm.size),
        task: None,
    };
    let addresses = rpms.rows().iter().filter(is_wanted).map(address).collect();
    (!rpms.rows().is_empty()).then_some((build, addresses))
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
        let is_debug = rpm.name.rsplitn(3, '-').nth(2).is_some_and(is_debug);
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

    /// The same as plain text.
    fn as_text(&self) -> Url {
        self.asked.as_text(&self.task.id)
    }

    /// Those of one arch as plain text.
    fn of_arch_as_text(&self, arch: &str) -> Url {
        TaskRpmsUrl { arch: Some(arch.to_owned()), ..self.asked.clone() }.as_text(&self.task.id)
    }

    /// Those that somebody would install on an arch, as plain text.
    fn to_install(&self, arch: &str) -> Url {
        TaskRpmsUrl { arch: Some(arch.to_owned()), debug: Some(YesNo::No) }.as_text(&self.task.id)
    }

    /// What stands in place of rpms.
    fn nothing(&self) -> &'static str {
        match () {
            () if self.asked != TaskRpmsUrl::default() => "There is none that can be installed so.",
            () if !self.task.state.is_over() => "There is none yet.",
            () => "It made none, or they were removed since.",
        }
    }
}
