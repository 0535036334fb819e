//! The archives of a build. What a type adds to them, a hub tells only where it is asked for that type.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::hub::methods::{Archive, ListArchives};
use crate::hub::model::BuildId;
use crate::hub::{Hub, Part};
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
    let Some(types) = types.get() else { return hub.part("archives", ListArchives::of(build, None)).await };
    let names = types.keys().filter(|name| *name != "rpm").take(TYPES);
    let mut archives = Vec::new();
    for answer in hub.get_each(names.map(|name| ListArchives::of(build, Some(name)))).await {
        match answer {
            Ok(rows) => archives.extend(rows.iter().flat_map(|rows| rows.iter().cloned())),
            Err(error) => return hub.failed_part("archives", error),
        }
    }
    Part::Here(Arc::new(archives))
}
