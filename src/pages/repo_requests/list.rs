//! `/repo-requests`: requests for repos: those that wait, those that are over, or all.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::components::look;
use crate::hub::methods::{GetTag, QueryRepoRequests, RepoRequest, Tag};
use crate::hub::{Hub, Order};
use crate::urls::{Choice as _, RepoRequestStates, RepoRequestsUrl};
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "repo-requests/list.html", blocks = ["title", "listing"])]
pub struct Page {
    tag: Option<Arc<Tag>>,
    #[serde(rename = "requests")]
    list: List<RepoRequest>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::sorted_down("Request", "", "id"),
        Column::sorted("For a repo of", "", "tag_name"),
        Column::sorted("Asked by", "", "owner_name"),
        Column::sorted("Priority", "n x", "priority"),
        Column::sorted_down("Task", "x", "task_id"),
        Column::sorted_down("Repo", "", "repo_id"),
        Column::plain("Waited", "n"),
        Column::sorted_down("Asked, ago", "n far", "create_time"),
    ];
    Table::new(Order::NEWEST_ID, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<RepoRequestsUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let tag = hub.find_if_named::<GetTag>(asked.tag.as_ref()).await;
    let tag = list.named(&hub, "tag", tag, form).await?;
    let active = match asked.state {
        None => Some(true),
        Some(RepoRequestStates::Ended) => Some(false),
        Some(RepoRequestStates::All) => None,
    };
    let call = QueryRepoRequests::that_are(active, tag.as_ref().map(|tag| tag.id), asked.priority);
    let requests = hub.slice(call, list.wanted()).await?;
    let empty = if active == Some(true) { "No request is waiting." } else { "No request matches." };
    let list = list.filled(requests).headed(heading(&asked, tag.as_deref())).form(form()).empty(empty);
    Ok(Page { tag, list })
}

fn form() -> Form {
    Form::new()
        .select("State", "state", RepoRequestStates::options("waiting"))
        .input("Of tag", "tag", 22)
        .input("Priority", "priority", 4)
}

/// What the list is of, in words.
fn heading(asked: &RepoRequestsUrl, tag: Option<&Tag>) -> String {
    let which = match asked.state {
        None => "Waiting requests",
        Some(RepoRequestStates::Ended) => "Ended requests",
        Some(RepoRequestStates::All) => "Requests",
    };
    let tag = tag.map(|tag| format!(" of {}", tag.name)).unwrap_or_default();
    let priority = asked.priority.map(|priority| format!(" with priority {priority}")).unwrap_or_default();
    format!("{which} for repos{tag}{priority}")
}
