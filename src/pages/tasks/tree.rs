//! The tasks below one, with a timeline of who waited and ran when.

use jiff::Timestamp as Instant;

use crate::hub::methods::{Descendents, Task};
use crate::hub::model::{TaskState, Timestamp};

/// A task and all that is below it.
pub(super) struct Tree<'a> {
    /// The task itself first, each other one after the one it is below of.
    pub(super) rows: Vec<Row<'a>>,
    /// Rows that are not shown.
    pub(super) more: usize,
    start: Option<Instant>,
    end: Option<Instant>,
}

/// One task of the tree.
pub(super) struct Row<'a> {
    pub(super) depth: usize,
    pub(super) task: &'a Task,
    /// What it is about, in a few words.
    pub(super) about: String,
}

/// A span of the timeline, in percent of its width.
pub(super) struct Bar {
    pub(super) class: &'static str,
    pub(super) x: String,
    pub(super) width: String,
    pub(super) y: u32,
    pub(super) height: u32,
}

/// Rows that are shown.
const ROWS: usize = 250;
/// Deeper than Koji nests tasks; tasks that refer to each other end here.
const DEEPEST: usize = 8;

impl<'a> Tree<'a> {
    pub(super) fn of(root: &'a Task, below: Option<&'a Descendents>) -> Self {
        let mut rows = vec![Row { depth: 0, task: root, about: root.about() }];
        let mut more = 0;
        if let Some(below) = below {
            walk(below, root, 1, &mut rows, &mut more);
        }
        let times =
            |time: fn(&Task) -> Option<&Timestamp>| rows.iter().filter_map(move |row| time(row.task)?.instant());
        let start = times(|task| task.create_time.as_ref()).min();
        let over = rows.iter().all(|row| row.task.state.is_over());
        let end = if over { times(|task| task.completion_time.as_ref()).max() } else { None };
        Self { rows, more, start, end }
    }

    /// How many there are in each state, this one among them.
    pub(super) fn states(&self) -> String {
        let count = |state: &TaskState| self.rows.iter().filter(|row| row.task.state == *state).count();
        let states = TaskState::ALL.iter().filter(|state| count(state) > 0);
        states.map(|state| format!("{} {}", count(state), state.word())).collect::<Vec<_>>().join(", ")
    }

    /// The bars of a row, up to `now` for what is not over.
    pub(super) fn bars(&self, row: &Row<'_>, now: &Instant) -> Vec<Bar> {
        let (Some(start), task) = (self.start, row.task) else { return Vec::new() };
        let end = self.end.unwrap_or(*now);
        let all = seconds(start, end).max(1.0);
        let bar = |class, from: Instant, to: Instant, y, height| Bar {
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
        bars
    }

    /// Where the timeline's marks stand, in percent, with their words.
    pub(super) fn marks(&self, now: &Instant) -> Vec<(String, String)> {
        let Some(start) = self.start else { return Vec::new() };
        let all = seconds(start, self.end.unwrap_or(*now)).max(1.0);
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

fn walk<'a>(below: &'a Descendents, parent: &Task, depth: usize, rows: &mut Vec<Row<'a>>, more: &mut usize) {
    if depth > DEEPEST {
        return;
    }
    for task in below.get(&parent.id.to_string()).into_iter().flatten() {
        // Tasks that refer to each other must not be walked round and round.
        if rows.len() >= ROWS {
            *more += 1;
        } else if rows.iter().all(|row| row.task.id != task.id) {
            rows.push(Row { depth, task, about: task.about() });
            walk(below, task, depth + 1, rows, more);
        }
    }
}
