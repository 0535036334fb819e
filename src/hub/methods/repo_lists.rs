//! Lists of repos: all, those of a tag, and what older hubs have of them.

use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};
use tokio::try_join;

use super::clause::Clause;
use super::simple::call;
use super::{GetRepo, Repo};
use crate::hub::model::{EventId, RepoId, RepoState, TagId, TaskId, Timestamp};
use crate::hub::paging::PagedBy;
use crate::hub::{Call, Cost, Feature, Freshness, Hub, Older, PageRequest, Rows, Slice, feature};

/// `repo.query`: repos, dist repos too. A hub has no index but for their ids and reads
/// its whole table of repos for those of a tag, so it is heavy.
#[derive(Debug, Clone, Serialize)]
pub struct QueryRepos {
    clauses: Vec<Clause>,
    fields: [&'static str; 11],
    #[serde(skip)]
    wanted: Wanted,
}

/// Which repos are asked for; all where nothing is said.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    tag: Option<TagId>,
    state: Option<RepoState>,
    dist: Option<bool>,
}

impl Wanted {
    fn has(self, repo: &Repo) -> bool {
        self.tag.is_none_or(|tag| repo.tag_id == Some(tag))
            && self.state.is_none_or(|state| repo.state == state)
            && self.dist.is_none_or(|dist| repo.dist == dist)
    }
}

impl QueryRepos {
    /// Of this tag, in this state, for distribution or for builds; of all where nothing is said.
    #[must_use]
    pub fn that_are(tag: Option<TagId>, state: Option<RepoState>, dist: Option<bool>) -> Self {
        let wanted = Wanted { tag, state, dist };
        let tag = tag.map(|tag| Clause::is("tag_id", tag.0));
        let state = state.map(|state| Clause::is("state", i64::from(state)));
        let dist = dist.map(|dist| Clause::is("dist", dist));
        Self {
            clauses: [tag, state, dist].into_iter().flatten().collect(),
            fields: [
                "id",
                "state",
                "dist",
                "create_event",
                "begin_event",
                "creation_time",
                "state_time",
                "tag_id",
                "tag_name",
                "task_id",
                "task_state",
            ],
            wanted,
        }
    }
}

impl Call for QueryRepos {
    const METHOD: &'static str = "repo.query";
    const COST: Cost = Cost::Heavy;
    const FRESHNESS: Freshness = Freshness::LIST;
    type Answer = Vec<Repo>;
    fn needs(&self) -> Option<&'static Feature> {
        Some(&feature::REPOS)
    }
}

impl Rows for QueryRepos {
    type Row = Repo;
    const PAGED_BY: PagedBy = PagedBy::Opts;

    /// Out of those that are not deleted.
    fn rows_on_older_hubs(&self, hub: &Hub, page: PageRequest) -> Option<Older<Slice<Repo>>> {
        let (hub, wanted) = (hub.clone(), self.wanted);
        let active = async move {
            let active = hub.get(GetActiveRepos).await?;
            let repos = active.iter().map(Repo::from).filter(|repo| wanted.has(repo));
            Ok(Slice::of_whole(by_id(repos.collect(), page), page))
        };
        (wanted.state != Some(RepoState::Deleted)).then(|| active.boxed())
    }
}

/// Repos in the order of their ids, which is the only one of their lists.
fn by_id(mut repos: Vec<Repo>, page: PageRequest) -> Vec<Repo> {
    repos.sort_by_key(|repo| repo.id);
    if page.order.descending {
        repos.reverse();
    }
    repos
}

/// `repo.query`: the repos of a tag that were begun last, whatever their state.
#[derive(Debug, Clone, Serialize)]
pub struct QueryNewestRepos {
    #[serde(flatten)]
    query: QueryRepos,
    #[serde(skip)]
    tag: TagId,
}

impl QueryNewestRepos {
    /// Of this tag.
    #[must_use]
    pub fn of(tag: TagId) -> Self {
        Self { query: QueryRepos::that_are(Some(tag), None, None), tag }
    }
}

impl Call for QueryNewestRepos {
    const METHOD: &'static str = QueryRepos::METHOD;
    const COST: Cost = QueryRepos::COST;
    const FRESHNESS: Freshness = QueryRepos::FRESHNESS;
    type Answer = Vec<Repo>;
    fn needs(&self) -> Option<&'static Feature> {
        self.query.needs()
    }
}

impl Rows for QueryNewestRepos {
    type Row = Repo;
    const PAGED_BY: PagedBy = PagedBy::Opts;

    /// The newest of each kind that matters, since a list of them is one of all tags.
    fn rows_on_older_hubs(&self, hub: &Hub, page: PageRequest) -> Option<Older<Slice<Repo>>> {
        let (hub, tag) = (hub.clone(), self.tag);
        let newest = async move {
            let (ready, next, dist) = try_join!(
                hub.find(GetRepo::of(tag)),
                hub.find(GetRepo::being_made(tag)),
                hub.find(GetRepo::dist(tag)),
            )?;
            let repos = [ready, next, dist].into_iter().flatten().map(|repo| Repo::clone(&repo));
            Ok(Slice::of_first(by_id(repos.collect(), page), page, false))
        };
        Some(newest.boxed())
    }
}

call! {
    /// `getActiveRepos`: all repos that are not deleted, in no order.
    GetActiveRepos = "getActiveRepos" -> Vec<ActiveRepo>, LIST
}

/// A repo that is not deleted.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct ActiveRepo {
    pub id: RepoId,
    pub state: RepoState,
    pub tag_id: TagId,
    pub tag_name: String,
    #[serde(default)]
    pub dist: bool,
    pub create_event: Option<EventId>,
    /// When it was begun, in seconds since 1970.
    pub create_ts: Option<f64>,
    #[serde(default)]
    pub task_id: Option<TaskId>,
}

impl From<&ActiveRepo> for Repo {
    fn from(active: &ActiveRepo) -> Self {
        Self {
            id: active.id,
            state: active.state,
            tag_id: Some(active.tag_id),
            tag_name: Some(active.tag_name.clone()),
            dist: active.dist,
            create_event: active.create_event,
            creation_time: active.create_ts.and_then(Timestamp::of_seconds),
            task_id: active.task_id,
            begin_event: None,
            end_event: None,
            state_time: None,
            task_state: None,
            opts: None,
            custom_opts: None,
        }
    }
}
