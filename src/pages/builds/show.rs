//! `/builds/{build}`: one build, by id or NVR.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use futures_util::future::OptionFuture;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::archives::{self, ArchiveGroup};
use super::facts::{Fact, facts};
use super::files::BuildFiles;
use super::matrix::Matrix;
use crate::components::shell::in_shell;
use crate::components::{RunningProgress, Tree, WhyFailed, WhyWaiting, explain, look, nested, source};
use crate::hub::methods::{
    Archive, Build, BuildLog, BuildRow, ChangelogEntry, Descendents, GetAverageBuildDuration, GetBuildLogs,
    GetBuildType, GetChangelogEntries, GetRpmHeaders, GetTaskDescendents, GetTaskInfo, ListBuildRpms, ListBuilds,
    ListTagsOfBuild, Rpm, RpmHeaders, Tag, Task,
};
use crate::hub::model::{BuildId, BuildRef, BuildState, Request, RpmRef};
use crate::hub::{Hub, Order, Part, Slice};
use crate::urls;
use crate::web::files::Files;
use crate::web::{Clock, Excerpt, Path, Result, filters};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "builds/show.html", blocks = ["title", "live"])]
pub struct Page {
    build: Arc<Build>,
    tags: Part<Vec<Tag>>,
    rpms: Part<Vec<Rpm>>,
    archives: Part<Vec<Archive>>,
    logs: Part<Vec<BuildLog>>,
    types: Part<indexmap::IndexMap<String, Value>>,
    headers: Part<RpmHeaders>,
    changelog: Excerpt<ChangelogEntry>,
    task: Part<Task>,
    average_duration: Part<f64>,
    /// Why it failed, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<WhyFailed>,
    /// Why it, or a task below it, waits, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<WhyWaiting>,
    /// How far it is, where there are builds to compare it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<RunningProgress>,
    /// The tasks below its task, of a build that is not complete.
    #[serde(skip)]
    below: Part<Descendents>,
    #[serde(skip)]
    others: Part<Slice<BuildRow>>,
    #[schemars(with = "Vec<super::files::File<'static>>")]
    files: BuildFiles,
}
crate::page!(Page: as_live);

/// Entries of the changelog that are shown.
const CHANGES: u32 = 50;
/// Other builds of the package that are shown.
const OTHERS: u32 = 8;
const NEWEST_FIRST: Order = Order { column: "build_id", descending: true };

/// The page.
pub async fn get(hub: Hub, files: Files, State(clock): State<Clock>, Path(wanted): Path) -> Result<Page> {
    // The types tell which archives to ask for, and of a draft the rpms which one is its source.
    let types = BuildRef::read(&wanted).map(GetBuildType::of);
    let draft = wanted.rsplit_once(",draft_").and_then(|(_, id)| id.parse().ok()).map(BuildId);
    let (build, types, _) = join!(
        super::find(&hub, &wanted),
        hub.part("build types", types),
        OptionFuture::from(draft.map(|id| hub.find(ListBuildRpms::of(id)))),
    );
    let build = build?;
    let id = build.build_id;
    // What has not come to an end has nothing yet, and an answer that says so would be kept beyond the end.
    let has_contents = !matches!(build.state, BuildState::Building | BuildState::Failed | BuildState::Canceled);
    let has_source = has_contents && types.get().is_none_or(|types| types.contains_key("rpm"));
    let of_package = ListBuilds { package: Some(build.package_id.into()), ..ListBuilds::default() };
    let is_explained = matches!(build.state, BuildState::Failed | BuildState::Building);
    let (tags, rpms, archives, logs, headers, changelog, task, average_duration, others, below, last_builds) = join!(
        hub.part("tags", has_contents.then(|| ListTagsOfBuild::of(id))),
        hub.part("rpms", has_contents.then(|| ListBuildRpms::of(id))),
        archives::ask(&hub, id, &types, has_contents),
        hub.part("logs", has_contents.then(|| GetBuildLogs::of(id))),
        async { if has_source { description(&hub, &build).await } else { Part::Nothing } },
        hub.first("changelog", has_contents.then(|| GetChangelogEntries::of(id)), CHANGES, GetChangelogEntries::ORDER),
        hub.part("task", build.task().map(GetTaskInfo::of)),
        hub.part(
            "usual time",
            (build.state == BuildState::Building).then(|| GetAverageBuildDuration::of(build.package_id))
        ),
        hub.first("other builds", of_package, OTHERS, NEWEST_FIRST),
        hub.part("subtasks", build.task().filter(|_| is_explained).map(GetTaskDescendents::of)),
        hub.complete_builds((build.state == BuildState::Building).then(|| build.package_id.into())),
    );
    let (failure, waiting, progress) = match task.get().filter(|_| is_explained) {
        Some(task) => explain(&hub, task, below.get(), last_builds.shown(), Some(build.began()), clock()).await,
        None => (None, None, None),
    };
    let changelog = Excerpt::of(changelog, urls::changelog_of_build(&id));
    let files = BuildFiles::of(files, &build, &rpms, &archives, &logs);
    Ok(Page {
        build,
        tags,
        rpms,
        archives,
        logs,
        types,
        headers,
        changelog,
        task,
        average_duration,
        failure,
        waiting,
        progress,
        below,
        others,
        files,
    })
}

