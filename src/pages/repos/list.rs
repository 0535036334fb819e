//! `/repos`: repos, all or those of a tag, the newest first.

use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use crate::hub::methods::{GetTag, QueryRepos, Repo, Tag};
use crate::hub::{Hub, Order};
use crate::urls::{Choice as _, RepoStates, ReposUrl, YesNo};
use crate::web::{Column, Listing, Paging, Query, Result, filters, look, look_up};

/// What the template sees.
#[derive(Template, Serialize)]
#[template(path = "repos/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(skip)]
    asked: ReposUrl,
    tag: Option<Arc<Tag>>,
    repos: Listing<Repo>,
}
crate::page!(Page: as_listing);

/// The columns of the list. A hub can sort by its ids without a look at all of them.
fn columns() -> Vec<Column> {
    vec![
        Column::plain("State", ""),
        Column::sorted_down("Repo", "", "id"),
        Column::plain("Of tag", ""),
        Column::plain("For", ""),
        Column::plain("Task", ""),
        Column::plain("Event", "n x"),
        Column::plain("Took", "n"),
        Column::plain("Begun, ago", "n far"),
    ]
}

/// The page.
pub async fn get(hub: Hub, Query(asked): Query<ReposUrl>, paging: Paging) -> Result<Page> {
    let columns = columns();
    let wanted = paging.wanted(&columns, Order::NEWEST_ID)?;
    let tag = look_up(&hub, "tag", asked.tag.as_ref(), GetTag::of).await?;
    let dist = asked.dist.map(|dist| dist == YesNo::Yes);
    let call = QueryRepos::that_are(tag.as_ref().map(|tag| tag.id), asked.state.map(Into::into), dist);
    let repos = hub.slice(call, wanted).await?;
    Ok(Page { asked, tag, repos: paging.listing(columns, Order::NEWEST_ID, wanted, repos) })
}

impl Page {
    /// The fields of the filter form.
    const FIELDS: &[&str] = &["state", "dist", "tag"];

    /// What the list is of, in words.
    fn heading(&self) -> String {
        let kind = match self.asked.dist {
            Some(YesNo::Yes) => "Dist repos",
            Some(YesNo::No) => "Repos for builds",
            None => "Repos",
        };
        let state = self.asked.state.map(|state| format!(" in state {}", state.word())).unwrap_or_default();
        let tag = self.tag.as_ref().map(|tag| format!(" of {}", tag.name)).unwrap_or_default();
        format!("{kind}{tag}{state}")
    }

    fn kinds() -> Vec<(&'static str, String)> {
        vec![("", "all".to_owned()), ("no", "builds".to_owned()), ("yes", "distribution".to_owned())]
    }
}
