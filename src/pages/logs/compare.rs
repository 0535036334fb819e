//! `/logs/compare`: where two logs differ. Without a second one, from the same of the last complete build.

use askama::Template;
use axum::extract::State;
use bytes::Bytes;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::differences::{DifferenceRow, Differences, In, Text};
use super::show::{Log, LogOf};
use super::{of_build, of_task};
use crate::hub::Hub;
use crate::hub::methods::BuildRow;
use crate::hub::model::IdOrName;
use crate::log::{Mark, Outcome};
use crate::urls::{self, CompareUrl, LogRef, LogUrl, Url};
use crate::web::files::Files;
use crate::web::{Clock, Error, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "logs/compare.html", blocks = ["title"])]
pub struct Page {
    a: Option<Side>,
    b: Option<Side>,
    differences: Option<Differences>,
    #[serde(skip)]
    asked: CompareUrl,
}
crate::page!(Page);

/// One of the two logs.
#[derive(Serialize, JsonSchema)]
struct Side {
    #[serde(flatten)]
    of: LogOf,
    name: String,
    /// Bytes of the log.
    size: u64,
    #[serde(skip)]
    bytes: Bytes,
}

/// Bytes of each log that are compared.
const COMPARED: u64 = 4 << 20;

/// It takes up to a second of one core: others wait for their turn.
static COMPARED_AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The page.
pub async fn get(hub: Hub, files: Files, State(clock): State<Clock>, Query(asked): Query<CompareUrl>) -> Result<Page> {
    let find = async |name: &'static str, address: Option<&String>| match address.filter(|address| !address.is_empty())
    {
        Some(address) => {
            let expected = "the address of a log, such as /tasks/7/logs/build.log";
            let log = LogRef::read(address).ok_or_else(|| Error::parameter(name, address, expected))?;
            let log = match log {
                LogRef::Task(id, file) => of_task::find(&hub, &files, clock(), &id.to_string(), file, None).await?,
                LogRef::Build(build, file) => of_build::find(&hub, &files, &build, file).await?,
            };
            Ok::<_, Error>(Some(Side::read(&hub, log).await?))
        }
        None => Ok(None),
    };
    let (a, b) = join!(find("a", asked.a.as_ref()), find("b", asked.b.as_ref()));
    let (a, mut b) = (a?, b?);
    if let (Some(a), None) = (&a, &b)
        && let Some((build, name)) = a.last_like_it(&hub).await
    {
        b = Some(Side::read(&hub, of_build::find(&hub, &files, &build.nvr, name).await?).await?);
    }
    let texts = a.as_ref().zip(b.as_ref()).map(|(a, b)| (a.text(), b.text()));
    let differences = match texts {
        Some(((a, nvr_a, outcome_a), (b, nvr_b, outcome_b))) => {
            let compare = move || {
                let a = Text { bytes: &a, nvr: nvr_a, outcome: outcome_a };
                Differences::of(&a, &Text { bytes: &b, nvr: nvr_b, outcome: outcome_b })
            };
            let _permit = COMPARED_AT_ONCE.acquire().await.map_err(|_| Error::Internal)?;
            Some(spawn_blocking(compare).await.map_err(|_| Error::Internal)?)
        }
        None => None,
    };
    Ok(Page { a, b, differences, asked })
}

impl Side {
    async fn read(hub: &Hub, log: Log) -> Result<Self> {
        let bytes = hub.read(&log.file, 0, COMPARED).await?.bytes;
        Ok(Self { of: log.of, name: log.name, size: log.file.size(), bytes })
    }

    fn text(&self) -> (Bytes, Option<String>, Outcome) {
        let nvr = match &self.of {
            LogOf::Build(build) => Some(build.nvr.clone()),
            LogOf::Task(task) => task.request().nvr(),
        };
        (self.bytes.clone(), nvr, self.of.outcome())
    }

    /// The last complete build before it of the same package, and the name of the same log there.
    async fn last_like_it(&self, hub: &Hub) -> Option<(BuildRow, String)> {
        let (package, name) = match &self.of {
            LogOf::Build(build) => (build.package_id.into(), self.name.clone()),
            LogOf::Task(task) => (IdOrName::Name(task.package()?), format!("{}/{}", task.arch.as_deref()?, self.name)),
        };
        let builds = hub.complete_builds(Some(package)).await;
        let is_before = |build: &&BuildRow| match &self.of {
            LogOf::Build(own) => build.build_id < own.build_id,
            LogOf::Task(task) => build.task_id.is_none_or(|other| Some(other) != task.parent && other < task.id),
        };
        let last = builds.shown().iter().find(is_before)?;
        Some((last.clone(), name))
    }

    /// What it belongs to, in words, and the page of that.
    fn of_what(&self) -> (String, Url) {
        match &self.of {
            LogOf::Task(task) => (format!("{} {}", task.method, task.about()), urls::task(&task.id)),
            LogOf::Build(build) => (build.nvr.clone(), urls::build(&build.nvr, &build.build_id)),
        }
    }

    /// The page of the log, or of a line of it.
    fn url(&self, line: Option<u64>) -> Url {
        let place = LogUrl { line, ..LogUrl::default() };
        let page = match &self.of {
            LogOf::Task(task) => place.of_task(&task.id, &self.name),
            LogOf::Build(build) => place.of_build(&build.nvr, &build.build_id, &self.name),
        };
        match line {
            Some(line) => page.with_anchor(&format!("L{line}")),
            None => page,
        }
    }

    fn is_cut(&self) -> bool {
        self.size > COMPARED
    }
}

impl Page {
    /// The page of a line, in the log that has it.
    fn line(&self, of: In, number: Option<u64>) -> Option<Url> {
        let side = if of == In::B { self.b.as_ref() } else { self.a.as_ref() };
        side.map(|side| side.url(number))
    }

    /// Errors that only the first log has: why somebody compares.
    fn errors(&self) -> impl Iterator<Item = &DifferenceRow> {
        const MOST: usize = 5;
        let rows = self.differences.iter().flat_map(|differences| differences.groups.iter().flatten());
        rows.filter(|row| row.of == In::A && row.line.mark.is_some_and(Mark::is_error)).take(MOST)
    }

    fn sides(&self) -> impl Iterator<Item = (&'static str, &Side)> {
        [("−", &self.a), ("+", &self.b)].into_iter().filter_map(|(sign, side)| Some((sign, side.as_ref()?)))
    }
}
