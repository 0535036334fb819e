//! Requests for repos: those that the `newRepo` tasks fulfil, those of people who wait for their builds, and two that wait.

use super::build::COMPLETE;
use super::people::KOJIRA;
use super::tags::{BUILD, F40, RELEASES};
use super::task::{CLOSED, Task};
use super::{Build, FIRST_BUILD, Moment, World};

/// A build's request has its own id less that of the first build, above this.
const FIRST: i64 = 3000;
/// Seconds that someone waits for a repo with their build.
const WAIT: i64 = 300;

/// A request for a repo of the demo hub.
pub(crate) struct RepoRequest {
    pub(crate) id: i64,
    pub(crate) tag: i64,
    pub(crate) owner: i64,
    pub(crate) priority: i64,
    pub(crate) asked: Moment,
    pub(crate) touched: Moment,
    pub(crate) at_event: Option<i64>,
    pub(crate) min_event: Option<i64>,
    /// With source rpms?
    pub(crate) src: bool,
    pub(crate) active: bool,
    /// The task and its state.
    pub(crate) task: Option<(i64, i64)>,
    pub(crate) tries: i64,
    pub(crate) repo: Option<i64>,
}

impl World {
    /// The requests that were made by now.
    pub(crate) fn repo_requests(&self, now: Moment) -> Vec<RepoRequest> {
        let of_builds = self.builds.iter().filter_map(|build| {
            let task = build.tasks.iter().find(|task| task.method == "newRepo");
            task.map_or_else(|| self.of_waiter(build, now), |task| Some(self.of_task(build, task, now)))
        });
        self.waiting().into_iter().chain(of_builds).filter(|request| request.asked <= now).collect()
    }

    fn of_task(&self, build: &Build, task: &Task, now: Moment) -> RepoRequest {
        let over = task.over(now);
        let is_made = over && task.fate == CLOSED;
        RepoRequest {
            id: FIRST + build.id - FIRST_BUILD,
            tag: self.targets[build.target].build_tag,
            owner: KOJIRA,
            priority: 20,
            asked: task.created.plus(-20),
            touched: if over { task.ended } else { task.created },
            at_event: None,
            min_event: Some(task.created.plus(-30).event()),
            src: false,
            active: !over,
            task: (task.created <= now).then(|| (task.id, task.state(now))),
            tries: if over && !is_made { 3 } else { i64::from(task.created <= now) },
            repo: is_made.then(|| self.repo_made_by(build, task)),
        }
    }

    /// The owner of every third build waits for a repo with it.
    fn of_waiter(&self, build: &Build, now: Moment) -> Option<RepoRequest> {
        if build.fate != COMPLETE || build.tasks.is_empty() || build.id % 3 != 0 {
            return None;
        }
        let (asked, ends) = (build.ends.plus(2), build.ends.plus(2 + WAIT));
        let exact = (build.id % 12 == 0).then(|| build.ends.plus(1).event());
        let over = ends <= now;
        Some(RepoRequest {
            id: FIRST + build.id - FIRST_BUILD,
            tag: self.targets[build.target].build_tag,
            owner: build.owner,
            priority: 15,
            asked,
            touched: if over { ends } else { asked },
            at_event: exact,
            min_event: exact.is_none().then(|| build.ends.plus(1).event()),
            src: build.id % 9 == 0,
            active: !over,
            task: None,
            tries: 0,
            repo: over.then(|| self.repo_used_by(build)),
        })
    }

    fn waiting(&self) -> [RepoRequest; 2] {
        let waiting = |id, tag, priority, src: bool| RepoRequest {
            id,
            tag,
            owner: 4,
            priority,
            asked: self.epoch.plus(-200),
            touched: self.epoch.plus(-200),
            at_event: src.then(|| self.epoch.plus(-300).event()),
            min_event: (!src).then(|| self.epoch.plus(-210).event()),
            src,
            active: true,
            task: None,
            tries: 0,
            repo: None,
        };
        [waiting(FIRST - 1, RELEASES[2].1 + BUILD, 5, true), waiting(FIRST - 2, F40 + BUILD, 20, false)]
    }
}
