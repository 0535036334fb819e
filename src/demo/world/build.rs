//! One build of the plan: what it is, and what it is at a moment.

use super::{Moment, Package, Task, World};
use crate::xmlrpc::Value;

/// A build, planned from its start to its end.
#[derive(Debug, Clone)]
pub(crate) struct Build {
    pub(crate) id: i64,
    /// Its place among the packages.
    pub(crate) package: usize,
    pub(crate) version: String,
    pub(crate) release: String,
    pub(crate) epoch: Option<i64>,
    pub(crate) owner: i64,
    /// What the build says its task is: an imported one has none, an old one's may be gone.
    pub(crate) task: Option<i64>,
    pub(crate) source: Option<String>,
    pub(crate) draft: bool,
    pub(crate) promoted: Option<(i64, Moment)>,
    pub(crate) created: Moment,
    pub(crate) ends: Moment,
    /// The state in which it ends.
    pub(crate) fate: i64,
    pub(crate) kind: Kind,
    pub(crate) extra: Option<Value>,
    pub(crate) archived: bool,
    /// Its place among the targets.
    pub(crate) target: usize,
    /// None: noarch alone.
    pub(crate) arches: &'static [&'static str],
    /// Tags, and since when.
    pub(crate) tags: Vec<(i64, Moment)>,
    pub(crate) tasks: Vec<Task>,
}

/// What a build consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rpm,
    Maven,
    Win,
    Image,
    /// By a content generator, as a module is.
    Container,
    Module,
}

pub(crate) const BUILDING: i64 = 0;
pub(crate) const COMPLETE: i64 = 1;
pub(crate) const DELETED: i64 = 2;
pub(crate) const FAILED: i64 = 3;
pub(crate) const CANCELED: i64 = 4;

impl Build {
    /// Was it imported by a content generator?
    pub(crate) fn is_generated(&self) -> bool {
        matches!(self.kind, Kind::Container | Kind::Module)
    }

    pub(crate) fn package<'w>(&self, world: &'w World) -> &'w Package {
        &world.packages[self.package]
    }

    pub(crate) fn nvr(&self, world: &World) -> String {
        format!("{}-{}-{}", self.package(world).name, self.version, self.release)
    }

    /// Of a draft's release, what its rpms have.
    pub(crate) fn rpm_release(&self) -> &str {
        self.release.split(',').next().unwrap_or_default()
    }

    pub(crate) fn exists(&self, now: Moment) -> bool {
        self.created <= now
    }

    pub(crate) fn over(&self, now: Moment) -> bool {
        self.ends <= now
    }

    pub(crate) fn state(&self, now: Moment) -> i64 {
        if self.over(now) { self.fate } else { BUILDING }
    }

    /// Does it have rpms or archives? A deleted one keeps its rpms in the database.
    pub(crate) fn has_contents(&self, now: Moment) -> bool {
        matches!(self.state(now), COMPLETE | DELETED)
    }

    /// Are its files there?
    pub(crate) fn has_files(&self, now: Moment) -> bool {
        self.state(now) == COMPLETE
    }

    /// Where its files are, below the top of all files.
    pub(crate) fn directory(&self, world: &World) -> String {
        let volume = if self.archived { "vol/archive01/" } else { "" };
        format!("{volume}packages/{}/{}/{}", self.package(world).name, self.version, self.release)
    }

    pub(crate) fn tagged(&self, tag: i64, now: Moment) -> Option<Moment> {
        self.tags.iter().find(|&&(id, since)| id == tag && since <= now).map(|&(_, since)| since)
    }

    /// The arches of its `buildArch` tasks.
    pub(crate) fn task_arches(&self) -> &'static [&'static str] {
        if self.arches.is_empty() { &["noarch"] } else { self.arches }
    }
}
