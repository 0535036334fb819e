//! `/packages/{package}`: one package, by id or name: its newest build in each tag, its builds, and the tags that list it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::durations::Durations;
use crate::hub::methods::{
    BuildRow, GetPackage, ListBuilds, ListTagsOfPackage, Package, QueryTagged, TagOfPackage, TaggedBuild, TaggedBuilds,
};
use crate::hub::model::{IdOrName, PackageId, UserId};
use crate::hub::{Hub, Order, Part};
use crate::urls::{self, PackagePart, PackageUrl};
use crate::web::{Excerpt, Path, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "packages/show.html", blocks = ["title", "newest"])]
pub struct Page {
    package: Arc<Package>,
    /// The newest build in each tag, the one that was tagged last first: of the builds that were tagged last, some tens, or
    /// some hundreds with `open=newest`.
    newest: Vec<TaggedBuild>,
    builds: Excerpt<BuildRow>,
    tags: Excerpt<TagOfPackage>,
    #[serde(skip)]
    tagged: Part<TaggedBuilds>,
    #[serde(skip)]
    open: Option<PackagePart>,
}
crate::page!(Page: as_newest);

/// Builds that are shown.
const BUILDS: u32 = 50;
/// Tags that are shown of those that list it.
const TAGS: u32 = 25;
/// Builds in tags that are looked at at first: a row is more than a kilobyte.
const TAGGED: u32 = 60;
/// The same where the reader wants more.
const MANY_TAGGED: u32 = 500;
/// Names of those who built it.
const BUILDERS: usize = 8;
/// Newest builds that are shown at once.
const NEWEST: usize = 20;

const NEWEST_FIRST: Order = Order { column: "build_id", descending: true };

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<PackageId>>, Query(asked): Query<PackageUrl>) -> Result<Page> {
    let package = hub.find_named::<GetPackage>(&wanted).await?;
    let of_package = ListBuilds { package: Some(package.id.into()), ..ListBuilds::default() };
    let (builds, tags, tagged) = join!(
        hub.first("builds", of_package, BUILDS, NEWEST_FIRST),
        hub.first("tags", ListTagsOfPackage::of(package.id), TAGS, Order::BY_NAME),
        hub.part("builds in tags", QueryTagged::of(package.id, looked_at(asked.open))),
    );
    let all = tagged.get().map_or(&[][..], |tagged| &tagged.tag_listing);
    let builds = Excerpt::of(builds, urls::builds_of_package(&package.name, &package.id));
    let tags = Excerpt::of(tags, urls::tags_of_package(&package.name, &package.id));
    Ok(Page { package, newest: newest_in_each_tag(all), builds, tags, tagged, open: asked.open })
}

fn looked_at(open: Option<PackagePart>) -> u32 {
    if open.is_some() { MANY_TAGGED } else { TAGGED }
}

/// What was tagged last in each tag, the last first. Hubs before 1.34 heed no order.
fn newest_in_each_tag(tagged: &[TaggedBuild]) -> Vec<TaggedBuild> {
    let mut newest_first: Vec<&TaggedBuild> = tagged.iter().collect();
    newest_first.sort_by_key(|build| std::cmp::Reverse(build.create_event));
    let mut seen = HashSet::new();
    newest_first.into_iter().filter(|build| seen.insert(build.tag_id)).cloned().collect()
}

impl Page {
    /// How it stands with it in a line, for what shows a link to it.
    fn description(&self) -> String {
        let last = self.builds.shown().first();
        last.map_or_else(
            || "It was never built.".to_owned(),
            |build| format!("Last build: {}, {}, by {}", build.nvr, build.state.word(), build.owner_name),
        )
    }

    /// The newest builds in tags that are shown at once, and the others.
    fn newest(&self) -> (&[TaggedBuild], &[TaggedBuild]) {
        self.newest.split_at(self.newest.len().min(NEWEST))
    }

    /// May there be more builds in tags than were looked at? Hubs that heed no limit send all.
    fn is_cut(&self) -> bool {
        self.tagged.get().is_some_and(|tagged| tagged.tag_listing.len() == looked_at(self.open) as usize)
    }

    fn durations(&self) -> Option<Durations> {
        Durations::of(self.builds.shown())
    }

    /// Who built those that are shown, and how many; who built most first. And how many others did.
    fn builders(&self) -> (Vec<(&str, &UserId, usize)>, usize) {
        let mut counts: HashMap<&UserId, (&str, usize)> = HashMap::new();
        for build in self.builds.shown() {
            counts.entry(&build.owner_id).or_insert((&build.owner_name, 0)).1 += 1;
        }
        let mut builders: Vec<_> = counts.into_iter().map(|(id, (name, count))| (name, id, count)).collect();
        builders.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
        let others = builders.len().saturating_sub(BUILDERS);
        builders.truncate(BUILDERS);
        (builders, others)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tag_has_one_newest_build() {
        let tagged = |tag: i64, build: i64, event: i64| -> TaggedBuild {
            let row = json!({
                "tag_id": tag, "tag.name": format!("t{tag}"), "build_id": build, "name": "a", "version": "1",
                "release": build.to_string(), "create_event": event, "create_ts": 0.0, "creator_id": 1,
                "creator_name": "x",
            });
            serde_json::from_value(row).unwrap()
        };
        let all = [tagged(1, 8, 10), tagged(2, 9, 20), tagged(1, 9, 30), tagged(2, 7, 5)];
        let newest = newest_in_each_tag(&all);
        let told: Vec<_> = newest.iter().map(|build| (build.tag_id.0, build.build_id.0)).collect();
        assert_eq!(told, [(1, 9), (2, 9)]);
        assert!(newest_in_each_tag(&[]).is_empty());
    }
}
