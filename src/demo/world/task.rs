//! The tasks of a build, planned with it; and those that have no build.

use super::build::{CANCELED, COMPLETE, FAILED};
use super::hosts::{CREATEREPO, DEFAULT, IMAGE, able};
use super::people::{HOST_ACCOUNTS, KOJIRA};
use super::{Build, FIRST_BUILD, FIRST_TASK, Kind, Moment, Random, TASKS, World};

/// A task, planned from its creation to its end.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) id: i64,
    pub(crate) parent: Option<i64>,
    pub(crate) method: &'static str,
    pub(crate) arch: &'static str,
    pub(crate) label: Option<&'static str>,
    pub(crate) channel: i64,
    pub(crate) host: i64,
    pub(crate) owner: i64,
    pub(crate) created: Moment,
    /// As late as its end: it was canceled before any host had it.
    pub(crate) started: Moment,
    pub(crate) ended: Moment,
    /// The state in which it ends.
    pub(crate) fate: i64,
    /// Without a build.
    pub(crate) scratch: bool,
}

pub(crate) const FREE: i64 = 0;
pub(crate) const OPEN: i64 = 1;
pub(crate) const CLOSED: i64 = 2;
pub(crate) const TASK_CANCELED: i64 = 3;
pub(crate) const ASSIGNED: i64 = 4;
pub(crate) const TASK_FAILED: i64 = 5;

impl Task {
    pub(crate) fn exists(&self, now: Moment) -> bool {
        self.created <= now
    }

    pub(crate) fn state(&self, now: Moment) -> i64 {
        match () {
            () if self.ended <= now => self.fate,
            () if self.started <= now => OPEN,
            () if self.started.plus_millis(-400) <= now && self.started < self.ended => ASSIGNED,
            () => FREE,
        }
    }

    pub(crate) fn over(&self, now: Moment) -> bool {
        self.ended <= now
    }

    /// Has a host begun it?
    pub(crate) fn begun(&self, now: Moment) -> bool {
        self.started <= now && self.started < self.ended
    }

    /// Has it no parent?
    pub(crate) fn top(&self) -> bool {
        self.parent.is_none()
    }

    pub(crate) fn weight(&self) -> f64 {
        if self.method == "buildArch" { 2.5 } else { 1.0 }
    }
}

/// Lays the tasks of one build out in its time.
struct Sheet {
    random: Random,
    tasks: Vec<Task>,
    owner: i64,
    first: i64,
    scratch: bool,
}

impl Sheet {
    /// Adds a task: its place, when it is created, starts and ends, and in which state.
    fn add(&mut self, n: i64, method: &'static str, arch: &'static str, channel: i64, times: [Moment; 3], fate: i64) {
        let hosts = able(arch, channel);
        let top = matches!(method, "build" | "image" | "maven" | "winbuild" | "newRepo" | "restart");
        let parent = if n >= 10 { self.first + 10 } else { self.first };
        self.tasks.push(Task {
            id: self.first + n,
            parent: (!top).then_some(parent),
            method,
            arch,
            label: match method {
                "buildSRPMFromSCM" => Some("srpm"),
                "buildArch" | "createImage" => Some(arch),
                "tagBuild" => Some("tag"),
                "buildMaven" => Some("build"),
                _ => None,
            },
            channel,
            host: if hosts.is_empty() { 1 } else { self.random.pick(&hosts) },
            owner: self.owner,
            created: times[0],
            started: times[1],
            ended: times[2],
            fate,
            scratch: self.scratch,
        });
    }
}

/// All tasks in the time of this build: its own, and now and then a new repository or a scratch build.
pub(super) fn tasks(world: &World, build: &Build, slot: i64) -> Vec<Task> {
    let mut sheet = Sheet {
        random: Random::of(world.seed, 2_000_000 + build.id),
        tasks: Vec::new(),
        owner: build.owner,
        first: FIRST_TASK + (build.id - FIRST_BUILD) * TASKS,
        scratch: false,
    };
    if build.task.is_some_and(|task| task >= FIRST_TASK) {
        match build.kind {
            Kind::Rpm => rpm_tasks(&mut sheet, build),
            Kind::Image => pair(&mut sheet, build, ("image", "createImage"), IMAGE),
            Kind::Maven => pair(&mut sheet, build, ("maven", "buildMaven"), DEFAULT),
            Kind::Win => pair(&mut sheet, build, ("winbuild", "vmExec"), DEFAULT),
            Kind::Container | Kind::Module => {}
        }
    }
    match slot.rem_euclid(12) {
        0 => new_repo(&mut sheet, build),
        3 => restart(&mut sheet, build),
        6 => scratch(&mut sheet, build),
        _ => {}
    }
    sheet.tasks
}

