//! A log, a part of it at a time, with what it tells marked.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::outline::Outline;
use super::search::{Found, search};
use super::window::Window;
use crate::components::log::Line;
use crate::components::look;
use crate::hub::Hub;
use crate::hub::methods::{Build, LogFile, Task};
use crate::hub::model::{self, BuildState, TaskState};
use crate::log::{MarkedLine, Outcome};
use crate::urls::{self, BasePath, CompareUrl, LOG_END, LogUrl, TailUrl, Url, Yes};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "logs/show.html", blocks = ["title", "more"])]
pub struct Page {
    #[serde(flatten)]
    of: LogOf,
    /// By which name its owner knows it.
    #[serde(skip)]
    name: String,
    file: LogFile,
    /// Where the file itself is.
    url: String,
    /// Bytes before the first line that is here.
    start: u64,
    /// Bytes up to the end of the last one.
    end: u64,
    lines: Vec<Line>,
    /// The line that is being written at the end of the log.
    unended: Option<Line>,
    /// What stands where in the whole log, where it is small enough to be read as a whole.
    outline: Option<Arc<Outline>>,
    /// What was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
    #[serde(skip)]
    asked: LogUrl,
    #[serde(skip)]
    before: Option<LogUrl>,
    #[serde(skip)]
    after: Option<LogUrl>,
    /// The logs beside it.
    #[serde(skip)]
    same_folder: Vec<OtherLog>,
    /// The same log of other arches.
    #[serde(skip)]
    arches: Vec<OtherLog>,
}
crate::page!(Page: as_more);

/// What a log belongs to.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LogOf {
    Task(Arc<Task>),
    Build(Arc<Build>),
}

impl LogOf {
    /// What became of it.
    pub(super) fn outcome(&self) -> Outcome {
        let is_complete = match self {
            Self::Task(task) => task.state == TaskState::Closed,
            Self::Build(build) => build.state == BuildState::Complete,
        };
        if is_complete { Outcome::Complete } else { Outcome::Other }
    }

    /// When the task began that writes it: one that begins anew writes anew.
    pub(super) fn began(&self) -> Option<String> {
        match self {
            Self::Task(task) => task.start_time.as_ref().map(|time| time.as_str().to_owned()),
            // A build that was reset is built anew under the same name.
            Self::Build(build) => {
                let ended = build.completion_time.as_ref().map(model::Timestamp::as_str).unwrap_or_default();
                Some(format!("{} {ended}", build.build_id))
            }
        }
    }
}

/// Another log.
pub(super) struct OtherLog {
    pub(super) name: String,
    pub(super) url: Url,
    pub(super) is_here: bool,
}

/// A log, and what a page needs to know of it.
pub(super) struct Log {
    pub(super) of: LogOf,
    /// By which name its owner knows it.
    pub(super) name: String,
    pub(super) file: LogFile,
    pub(super) url: String,
    pub(super) same_folder: Vec<OtherLog>,
    pub(super) arches: Vec<OtherLog>,
}

impl Page {
    /// The part of a log that is asked for.
    pub(super) async fn read(hub: &Hub, log: Log, asked: LogUrl) -> Result<Self> {
        let Log { of, name, file, url, same_folder, arches } = log;
        let found = match &asked.q {
            Some(text) => Some(search(hub, &file, of.outcome(), &asked, text).await?),
            None => None,
        };
        let window = if found.is_some() { Window::default() } else { Window::read(hub, &file, &of, &asked).await? };
        let with_volume = |place: LogUrl| LogUrl { volume: asked.volume.clone(), ..place };
        let (before, after) = (window.before().map(with_volume), window.after().map(with_volume));
        let Window { start, end, lines, unended, outline, .. } = window;
        Ok(Self {
            of,
            name,
            file,
            url,
            start,
            end,
            lines,
            unended,
            outline,
            found,
            asked,
            before,
            after,
            same_folder,
            arches,
        })
    }

    /// A place in this log.
    fn place(&self, place: &LogUrl) -> Url {
        let place = LogUrl { volume: self.asked.volume.clone(), ..place.clone() };
        match &self.of {
            LogOf::Task(task) => place.of_task(&task.id, &self.name),
            LogOf::Build(build) => place.of_build(&build.nvr, &build.build_id, &self.name),
        }
    }

    /// What it belongs to, in words.
    fn of_what(&self) -> String {
        match &self.of {
            LogOf::Task(task) => format!("task {}", task.id),
            LogOf::Build(build) => build.nvr.clone(),
        }
    }

    fn is_running(&self) -> bool {
        matches!(&self.of, LogOf::Task(task) if !task.state.is_over())
    }

    /// What it differs in from the last complete build's.
    fn compared(&self) -> Url {
        // A path without a base path: whoever reads it finds the log in it.
        let a = self.place(&LogUrl::default()).below(&BasePath::default());
        CompareUrl { a: Some(a), b: None }.url()
    }

    fn beginning(&self) -> Url {
        self.place(&LogUrl::default())
    }

    fn end_of_it(&self) -> Url {
        self.place(&LogUrl { end: Some(Yes::Yes), ..LogUrl::default() }).with_anchor(LOG_END)
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
        let grows = !self.file.is_final() && self.after.is_none() && self.found.is_none();
        grows.then(|| self.place(&LogUrl { after: Some(self.end), ..LogUrl::default() }))
    }

    /// Did the log begin anew since one followed it?
    fn began_anew(&self) -> bool {
        self.asked.after.is_some_and(|after| self.start < after)
    }

    /// The errors; where none is understood, what only follows from one.
    fn errors(&self) -> &[MarkedLine] {
        self.outline
            .as_ref()
            .map_or(&[], |outline| if outline.errors.is_empty() { &outline.consequences } else { &outline.errors })
    }

    /// The place that is asked for, where a line begins there that is known by its number.
    fn named_place(&self) -> Option<u64> {
        let first = self.lines.first()?;
        self.asked.at.filter(|at| *at == first.offset && first.number.is_some())
    }

    /// The look of the state of what the log belongs to.
    fn state(&self) -> look::Look {
        match &self.of {
            LogOf::Task(task) => look::task(&task.state),
            LogOf::Build(build) => look::build(&build.state),
        }
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
        let begun = phases.filter(|phase| phase.text.starts_with('%') || !self.name.ends_with("build.log"));
        begun.take(MOST)
    }

    fn size(&self) -> String {
        filters::bytes(i64::try_from(self.file.size()).unwrap_or(i64::MAX))
    }

    fn is_whole(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }
}
