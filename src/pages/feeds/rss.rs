//! `/recentbuilds`: the builds that ended last as RSS, as kojiweb has it: with targets and the last changes of each.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::recent::{Recent, last_time, newest};
use crate::hub::Hub;
use crate::hub::methods::{BuildRow, ChangelogEntry, GetLastChanges, GetTaskInfo, Task};
use crate::hub::model::{BuildId, BuildState, TaskId};
use crate::urls::{self, FeedUrl, RecentBuildsUrl, Url};
use crate::web::escape::escaped;
use crate::web::{Context, Query, Result, origin};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "feeds/rss.xml")]
pub struct Page {
    /// What it tells of.
    title: String,
    builds: Vec<BuildRow>,
    /// Links have to be whole.
    #[serde(skip)]
    origin: String,
    /// The same, where it is that of the host that was asked.
    #[serde(skip)]
    host: Option<String>,
    #[serde(skip)]
    shown_on: Url,
    #[serde(skip)]
    tasks: HashMap<TaskId, Arc<Task>>,
    #[serde(skip)]
    changes: HashMap<BuildId, Arc<Vec<ChangelogEntry>>>,
}
crate::page!(Page as "application/rss+xml; charset=utf-8", host: host);

/// Builds of the feed, and changes of a build, as in kojiweb.
const BUILDS: u32 = 20;

/// The page.
pub async fn get(
    hub: Hub,
    State(context): State<Context>,
    headers: HeaderMap,
    Query(asked): Query<RecentBuildsUrl>,
) -> Result<Page> {
    let RecentBuildsUrl { package, user, tag } = asked;
    let wanted = FeedUrl { package, user, tag, state: None };
    let recent = Recent::find(&hub, &wanted, BUILDS).await?;
    let of_tasks: Vec<TaskId> = recent.builds.iter().filter_map(|build| build.task_id).collect();
    let complete = recent.builds.iter().filter(|build| build.state == BuildState::Complete);
    let with_changes: Vec<BuildId> = complete.map(|build| build.build_id).collect();
    let (tasks, changes) = join!(
        hub.part_of_each("tasks", of_tasks.iter().copied().map(GetTaskInfo::of)),
        hub.part_of_each("changes", with_changes.iter().copied().map(GetLastChanges::of)),
    );
    let origin = origin(&context, &headers);
    Ok(Page {
        title: recent.title(),
        shown_on: Recent::shown_on(&wanted),
        host: context.origin.is_none().then(|| origin.clone()),
        origin,
        tasks: tasks.into_iter().map(|(place, task)| (of_tasks[place], task)).collect(),
        changes: changes.into_iter().map(|(place, changes)| (with_changes[place], changes)).collect(),
        builds: recent.builds,
    })
}

impl Page {
    /// As RFC 822 has it.
    fn written(time: &jiff::Timestamp) -> String {
        time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
    }

    /// When something happened to a build last.
    fn updated_of(build: &BuildRow) -> String {
        Self::written(&last_time(build))
    }

    /// When something happened to any of them last.
    fn updated(&self) -> Option<String> {
        newest(&self.builds).as_ref().map(Self::written)
    }

    fn target(&self, build: &BuildRow) -> Option<String> {
        self.tasks.get(build.task_id.as_ref()?)?.request().text("target")
    }

    /// The last changes, in HTML.
    fn changes(&self, build: &BuildRow) -> Option<String> {
        let changes = self.changes.get(&build.build_id).filter(|changes| !changes.is_empty())?;
        let entry = |change: &ChangelogEntry| {
            let day = change.date.instant().map(|date| date.strftime("%a %b %d %Y ").to_string());
            format!("* {}{}\n{}\n\n", day.unwrap_or_default(), change.author, change.text)
        };
        Some(format!("<pre>{}</pre>", escaped(&changes.iter().map(entry).collect::<String>())))
    }
}
