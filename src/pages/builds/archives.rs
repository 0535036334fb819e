//! The archives of a build. What a type adds to them, a hub tells only where it is asked for that type.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::hub::methods::{Archive, ListBuildArchives};
use crate::hub::model::BuildId;
use crate::hub::{Hub, Part};
use crate::web::filters;
use crate::xmlrpc::Value;

/// Types of one build that are asked for at most.
const TYPES: usize = 20;

/// The archives of all types; a build of rpms alone has none, and the hub need not be asked.
pub(super) async fn ask(
    hub: &Hub,
    build: BuildId,
    types: &Part<IndexMap<String, Value>>,
    has_contents: bool,
) -> Part<Vec<Archive>> {
    if !has_contents {
        return Part::Nothing;
    }
    let Some(types) = types.get() else { return hub.part("archives", ListBuildArchives::of(build, None)).await };
    let names = types.keys().filter(|name| *name != "rpm").take(TYPES);
    let mut archives = Vec::new();
    for answer in hub.get_each(names.map(|name| ListBuildArchives::of(build, Some(name)))).await {
        match answer {
            Ok(rows) => archives.extend(rows.iter().flat_map(|rows| rows.iter().cloned())),
            Err(error) => return hub.failed_part("archives", error),
        }
    }
    Part::Here(Arc::new(archives))
}

/// The archives of one type.
pub(super) struct ArchiveGroup<'a> {
    /// What stands over them.
    pub(super) heading: String,
    /// Those that are shown.
    pub(super) archives: Vec<&'a Archive>,
    /// How many there are.
    pub(super) count: usize,
}

/// Archives of a type that are shown.
const SHOWN: usize = 500;

/// Archives by the type of build that they belong to, in the order of the types.
pub(super) fn grouped(archives: &[Archive]) -> Vec<ArchiveGroup<'_>> {
    let mut groups: IndexMap<&str, Vec<&Archive>> = IndexMap::new();
    for archive in archives {
        groups.entry(archive.btype.as_deref().unwrap_or("other")).or_default().push(archive);
    }
    let group = |(btype, mut archives): (&str, Vec<_>)| {
        let count = archives.len();
        archives.truncate(SHOWN);
        ArchiveGroup { heading: filters::capitalized(&format!("{btype} archives")), archives, count }
    };
    groups.into_iter().map(group).collect()
}