fn rpm_tasks(sheet: &mut Sheet, build: &Build) {
    let whole = build.ends.millis_since(build.created);
    let at = |percent: i64| build.created.plus_millis(whole * percent / 100);
    let end = build.ends;
    let closing = end.plus_millis(600);
    let fate = match build.fate {
        FAILED => TASK_FAILED,
        CANCELED => TASK_CANCELED,
        _ => CLOSED,
    };
    let parent_end = if fate == CLOSED { closing } else { end };
    sheet.add(0, "build", "noarch", DEFAULT, [at(0), at(1), parent_end], fate);
    sheet.add(1, "buildSRPMFromSCM", "noarch", DEFAULT, [at(2), at(4), at(22)], CLOSED);
    let arches = build.task_arches();
    let failing = sheet.random.index(arches.len());
    for ((place, &arch), n) in arches.iter().enumerate().zip(2..) {
        // The last arch waits longest for a builder, so that there is always one to be seen waiting.
        let waits = arches.len() > 1 && place + 1 == arches.len();
        let start = at(if waits { sheet.random.between(46, 55) } else { sheet.random.between(25, 38) });
        let done = at(sheet.random.between(60, 95));
        let (start, done, fate) = match fate {
            CLOSED => (start, done, CLOSED),
            TASK_FAILED if place == failing => (start, at(97), TASK_FAILED),
            // The slowest builder had no time to begin before all was over.
            TASK_CANCELED if place + 1 == arches.len() => (end, end, TASK_CANCELED),
            _ if sheet.random.percent(50) => (start, done, CLOSED),
            _ => (start, end, TASK_CANCELED),
        };
        sheet.add(n, "buildArch", arch, DEFAULT, [at(24), start, done], fate);
    }
    if build.fate == COMPLETE {
        sheet.add(
            8,
            "tagBuild",
            "noarch",
            DEFAULT,
            [end.plus_millis(50), end.plus_millis(100), end.plus_millis(350)],
            CLOSED,
        );
    }
}

/// A task with a child an arch, for what is not made of rpms.
fn pair(sheet: &mut Sheet, build: &Build, (parent, child): (&'static str, &'static str), channel: i64) {
    let (start, end) = (build.created, build.ends);
    sheet.add(0, parent, "noarch", channel, [start, start.plus(1), end.plus(2)], CLOSED);
    let arches = if build.kind == Kind::Image { build.arches } else { &["x86_64"] };
    for (&arch, n) in arches.iter().zip(1..) {
        sheet.add(n, child, arch, channel, [start.plus(2), start.plus(4), end.plus(-3)], CLOSED);
    }
    if build.kind != Kind::Image {
        sheet.add(8, "tagBuild", "noarch", DEFAULT, [end, end.plus_millis(300), end.plus(1)], CLOSED);
    }
}

fn new_repo(sheet: &mut Sheet, build: &Build) {
    let from = build.created.plus(30);
    sheet.owner = KOJIRA;
    let fate = if sheet.random.percent(10) { TASK_FAILED } else { CLOSED };
    sheet.add(10, "newRepo", "noarch", CREATEREPO, [from, from.plus(2), from.plus(200)], fate);
    sheet.add(11, "createrepo", "noarch", CREATEREPO, [from.plus(3), from.plus(5), from.plus(140)], CLOSED);
    sheet.add(12, "createrepo", "noarch", CREATEREPO, [from.plus(3), from.plus(6), from.plus(195)], fate);
    for (task, arch) in sheet.tasks.iter_mut().rev().zip(["aarch64", "x86_64"]) {
        task.label = Some(arch);
    }
}

/// A host starts itself anew, and the task is its own.
fn restart(sheet: &mut Sheet, build: &Build) {
    let from = build.created.plus(15);
    sheet.add(10, "restart", "noarch", DEFAULT, [from, from.plus(1), from.plus(40)], CLOSED);
    for task in sheet.tasks.iter_mut().filter(|task| task.method == "restart") {
        task.owner = HOST_ACCOUNTS + task.host;
    }
}

/// A scratch build: tasks like those of a build, and no build.
fn scratch(sheet: &mut Sheet, build: &Build) {
    let from = build.created.plus(90);
    sheet.scratch = true;
    sheet.owner = sheet.random.pick(&super::people::PEOPLE);
    let fate = if sheet.random.percent(30) { TASK_FAILED } else { CLOSED };
    sheet.add(10, "build", "noarch", DEFAULT, [from, from.plus(1), from.plus(180)], fate);
    sheet.add(11, "buildSRPMFromSCM", "noarch", DEFAULT, [from.plus(2), from.plus(4), from.plus(25)], CLOSED);
    sheet.add(12, "buildArch", "x86_64", DEFAULT, [from.plus(26), from.plus(28), from.plus(178)], fate);
}
