//! `/feeds/builds.atom`: the builds that ended last, as an Atom feed (RFC 4287).

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::recent::{Recent, last_time, newest};
use crate::hub::Hub;
use crate::hub::methods::BuildRow;
use crate::urls::{self, FeedUrl, ListUrl as _, Url};
use crate::web::{Context, Query, Result, filters, origin};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "feeds/atom.xml")]
pub struct Page {
    /// What it tells of.
    title: String,
    builds: Vec<BuildRow>,
    /// Scheme and host: not all readers can do with less.
    #[serde(skip)]
    origin: String,
    /// The same, where it is that of the host that was asked.
    #[serde(skip)]
    host: Option<String>,
    #[serde(skip)]
    today: jiff::Timestamp,
    #[serde(skip)]
    itself: Url,
    #[serde(skip)]
    shown_on: Url,
}
crate::page!(Page as "application/atom+xml; charset=utf-8", host: host);

/// Builds of a feed.
const BUILDS: u32 = 30;

/// The page.
pub async fn get(
    hub: Hub,
    State(context): State<Context>,
    headers: HeaderMap,
    Query(asked): Query<FeedUrl>,
) -> Result<Page> {
    let recent = Recent::find(&hub, &asked, BUILDS).await?;
    let origin = origin(&context, &headers);
    let now = (context.clock)().as_second();
    Ok(Page {
        title: recent.title(),
        shown_on: Recent::shown_on(&asked),
        itself: asked.url(),
        host: context.origin.is_none().then(|| origin.clone()),
        origin,
        today: jiff::Timestamp::from_second(now - now.rem_euclid(DAY)).unwrap_or_default(),
        builds: recent.builds,
    })
}

const DAY: i64 = 24 * 60 * 60;

impl Page {
    /// As RFC 3339 has it.
    fn written(time: &jiff::Timestamp) -> String {
        time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// When something happened to a build last.
    fn updated_of(build: &BuildRow) -> String {
        Self::written(&last_time(build))
    }

    /// When it was begun.
    fn begun(build: &BuildRow) -> String {
        Self::written(&build.creation_time.instant().unwrap_or_default())
    }

    /// When something happened to any of them last; of none, this day.
    fn updated(&self) -> String {
        Self::written(&newest(&self.builds).unwrap_or(self.today))
    }

    /// An id that no other feed has, whatever the host under which this one is read (RFC 4151).
    fn id_of(hub: &str, what: &Url) -> String {
        format!("tag:{hub},2026:kojiview{}", what.path_and_query())
    }
}
