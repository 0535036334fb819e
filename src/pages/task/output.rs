//! The files that a task left.

use indexmap::IndexMap;

use crate::hub::calls::FileStat;
use crate::hub::words::TaskId;
use crate::web::files::Files;

/// One file.
pub(super) struct Output<'a> {
    pub(super) name: &'a str,
    /// Only where it is not the default one.
    pub(super) volume: Option<&'a str>,
    pub(super) href: String,
    pub(super) size: Option<i64>,
}

/// Files by kind, then by name.
pub(super) fn of<'a>(
    task: TaskId,
    output: Option<&'a IndexMap<String, IndexMap<String, FileStat>>>,
    files: &Files,
) -> Vec<Output<'a>> {
    let mut found: Vec<Output<'a>> = output
        .into_iter()
        .flatten()
        .flat_map(|(name, volumes)| volumes.iter().map(move |(volume, stat)| (name, volume, stat)))
        .map(|(name, volume, stat)| Output {
            name,
            volume: Some(volume.as_str()).filter(|volume| *volume != "DEFAULT"),
            href: files.task_output(task, volume, name),
            size: stat.size(),
        })
        .collect();
    let kind = |name: &str| name.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_owned());
    found.sort_by(|a, b| (kind(a.name), a.name).cmp(&(kind(b.name), b.name)));
    found
}
