//! `/tags/{tag}`: one tag, by id or name; a deleted one as it was last.

use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::tree::{self, Node};
use crate::components::look;
use crate::hub::methods::{
    BuildConfig, BuildRow, Event, GetBuildConfig, GetBuildTargets, GetEvent, GetExternalRepoList, GetFullInheritance,
    GetTag, Inheritance, ListTagged, NamedTag, Repo, Tag, TagExternalRepo, Target,
};
use crate::hub::model::{IdOrName, TagId, Timestamp};
use crate::hub::{Hub, Order, Part, TagRepo};
use crate::urls;
use crate::web::{Excerpt, Path, Result, filters};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tags/show.html", blocks = ["title"])]
pub struct Page {
    tag: Arc<Tag>,
    /// When it was deleted.
    revoked: Part<Event>,
    inheritance: Part<Vec<Inheritance>>,
    targets_from: Excerpt<Target>,
    targets_to: Excerpt<Target>,
    external_repos: Part<Vec<TagExternalRepo>>,
    #[serde(flatten)]
    repo: TagRepo,
    /// The newest ones, whatever their state.
    repos: Excerpt<Repo>,
    builds: Excerpt<BuildRow>,
    /// The settings that hold in it, inherited ones too.
    config: Part<BuildConfig>,
}
crate::page!(Page);

/// Builds that are shown.
const BUILDS: u32 = 18;
/// Targets that are shown, of each kind.
const TARGETS: u32 = 25;

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path<IdOrName<TagId>>) -> Result<Page> {
    let tag = hub.find_named::<GetTag>(&wanted).await?;
    let (id, event) = (tag.id, tag.event());
    let newest = Order { column: "create_event", descending: true };
    let from = GetBuildTargets { event, build_tag: Some(id), ..GetBuildTargets::default() };
    let to = GetBuildTargets { event, dest_tag: Some(id), ..GetBuildTargets::default() };
    let tagged = ListTagged { latest: true, ..ListTagged::all_in(id, event) };
    let (revoked, inheritance, targets_from, targets_to, external_repos, repo, builds, config) = join!(
        hub.part("time of its deletion", tag.revoke_event.map(GetEvent::of)),
        hub.part("inheritance", GetFullInheritance::of(id, event)),
        hub.first("targets", from, TARGETS, Order::BY_NAME),
        hub.first("targets", to, TARGETS, Order::BY_NAME),
        hub.part("external repos", GetExternalRepoList::of(id, event)),
        // A hub knows of repos and changes only while the tag is there.
        hub.tag_repo(event.is_none().then_some(id)),
        hub.first("builds", tagged, BUILDS, newest),
        hub.part("inherited options", event.is_none().then(|| GetBuildConfig::of(id))),
    );
    let name = tag.name.as_str();
    let targets_from = Excerpt::of(targets_from, urls::targets_from(name, &id));
    let targets_to = Excerpt::of(targets_to, urls::targets_to(name, &id));
    let repos = Excerpt::of(repo.newest.clone(), urls::repos_of_tag(name, &id));
    // The list is in another order.
    let builds = Excerpt::of(builds, None);
    Ok(Page { tag, revoked, inheritance, targets_from, targets_to, external_repos, repo, repos, builds, config })
}

impl Page {
    /// When it was deleted.
    fn revoked_at(&self) -> Option<Timestamp> {
        self.revoked.get()?.time()
    }

    /// Its name and its state, for what shows a link to it.
    fn state_in_words(&self) -> String {
        format!("tag {}: {}", self.tag.name, look::tag(self.tag.locked, self.is_deleted()).word)
    }

    /// What else there is to say of it in a line.
    fn description(&self) -> String {
        let arches = self.tag.arches.as_deref().filter(|arches| !arches.is_empty());
        let arches = arches.map_or_else(|| "No arches of its own".to_owned(), |arches| format!("For {arches}"));
        let newest = self.builds().first().map(|build| format!("; newest build: {}", build.nvr));
        format!("{arches}{}", newest.unwrap_or_default())
    }

    fn is_deleted(&self) -> bool {
        self.tag.revoke_event.is_some()
    }

    fn tree(&self) -> Vec<Node<'_>> {
        tree::of(self.inheritance.rows())
    }

    /// The targets, each once: those that build from it, and those whose builds go into it.
    fn targets(&self) -> Vec<&Target> {
        let from = self.targets_from.shown();
        let only_to = self.targets_to.shown().iter().filter(|target| from.iter().all(|other| other.id != target.id));
        from.iter().chain(only_to).collect()
    }

    fn has_more_targets(&self) -> bool {
        [&self.targets_from, &self.targets_to].into_iter().any(|part| part.get().is_some_and(|slice| slice.more))
    }

    fn builds(&self) -> &[BuildRow] {
        self.builds.shown()
    }

    /// How many builds there are that are the newest of their package.
    fn count(&self) -> Option<u64> {
        self.builds.get()?.total
    }

    /// An option that holds in the tag, its own or an inherited one.
    fn option(&self, name: &str) -> Option<&Value> {
        let own = || self.tag.extra.as_ref()?.get(name);
        own().or_else(|| self.config.get()?.extra.get(name))
    }

    /// The tag that an option comes from, where it is inherited.
    fn option_of(&self, name: &str) -> Option<&NamedTag> {
        self.config.get()?.config_inheritance.extra.get(name)
    }

    /// The arches that hold where the tag has none of its own, and the tag that they come from.
    fn inherited_arches(&self) -> Option<(&str, &NamedTag)> {
        let config = self.config.get()?;
        Some((config.arches.as_deref()?, config.config_inheritance.arches.as_ref()?))
    }

    /// Options by key in two columns, each as JSON: a hub's are of any type, and `"1"` is not `1`.
    fn options(&self) -> Vec<Vec<(&str, String)>> {
        let own = match &self.tag.extra {
            Some(Value::Struct(members)) => Some(members),
            _ => None,
        };
        let inherited = self.config.get().into_iter().flat_map(|config| &config.extra);
        let mut options: Vec<(&str, String)> = own
            .into_iter()
            .flatten()
            .chain(inherited.filter(|(name, _)| self.option_of(name).is_some()))
            .map(|(name, value)| (name.as_str(), serde_json::to_string(value).unwrap_or_default()))
            .collect();
        options.sort_unstable();
        options.chunks(options.len().div_ceil(2).max(1)).map(<[_]>::to_vec).collect()
    }

    /// Whose side tag it is.
    fn side_tag_of(&self) -> Option<&str> {
        self.option("sidetag_user")?.as_str()
    }

    /// Is the hub told to keep its repo current? Otherwise it is made when someone asks for it.
    fn has_automatic_repo(&self) -> bool {
        self.option("repo.auto") == Some(&Value::Bool(true))
    }

    fn arches(&self) -> Option<&str> {
        self.tag.arches.as_deref().filter(|arches| !arches.trim().is_empty())
    }

    /// What it is with Maven, where it is anything.
    fn maven(&self) -> Option<&'static str> {
        match (self.tag.maven_support == Some(true), self.tag.maven_include_all == Some(true)) {
            (true, true) => Some("yes, all builds of a package"),
            (true, false) => Some("yes, the newest builds"),
            (false, true) => Some("no, though all builds of a package are included"),
            (false, false) => None,
        }
    }
}
