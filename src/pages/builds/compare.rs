//! `/builds/{build}/compare/{other_build}`: what differs between a build and a later one: rpms and their sizes, changelog,
//! time, buildroots; and on request files and dependencies of one rpm, for which the hub opens both.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::compared::{Difference, RpmPair, buildroots, dependencies, files, newer, paired};
use crate::components::{beginning, look};
use crate::hub::methods::{Build, ChangelogEntry, GetChangelogEntries, GetRpmDeps, ListBuildRpms, ListRpmFiles};
use crate::hub::model::{BuildrootId, RpmId};
use crate::hub::{Hub, Order};
use crate::urls::{self, BuildCompareUrl, Url};
use crate::web::{Error, PathOfTwo, Query, Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "builds/compare.html", blocks = ["title", "inside"])]
pub struct Page {
    before: Arc<Build>,
    after: Arc<Build>,
    /// By name and arch; none where the hub did not tell those of both.
    rpms: Option<Vec<RpmPair>>,
    /// What the later one has in its changelog beyond that of the earlier; none where the hub did not tell both.
    changelog: Option<Vec<ChangelogEntry>>,
    /// What differs inside of the rpms that were asked for.
    inside: Option<Inside>,
    /// Is the newest entry of the earlier build none of those of the later one that were looked through?
    is_cut: bool,
}
crate::page!(Page: as_inside);

/// What differs inside of two rpms.
#[derive(Serialize, JsonSchema)]
struct Inside {
    name: String,
    arch: String,
    /// None where the hub could not tell.
    files: Option<Vec<Difference>>,
    dependencies: Option<Vec<Difference>>,
    /// Were there more files than are compared?
    is_cut: bool,
}

/// Entries of a changelog that are looked through.
const CHANGES: u32 = 100;
/// Files of an rpm that are compared.
const FILES: u32 = 20_000;
/// Differences of a kind that are shown.
const SHOWN: usize = 500;

/// The page.
pub async fn get(hub: Hub, PathOfTwo(before, after): PathOfTwo, Query(asked): Query<BuildCompareUrl>) -> Result<Page> {
    let (before, after) = join!(super::find(&hub, &before), super::find(&hub, &after));
    let (before, after) = (before?, after?);
    let is_of_one_package = before.package_id == after.package_id && before.build_id != after.build_id;
    let changelog = |build: &Build, limit| {
        let call = is_of_one_package.then(|| GetChangelogEntries::of(build.build_id));
        hub.first("changelog", call, limit, GetChangelogEntries::ORDER)
    };
    let (rpms_before, rpms_after, newest, changes) = join!(
        hub.part("rpms of the earlier build", ListBuildRpms::of(before.build_id)),
        hub.part("rpms of the later build", ListBuildRpms::of(after.build_id)),
        changelog(&before, 1),
        changelog(&after, CHANGES),
    );
    let rpms = rpms_before.get().zip(rpms_after.get()).map(|(before, after)| paired(before, after));
    let newer = newest.shown().first().map(|newest| newer(changes.shown(), newest));
    let is_cut = newer.is_some_and(|newer| newer.len() == changes.shown().len());
    let changelog = newer.map(<[_]>::to_vec);
    let inside = match asked.rpm.as_deref() {
        Some(wanted) => {
            let pairs = rpms.as_deref().unwrap_or_default();
            Some(inside(&hub, pairs, wanted, [&before, &after].map(own_version)).await?)
        }
        None => None,
    };
    Ok(Page { before, after, rpms, changelog, inside, is_cut })
}

/// What the rpms of a build say their version is.
fn own_version(build: &Arc<Build>) -> String {
    format!("{}-{}", build.version, build.rpm_release())
}

/// What differs inside of the rpms of this name and arch.
async fn inside(hub: &Hub, rpms: &[RpmPair], wanted: &str, own: [String; 2]) -> Result<Inside> {
    let expected = "name and arch of an rpm that both builds have, as bash.x86_64";
    let pair = rpms
        .iter()
        .find(|pair| wanted.strip_suffix(&pair.arch).and_then(|name| name.strip_suffix('.')) == Some(&pair.name));
    let both = pair.and_then(|pair| Some((pair, pair.before.as_ref()?.id, pair.after.as_ref()?.id)));
    let (pair, before, after) = both.ok_or_else(|| Error::parameter("rpm", wanted, expected))?;
    let listed = |id| hub.first("files", ListRpmFiles::of(id), FILES, Order::BY_NAME);
    let needed = |id: RpmId| hub.part("dependencies", GetRpmDeps::of(id));
    let (files_before, files_after, needed_before, needed_after) =
        join!(listed(before), listed(after), needed(before), needed(after));
    let both_files = files_before.get().zip(files_after.get());
    let both_needed = needed_before.get().zip(needed_after.get());
    Ok(Inside {
        name: pair.name.clone(),
        arch: pair.arch.clone(),
        files: both_files.map(|(before, after)| files(before, after)),
        dependencies: both_needed.map(|(before, after)| dependencies((before, &own[0]), (after, &own[1]))),
        is_cut: files_before.has_more() || files_after.has_more(),
    })
}

impl Page {
    fn is_same(&self) -> bool {
        self.before.build_id == self.after.build_id
    }

    fn is_of_one_package(&self) -> bool {
        self.before.package_id == self.after.package_id
    }

    /// The two, each with what stands before it.
    fn sides(&self) -> [(&'static str, &Build); 2] {
        [("Before", &self.before), ("After", &self.after)]
    }

    /// What differs inside of a pair.
    fn inside_of(&self, pair: &RpmPair) -> Url {
        urls::compare_builds_with_rpm(&self.before.build_id, &self.after.build_id, &pair.name, &pair.arch)
    }

    /// The pairs of rpms that are shown, and how many are not.
    fn pairs(&self) -> (&[RpmPair], usize) {
        beginning(self.rpms.as_deref().unwrap_or_default(), SHOWN)
    }

    /// The buildroots of both by arch.
    fn buildroots(&self) -> BTreeMap<&str, (BuildrootId, BuildrootId)> {
        self.rpms.as_deref().map(buildroots).unwrap_or_default()
    }

    /// Bytes of all rpms of both.
    fn sizes(&self) -> (i64, i64) {
        let pairs = || self.rpms.iter().flatten();
        let before = pairs().filter_map(|pair| pair.before.as_ref()).map(|rpm| rpm.size).sum();
        (before, pairs().filter_map(|pair| pair.after.as_ref()).map(|rpm| rpm.size).sum())
    }
}

/// Those that are shown, and how many are not.
type ShownOf<'a> = (&'a [Difference], usize);

impl Inside {
    /// What differs, under a heading each: what is shown and how many are not, where the hub could tell.
    fn kinds(&self) -> [(&'static str, Option<ShownOf<'_>>); 2] {
        let (files, dependencies) = (self.files.as_deref(), self.dependencies.as_deref());
        [("Files", files), ("Dependencies", dependencies)]
            .map(|(name, all)| (name, all.map(|all| beginning(all, SHOWN))))
    }
}
