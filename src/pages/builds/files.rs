//! Where the files of a build are.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::hub::Part;
use crate::hub::methods::{Archive, Build, BuildLog, Rpm};
use crate::hub::model::BuildState;
use crate::web::files::Files;

/// The files of one build; as JSON, a list of them with their addresses.
pub(super) struct BuildFiles {
    pub(super) at: Files,
    build: Arc<Build>,
    rpms: Part<Vec<Rpm>>,
    archives: Part<Vec<Archive>>,
    logs: Part<Vec<BuildLog>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct File<'a> {
    kind: &'static str,
    name: String,
    /// Of an rpm or a log.
    arch: Option<&'a str>,
    url: String,
}

impl BuildFiles {
    pub(super) fn of(
        at: Files,
        build: &Arc<Build>,
        rpms: &Part<Vec<Rpm>>,
        archives: &Part<Vec<Archive>>,
        logs: &Part<Vec<BuildLog>>,
    ) -> Self {
        Self { at, build: build.clone(), rpms: rpms.clone(), archives: archives.clone(), logs: logs.clone() }
    }

    fn is_deleted(&self) -> bool {
        self.build.state == BuildState::Deleted
    }

    /// Where an rpm is, if the hub has more than its data.
    fn rpm(&self, rpm: &Rpm) -> Option<String> {
        (!rpm.metadata_only && !self.is_deleted()).then(|| self.at.rpm(&self.build, &rpm.arch, &rpm.file()))
    }

    /// Where an archive is, if it is there.
    pub(super) fn archive(&self, archive: &Archive) -> Option<String> {
        (!archive.metadata_only && !self.is_deleted()).then(|| self.at.archive(&self.build, archive))?
    }
}

impl Serialize for BuildFiles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rpms =
            self.rpms.rows().iter().filter_map(|rpm| {
                Some(File { kind: "rpm", name: rpm.file(), arch: Some(&rpm.arch), url: self.rpm(rpm)? })
            });
        let archives = self.archives.rows().iter().filter_map(|archive| {
            Some(File { kind: "archive", name: archive.filename.clone(), arch: None, url: self.archive(archive)? })
        });
        let logs = self.logs.rows().iter().map(|log| {
            let arch = Some(log.dir.as_str()).filter(|dir| *dir != ".");
            File { kind: "log", name: log.name.clone(), arch, url: self.at.file(&log.path) }
        });
        serializer.collect_seq(rpms.chain(archives).chain(logs))
    }
}
