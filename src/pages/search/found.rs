//! What has exactly the name or the id that was typed: each kind asked by its index, all side by side.

use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use super::typed::Typed;
use crate::components::look::{self, Look};
use crate::hub::methods::{
    Build, Buildroot, GetBuild, GetBuildTarget, GetBuildroot, GetHost, GetPackage, GetRpm, GetTag, GetTaskInfo,
    GetUser, Host, Package, RpmInfo, Tag, Target, Task, User,
};
use crate::hub::{self, Call, Hub, Named as _, Part};
use crate::urls::{self, Url};

/// The hub's answers, one a kind.
#[derive(Serialize, JsonSchema)]
pub(super) struct Exact {
    task: Part<Task>,
    build: Part<Build>,
    rpm: Part<RpmInfo>,
    package: Part<Package>,
    tag: Part<Tag>,
    target: Part<Target>,
    user: Part<User>,
    host: Part<Host>,
    buildroot: Part<Buildroot>,
}

impl Default for Exact {
    fn default() -> Self {
        Self {
            task: Part::Nothing,
            build: Part::Nothing,
            rpm: Part::Nothing,
            package: Part::Nothing,
            tag: Part::Nothing,
            target: Part::Nothing,
            user: Part::Nothing,
            host: Part::Nothing,
            buildroot: Part::Nothing,
        }
    }
}

/// One thing, as a row.
pub(super) struct Found {
    /// What kind of thing.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) id: i64,
    /// Its page, if there is one.
    pub(super) href: Option<Url>,
    /// Its state, if it has one.
    pub(super) look: Option<Look>,
    /// What tells it from others.
    pub(super) about: String,
}

/// A part that is asked for where the text can mean such a thing.
async fn maybe<C: Call>(hub: &Hub, name: &'static str, call: Option<C>) -> Part<C::Answer> {
    match call {
        Some(call) => hub.part(name, call).await,
        None => Part::Nothing,
    }
}

impl Exact {
    pub(super) async fn ask(hub: &Hub, typed: &Typed) -> Self {
        let (task, build) = typed.ids().unzip();
        // What says its kind is of no other.
        let of = |kind: &str| typed.name.clone().filter(|_| typed.kind.is_none_or(|only| only == kind));
        let buildroot = typed.buildroot.as_deref();
        let (task, build, rpm, package, tag, target, user, host, found) = join!(
            maybe(hub, "whether there is such a task", task.map(GetTaskInfo::of)),
            maybe(hub, "whether there is such a build", build.or_else(|| typed.nvr.clone()).map(GetBuild::of)),
            maybe(hub, "whether there is such an rpm", typed.nvra.clone().map(GetRpm::of)),
            maybe(hub, "whether there is such a package", of("package").map(GetPackage::of)),
            maybe(hub, "whether there is such a tag", of("tag").map(GetTag::of)),
            maybe(hub, "whether there is such a target", of("target").map(GetBuildTarget::of)),
            maybe(hub, "whether there is such a user", of("user").map(GetUser::of)),
            maybe(hub, "whether there is such a host", of("host").map(GetHost::of)),
            maybe(hub, "whether there is such a buildroot", buildroot.and_then(GetBuildroot::named)),
        );
        // The hub was asked for the id in it.
        let is_it = found.get().is_some_and(|found| Some(found.name().as_str()) == buildroot);
        let buildroot = if is_it { found } else { Part::Nothing };
        Self { task, build, rpm, package, tag, target, user, host, buildroot }
    }

    /// What there is, as rows.
    pub(super) fn found(&self) -> Vec<Found> {
        let plain = |kind, name: &str, id| Found {
            kind,
            name: name.to_owned(),
            id,
            href: None,
            look: None,
            about: String::new(),
        };
        let task = self.task.get().map(|task| Found {
            href: Some(urls::task(&task.id)),
            look: Some(look::task(&task.state)),
            about: task.about(),
            ..plain("task", &task.method, task.id.0)
        });
        let build = self.build.get().map(|build| Found {
            href: Some(urls::build(&build.nvr, &build.build_id)),
            look: Some(look::build(&build.state)),
            about: format!("by {}", build.owner_name),
            ..plain("build", &build.nvr, build.build_id.0)
        });
        let rpm = self
            .rpm
            .get()
            .map(|rpm| Found { href: Some(urls::rpm_by_id(&rpm.id)), ..plain("rpm", &rpm.nvra(), rpm.id.0) });
        let package = self.package.get().map(|package| Found {
            href: Some(urls::package(&package.name, &package.id)),
            ..plain("package", &package.name, package.id.0)
        });
        let tag = self.tag.get().map(|tag| Found {
            href: Some(urls::tag(&tag.name, &tag.id)),
            about: tag.arches.clone().unwrap_or_default(),
            ..plain("tag", &tag.name, tag.id.0)
        });
        let target = self.target.get().map(|target| Found {
            about: format!("from {} into {}", target.build_tag_name, target.dest_tag_name),
            href: Some(urls::target(&target.name, &target.id)),
            ..plain("target", &target.name, target.id.0)
        });
        // A builder's account has its name.
        let is_account = |user: &&User| self.host.get().and_then(|host| host.user_id) == Some(user.id);
        let user = self
            .user
            .get()
            .filter(|user| !is_account(user))
            .map(|user| Found { href: Some(urls::user(&user.name, &user.id)), ..plain("user", &user.name, user.id.0) });
        let host = self.host.get().map(|host| Found {
            href: Some(urls::host(&host.name, &host.id)),
            look: Some(look::host(host)),
            about: host.arches().collect::<Vec<_>>().join(" "),
            ..plain("host", &host.name, host.id.0)
        });
        let buildroot = self.buildroot.get().map(|root| Found {
            href: Some(urls::buildroot(&root.id)),
            look: root.state.as_ref().map(look::buildroot),
            ..plain("buildroot", &root.name(), root.id.0)
        });
        [task, build, rpm, package, tag, target, user, host, buildroot].into_iter().flatten().collect()
    }

    fn errors(&self) -> impl Iterator<Item = &hub::Error> {
        let Self { task, build, rpm, package, tag, target, user, host, buildroot } = self;
        let errors = [
            task.error(),
            build.error(),
            rpm.error(),
            package.error(),
            tag.error(),
            target.error(),
            user.error(),
            host.error(),
            buildroot.error(),
        ];
        errors.into_iter().flatten()
    }

    /// Why nothing can be said: more than that the hub refuses one question.
    pub(super) fn outage(&self) -> Option<hub::Error> {
        self.errors().find(|error| !matches!(error, hub::Error::Fault(_))).cloned()
    }
}
