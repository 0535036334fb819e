//! Which builds came of a task: always what the hub says, never what a name suggests.
//!
//! A hub has no index from a task to its builds, so each question is narrowed by something that has one.

use crate::hub::methods::{BuildRow, ListBuilds, Since, Task};
use crate::hub::model::{IdOrName, TaskId};
use crate::hub::{Hub, Order, Part, Slice};

/// Methods whose task a build names as its own.
const MAKERS: [&str; 10] = [
    "build",
    "maven",
    "winbuild",
    "image",
    "livemedia",
    "livecd",
    "appliance",
    "indirectionimage",
    "kiwiBuild",
    "buildContainer",
];
/// Methods that do a part of their parent's build.
const PARTS: [&str; 10] = [
    "buildArch",
    "buildSRPMFromSCM",
    "rebuildSRPM",
    "buildMaven",
    "vmExec",
    "createImage",
    "createAppliance",
    "createLiveCD",
    "createLiveMedia",
    "createKiwiImage",
];

/// Methods that work in buildroots and belong to no build.
const IN_BUILDROOTS: [&str; 2] = ["runroot", "wrapperRPM"];

/// The arch of the rpms that a task makes, where it makes a part of a build's.
pub(super) fn arch_of_part(task: &Task) -> Option<String> {
    match task.method.as_str() {
        "buildArch" => task.arch_of_work(),
        "buildSRPMFromSCM" | "rebuildSRPM" => Some("src".to_owned()),
        _ => None,
    }
}

/// Does a task of its kind leave files?
pub(super) fn leaves_files(task: &Task) -> bool {
    let method = task.method.as_str();
    MAKERS.contains(&method) || may_have_buildroots(task)
}

/// Can the task have had buildroots?
pub(super) fn may_have_buildroots(task: &Task) -> bool {
    let method = task.method.as_str();
    PARTS.contains(&method) || IN_BUILDROOTS.contains(&method)
}

/// A build ends within its task, or a moment later, in seconds.
const MARGIN: i64 = 600;
/// Builds under way that are looked at.
const UNDER_WAY: u32 = 100;
/// Builds that one task makes at most: usually one, and bounded in case a hub answers more.
const BUILDS: u32 = 10;

/// The task that a build would name, for a task that has to do with one.
fn maker(task: &Task) -> Option<TaskId> {
    let method = task.method.as_str();
    if MAKERS.contains(&method) {
        Some(task.id)
    } else if PARTS.contains(&method) {
        task.parent
    } else {
        None
    }
}

/// The builds, with others that the question could not leave out.
pub(super) async fn ask(hub: &Hub, task: &Task) -> Part<Slice<BuildRow>> {
    let Some(maker) = maker(task).filter(|_| !task.is_scratch()) else { return Part::Nothing };
    let newest = Order { column: "build_id", descending: true };
    let of_maker = ListBuilds { task: Some(maker), ..ListBuilds::default() };
    if maker == task.id
        && let (Some(from), Some(to)) = (seconds(task.create_time.as_ref()), seconds(task.completion_time.as_ref()))
    {
        let span = ListBuilds {
            complete_after: Some(Since::at(from - 1)),
            complete_before: Some(to.saturating_add(MARGIN)),
            ..of_maker
        };
        return hub.first("builds", span, BUILDS, newest).await;
    }
    if let Some(package) = task.package() {
        let of_package = ListBuilds { package: Some(IdOrName::Name(package)), ..of_maker };
        return hub.first("builds", of_package, BUILDS, newest).await;
    }
    // By their ends, those without one come first.
    hub.first("builds", ListBuilds::default(), UNDER_WAY, Order { column: "completion_time", descending: true }).await
}

fn seconds(time: Option<&crate::hub::model::Timestamp>) -> Option<i64> {
    Some(time?.instant()?.as_second())
}

/// Those of the answer that the task made.
pub(super) fn made<'a>(task: &Task, answer: &'a Part<Slice<BuildRow>>) -> Vec<&'a BuildRow> {
    let maker = maker(task);
    answer.shown().iter().filter(|build| maker.is_some() && build.task_id == maker).collect()
}

/// The last builds of the package that the request suggests, unless the hub says that the task builds another one.
pub(super) fn comparable(task: &Task, builds: &Part<Slice<BuildRow>>, last: &[BuildRow]) -> Vec<BuildRow> {
    let package = made(task, builds).first().map(|build| build.package_id);
    let is_same = |build: &&BuildRow| package.is_none_or(|package| package == build.package_id);
    last.iter().filter(is_same).cloned().collect()
}
