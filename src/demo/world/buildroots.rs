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

    /// Is this one of the builds that were in a buildroot: the newest complete one of a common package then?
    fn is_component(&self, build: &Build, root: &Buildroot<'_>) -> bool {
        let is_before = |other: &Build| other.has_contents(other.ends) && !other.draft && other.ends < root.begun();
        let newer = |other: &Build| other.package == build.package && other.ends > build.ends && is_before(other);
        root.task.is_some() && build.package < COMPONENTS && is_before(build) && !self.builds.iter().any(newer)
    }

    /// The rpms that were installed in a buildroot, by build.
    pub(crate) fn components(&self, root: &Buildroot<'_>, now: Moment) -> Vec<(&Build, Rpm)> {
        let builds = self.builds.iter().filter(|build| self.is_component(build, root));
        let fits = |rpm: &Rpm| (rpm.arch == "noarch" || rpm.arch == root.arch()) && !rpm.name.contains("-debug");
        builds.flat_map(|build| self.rpms(build, now).into_iter().filter(fits).map(move |rpm| (build, rpm))).collect()
    }

    /// Was this rpm installed there?
    pub(crate) fn had(&self, root: &Buildroot<'_>, build: &Build, rpm: &Rpm) -> bool {
        let fits = (rpm.arch == "noarch" || rpm.arch == root.arch()) && !rpm.name.contains("-debug");
        fits && self.is_component(build, root)
    }
}
