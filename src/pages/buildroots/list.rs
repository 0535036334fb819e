//! `/buildroots`: buildroots by state, host, tag, repo and task, the newest first.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::look;
use crate::hub::methods::{Buildroot, GetHost, GetTag, Host, ListBuildroots, Tag};
use crate::hub::{Hub, Order, feature};
use crate::urls::{BuildrootStates, BuildrootsUrl, Choice as _};
use crate::web::{Column, Form, List, ListQuery, Query, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "buildroots/list.html", blocks = ["title", "listing"])]
pub struct Page {
    host: Option<Arc<Host>>,
    tag: Option<Arc<Tag>>,
    #[serde(rename = "buildroots")]
    list: List<Buildroot>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list. By any other order a hub would sort all its buildroots.
pub(crate) fn table() -> Table {
    let columns = [
        Column::plain("State", ""),
        Column::sorted_down("Buildroot", "", "id"),
        Column::plain("Host", ""),
        Column::plain("Arch", "x"),
        Column::plain("Task", ""),
        Column::plain("Repo", "x"),
        Column::plain("Created, ago", "n far"),
    ];
    Table::new(Order::NEWEST_ID, columns)
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<BuildrootsUrl>, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let (host, tag) =
        join!(hub.find_if_named::<GetHost>(asked.host.as_ref()), hub.find_if_named::<GetTag>(asked.tag.as_ref()));
    let again = || form(&hub);
    let host = list.named(&hub, "host", host, again).await?;
    let tag = list.named(&hub, "tag", tag, again).await?;
    let call = ListBuildroots {
        host: host.as_ref().map(|host| host.id),
        tag: tag.as_ref().map(|tag| tag.id),
        state: asked.state.map(|state| vec![state.into()]),
        repo: asked.repo,
        task: asked.task,
        rpm: asked.rpm,
        archive: asked.archive,
    };
    let buildroots = hub.slice(call, list.wanted()).await?;
    let list = list.filled(buildroots).note("newest first").form(form(&hub)).empty("No buildroot matches.");
    Ok(Page { host, tag, list })
}

fn form(hub: &Hub) -> Form {
    Form::new()
        .select("State", "state", BuildrootStates::options("all"))
        .input("Host", "host", 22)
        .more()
        .input("Of tag", "tag", 18)
        .only_if(hub.has(&feature::BUILDROOTS_OF_REPO), |form| form.input("Repo", "repo", 8))
        .input("Task", "task", 8)
        .input("With rpm", "rpm", 8)
        .input("With archive", "archive", 8)
}
