//! The last time that what a task builds was built: the build, and the buildroot of the same arch.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{BuildRow, Buildroot, GetBuildroot, ListBuildRpms, ListBuilds, Task};
use crate::hub::model::{BuildState, IdOrName, TagId, Timestamp};
use crate::hub::{Error, Hub, Order, PageRequest};

/// The last complete build before a task.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LastSuccess {
    /// The build.
    pub build: BuildRow,
    /// Where its rpms of the same arch were built, where the hub knows.
    pub buildroot: Option<Arc<Buildroot>>,
}

/// Builds before it that are looked at.
const BUILDS: u32 = 5;

impl Hub {
    /// The last complete build of the package that a task's request suggests, from before it was created; nothing where the
    /// request suggests none. Of the last few one is preferred that was built for the same tag, and then one with rpms of the
    /// task's arch. It takes three waves.
    ///
    /// # Errors
    ///
    /// Those of the hub.
    pub async fn last_success(&self, task: &Task) -> Result<Option<LastSuccess>, Error> {
        let created = task.create_time.as_ref().and_then(Timestamp::instant).map(jiff::Timestamp::as_second);
        let Some(package) = task.package() else { return Ok(None) };
        let before = ListBuilds {
            package: Some(IdOrName::Name(package)),
            state: Some(BuildState::Complete),
            complete_before: created,
            ..ListBuilds::default()
        };
        let newest = Order { column: "completion_time", descending: true };
        let builds = self.slice(before, PageRequest { order: newest, offset: 0, limit: BUILDS }).await?;
        let arch = arch_of_rpms(task);
        let rpms = self.get_each(builds.rows().iter().map(|build| ListBuildRpms::of(build.build_id))).await;
        let mut of_arch = Vec::new();
        for rpms in rpms {
            let rpms = rpms?.unwrap_or_default();
            of_arch.push(rpms.iter().filter(|rpm| rpm.arch == arch).find_map(|rpm| rpm.buildroot_id));
        }
        let known = self.get_each(of_arch.iter().flatten().copied().map(GetBuildroot::of)).await;
        let mut known = known.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter();
        let roots = of_arch.iter().map(|id| id.and_then(|_| known.next().flatten()));
        let all = builds.rows().iter().cloned().zip(roots);
        let tag = build_tag(task);
        let is_same = |root: &Buildroot| match &tag {
            Some(IdOrName::Id(id)) => root.tag_id == Some(*id),
            Some(IdOrName::Name(name)) => root.tag_name.as_ref() == Some(name),
            None => false,
        };
        let rank = |root: Option<&Buildroot>| (!root.is_some_and(is_same), root.is_none());
        let best = all.min_by_key(|(_, root)| rank(root.as_deref()));
        Ok(best.map(|(build, buildroot)| LastSuccess { build, buildroot }))
    }
}

/// The tag that a task builds for.
fn build_tag(task: &Task) -> Option<IdOrName<TagId>> {
    let request = task.request();
    let tag = ["root", "build_tag"].iter().find_map(|name| request.get(name))?;
    let tag = tag.get("id").unwrap_or(tag);
    tag.as_int().map(|id| IdOrName::Id(TagId(id))).or_else(|| Some(IdOrName::Name(tag.as_str()?.to_owned())))
}

/// The arch of the rpms that a task makes.
fn arch_of_rpms(task: &Task) -> String {
    let makes_source = matches!(task.method.as_str(), "buildSRPMFromSCM" | "rebuildSRPM");
    if makes_source { "src".to_owned() } else { task.arch_of_work().unwrap_or_default() }
}
