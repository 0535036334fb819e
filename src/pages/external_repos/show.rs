//! `/external-repos/{repo}`: one external repo: where it is, and which tags have it, in which order.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use super::link_for;
use crate::hub::methods::{ExternalRepo, GetExternalRepo, GetTagExternalRepos, TagExternalRepo};
use crate::hub::model::{ExternalRepoId, IdOrName};
use crate::hub::{Hub, Part};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "external-repos/show.html", blocks = ["title"])]
pub struct Page {
    repo: Arc<ExternalRepo>,
    /// The tags that have it themselves.
    tags: Vec<TagOfRepo>,
    /// Which tags have which, all of them.
    #[serde(skip)]
    uses: Part<Vec<TagExternalRepo>>,
}
crate::page!(Page);

/// A tag that has the repo.
#[derive(Serialize, JsonSchema)]
struct TagOfRepo {
    #[serde(flatten)]
    used: TagExternalRepo,
    /// The place that it has among the tag's own external repos, from 1.
    place: usize,
    /// The names of those before it.
    before: Vec<String>,
}

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<ExternalRepoId>>) -> Result<Page> {
    let repo = hub.find_named::<GetExternalRepo>(&wanted).await?;
    let uses = hub.part("tags of it", GetTagExternalRepos {}).await;
    let mut tags: Vec<TagOfRepo> = uses
        .rows()
        .iter()
        .filter(|used| used.external_repo_id == repo.id)
        .map(|used| TagOfRepo::of(used, uses.rows()))
        .collect();
    tags.sort_by(|a, b| a.used.tag_name.cmp(&b.used.tag_name));
    Ok(Page { repo, tags, uses })
}

impl TagOfRepo {
    fn of(used: &TagExternalRepo, all: &[TagExternalRepo]) -> Self {
        let mut before: Vec<_> =
            all.iter().filter(|other| other.tag_id == used.tag_id && other.priority < used.priority).collect();
        before.sort_by_key(|other| other.priority);
        let before: Vec<_> = before.into_iter().map(|other| other.external_repo_name.clone()).collect();
        Self { used: used.clone(), place: before.len() + 1, before }
    }

    /// The order in which a buildroot looks at it, in words.
    fn order(&self) -> String {
        if self.before.is_empty() { "first".to_owned() } else { format!("after {}", self.before.join(", ")) }
    }

    /// The address for each arch that the tag restricts it to, where it has a place for one.
    fn addresses(&self) -> Vec<(&str, String)> {
        let url = self.used.url.as_deref().unwrap_or_default();
        let arches = self.used.arches.as_deref().unwrap_or_default().split_whitespace();
        arches.filter_map(|arch| Some((arch, link_for(url, arch)?))).collect()
    }
}
