//! A task's arguments as rows: each under its name, with a link where it names something that has a page.

use std::sync::Arc;

use super::outcome::spelled;
use crate::hub::calls::{Build, Tag};
use crate::hub::words::{BuildId, BuildRef, Named, Request, TagId, TaskId};
use crate::web::links;
use crate::xmlrpc::Value;

/// One argument.
pub(super) struct Param {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) href: Option<String>,
}

/// The arguments that name a tag.
const TAGS: [&str; 6] = ["root", "build_tag", "tag", "tag_id", "tag_info", "from_info"];
/// The arguments that name a build.
const BUILDS: [&str; 3] = ["build_id", "build_info", "build"];

/// The tags that stand there by id, to be asked for.
pub(super) fn tag_ids(request: &Request) -> Vec<Named> {
    let ids = TAGS.iter().filter_map(|name| request.get(name)?.as_int());
    ids.map(|id| Named::from(id.to_string().as_str())).collect()
}

/// The build that stands there by id.
pub(super) fn build_named(request: &Request) -> Option<BuildRef> {
    BUILDS.iter().find_map(|name| request.get(name)?.as_int()).map(|id| BuildRef::Id(BuildId(id)))
}

/// The arguments but the options.
pub(super) fn of(request: &Request, tags: &[Arc<Tag>], build: Option<&Build>) -> Vec<Param> {
    let shown = request.params.iter().filter(|(name, value)| *name != "opts" && !value.is_nil());
    shown
        .map(|(name, value)| {
            let (value, href) = if TAGS.contains(&name.as_str()) {
                tag(value, tags)
            } else if BUILDS.contains(&name.as_str()) {
                build_of(value, build)
            } else if name == "task" || name == "task_id" {
                (spelled(value), value.as_int().map(|id| links::task(&TaskId(id))))
            } else {
                (
                    request.text(name).filter(|_| matches!(value, Value::Struct(_))).unwrap_or_else(|| spelled(value)),
                    None,
                )
            };
            Param { name: title(name), value, href }
        })
        .collect()
}

/// The options, those that are set.
pub(super) fn options(request: &Request) -> Vec<(String, String)> {
    match request.get("opts") {
        Some(Value::Struct(options)) => options
            .iter()
            .filter(|(name, value)| *name != "__starstar" && !value.is_nil())
            .map(|(name, value)| (name.clone(), spelled(value)))
            .collect(),
        Some(other) => vec![("options".to_owned(), spelled(other))],
        None => Vec::new(),
    }
}

fn tag(value: &Value, tags: &[Arc<Tag>]) -> (String, Option<String>) {
    let id = value.as_int().or_else(|| value.get("id")?.as_int());
    let known = tags.iter().find(|tag| Some(tag.id.0) == id);
    let name = known.map(|tag| tag.name.as_str()).or_else(|| value.get("name")?.as_str()).or_else(|| value.as_str());
    let href = name.map(|name| links::builds_in_tag(name, &TagId(id.unwrap_or_default())));
    (name.map_or_else(|| spelled(value), str::to_owned), href)
}

fn build_of(value: &Value, build: Option<&Build>) -> (String, Option<String>) {
    let nvr = build.map(|build| build.nvr.as_str()).or_else(|| value.get("nvr")?.as_str()).or_else(|| value.as_str());
    match nvr {
        Some(nvr) => (nvr.to_owned(), BuildRef::read(nvr).is_some().then(|| links::build_named(nvr))),
        None => (spelled(value), None),
    }
}

/// `Keep srpm`: the name of an argument for people.
fn title(name: &str) -> String {
    let plain = match name {
        "root" => "build tag".to_owned(),
        "tag_id" | "tag_info" => "destination tag".to_owned(),
        "from_info" => "source tag".to_owned(),
        "build_id" | "build_info" => "build".to_owned(),
        "user_info" => "user".to_owned(),
        "target" | "build_target" | "target_info" => "build target".to_owned(),
        "src" | "url" | "source_url" => "source".to_owned(),
        "pkg" => "package".to_owned(),
        name => name.replace('_', " "),
    };
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
