//! The last time that what a task builds was built: the build, and the buildroot of the same arch.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{BuildRow, ListBuildRpms, ListBuilds, Task};
use crate::hub::model::{BuildState, BuildrootId, IdOrName, Timestamp};
use crate::hub::{Error, Hub, Order, PageRequest};

/// The last complete build before a task.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LastSuccess {
    /// The build.
    pub build: BuildRow,
    /// Where its rpms of the same arch were built, where the hub knows.
    pub buildroot: Option<BuildrootId>,
}

/// Builds before it that are looked at for one with rpms of the arch.
const BUILDS: u32 = 5;

impl Hub {
    /// The last complete build of the package that a task's request suggests, from before it was started, with rpms of its arch
    /// where one of the last few has such; nothing where the request suggests none. It takes two waves.
    ///
    /// # Errors
    ///
    /// Those of the hub.
    pub async fn last_success(&self, task: &Task) -> Result<Option<LastSuccess>, Error> {
        let begun = task.create_time.as_ref().and_then(Timestamp::instant).map(jiff::Timestamp::as_second);
        let Some(package) = task.package() else { return Ok(None) };
        let before = ListBuilds {
            package: Some(IdOrName::Name(package)),
            state: Some(BuildState::Complete),
            complete_before: begun,
            ..ListBuilds::default()
        };
        let newest = Order { column: "completion_time", descending: true };
        let builds = self.slice(before, PageRequest { order: newest, offset: 0, limit: BUILDS }).await?;
        let arch = arch_of_rpms(task);
        let rpms = self.get_each(builds.rows().iter().map(|build| ListBuildRpms::of(build.build_id))).await;
        let mut found = None;
        for (build, rpms) in builds.rows().iter().zip(rpms) {
            let rpms = rpms?.unwrap_or_default();
            let buildroot = rpms.iter().filter(|rpm| rpm.arch == arch).find_map(|rpm| rpm.buildroot_id);
            let has_arch = buildroot.is_some();
            if has_arch || found.is_none() {
                found = Some(LastSuccess { build: build.clone(), buildroot });
            }
            if has_arch {
                break;
            }
        }
        Ok(found)
    }
}

/// The arch of the rpms that a task makes.
fn arch_of_rpms(task: &Task) -> String {
    let makes_source = matches!(task.method.as_str(), "buildSRPMFromSCM" | "rebuildSRPM");
    if makes_source { "src".to_owned() } else { task.arch_of_work().unwrap_or_default() }
}
