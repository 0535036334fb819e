//! What waits and runs, by channel and arch: a hub counts neither by itself, but what is not over it finds by an index.

use std::cmp::Reverse;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{Channel, ListChannels, ListQueued, ListTasks, QueuedTask, TaskFilter};
use crate::hub::model::{ChannelId, TaskId, TaskState, Timestamp};
use crate::hub::{Count, Hub, Order, Part};

/// What waits and runs in all channels, or in one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Queues {
    /// A queue a channel and arch, the one with the most waiting tasks first. One that only has tasks that came after the oldest
    /// 500 that wait is not among them.
    pub queues: Vec<Queue>,
    /// How many tasks wait, free or given to a host.
    pub waiting: u64,
    /// How many are open.
    pub open: u64,
    /// Could not all be counted, so that there are more than these?
    pub is_cut: bool,
}

/// The tasks for one arch in one channel that are not over.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Queue {
    /// The channel.
    pub channel: Option<ChannelId>,
    /// Its name, where the hub told it.
    pub channel_name: Option<String>,
    /// The arch; empty in a sum of several.
    pub arch: String,
    /// Tasks that no host has.
    pub free: u64,
    /// Tasks that a host was given and has not begun.
    pub assigned: u64,
    /// Tasks that run.
    pub open: u64,
    /// The one that waits longest.
    pub oldest: Option<OldestTask>,
}

/// A task that waits longest.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OldestTask {
    /// Its id.
    pub id: TaskId,
    /// When it was made.
    pub create_time: Option<Timestamp>,
}

/// Tasks that are looked at; of more, the queues are counted by the hub.
const TASKS: u32 = 500;
/// Queues that are counted so.
const COUNTED: usize = 24;
const OLDEST_FIRST: Order = Order { column: "id", descending: false };
const WAITING: [TaskState; 2] = [TaskState::Free, TaskState::Assigned];

impl Hub {
    /// What waits and runs, in this channel or in all. It takes one wave, and two where more than 500 tasks wait or run.
    pub async fn queues(&self, channel: Option<ChannelId>) -> Part<Queues> {
        let of = |states: &[TaskState]| ListQueued::of(states, channel);
        let (waiting, open, channels) = join!(
            self.first("waiting tasks", of(&WAITING), TASKS, OLDEST_FIRST),
            self.first("number of open tasks", of(&[TaskState::Open]), TASKS, OLDEST_FIRST),
            self.part("channels", ListChannels::all()),
        );
        let (waiting, open) = match (&waiting, &open) {
            (Part::Here(waiting), Part::Here(open)) => (waiting, open),
            (Part::Failed(error), _) | (_, Part::Failed(error)) => return Part::Failed(error.clone()),
            _ => return Part::Nothing,
        };
        let (more_wait, more_run) = (waiting.more, open.more);
        let mut queues = Queues::of(waiting.rows().iter().chain(open.rows()));
        if more_wait || more_run {
            let states = [(more_wait, TaskState::Free), (more_wait, TaskState::Assigned), (more_run, TaskState::Open)];
            let states = states.into_iter().filter(|(more, _)| *more).map(|(_, state)| state).collect();
            self.count_queues(&mut queues, channel, states).await;
        }
        for queue in &mut queues.queues {
            let channel = channels.rows().iter().find(|channel| Some(channel.id) == queue.channel);
            queue.channel_name = channel.map(|channel| channel.name.clone());
        }
        Part::Here(Arc::new(queues))
    }

    /// Has the hub count all tasks in these states, those of each queue too.
    async fn count_queues(&self, queues: &mut Queues, channel: Option<ChannelId>, states: Vec<TaskState>) {
        let counted = queues.queues.len().min(COUNTED);
        let mut calls: Vec<_> = states.iter().map(|state| count(*state, channel, None)).collect();
        for queue in &queues.queues[..counted] {
            calls.extend(states.iter().map(|state| count(*state, queue.channel, Some(&queue.arch))));
        }
        let counts = self.part_of_each("numbers of tasks", calls).await;
        let mut known = vec![None; states.len() * (counted + 1)];
        for (place, count) in counts {
            known[place] = Some(*count);
        }
        queues.is_cut = known.contains(&None);
        let (of_all, of_each) = known.split_at(states.len());
        let told = |state: TaskState| states.iter().zip(of_all).find(|(one, _)| **one == state)?.1.as_ref().copied();
        if let (Some(free), Some(assigned)) = (told(TaskState::Free), told(TaskState::Assigned)) {
            queues.waiting = free + assigned;
        }
        queues.open = told(TaskState::Open).unwrap_or(queues.open);
        for (queue, counts) in queues.queues.iter_mut().zip(of_each.chunks(states.len())) {
            for (state, count) in states.iter().zip(counts) {
                *queue.of(*state) = count.unwrap_or(*queue.of(*state));
            }
        }
        queues.sort();
    }
}

