//! Buildroots: one for each task that builds in one, and one of the content generator's for each of its builds.

use super::task::Task;
use super::{Build, FIRST_BUILD, FIRST_TASK, Kind, Moment, Rpm, World};

/// Ids of buildroots begin here, in the order of their tasks; those of content generators lie below.
const OF_TASKS: i64 = 290_000;
const OF_GENERATORS: i64 = 200_000;
/// The packages whose newest builds are in every buildroot.
const COMPONENTS: usize = 40;

/// A buildroot.
#[derive(Clone, Copy)]
pub(crate) struct Buildroot<'w> {
    pub(crate) id: i64,
    pub(crate) build: &'w Build,
    /// A content generator has none.
    pub(crate) task: Option<&'w Task>,
}

impl Buildroot<'_> {
    pub(crate) fn arch(&self) -> &'static str {
        match self.task.map(|task| task.arch) {
            None | Some("noarch") => "x86_64",
            Some(arch) => arch,
        }
    }

    /// Since when it is there.
    fn begun(&self) -> Moment {
        self.task.map_or(self.build.created, |task| task.started)
    }
}

fn of_task<'w>(build: &'w Build, task: &'w Task, now: Moment) -> Option<Buildroot<'w>> {
    let builds = matches!(task.method, "buildArch" | "buildSRPMFromSCM" | "buildMaven") && task.begun(now);
    builds.then(|| Buildroot { id: OF_TASKS + task.id - FIRST_TASK, build, task: Some(task) })
}

fn of_generator(build: &Build, now: Moment) -> Option<Buildroot<'_>> {
    let is_there = build.kind == Kind::Container && build.has_contents(now);
    is_there.then(|| Buildroot { id: OF_GENERATORS + build.id - FIRST_BUILD, build, task: None })
}

impl Build {
    /// The buildroot that an rpm or an archive of this arch was made in; what was imported has none.
    pub(crate) fn made_in(&self, arch: &str, now: Moment) -> Option<Buildroot<'_>> {
        let is_own = self.task.is_some_and(|task| self.tasks.iter().any(|other| other.id == task));
        let of_build = self.tasks.iter().filter(|task| is_own && !task.scratch);
        let mut roots = of_build.filter_map(|task| of_task(self, task, now));
        let method = if arch == "src" { "buildSRPMFromSCM" } else { "buildArch" };
        let fits = |root: &Buildroot<'_>| {
            root.task.is_some_and(|task| {
                task.method == "buildMaven"
                    || task.method == method && (matches!(arch, "src" | "noarch") || task.arch == arch)
            })
        };
        roots.find(fits).or_else(|| of_generator(self, now))
    }
}

/// Is an rpm one that is installed on this arch?
fn fits(rpm: &Rpm, arch: &str) -> bool {
    (rpm.arch == "noarch" || rpm.arch == arch) && !rpm.name.contains("-debug")
}

impl World {
    /// All buildroots, those of older builds first.
    pub(crate) fn buildroots(&self, now: Moment) -> impl Iterator<Item = Buildroot<'_>> {
        self.builds.iter().flat_map(move |build| {
            let of_tasks = build.tasks.iter().filter_map(move |task| of_task(build, task, now));
            of_tasks.chain(of_generator(build, now))
        })
    }

    /// The buildroot of this id.
    pub(crate) fn buildroot(&self, id: i64, now: Moment) -> Option<Buildroot<'_>> {
        if id < OF_TASKS {
            return of_generator(self.build(FIRST_BUILD + id.checked_sub(OF_GENERATORS)?)?, now);
        }
        let (build, task) = self.task((id - OF_TASKS).checked_add(FIRST_TASK)?)?;
        of_task(build, task, now)
    }

    /// Is this one of the builds whose rpms were installed then: the newest complete one of a common package?
    fn is_component(&self, build: &Build, then: Moment) -> bool {
        let is_before = |other: &Build| other.has_contents(other.ends) && !other.draft && other.ends < then;
        let newer = |other: &Build| other.package == build.package && other.ends > build.ends && is_before(other);
        build.package < COMPONENTS && is_before(build) && !self.builds.iter().any(newer)
    }

    /// The rpms that were installed then on an arch, by build.
    pub(crate) fn installed(&self, arch: &str, then: Moment, now: Moment) -> Vec<(&Build, Rpm)> {
        let builds = self.builds.iter().filter(|build| self.is_component(build, then));
        let of_build = |build| self.rpms(build, now).into_iter().filter(|rpm| fits(rpm, arch));
        builds.flat_map(|build| of_build(build).map(move |rpm| (build, rpm))).collect()
    }

    /// The rpms that were installed in a buildroot, by build; a content generator tells none.
    pub(crate) fn components(&self, root: &Buildroot<'_>, now: Moment) -> Vec<(&Build, Rpm)> {
        if root.task.is_none() { Vec::new() } else { self.installed(root.arch(), root.begun(), now) }
    }

    /// Was this rpm installed there?
    pub(crate) fn had(&self, root: &Buildroot<'_>, build: &Build, rpm: &Rpm) -> bool {
        root.task.is_some() && fits(rpm, root.arch()) && self.is_component(build, root.begun())
    }
}
