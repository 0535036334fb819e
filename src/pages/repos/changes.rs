//! `/repos/{repo}/changes`: what changed in the tag of a repo, and in those that it inherits from, after the repo was made; its
//! first rows follow on the pages that say so.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::change::{Change, TABLES_OF_TAGS, int, of, table};
use crate::hub::methods::{GetFullInheritance, HistoryOf, QueryHistory, Repo, RepoInfo};
use crate::hub::model::{EventId, TagId};
use crate::hub::{Hub, PageRequest, Slice};
use crate::urls;
use crate::web::{Error, List, ListQuery, Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "repos/changes.html", blocks = ["title", "listing", "since"])]
pub struct Page {
    repo: Arc<Repo>,
    #[serde(rename = "changes")]
    list: List<Change>,
    /// Tags that were not looked at.
    more_tags: usize,
}
crate::page!(Page: as_listing; as_since);

/// Tags that are looked at: the tag itself, and the nearest that it inherits from.
const TAGS: usize = 40;
/// Rows of each tag that are asked for.
const ROWS: u32 = 100;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let repo = hub.find_named::<RepoInfo>(&wanted).await?;
    let (Some(tag), Some(made)) = (repo.tag_id, repo.create_event) else {
        return Err(Error::Nothing {
            title: "No changes",
            why: format!("The hub does not tell of what repo {wanted} is."),
        });
    };
    let parents = hub.get(GetFullInheritance::of(tag, None)).await?;
    let mut tags: Vec<TagId> = vec![tag];
    for parent in parents.iter().map(|parent| parent.parent_id) {
        if !tags.contains(&parent) {
            tags.push(parent);
        }
    }
    let more_tags = tags.len().saturating_sub(TAGS);
    tags.truncate(TAGS);
    let slice = changes(&hub, &tags, made, list.wanted()).await;
    let empty = match slice.total {
        Some(_) => "Nothing changed after it.",
        None => "What changed after it is not among the last changes of the tag and of those that it inherits from.",
    };
    let list = list
        .filled(slice)
        .headed("Changes of its tag after".to_owned())
        .belonging_to(&format!("repo {}", repo.id), urls::repo(&repo.id))
        .note("newest first")
        .empty(empty);
    Ok(Page { repo, list, more_tags })
}

/// What changed in these tags after an event.
async fn changes(hub: &Hub, tags: &[TagId], after: EventId, wanted: PageRequest) -> Slice<Change> {
    // A hub takes a new owner of a package for no change of the tag.
    let tables: Vec<&str> = TABLES_OF_TAGS.into_iter().filter(|table| *table != "tag_package_owners").collect();
    let since = HistoryOf { after_event: Some(after), ..HistoryOf::default() };
    let calls = tags.iter().flat_map(|tag| {
        let of = HistoryOf { tag: Some(*tag), ..since.clone() };
        [QueryHistory::created(of.clone(), &tables, ROWS), QueryHistory::revoked(of, &tables, ROWS)]
    });
    let answers = hub.part_of_each("changes of some tags", calls).await;
    let is_whole = answers.len() == 2 * tags.len()
        && answers.iter().all(|(_, answer)| answer.values().all(|rows| rows.len() < ROWS as usize));
    let mut changes = of(answers.iter().map(|(_, answer)| &**answer));
    // Who else inherits from one of them concerns the other one.
    let known: BTreeSet<i64> = tags.iter().map(|tag| tag.0).collect();
    changes.retain(|change| {
        since.has_event(change.event, None, None) && int(&change.row, "tag_id").is_some_and(|tag| known.contains(&tag))
    });
    Slice::of_first(changes, wanted, is_whole)
}