fn count(state: TaskState, channel: Option<ChannelId>, arch: Option<&str>) -> Count<ListTasks> {
    let arch = arch.map(|arch| vec![arch.to_owned()]);
    Count::of(ListTasks {
        opts: TaskFilter { state: Some(vec![state]), channel_id: channel, arch, ..TaskFilter::default() },
    })
}

impl Queue {
    fn of(&mut self, state: TaskState) -> &mut u64 {
        match state {
            TaskState::Assigned => &mut self.assigned,
            TaskState::Open => &mut self.open,
            _ => &mut self.free,
        }
    }

    /// Tasks that wait.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.free + self.assigned
    }
}

impl Queues {
    /// Of these tasks, the oldest first.
    fn of<'a>(tasks: impl Iterator<Item = &'a QueuedTask>) -> Self {
        let mut all = Self { queues: Vec::new(), waiting: 0, open: 0, is_cut: false };
        for task in tasks {
            let arch = task.arch.as_deref().unwrap_or("noarch");
            let place = all.queues.iter().position(|queue| queue.channel == task.channel_id && queue.arch == arch);
            let place = place.unwrap_or_else(|| {
                all.queues.push(Queue {
                    channel: task.channel_id,
                    channel_name: None,
                    arch: arch.to_owned(),
                    free: 0,
                    assigned: 0,
                    open: 0,
                    oldest: None,
                });
                all.queues.len() - 1
            });
            let queue = &mut all.queues[place];
            *queue.of(task.state) += 1;
            if task.state == TaskState::Open {
                all.open += 1;
            } else {
                all.waiting += 1;
                let oldest = || OldestTask { id: task.id, create_time: task.create_time.clone() };
                queue.oldest.get_or_insert_with(oldest);
            }
        }
        all.sort();
        all
    }

    fn sort(&mut self) {
        self.queues.sort_by(|a, b| {
            let key = |queue: &Queue| (Reverse(queue.waiting()), Reverse(queue.open));
            key(a).cmp(&key(b)).then_with(|| (a.channel, &a.arch).cmp(&(b.channel, &b.arch)))
        });
    }

    /// The task that waits longest, and for which arch.
    #[must_use]
    pub fn oldest(&self) -> Option<(&OldestTask, &str)> {
        let oldest = self.queues.iter().filter_map(|queue| Some((queue.oldest.as_ref()?, queue.arch.as_str())));
        oldest.min_by_key(|(task, _)| task.id)
    }

    /// The queues of a channel together.
    #[must_use]
    pub fn of_channel(&self, channel: &Channel) -> Queue {
        let (channel, channel_name) = (Some(channel.id), Some(channel.name.clone()));
        let mut sum = Queue { channel, channel_name, arch: String::new(), free: 0, assigned: 0, open: 0, oldest: None };
        for queue in self.queues.iter().filter(|queue| queue.channel == channel) {
            sum.free += queue.free;
            sum.assigned += queue.assigned;
            sum.open += queue.open;
            let oldest = [sum.oldest.take(), queue.oldest.clone()];
            sum.oldest = oldest.into_iter().flatten().min_by_key(|task| task.id);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_counted_by_channel_and_arch() {
        let task = |id: i64, state: i64, channel: i64, arch: &str| -> QueuedTask {
            serde_json::from_value(serde_json::json!({"id": id, "state": state, "channel_id": channel, "arch": arch}))
                .unwrap()
        };
        let tasks = [task(4, 0, 1, "x86_64"), task(5, 4, 1, "x86_64"), task(2, 0, 2, "noarch"), task(9, 1, 1, "i386")];
        let queues = Queues::of(tasks.iter());
        let said = |queue: &Queue| {
            let oldest = queue.oldest.as_ref().map(|task| task.id.0);
            (queue.arch.clone(), queue.free, queue.assigned, queue.open, oldest)
        };
        let [first, second, third] = &queues.queues[..] else { panic!("{queues:?}") };
        assert_eq!(said(first), ("x86_64".to_owned(), 1, 1, 0, Some(4)));
        assert_eq!(said(second), ("noarch".to_owned(), 1, 0, 0, Some(2)));
        assert_eq!(said(third), ("i386".to_owned(), 0, 0, 1, None));
        assert_eq!((queues.waiting, queues.open), (3, 1));
        assert_eq!(queues.oldest().map(|(task, arch)| (task.id.0, arch)), Some((2, "noarch")));
        let channel = serde_json::from_value(serde_json::json!({"id": 1, "name": "default"})).unwrap();
        assert_eq!(said(&queues.of_channel(&channel)), (String::new(), 1, 1, 1, Some(4)));
    }
}
