//! A task's arguments as rows: each under its name, with a link where it names something that has a page.

use std::sync::Arc;

use crate::hub::methods::{Build, Tag, User};
use crate::hub::model::{BuildId, BuildRef, Request, TagId, TaskId, UserId};
use crate::urls::{self, Url};
use crate::web::filters;
use crate::web::nested::plain;
use crate::xmlrpc::Value;

/// One argument.
pub(super) struct Param {
    pub(super) name: String,
    pub(super) value: Shown,
}

/// How an argument is shown.
pub(super) enum Shown {
    /// Things by their names, those with a page as links.
    Things(Vec<(String, Option<Url>)>),
    /// A value of any shape.
    Value(Value),
}

/// The arguments that name a tag.
const TAGS: [&str; 7] = ["root", "build_tag", "tag", "tag_id", "tag_info", "from_info", "fromtag"];
/// The arguments that name a build.
const BUILDS: [&str; 3] = ["build_id", "build_info", "build"];
/// The arguments that name tasks.
const TASKS: [&str; 3] = ["task", "task_id", "wait_list"];
/// The argument that names a user.
const USER: &str = "user_info";

/// What the arguments name by id, as far as the hub told.
pub(super) struct Names<'a> {
    pub(super) tags: &'a [Arc<Tag>],
    pub(super) build: Option<&'a Build>,
    pub(super) user: Option<&'a User>,
}

/// The tags that stand there by id, to be asked for.
pub(super) fn tag_ids(request: &Request) -> Vec<TagId> {
    let ids = TAGS.iter().filter_map(|name| request.get(name)?.as_int());
    ids.map(TagId).collect()
}

/// The build that stands there by id.
pub(super) fn build_named(request: &Request) -> Option<BuildRef> {
    BUILDS.iter().find_map(|name| request.get(name)?.as_int()).map(|id| BuildRef::Id(BuildId(id)))
}

/// The user that stands there by id.
pub(super) fn user_named(request: &Request) -> Option<UserId> {
    request.get(USER)?.as_int().map(UserId)
}

/// The arguments but the options.
pub(super) fn of(request: &Request, names: &Names<'_>) -> Vec<Param> {
    let shown = request.params.iter().filter(|(name, value)| *name != "opts" && !value.is_nil());
    shown.map(|(name, value)| Param { name: title(name), value: shown_as(name, value, request, names) }).collect()
}

fn shown_as(name: &str, value: &Value, request: &Request, names: &Names<'_>) -> Shown {
    let one = |thing| Shown::Things(vec![thing]);
    match name {
        name if TAGS.contains(&name) => one(tag(value, names.tags)),
        name if BUILDS.contains(&name) => one(build(value, names.build)),
        name if TASKS.contains(&name) => match value {
            Value::Array(ids) if ids.iter().all(|id| id.as_int().is_some()) => {
                Shown::Things(ids.iter().take(MOST).map(task).collect())
            }
            value => one(task(value)),
        },
        USER => one((names.user.map_or_else(|| plain(value), |user| user.name.clone()), None)),
        "repo_info" | "target_info" | "build_target" if matches!(value, Value::Struct(_)) => {
            request.text(name).map_or_else(|| Shown::Value(value.clone()), |name| one((name, None)))
        }
        _ => Shown::Value(value.clone()),
    }
}

/// Tasks of one argument that are named.
const MOST: usize = 200;

/// The options, those that are set.
pub(super) fn options(request: &Request) -> Vec<(String, Value)> {
    match request.get("opts") {
        Some(Value::Struct(options)) => options
            .iter()
            .filter(|(name, value)| *name != "__starstar" && !value.is_nil())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        Some(other) => vec![("options".to_owned(), other.clone())],
        None => Vec::new(),
    }
}

fn task(value: &Value) -> (String, Option<Url>) {
    (plain(value), value.as_int().map(|id| urls::task(&TaskId(id))))
}

fn tag(value: &Value, tags: &[Arc<Tag>]) -> (String, Option<Url>) {
    let id = value.as_int().or_else(|| value.get("id")?.as_int());
    let known = tags.iter().find(|tag| Some(tag.id.0) == id);
    let name = known.map(|tag| tag.name.as_str()).or_else(|| value.get("name")?.as_str()).or_else(|| value.as_str());
    let href = match (name, id) {
        (Some(name), Some(id)) => Some(urls::tag(name, &TagId(id))),
        (Some(name), None) => Some(urls::tag_named(name)),
        (None, _) => None,
    };
    (name.map_or_else(|| plain(value), str::to_owned), href)
}

fn build(value: &Value, build: Option<&Build>) -> (String, Option<Url>) {
    let id = build.map(|build| build.build_id);
    let id = id.or_else(|| Some(BuildId(["build_id", "id"].iter().find_map(|name| value.get(name)?.as_int())?)));
    let nvr = build.map(|build| build.nvr.as_str()).or_else(|| value.get("nvr")?.as_str()).or_else(|| value.as_str());
    let href = match (nvr, id) {
        (Some(nvr), Some(id)) => Some(urls::build(nvr, &id)),
        (None, Some(id)) => Some(urls::build_by_id(&id)),
        (Some(nvr), None) => BuildRef::read(nvr).is_some().then(|| urls::build_named(nvr)),
        (None, None) => None,
    };
    (nvr.map_or_else(|| plain(value), str::to_owned), href)
}

/// `Keep srpm`: the name of an argument for people.
fn title(name: &str) -> String {
    let plain = match name {
        "root" => "build tag".to_owned(),
        "tag_id" | "tag_info" => "destination tag".to_owned(),
        "from_info" | "fromtag" => "source tag".to_owned(),
        "build_id" | "build_info" => "build".to_owned(),
        "buildrootID" => "buildroot".to_owned(),
        "user_info" => "user".to_owned(),
        "target" | "build_target" | "target_info" => "build target".to_owned(),
        "src" | "url" | "source_url" => "source".to_owned(),
        "pkg" => "package".to_owned(),
        name => name.replace('_', " "),
    };
    filters::capitalized(&plain)
}
