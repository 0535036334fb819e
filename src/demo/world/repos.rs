//! Repos of tags: made at fixed paces, so that which there are follows from the time alone.

use super::tags::{BUILD, F40, UPDATES};
use super::task::{CLOSED, Task};
use super::{Build, Moment, Tag, World};

/// Repos are made every ten minutes.
const PACE: i64 = 600;
/// The repo of one tag lags behind so many seconds.
const LAG: i64 = 3 * 86_400;
/// How many repos of a tag the demo lists; older ones are known by their ids.
const KEPT: i64 = 12;
/// Seconds that it takes to make one.
const TAKES: i64 = 90;
/// The id of the first round's; each round has a thousand of them, one a tag.
const FIRST_REPO: i64 = 10_000_000;
const ROUND: i64 = 1000;
/// The dist repo is so many rounds old.
const DIST_AGE: i64 = 6;

pub(crate) const INIT: i64 = 0;
pub(crate) const READY: i64 = 1;
const EXPIRED: i64 = 2;
const DELETED: i64 = 3;
const PROBLEM: i64 = 4;

/// A repo of the demo hub.
pub(crate) struct Repo<'w> {
    pub(crate) tag: &'w Tag,
    round: i64,
    pub(crate) begun: Moment,
    pub(crate) state: i64,
    pub(crate) dist: bool,
}

impl Repo<'_> {
    pub(crate) fn id(&self) -> i64 {
        FIRST_REPO + self.round * ROUND + self.tag.id
    }

    /// When it came into its state.
    pub(crate) fn state_time(&self) -> Moment {
        match self.state {
            INIT => self.begun,
            EXPIRED => self.begun.plus(PACE + TAKES),
            DELETED => self.begun.plus(2 * PACE + TAKES),
            _ => self.begun.plus(TAKES),
        }
    }
}

fn is_dist(tag: i64) -> bool {
    tag == F40 + UPDATES
}

fn lag_of(tag: i64) -> i64 {
    if tag == F40 + BUILD { LAG / PACE } else { 0 }
}

impl World {
    fn round(&self, at: Moment) -> i64 {
        (at.millis_since(self.epoch) / 1000).div_euclid(PACE)
    }

    /// The repo of a tag in a round, where it had begun by now. One tag lags: what was tried since is broken, and the last
    /// try is under way.
    fn repo_of(&self, tag: i64, round: i64, now: Moment) -> Option<Repo<'_>> {
        let tag = self.tag(tag)?;
        let newest = self.round(now);
        let dist = is_dist(tag.id);
        let is_built_from = self.targets.iter().any(|target| target.build_tag == tag.id);
        let ready = newest - if dist { DIST_AGE } else { lag_of(tag.id) };
        if !(dist || is_built_from) || round > newest || (dist && round > ready) {
            return None;
        }
        let state = match ready - round {
            0 => READY,
            1 => EXPIRED,
            2.. => DELETED,
            _ if round == newest => INIT,
            _ => PROBLEM,
        };
        Some(Repo { tag, round, begun: self.epoch.plus(round * PACE), state, dist })
    }

    /// The repo of this id.
    pub(crate) fn repo(&self, id: i64, now: Moment) -> Option<Repo<'_>> {
        let place = id - FIRST_REPO;
        self.repo_of(place.rem_euclid(ROUND), place.div_euclid(ROUND), now)
    }

    /// The repos of a tag that are listed, the newest first.
    pub(crate) fn repos_of(&self, tag: i64, now: Moment) -> Vec<Repo<'_>> {
        let newest = self.round(now);
        if is_dist(tag) {
            return self.repo_of(tag, newest - DIST_AGE, now).into_iter().collect();
        }
        let ready = newest - lag_of(tag);
        let under_way = (ready < newest).then_some(newest);
        let rounds = under_way.into_iter().chain((0..KEPT).map(|back| ready - back));
        rounds.filter_map(|round| self.repo_of(tag, round, now)).collect()
    }

    /// The id of the repo that the tasks of a build use.
    pub(crate) fn repo_used_by(&self, build: &Build) -> i64 {
        let tag = self.targets[build.target].build_tag;
        FIRST_REPO + (self.round(build.created) - lag_of(tag)) * ROUND + tag
    }

    /// The id of the repo that a `newRepo` task makes for the build tag of its build's target.
    pub(crate) fn repo_made_by(&self, build: &Build, task: &Task) -> i64 {
        FIRST_REPO + self.round(task.created) * ROUND + self.targets[build.target].build_tag
    }

    /// The task that made a repo.
    pub(crate) fn task_of_repo(&self, repo: &Repo<'_>) -> Option<&Task> {
        let made = self.builds.iter().flat_map(|build| build.tasks.iter().map(move |task| (build, task)));
        let mut made = made.filter(|(build, task)| {
            task.method == "newRepo" && task.fate == CLOSED && self.repo_made_by(build, task) == repo.id()
        });
        made.next().map(|(_, task)| task)
    }
}