/// What its source rpm says of itself.
async fn description(hub: &Hub, build: &Build) -> Part<RpmHeaders> {
    let source = if build.draft {
        // Of two drafts the rpms can have the same names.
        let rpms = hub.part("rpms", ListBuildRpms::of(build.build_id)).await;
        rpms.rows().iter().find(|rpm| rpm.arch == "src").map(|rpm| RpmRef::Id(rpm.id))
    } else {
        Some(RpmRef::Nvra(format!("{}-{}-{}.src", build.package_name, build.version, build.rpm_release())))
    };
    hub.part("description", source.map(GetRpmHeaders::of)).await
}

/// Rpms of a build whose names are shown before they are asked for.
const SHOWN_NAMES: usize = 60;

impl Page {
    /// Its name and its state, for what shows a link to it.
    fn state_in_words(&self) -> String {
        format!("{}: {}", self.build.nvr, self.build.state.word())
    }

    /// What else there is to say of it in a line.
    fn description(&self) -> String {
        let target = self.target().map(|target| format!(" for {target}"));
        let end = self.build.completion_time.as_ref();
        let ended = end.map(|end| format!(", ended {} UTC", filters::in_utc(end)));
        let summary = self.headers.get().and_then(|headers| headers.summary.as_ref());
        format!(
            "Built by {}{}{}.{}",
            self.build.owner_name,
            target.unwrap_or_default(),
            ended.unwrap_or_default(),
            summary.map(|summary| format!(" {summary}")).unwrap_or_default()
        )
    }

    fn is_building(&self) -> bool {
        self.build.state == BuildState::Building
    }

    /// How far it is, where its package was built before.
    fn beside_usual(&self) -> Option<&RunningProgress> {
        self.progress.as_ref().filter(|progress| progress.usual().is_some())
    }

    /// Its task and those below it, where the page tells of them.
    fn tree(&self) -> Option<Tree<'_>> {
        self.below.get()?;
        Some(Tree::of(self.task.get()?, self.below.get(), self.progress.as_ref()))
    }

    /// The tags, by name.
    fn tags(&self) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.tags.rows().iter().collect();
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        tags
    }

    /// Rpms and logs by name and arch.
    fn matrix(&self) -> Matrix<'_> {
        Matrix::of(&self.build, self.rpms.rows(), self.logs.rows(), &self.files.at)
    }

    /// The archives by type.
    fn archive_groups(&self) -> Vec<ArchiveGroup<'_>> {
        archives::grouped(self.archives.rows())
    }

    /// Where an archive is, if it is there.
    fn download(&self, archive: &Archive) -> Option<String> {
        self.files.archive(archive)
    }

    /// The types of the build, but for rpm, which goes without saying.
    fn types(&self) -> Vec<&str> {
        self.types
            .get()
            .map_or_else(Vec::new, |types| types.keys().map(String::as_str).filter(|name| *name != "rpm").collect())
    }

    fn request(&self) -> Request<'_> {
        self.task.get().map_or_else(Request::default, |task| Request::of(&task.method, task.request.as_ref()))
    }

    fn target(&self) -> Option<String> {
        self.request().text("target")
    }

    /// Where it was built from: what the build says, else what the task was asked.
    fn source(&self) -> Option<String> {
        self.build.source.clone().or_else(|| self.request().text("src")).filter(|source| !source.is_empty())
    }

    /// The last builds of the package, this one among them.
    fn others(&self) -> &[BuildRow] {
        self.others.shown()
    }

    /// The last complete build before this one, where this one has something to compare: of the same distribution, as far as
    /// releases tell, or else the last one.
    fn previous(&self) -> Option<&BuildRow> {
        if self.rpms.rows().is_empty() {
            return None;
        }
        let is_before = |other: &&BuildRow| other.build_id < self.build.build_id && other.state == BuildState::Complete;
        let distribution = |release: &str| release.rsplit_once('.').map(|(_, end)| end.to_owned());
        let own = distribution(self.build.rpm_release());
        let mut before = self.others().iter().filter(is_before);
        let last = before.clone().next();
        before.find(|other| distribution(&other.release) == own).or(last)
    }

    /// The state of one of them. Of this build the list may be older than what the page says.
    fn state_of<'a>(&'a self, other: &'a BuildRow) -> &'a BuildState {
        if other.build_id == self.build.build_id { &self.build.state } else { &other.state }
    }

    /// How long the package's builds take on the average.
    fn average(&self) -> Option<String> {
        let seconds = std::time::Duration::try_from_secs_f64(*self.average_duration.get()?).ok()?;
        Some(filters::clock(seconds))
    }

    /// The command that fetches its files; of what is no rpm Koji's client asks for the type.
    fn download_command(&self) -> Option<String> {
        if self.build.state != BuildState::Complete {
            return None;
        }
        let has_rpms = !self.rpms.rows().is_empty();
        let btype = self.types().first().filter(|_| !has_rpms).map(|btype| in_shell(&format!("--type={btype}")) + " ");
        Some(format!("koji download-build {}{}", btype.unwrap_or_default(), in_shell(&self.build.nvr)))
    }

    /// What it tells of itself by names that readers know.
    fn facts(&self) -> Vec<Fact> {
        facts(&self.build, self.types.get())
    }

    /// All else that it tells of itself.
    fn extra(&self) -> Option<String> {
        self.build.extra.as_ref().filter(|extra| !extra.is_nil()).map(nested::html)
    }
}
