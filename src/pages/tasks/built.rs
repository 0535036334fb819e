//! Which builds came of a task: always what the hub says, never what a name suggests.
//!
//! A hub has no index from a task to its builds, so each question is narrowed by something that has one.

use crate::hub::methods::{BuildRow, ListBuilds, Task};
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

/// Can the task have had buildroots?
pub(super) fn may_have_buildroots(task: &Task) -> bool {
    let method = task.method.as_str();
    PARTS.contains(&method) || IN_BUILDROOTS.contains(&method)
}

/// A build ends within its task, or a moment later, in seconds.
const MARGIN: i64 = 600;
/// Builds under way that are looked at.
const UNDER_WAY: u32 = 100;
/// Builds that one task makes at most: one, where nobody plays tricks.
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
        let span =
            ListBuilds { complete_after: Some(from - 1), complete_before: Some(to.saturating_add(MARGIN)), ..of_maker };
        return hub.first("builds", span, BUILDS, newest).await;
    }
    if let Some(package) = package(task) {
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

/// The package that the request suggests; the hub still has to say that the task made a build of it.
fn package(task: &Task) -> Option<String> {
    let request = task.request();
    if let Some(file) = ["pkg", "srpm", "src"].iter().find_map(|name| request.text(name)).filter(|src| is_srpm(src)) {
        let nvr = file.rsplit('/').next()?.strip_suffix(".src.rpm")?;
        return nvr.rsplitn(3, '-').nth(2).map(str::to_owned);
    }
    if let Some(source) = ["src", "url"].iter().find_map(|name| request.text(name))
        && matches!(task.method.as_str(), "build" | "buildSRPMFromSCM")
    {
        let path = source.split(['#', '?']).next()?.trim_end_matches('/').trim_end_matches(".git");
        return path.rsplit('/').next().map(str::to_owned).filter(|name| !name.is_empty());
    }
    request.text("name").filter(|_| task.method != "vmExec")
}

fn is_srpm(source: &str) -> bool {
    source.ends_with(".src.rpm")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(method: &str, request: &str) -> Task {
        let json = format!(r#"{{"id": 1, "method": "{method}", "state": 1, "request": {request}}}"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn requests_suggest_packages() {
        for (method, request, name) in [
            ("build", r#"["git+https://x/rpms/bash.git#8ba4", "f40"]"#, Some("bash")),
            ("build", r#"["git://x/rpms/bash/?sub#8ba4", "f40"]"#, Some("bash")),
            ("build", r#"["cli-build/x/python3-x-1.0-2.fc40.src.rpm", "f40"]"#, Some("python3-x")),
            ("buildArch", r#"["tasks/1/1/bash-5-1.src.rpm", 3, "x86_64"]"#, Some("bash")),
            ("buildArch", r#"["x.src.rpm", 3, "x86_64"]"#, None),
            ("image", r#"["Lab-Cloud", "40", ["x86_64"], "images", "https://x/"]"#, Some("Lab-Cloud")),
            ("maven", r#"["git+https://x/a.git#1", "maven"]"#, None),
            ("build", "null", None),
        ] {
            assert_eq!(package(&task(method, request)).as_deref(), name, "{method} {request}");
        }
        assert_eq!(maker(&task("newRepo", "[]")), None);
    }
}
