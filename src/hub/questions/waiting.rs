//! Why a task waits: how many are before it, which hosts could take it, and which refused it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp as Instant;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    Channel, Descendents, FreeTask, GetChannel, GetTaskRefusals, GetTaskRuns, Host, HostState, ListFreeTasks,
    ListHosts, Refusal, Task, TaskRun,
};
use crate::hub::model::TaskState;
use crate::hub::{Hub, Part, with_descendents};

/// A task that waits for a host, and what it depends on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Waiting {
    /// The task: of those in a tree the one that waits longest.
    pub task: Task,
    /// Its channel.
    pub channel: Part<Channel>,
    /// Where it stands among those that wait for the same.
    pub place: Option<Place>,
    /// The hosts for its arch in its channel, those that could take it first; `None` where the hub did not tell.
    pub hosts: Option<Vec<Candidate>>,
    /// To which hosts it was given, the last time first.
    pub runs: Vec<TaskRun>,
}

/// The place of a task among the free ones for its arch in its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Tasks before it: of a smaller number of priority, or older.
    pub before: usize,
    /// Tasks in all, where there are no more than a hub is asked for.
    pub of: Option<usize>,
}

/// A host for the task's arch in its channel.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Candidate {
    /// The host.
    pub host: Arc<Host>,
    /// Could it take the task?
    pub verdict: Verdict,
    /// What was said where it refused.
    pub refusal: Option<Refusal>,
}

/// Could a host take a task now?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It has capacity left.
    Able,
    /// It, or the hub for it, refused.
    Refused,
    /// Its load is its capacity.
    Full,
    /// It takes tasks, and has not been heard of for a while.
    Silent,
    /// It is enabled and takes no tasks.
    NotReady,
    /// It gets none.
    Disabled,
}

/// A host says that it is there several times a minute, and a hub gives nothing to one that did not for three: a host is
/// silent after a little longer, since what is known of it may be a minute old. A hub since 1.34 marks it as not
/// ready itself while its scheduler runs.
const SILENT: Duration = Duration::from_secs(5 * 60);
/// Free tasks that are asked for; the place in a longer queue is not counted.
const QUEUE: u32 = 200;
/// Runs that are shown.
const RUNS: u32 = 5;

impl Hub {
    /// Why this task, or the first of those below it, waits, where one does; `now` tells which hosts are silent. It takes one
    /// wave after the tree is known.
    pub async fn waiting(&self, root: &Task, below: Option<&Descendents>, now: Instant) -> Option<Waiting> {
        if root.state.is_over() {
            return None;
        }
        let tasks = with_descendents(root, below).into_iter();
        let task = tasks
            .filter(|task| matches!(task.state, TaskState::Free | TaskState::Assigned))
            .min_by_key(|task| (task.create_time.as_ref().map(|at| at.as_str().to_owned()), task.id))?;
        let arch = task.arch.as_deref().unwrap_or("noarch");
        let queue = task.channel_id.filter(|_| task.state == TaskState::Free);
        let (channel, queue, hosts, refusals, runs) = join!(
            self.part("channel", task.channel_id.map(GetChannel::of)),
            self.part("queue", queue.map(|channel| ListFreeTasks::of(channel, arch, QUEUE))),
            self.part("hosts", task.channel_id.map(ListHosts::in_channel)),
            self.part("refusals", GetTaskRefusals::of(task.id)),
            self.part("runs", GetTaskRuns::of(task.id, RUNS)),
        );
        // While the hub is down, what it said last counts: its hosts were heard of then.
        let heard_after = (now - self.outage().unwrap_or_default()) - SILENT;
        Some(Waiting {
            place: Place::of(task, queue.rows()),
            hosts: hosts.get().map(|hosts| candidates(arch, hosts, refusals.rows(), heard_after)),
            runs: runs.rows().to_vec(),
            task: task.clone(),
            channel,
        })
    }
}

impl Place {
    fn of(task: &Task, queue: &[FreeTask]) -> Option<Self> {
        let is_whole = queue.len() < QUEUE as usize;
        let before = queue.iter().position(|other| other.id == task.id);
        // Not among them: it stands behind all, or it was free when it was asked for and is not any more.
        let before = before.or_else(|| (!is_whole).then_some(queue.len()))?;
        Some(Self { before, of: is_whole.then_some(queue.len()) })
    }
}

