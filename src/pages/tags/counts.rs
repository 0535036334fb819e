//! `/tags/{tag}/counts`: how many packages and builds a tag has. Counting takes a hub long, so they follow on the tag's page.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::hub::methods::{GetTag, ListPackages, ListTagged, Tag};
use crate::hub::model::{IdOrName, TagId};
use crate::hub::{CountWhole, Hub, Part};
use crate::web::{Path, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/counts.html", blocks = ["title", "counts"])]
pub struct Page {
    tag: Arc<Tag>,
    /// Packages that the tag and its parents list.
    packages: Part<u64>,
    /// Those that are not blocked.
    packages_not_blocked: Part<u64>,
    /// The newest builds of each package, in the tag and its parents.
    builds_latest: Part<u64>,
    /// All builds.
    builds: Part<u64>,
}
crate::page!(Page; as_counts);

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TagId>>) -> Result<Page> {
    let tag = hub.find_named::<GetTag>(&wanted).await?;
    let listed = |with_blocked| {
        CountWhole::of(ListPackages {
            tag: tag.id,
            event: tag.event(),
            inherited: true,
            user: None,
            prefix: None,
            with_blocked,
        })
    };
    let tagged = |latest| CountWhole::of(ListTagged { latest, ..ListTagged::all_in(tag.id, tag.event()) });
    let (packages, packages_not_blocked, builds_latest, builds) = join!(
        hub.part("number of packages", listed(None)),
        hub.part("number of packages", listed(Some(false))),
        hub.part("number of builds", tagged(true)),
        hub.part("number of builds", tagged(false)),
    );
    Ok(Page { tag, packages, packages_not_blocked, builds_latest, builds })
}

impl Page {
    /// How many packages are blocked.
    fn blocked(&self) -> Option<u64> {
        self.packages.get()?.checked_sub(*self.packages_not_blocked.get()?).filter(|blocked| *blocked > 0)
    }
}
