//! `/repo-requests`: requests for repos: those that wait, those that are over, or all.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::methods::{GetTag, QueryRepoRequests, RepoRequest, Tag};
use crate::hub::{Hub, Order};
use crate::urls::{Choice as _, RepoRequestsUrl, RequestStates};
use crate::web::{Column, Listing, Paging, Query, Result, filters, look, look_up};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "repo-requests/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: RepoRequestsUrl,
    tag: Option<Arc<Tag>>,
    requests: Listing<RepoRequest>,
}
crate::page!(Page: as_listing);

/// The columns of the list.
pub(crate) fn columns() -> Vec<Column> {
    vec![
        Column::plain("State", ""),
        Column::sorted_down("Request", "", "id"),
        Column::sorted("For a repo of", "", "tag_name"),
        Column::sorted("Asked by", "", "owner_name"),
        Column::sorted("Priority", "n x", "priority"),
        Column::sorted_down("Task", "x", "task_id"),
        Column::sorted_down("Repo", "", "repo_id"),
        Column::plain("Waited", "n"),
        Column::sorted_down("Asked, ago", "n far", "create_time"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<RepoRequestsUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, Order::NEWEST_ID)?;
    let tag = look_up(&hub, "tag", asked.tag.as_ref(), GetTag::of).await?;
    let active = match asked.state {
        None => Some(true),
        Some(RequestStates::Ended) => Some(false),
        Some(RequestStates::All) => None,
    };
    let call = QueryRepoRequests::that_are(active, tag.as_ref().map(|tag| tag.id), asked.priority);
    let requests = hub.slice(call, wanted).await?;
    Ok(Page { asked, tag, requests: paging.listing(columns, Order::NEWEST_ID, wanted, requests) })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["state", "tag", "priority"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        let which = match self.asked.state {
            None => "Waiting requests",
            Some(RequestStates::Ended) => "Ended requests",
            Some(RequestStates::All) => "Requests",
        };
        let tag = self.tag.as_ref().map(|tag| format!(" of {}", tag.name)).unwrap_or_default();
        let priority = self.asked.priority.map(|priority| format!(" with priority {priority}")).unwrap_or_default();
        format!("{which} for repos{tag}{priority}")
    }

    /// What stands in place of rows.
    fn none(&self) -> &'static str {
        if self.asked.state.is_none() { "No request is waiting." } else { "No request matches." }
    }
}