/// The hosts for an arch, as the hub's scheduler sees them: every host takes what is for no arch.
fn candidates(arch: &str, hosts: &[Arc<Host>], refusals: &[Refusal], heard_after: Instant) -> Vec<Candidate> {
    let fits = |host: &Host| arch == "noarch" || host.arches().any(|other| other == arch);
    let mut candidates: Vec<Candidate> = hosts
        .iter()
        .filter(|host| fits(host))
        .map(|host| {
            let refusal = refusals.iter().find(|refusal| refusal.host_id == host.id).cloned();
            Candidate { verdict: verdict(host, refusal.is_some(), heard_after), host: host.clone(), refusal }
        })
        .collect();
    candidates.sort_by(|a, b| a.verdict.cmp(&b.verdict).then_with(|| a.host.name.cmp(&b.host.name)));
    candidates
}

fn verdict(host: &Host, refused: bool, heard_after: Instant) -> Verdict {
    // Hubs before 1.33 do not tell.
    let last = || host.last_update().and_then(|last| last.instant());
    let is_silent = || host.never_checked_in() || last().is_some_and(|last| last < heard_after);
    match host.state() {
        HostState::Disabled => Verdict::Disabled,
        HostState::NotReady => Verdict::NotReady,
        HostState::Ready if is_silent() => Verdict::Silent,
        HostState::Ready if refused => Verdict::Refused,
        // By how much a heavy task may overload a host is a setting of the hub that no method tells.
        HostState::Ready if host.task_load.unwrap_or_default() >= host.capacity.unwrap_or_default() => Verdict::Full,
        HostState::Ready => Verdict::Able,
    }
}

impl Waiting {
    /// The hosts for it, as far as they are known.
    #[must_use]
    pub fn hosts(&self) -> &[Candidate] {
        self.hosts.as_deref().unwrap_or_default()
    }

    /// How many hosts there are of a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.hosts().iter().filter(|candidate| candidate.verdict == verdict).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::model::HostId;

    fn host(json: serde_json::Value) -> Arc<Host> {
        Arc::new(serde_json::from_value(json).unwrap())
    }

    #[test]
    fn what_a_host_could_do() {
        let one = |id: i64, arches: &str, load: f64, (enabled, ready): (bool, bool)| {
            host(serde_json::json!({"id": id, "name": format!("h{id}"), "arches": arches, "capacity": 2.0,
                "task_load": load, "enabled": enabled, "ready": ready}))
        };
        let hosts = [
            one(1, "x86_64 i386", 0.5, (true, true)),
            one(2, "x86_64", 2.0, (true, true)),
            one(3, "x86_64", 0.0, (true, false)),
            one(4, "x86_64", 0.0, (false, true)),
            one(5, "x86_64", 0.0, (true, true)),
            one(6, "i386", 0.0, (true, true)),
        ];
        let silent = |id: i64, heard: Option<f64>| {
            let mut one = one(id, "ppc64le", 0.0, (true, true));
            Arc::make_mut(&mut one).update_ts = Some(heard);
            one
        };
        let hosts = [&hosts[..], &[silent(7, Some(999.0)), silent(8, Some(1001.0)), silent(9, None)]].concat();
        let no = Refusal { host_id: HostId(5), host_name: None, by_host: true, soft: true, msg: "no".into(), ts: None };
        let verdicts = |arch: &str| -> Vec<(i64, Verdict)> {
            let heard_after = Instant::from_second(1000).unwrap();
            let candidates = candidates(arch, &hosts, std::slice::from_ref(&no), heard_after);
            candidates.iter().map(|candidate| (candidate.host.id.0, candidate.verdict)).collect()
        };
        let (able, refused) = ((1, Verdict::Able), (5, Verdict::Refused));
        let rest = [(2, Verdict::Full), (3, Verdict::NotReady), (4, Verdict::Disabled)];
        assert_eq!(verdicts("x86_64"), [&[able, refused][..], &rest].concat());
        assert_eq!(verdicts("i386"), [able, (6, Verdict::Able)]);
        assert_eq!(verdicts("ppc64le"), [(8, Verdict::Able), (7, Verdict::Silent), (9, Verdict::Silent)]);
        assert_eq!(verdicts("noarch").len(), hosts.len());
        assert!(verdicts("i686").is_empty());
    }

    #[test]
    fn a_place_is_known_or_not() {
        let task: Task = serde_json::from_value(serde_json::json!({"id": 7, "method": "x", "state": 0})).unwrap();
        let queue = |ids: &[i64]| -> Vec<FreeTask> { ids.iter().map(|id| FreeTask { id: (*id).into() }).collect() };
        assert_eq!(Place::of(&task, &queue(&[5, 7, 9])), Some(Place { before: 1, of: Some(3) }));
        assert_eq!(Place::of(&task, &queue(&[5, 9])), None);
        let many: Vec<i64> = (1000..1200).collect();
        assert_eq!(Place::of(&task, &queue(&many)), Some(Place { before: 200, of: None }));
    }
}
