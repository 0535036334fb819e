//! `/tasks/{task}/logs/{file}`: a log of a task, a part of it at a time, with what it tells marked.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tokio::join;
use tokio::task::spawn_blocking;

use super::outline::Outline;
use super::search::{Found, search};
use super::window::Window;
use crate::hub::Hub;
use crate::hub::methods::{GetTaskInfo, ListTaskOutput, Task, TaskFile, is_log};
use crate::hub::model;
use crate::urls::{LogUrl, Url, Yes};
use crate::web::files::Files;
use crate::web::log::{Line, MarkedLine};
use crate::web::{Clock, Error, PathOfTwo, Query, Result, filters, look, task_id};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "logs/show.html", blocks = ["title", "more"])]
pub struct Page {
    task: Arc<Task>,
    file: TaskFile,
    /// Where the file itself is.
    url: String,
    /// Bytes before the first line that is here.
    start: u64,
    /// Bytes up to the end of the last one.
    end: u64,
    lines: Vec<Line>,
    /// What stands where in the whole log, where it is small enough to be read as a whole.
    outline: Option<Outline>,
    /// What was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
    #[serde(skip)]
    asked: LogUrl,
    #[serde(skip)]
    before: Option<LogUrl>,
    #[serde(skip)]
    after: Option<LogUrl>,
    /// The other logs of the task.
    #[serde(skip)]
    names: Vec<String>,
}
crate::page!(Page: as_more);

/// The page.
pub async fn get(
    hub: Hub,
    files: Files,
    State(clock): State<Clock>,
    PathOfTwo(wanted, name): PathOfTwo,
    Query(asked): Query<LogUrl>,
) -> Result<Page> {
    let id = task_id(&wanted)?;
    let (task, left) = join!(hub.find(GetTaskInfo::of(id)), hub.find(ListTaskOutput::of_any(id)));
    let task = task?.ok_or_else(|| Error::missing("task", &wanted))?;
    let no_log = || Error::missing("log", &format!("{name} of task {id}"));
    let left = left?.ok_or_else(no_log)?;
    let is_final = is_settled(&task, clock());
    let file = TaskFile::find(id, &left, &name, asked.volume.as_deref(), is_final).ok_or_else(no_log)?;
    let names = left.keys().filter(|name| is_log(name)).cloned().collect();
    let found = match &asked.q {
        Some(text) => Some(search(&hub, &file, &asked, text).await?),
        None => None,
    };
    let window = if found.is_some() { Window::default() } else { Window::read(&hub, &file, &asked).await? };
    // Who follows the log sees what is new alone. For megabytes it takes milliseconds, so others need not wait for it.
    let outline = match window.whole.clone().filter(|_| asked.after.is_none()) {
        Some(bytes) => Some(spawn_blocking(move || Outline::of(&bytes)).await.map_err(|_| Error::Internal)?),
        None => None,
    };
    let with_volume = |place: LogUrl| LogUrl { volume: asked.volume.clone(), ..place };
    let (before, after) = (window.before().map(with_volume), window.after().map(with_volume));
    let url = files.task_output(id, &file.volume, &file.name);
    let Window { start, end, lines, .. } = window;
    Ok(Page { task, file, url, start, end, lines, outline, found, asked, before, after, names })
}

/// Seconds after the end of a task in which the list of its files may be older than the end.
const SETTLING: i64 = 20;

/// Is what the task wrote known to its end?
fn is_settled(task: &Task, now: Timestamp) -> bool {
    let ended = task.completion_time.as_ref().and_then(model::Timestamp::instant);
    task.state.is_over() && ended.is_none_or(|ended| now.duration_since(ended).as_secs() > SETTLING)
}

impl Page {
    /// A place in this log.
    fn place(&self, place: &LogUrl) -> Url {
        LogUrl { volume: self.asked.volume.clone(), ..place.clone() }.of_task(&self.task.id, &self.file.name)
    }

    fn beginning(&self) -> Url {
        self.place(&LogUrl::default())
    }

    fn end_of_it(&self) -> Url {
        self.place(&LogUrl { end: Some(Yes::Yes), ..LogUrl::default() })
    }

    /// The permanent address of a line.
    fn line(&self, number: u64) -> Url {
        self.place(&LogUrl { line: Some(number), ..LogUrl::default() }).with_anchor(&format!("L{number}"))
    }

    /// Where the lines will still be once the log has grown, where this address will not show them then.
    fn elsewhere(&self) -> Option<Url> {
        let moves = (self.asked.end.is_some() && self.start > 0) || self.asked.after.is_some();
        moves.then(|| self.place(&LogUrl { at: Some(self.start), ..LogUrl::default() }))
    }

    /// The page that has a line that was found.
    fn around(&self, line: &Line) -> Url {
        let at = line.number.is_none().then_some(line.offset);
        self.place(&LogUrl { line: line.number.filter(|_| at.is_none()), at, ..LogUrl::default() })
    }

    /// What will be written after the end of this part, where the task still writes.
    fn more(&self) -> Option<Url> {
        let grows = !self.file.is_final && self.after.is_none() && self.found.is_none();
        grows.then(|| self.place(&LogUrl { after: Some(self.end), ..LogUrl::default() }))
    }

    /// Did the log begin anew since one followed it?
    fn began_anew(&self) -> bool {
        self.asked.after.is_some_and(|after| self.start < after)
    }

    fn errors(&self) -> &[MarkedLine] {
        self.outline.as_ref().map_or(&[], |outline| &outline.errors)
    }

    /// The errors next to the line that is asked for.
    fn near_errors(&self) -> (Option<&MarkedLine>, Option<&MarkedLine>) {
        let Some(line) = self.asked.line else { return (None, None) };
        let errors = self.errors();
        (errors.iter().rev().find(|error| error.number < line), errors.iter().find(|error| error.number > line))
    }

    /// The phases of rpmbuild and mock that a reader jumps to.
    fn phases(&self) -> impl Iterator<Item = &MarkedLine> {
        const MOST: usize = 16;
        let phases = self.outline.iter().flat_map(|outline| &outline.phases);
        let begun = phases.filter(|phase| phase.text.starts_with('%') || self.file.name != "build.log");
        begun.take(MOST)
    }

    fn size(&self) -> String {
        filters::bytes(i64::try_from(self.file.size).unwrap_or(i64::MAX))
    }

    fn is_whole(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }
}
