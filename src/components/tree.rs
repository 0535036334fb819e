//! The tasks below one, with a timeline of who waited and ran when.

use jiff::Timestamp as Instant;

use super::{RunningProgress, progress};
use crate::hub::methods::{DEFAULT_VOLUME, Descendents, Task};
use crate::hub::model::{TaskId, TaskState, Timestamp};
use crate::hub::{LogGrowth, TaskProgress, critical_path, tasks_below};
use crate::urls::{LOG_END, LogUrl, Url};
use crate::web::filters::{between, clock};

/// A task and all that is below it.
pub struct Tree<'a> {
    /// The task itself first, each other one after the one it is below of.
    pub rows: Vec<TreeRow<'a>>,
    /// Rows that are not shown.
    pub more: usize,
    /// How many tasks are in each state, those not shown among them.
    states: Vec<(TaskState, usize)>,
    /// The tasks that decided when it ended, or have so far, in their order; none where there is no choice.
    critical: Vec<TaskId>,
    start: Option<Instant>,
    end: Option<Instant>,
}

/// One task of the tree.
pub struct TreeRow<'a> {
    /// How far below the root it stands.
    pub depth: usize,
    /// The task.
    pub task: &'a Task,
    /// What it is about, in a few words.
    pub about: String,
    /// How far it is, where it runs and something is known.
    pub progress: Option<&'a TaskProgress>,
}

/// A span of the timeline, in percent of its width.
pub struct TimelineBar {
    /// What it stands for: waiting, running, how it ended, or the critical path.
    pub class: &'static str,
    /// Where it begins.
    pub x: String,
    /// How wide it is.
    pub width: String,
    /// Pixels from the top of its row.
    pub y: u32,
    /// In pixels.
    pub height: u32,
}

impl TreeRow<'_> {
    /// How long it usually takes.
    #[must_use]
    pub fn usual(&self) -> Option<String> {
        Some(progress::usual(self.progress?.usual.as_ref()?))
    }

    /// Its log that grows.
    #[must_use]
    pub fn log(&self) -> Option<&LogGrowth> {
        self.progress?.log.as_ref()
    }

    /// The page of that log, at its end.
    #[must_use]
    pub fn log_page(&self, log: &LogGrowth) -> Url {
        LogUrl::end_on(DEFAULT_VOLUME).of_task(&self.task.id, &log.name).with_anchor(LOG_END)
    }
}

/// When a running task ends if it is like the one in the middle.
fn expected_end(row: &TreeRow<'_>) -> Option<Instant> {
    let median = jiff::SignedDuration::try_from_secs_f64(row.progress?.usual.as_ref()?.median).ok()?;
    row.task.start_time.as_ref()?.instant()?.checked_add(median).ok()
}

/// Rows that are shown.
const ROWS: usize = 250;

impl<'a> Tree<'a> {
    /// Of this task and what is below it.
    #[must_use]
    pub fn of(root: &'a Task, below: Option<&'a Descendents>, progress: Option<&'a RunningProgress>) -> Self {
        let row = |depth, task: &'a Task| TreeRow { depth, task, about: task.about(), progress: None };
        let below = below.map_or_else(Vec::new, |below| tasks_below(root.id, below));
        let more = (below.len() + 1).saturating_sub(ROWS);
        let all = || std::iter::once(root).chain(below.iter().map(|below| below.task));
        let count = |state: &TaskState| (*state, all().filter(|task| task.state == *state).count());
        let states = TaskState::ALL.iter().map(count).filter(|(_, count)| *count > 0).collect();
        let below = below.iter().take(ROWS - 1).map(|below| row(below.depth, below.task));
        let mut rows: Vec<TreeRow<'a>> = std::iter::once(row(0, root)).chain(below).collect();
        for row in &mut rows {
            row.progress = progress.and_then(|of| of.progress.task(&row.task.id));
        }
        let times =
            |time: fn(&Task) -> Option<&Timestamp>| rows.iter().filter_map(move |row| time(row.task)?.instant());
        let start = times(|task| task.create_time.as_ref()).min();
        let over = rows.iter().all(|row| row.task.state.is_over());
        let end = if over { times(|task| task.completion_time.as_ref()).max() } else { None };
        let tasks: Vec<&Task> = rows.iter().skip(1).map(|row| row.task).collect();
        Self { critical: critical_path(&tasks), rows, more, states, start, end }
    }

    /// How many there are in each state, this one among them.
    #[must_use]
    pub fn states(&self) -> String {
        self.states.iter().map(|(state, count)| format!("{count} {}", state.word())).collect::<Vec<_>>().join(", ")
    }

    /// Where the timeline ends: with the tasks, or where the running ones are expected to end.
    fn until(&self, now: &Instant) -> Instant {
        let expected = || self.rows.iter().filter_map(expected_end).fold(*now, Instant::max);
        self.end.unwrap_or_else(expected)
    }

    /// Where now stands, in percent, on a timeline that goes on behind it.
    #[must_use]
    pub fn now(&self, now: &Instant) -> Option<String> {
        let (start, until) = (self.start?, self.until(now));
        (until > *now).then(|| format!("{:.2}%", seconds(start, *now) / seconds(start, until) * 100.0))
    }

    /// Are there logs to be shown?
    #[must_use]
    pub fn has_logs(&self) -> bool {
        self.rows.iter().any(|row| row.log().is_some())
    }

