//! What the demo hub knows: made from the seed, and only ever added to as its time passes.

pub(crate) mod archives;
mod build;
mod buildroots;
mod changelog;
mod failures;
pub(crate) mod hosts;
pub(crate) mod logs;
mod packages;
pub(crate) mod people;
mod plan;
pub(crate) mod repo_requests;
pub(crate) mod repos;
mod requests;
mod rpms;
mod specials;
pub(crate) mod tags;
mod task;

use std::collections::HashMap;

pub(crate) use archives::Archive;
pub(crate) use build::{Build, Kind};
pub(crate) use buildroots::Buildroot;
pub(crate) use packages::Package;
pub(crate) use people::User;
pub(crate) use rpms::Rpm;
pub(crate) use tags::{Tag, Target};
pub(crate) use task::Task;

pub(crate) use super::moment::Moment;
pub(crate) use super::random::Random;
use super::{Settings, Size};

/// The id of the first build; the others follow without a gap.
pub(crate) const FIRST_BUILD: i64 = 52_001;
/// The id of the first build's first task; each build has `TASKS` of them to itself.
pub(crate) const FIRST_TASK: i64 = 1_300_000;
pub(crate) const TASKS: i64 = 16;
/// A build's rpms have ids from its own times this.
pub(crate) const RPMS: i64 = 500;

/// All the data. What lies after `now` is planned and not to be shown; see [`Build::state`].
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    has_drafts: bool,
    /// The moment from which plans count.
    pub(crate) epoch: Moment,
    pub(crate) users: Vec<User>,
    pub(crate) packages: Vec<Package>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) targets: Vec<Target>,
    pub(crate) builds: Vec<Build>,
    by_nvr: HashMap<String, usize>,
    by_package: HashMap<String, usize>,
    /// How many builds each package has had, which is where its next version comes from.
    had: Vec<i64>,
    /// How many builds were started after the epoch.
    started: i64,
}

impl World {
    pub(crate) fn new(settings: &Settings, epoch: Moment) -> Self {
        let packages = packages::packages(settings.seed, settings.size);
        let hosts: Vec<_> = hosts::HOSTS.iter().map(|host| (host.id, host.name)).collect();
        let mut world = Self {
            seed: settings.seed,
            has_drafts: settings.koji.has_drafts(),
            epoch,
            users: people::users(&hosts),
            tags: tags::tags(epoch),
            targets: tags::targets(),
            builds: Vec::new(),
            by_nvr: HashMap::new(),
            by_package: packages.iter().enumerate().map(|(n, package)| (package.name.clone(), n)).collect(),
            had: vec![0; packages.len()],
            packages,
            started: 0,
        };
        world.imported();
        world.history();
        world
    }

    /// Plans what starts up to `now`.
    pub(crate) fn grow(&mut self, now: Moment) {
        while self.next_start() <= now {
            let build = self.next_build();
            self.add(build);
            self.started += 1;
        }
    }

    /// Is there nothing to plan up to `now`?
    pub(crate) fn reaches(&self, now: Moment) -> bool {
        self.next_start() > now
    }

    /// When the next build starts: one every 20 s.
    fn next_start(&self) -> Moment {
        self.epoch.plus(10 + 20 * self.started)
    }

    fn add(&mut self, build: Build) {
        self.by_nvr.insert(build.nvr(self), self.builds.len());
        self.builds.push(build);
    }

    /// The id that the next build will have.
    fn next_id(&self) -> i64 {
        FIRST_BUILD + i64::try_from(self.builds.len()).unwrap_or_default()
    }

    pub(crate) fn build(&self, id: i64) -> Option<&Build> {
        usize::try_from(id - FIRST_BUILD).ok().and_then(|n| self.builds.get(n))
    }

    pub(crate) fn build_of_nvr(&self, nvr: &str) -> Option<&Build> {
        self.by_nvr.get(nvr).and_then(|&n| self.builds.get(n))
    }

    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.by_package.get(name).and_then(|&n| self.packages.get(n))
    }

    /// A task with the build in whose time it falls.
    pub(crate) fn task(&self, id: i64) -> Option<(&Build, &Task)> {
        let build = self.build(FIRST_BUILD + (id - FIRST_TASK).div_euclid(TASKS))?;
        build.tasks.iter().find(|task| task.id == id).map(|task| (build, task))
    }

    pub(crate) fn user_name(&self, id: i64) -> &str {
        self.users.iter().find(|user| user.id == id).map_or("", |user| &user.name)
    }

    pub(crate) fn user_kind(&self, id: i64) -> i64 {
        self.users.iter().find(|user| user.id == id).map_or(0, |user| user.kind)
    }

    pub(crate) fn tag(&self, id: i64) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    pub(crate) fn tag_name(&self, id: i64) -> &str {
        self.tag(id).map_or("", |tag| &tag.name)
    }
}
