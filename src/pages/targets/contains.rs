//! `/targets/{target}/contains?build=`: is this build in the repo that the target builds from? What `koji wait-repo` waits
//! for, without waiting.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{
    Build, BuildRow, GetBuild, GetBuildTarget, GetRepo, ListTagged, ListTagsOfBuild, QueryNewestRepos, Repo, Tag,
    Target,
};
use crate::hub::model::{IdOrName, TargetId};
use crate::hub::{Hub, Order, Part};
use crate::urls::ContainsUrl;
use crate::web::{Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "targets/contains.html", blocks = ["title", "live"])]
pub struct Page {
    target: Arc<Target>,
    build: Option<Arc<Build>>,
    answer: Option<Answer>,
    /// The newest repo that is ready.
    repo: Option<Arc<Repo>>,
    /// The repo that is being made, newer than that.
    next: Option<Repo>,
    /// The build of the package that is in the build tag now.
    now: Option<BuildRow>,
    /// The tags that the build is in.
    tags: Part<Vec<Tag>>,
}
crate::page!(Page: as_live);

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// The repo has it.
    Contained,
    /// It is the newest in the build tag, and the repo is older than that.
    NotYet,
    /// It is in the build tag, which uses another build of the package.
    Superseded,
    /// It is not in the build tag.
    NotTagged,
}

/// Repos that are looked at for one that is being made.
const REPOS: u32 = 5;

/// The page. The repo is known after the target, and its contents after it: a wave more than others take.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TargetId>>, Query(asked): Query<ContainsUrl>) -> Result<Page> {
    let build = asked.build.as_deref();
    let (target, build) = join!(hub.find_named::<GetBuildTarget>(&wanted), hub.find_if_named::<GetBuild>(build));
    let target = target?;
    let Some(build) = build? else {
        return Ok(Page { target, build: None, answer: None, repo: None, next: None, now: None, tags: Part::Nothing });
    };
    let tag = target.build_tag;
    let in_tag = |event| ListTagged { latest: false, ..ListTagged::latest_of(&build.package_name, tag, event) };
    let (repo, repos, now, tags) = join!(
        hub.find(GetRepo::of(tag)),
        hub.first("newest repos", QueryNewestRepos::of(tag), REPOS, Order::NEWEST_ID),
        hub.get(in_tag(None)),
        hub.part("tags", ListTagsOfBuild::of(build.build_id)),
    );
    let (repo, now) = (repo?, now?);
    let made = repo.as_ref().and_then(|repo| repo.create_event);
    let then = match made {
        Some(made) => hub.get(in_tag(Some(made))).await?,
        None => Arc::default(),
    };
    let is_it = |row: &BuildRow| row.build_id == build.build_id;
    // The nearest tag, and what was tagged last in it, stand first.
    let answer = match (then.first().is_some_and(is_it), now.first().is_some_and(is_it), now.iter().any(is_it)) {
        (true, ..) => Answer::Contained,
        (_, true, _) => Answer::NotYet,
        (_, _, true) => Answer::Superseded,
        (false, false, false) => Answer::NotTagged,
    };
    let next = Repo::under_way(repos.shown(), repo.as_deref()).cloned();
    Ok(Page { now: now.first().cloned(), target, build: Some(build), answer: Some(answer), repo, next, tags })
}

impl Answer {
    /// It before a title of a tab.
    fn sign(self) -> &'static str {
        match self {
            Self::Contained => "✓ ",
            Self::NotYet => "◐ ",
            Self::Superseded | Self::NotTagged => "✗ ",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Contained => "run",
            Self::NotYet => "warn",
            Self::Superseded | Self::NotTagged => "bad",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Contained => "Yes",
            Self::NotYet => "Not yet",
            Self::Superseded | Self::NotTagged => "No",
        }
    }
}

impl Page {
    /// The build that one waits for.
    fn waits(&self) -> Option<&str> {
        let waits = self.answer == Some(Answer::NotYet);
        self.build.as_ref().filter(|_| waits).map(|build| build.nvr.as_str())
    }
}
