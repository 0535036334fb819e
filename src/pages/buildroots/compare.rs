//! `/buildroots/{buildroot}/compare?with=`: what differs between the rpms of a buildroot and those of an earlier one.

use std::sync::Arc;

use askama::Template;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::{join, try_join};

use crate::components::RpmChanges;
use crate::hub::Hub;
use crate::hub::methods::{Buildroot, GetBuildrootListing, GetTaskInfo};
use crate::urls::{self, BuildrootCompareUrl};
use crate::web::{Error, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "buildroots/compare.html", blocks = ["title"])]
pub struct Page {
    buildroot: Arc<Buildroot>,
    /// The earlier one; none where there is nothing to compare it with.
    with: Option<Arc<Buildroot>>,
    #[serde(flatten)]
    differences: Option<RpmChanges>,
}
crate::page!(Page);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path, Query(asked): Query<BuildrootCompareUrl>) -> Result<Page> {
    let with = asked.with.as_deref().filter(|with| !with.is_empty());
    let (buildroot, with) =
        join!(super::find(&hub, &wanted), OptionFuture::from(with.map(|with| super::find(&hub, with))));
    let (buildroot, with) = (buildroot?, with.transpose()?);
    let Some(with) = with else {
        return last(&hub, buildroot).await;
    };
    let (earlier, later) =
        try_join!(hub.get(GetBuildrootListing::of(with.id)), hub.get(GetBuildrootListing::of(buildroot.id)))?;
    Ok(Page { differences: Some(RpmChanges::between(&earlier, &later)), buildroot, with: Some(with) })
}

/// Leads to the comparison with the buildroot of the last complete build.
async fn last(hub: &Hub, buildroot: Arc<Buildroot>) -> Result<Page> {
    let task = match buildroot.task_id {
        Some(task) => hub.find(GetTaskInfo::of(task)).await?,
        None => None,
    };
    let last = match &task {
        Some(task) => hub.last_success(task).await?,
        None => None,
    };
    match last.and_then(|last| last.buildroot).filter(|earlier| earlier.id != buildroot.id) {
        Some(earlier) => Err(Error::SeeOther(urls::compare_buildroots(&buildroot.id, &earlier.id))),
        None => Ok(Page { buildroot, with: None, differences: None }),
    }
}

impl Page {
    /// Is it compared with itself?
    fn is_same(&self) -> bool {
        self.with.as_ref().is_some_and(|with| with.id == self.buildroot.id)
    }

    /// The two, each with what stands before it.
    fn sides(&self) -> impl Iterator<Item = (&'static str, &Buildroot)> {
        let earlier = self.with.iter().map(|with| ("Before", &**with));
        earlier.chain([("Now", &*self.buildroot)])
    }
}
