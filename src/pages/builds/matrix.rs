//! Rpms and logs of a build as one table: a row a name, a column an arch.

use std::collections::{BTreeMap, BTreeSet};

use crate::hub::methods::{Build, BuildLog, Rpm};
use crate::hub::model::BuildState;
use crate::urls::{self, LogUrl, Url};
use crate::web::files::Files;

/// The table.
pub(super) struct Matrix<'a> {
    /// The columns: `src` first, then the others by name.
    pub(super) arches: Vec<&'a str>,
    /// Rpms, debug ones last.
    pub(super) rpms: Vec<MatrixRow<'a>>,
    /// Logs.
    pub(super) logs: Vec<MatrixRow<'a>>,
    /// Bytes of all rpms.
    pub(super) size: i64,
    /// How many rpms there are.
    pub(super) count: usize,
}

/// One name with a cell an arch.
pub(super) struct MatrixRow<'a> {
    pub(super) name: &'a str,
    /// In the order of the columns.
    pub(super) cells: Vec<(&'a str, Vec<Cell<'a>>)>,
}

/// One file.
pub(super) struct Cell<'a> {
    /// The file's name.
    pub(super) file: String,
    /// Where it can be downloaded; nowhere if the hub has only its data.
    pub(super) href: Option<String>,
    /// The page of the rpm or of the log.
    pub(super) url: Option<Url>,
    /// Its size in bytes, where it is known.
    pub(super) size: Option<&'a i64>,
}

type Cells<'a> = BTreeMap<&'a str, Vec<Cell<'a>>>;

impl<'a> Matrix<'a> {
    pub(super) fn of(build: &Build, rpms: &'a [Rpm], logs: &'a [BuildLog], files: &Files) -> Self {
        let deleted = build.state == BuildState::Deleted;
        let mut names: BTreeMap<(bool, &str), Cells<'_>> = BTreeMap::new();
        for rpm in rpms {
            let href = (!rpm.metadata_only && !deleted).then(|| files.rpm(build, &rpm.arch, &rpm.file()));
            let cell = Cell { file: rpm.file(), href, url: Some(page_of(build, rpm)), size: Some(&rpm.size) };
            names.entry((rpm.is_debug(), &rpm.name)).or_default().entry(&rpm.arch).or_default().push(cell);
        }
        let mut log_names: BTreeMap<&str, Cells<'_>> = BTreeMap::new();
        for log in logs {
            let page = LogUrl::default().of_build(&build.nvr, &build.build_id, &log.path_below());
            let cell = Cell { file: log.name.clone(), href: None, url: Some(page), size: None };
            log_names.entry(&log.name).or_default().entry(place(log)).or_default().push(cell);
        }
        let arches: BTreeSet<&str> = rpms.iter().map(|rpm| rpm.arch.as_str()).chain(logs.iter().map(place)).collect();
        let mut arches: Vec<&str> = arches.into_iter().collect();
        arches.sort_by_key(|arch| (*arch != "src", arch.is_empty(), *arch));
        let row = |(name, mut cells): (&'a str, Cells<'a>)| MatrixRow {
            name,
            cells: arches.iter().map(|arch| (*arch, cells.remove(arch).unwrap_or_default())).collect(),
        };
        Self {
            rpms: names.into_iter().map(|((_, name), cells)| row((name, cells))).collect(),
            logs: log_names.into_iter().map(row).collect(),
            size: rpms.iter().map(|rpm| rpm.size).sum(),
            count: rpms.len(),
            arches,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.arches.is_empty()
    }
}

/// The page of an rpm: a draft can share its name with another one.
fn page_of(build: &Build, rpm: &Rpm) -> Url {
    if build.draft { urls::rpm_by_id(&rpm.id) } else { urls::rpm(&rpm.nvra(), &rpm.id) }
}

/// The arch of a log, or whatever folder it is in; none at the top.
fn place(log: &BuildLog) -> &str {
    if log.dir == "." { "" } else { &log.dir }
}
