//! `/repos`: repos, all or those of a tag, the newest first.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::look;
use crate::hub::methods::{GetTag, QueryRepos, Repo, Tag};
use crate::hub::{Hub, Order, feature};
use crate::urls::{Choice as _, RepoStates, ReposUrl, YesNo};
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "repos/list.html", blocks = ["title", "listing"])]
pub struct Page {
    tag: Option<Arc<Tag>>,
    #[serde(rename = "repos")]
    list: List<Repo>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
fn table() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::sorted_down("Repo", "", "id"),
        Column::plain("Of tag", ""),
        Column::plain("For", ""),
        Column::plain("Task", ""),
        Column::plain("Event", "n x"),
        Column::plain("Took", "n"),
        Column::plain("Begun, ago", "n far"),
    ];
    Table::new(Order::NEWEST_ID, columns)
}

/// The state of repos that older hubs do not list, in an address.
const DELETED: &str = "deleted";

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<ReposUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let has_deleted = hub.has(&feature::REPOS);
    let tag = hub.find_if_named::<GetTag>(asked.tag.as_ref()).await;
    let tag = list.named(&hub, "tag", tag, || form(has_deleted)).await?;
    let dist = asked.dist.map(|dist| dist == YesNo::Yes);
    let call = QueryRepos::that_are(tag.as_ref().map(|tag| tag.id), asked.state.map(Into::into), dist);
    let repos = hub.slice(call, list.wanted()).await?;
    let list =
        list.filled(repos).headed(heading(&asked, tag.as_deref())).form(form(has_deleted)).empty("No repo matches.");
    Ok(Page { tag, list: list.note(if has_deleted { "" } else { "without those that are deleted" }) })
}

fn form(has_deleted: bool) -> Form {
    let states = RepoStates::options("all").into_iter().filter(|(state, _)| has_deleted || *state != DELETED);
    Form::new()
        .select("State", "state", states)
        .select("For", "dist", [("", "all"), ("no", "builds"), ("yes", "distribution")])
        .input("Of tag", "tag", 22)
}

/// What the list is of, in words.
fn heading(asked: &ReposUrl, tag: Option<&Tag>) -> String {
    let kind = match asked.dist {
        Some(YesNo::Yes) => "Dist repos",
        Some(YesNo::No) => "Repos for builds",
        None => "Repos",
    };
    let state = asked.state.map(|state| format!(" in state {}", state.word())).unwrap_or_default();
    let tag = tag.map(|tag| format!(" of {}", tag.name)).unwrap_or_default();
    format!("{kind}{tag}{state}")
}