    /// The bars of a row, up to `now` for what is not over.
    #[must_use]
    pub fn bars(&self, row: &TreeRow<'_>, now: &Instant) -> Vec<TimelineBar> {
        let (Some(start), task) = (self.start, row.task) else { return Vec::new() };
        let end = self.end.unwrap_or(*now);
        let all = seconds(start, self.until(now)).max(1.0);
        let bar = |class, from: Instant, to: Instant, y, height| TimelineBar {
            class,
            x: format!("{:.2}%", seconds(start, from) / all * 100.0),
            width: format!("{:.2}%", (seconds(from, to) / all * 100.0).max(0.3)),
            y,
            height,
        };
        let time = |time: &Option<Timestamp>| time.as_ref().and_then(Timestamp::instant);
        let Some(created) = time(&task.create_time) else { return Vec::new() };
        let ended = time(&task.completion_time).unwrap_or(end);
        let started = time(&task.start_time);
        let mut bars = vec![bar("wait", created, started.unwrap_or(ended), 10, 4)];
        if let Some(started) = started {
            bars.push(match (row.depth, task.state) {
                (0, _) if self.rows.len() > 1 => bar("par", started, ended, 9, 6),
                (_, TaskState::Failed) => bar("bad", started, ended, 7, 10),
                (_, state) if state.is_over() => bar("ok", started, ended, 7, 10),
                _ => bar("run", started, ended, 7, 10),
            });
        }
        if let Some(expected) = expected_end(row).filter(|expected| expected > now) {
            bars.push(bar("use", *now, expected, 7, 10));
        }
        if self.critical.contains(&task.id) {
            bars.push(bar("path", created, ended, 20, 2));
        }
        bars
    }

    /// The critical path in words: each task with how long it took.
    #[must_use]
    pub fn path(&self, now: &Instant) -> Vec<(&'a Task, String)> {
        let tasks = self.critical.iter().filter_map(|id| self.rows.iter().find(|row| row.task.id == *id));
        tasks.map(|row| (row.task, took(row.task, *now))).collect()
    }

    /// Where the timeline's marks stand, in percent, with their words.
    #[must_use]
    pub fn marks(&self, now: &Instant) -> Vec<(String, String)> {
        let Some(start) = self.start else { return Vec::new() };
        let all = seconds(start, self.until(now)).max(1.0);
        // The first round step of which there are at most six.
        let steps = [10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21_600.0, 43_200.0, 86_400.0];
        let step = steps.into_iter().find(|step| all / step <= 6.0).unwrap_or(all / 4.0);
        let mut marks = Vec::new();
        let mut at = 0.0;
        // A word at the very end would stand outside.
        while at < all * 0.95 {
            marks.push((format!("{:.2}%", at / all * 100.0), word(at, step)));
            at += step;
        }
        marks
    }
}

/// `waited 0:30, ran 1:20, failed`.
fn took(task: &Task, now: Instant) -> String {
    let span = |from: Option<&Timestamp>, to: Option<&Timestamp>| Some(between(from?, to?));
    let (created, started, ended) =
        (task.create_time.as_ref(), task.start_time.as_ref(), task.completion_time.as_ref());
    let waited = span(created, started).filter(|waited| waited != "0:00").map(|waited| format!("waited {waited}"));
    let ran = span(started, ended).map(|ran| format!("ran {ran}"));
    let since = started.filter(|_| !task.state.is_over()).and_then(Timestamp::instant);
    let runs =
        since.map(|since| format!("running for {}", clock(now.duration_since(since).try_into().unwrap_or_default())));
    let end = matches!(task.state, TaskState::Failed | TaskState::Canceled).then(|| task.state.word().into_owned());
    let said: Vec<String> = waited.into_iter().chain(ran).chain(runs).chain(end).collect();
    if said.is_empty() { "not begun".to_owned() } else { said.join(", ") }
}

fn seconds(from: Instant, to: Instant) -> f64 {
    to.duration_since(from).as_secs_f64().max(0.0)
}

fn word(at: f64, step: f64) -> String {
    let (unit, name) = if step < 60.0 {
        (1.0, "s")
    } else if step < 3600.0 {
        (60.0, "min")
    } else {
        (3600.0, "h")
    };
    if at == 0.0 { format!("0 {name}") } else { format!("{:.0}", at / unit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_the_time_is_said() {
        let task = |state: i64, started: Option<&str>, ended: Option<&str>| -> Task {
            let time = |clock: &str| format!("2026-01-01 10:{clock}+00:00");
            serde_json::from_value(
                serde_json::json!({"id": 1, "method": "x", "state": state, "create_time": time("00:00"),
                "start_time": started.map(time), "completion_time": ended.map(time)}),
            )
            .unwrap()
        };
        let now: Instant = "2026-01-01T10:05:00Z".parse().unwrap();
        assert_eq!(took(&task(2, Some("00:30"), Some("01:50")), now), "waited 0:30, ran 1:20");
        assert_eq!(took(&task(5, Some("00:00"), Some("01:20")), now), "ran 1:20, failed");
        assert_eq!(took(&task(3, Some("00:00"), Some("01:20")), now), "ran 1:20, canceled");
        assert_eq!(took(&task(1, Some("00:02"), None), now), "waited 0:02, running for 4:58");
        assert_eq!(took(&task(0, None, None), now), "not begun");
    }

    #[test]
    fn states_of_what_is_not_shown_are_counted() {
        let task = |id: i64, state: i64| -> Task {
            serde_json::from_value(serde_json::json!({"id": id, "method": "buildArch", "state": state})).unwrap()
        };
        let below: Vec<Task> = (2..=400).map(|id| task(id, if id > 390 { 5 } else { 2 })).collect();
        let (root, below) = (task(1, 5), Descendents::from([("1".to_owned(), below)]));
        let tree = Tree::of(&root, Some(&below), None);
        assert_eq!((tree.rows.len(), tree.more), (ROWS, 150));
        assert_eq!(tree.states(), "389 closed, 11 failed");
    }
}
