//! A task's arguments as rows: each under its name, with a link where it names something that has a page.

use std::sync::Arc;

use crate::components::nested::plain;
use crate::hub::methods::{Build, Tag, Task, User};
use crate::hub::model::{BuildId, BuildRef, BuildrootId, RepoId, Request, TagId, TaskId, UserId};
use crate::urls::{self, Url};
use crate::web::filters;
use crate::xmlrpc::Value;

/// One argument.
pub(super) struct Param {
    pub(super) name: String,
    pub(super) value: ParamValue,
}

/// How an argument is shown.
pub(super) enum ParamValue {
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
/// Those that are options and stand apart.
const OPTIONS: [&str; 3] = ["opts", "task_opts", "options"];
/// Tasks of one argument that are asked for.
const ASKED: usize = 20;

/// What the arguments name by id, as far as the hub told.
pub(super) struct Names<'a> {
    pub(super) tags: &'a [Arc<Tag>],
    pub(super) tasks: &'a [Arc<Task>],
    pub(super) build: Option<&'a Build>,
    pub(super) user: Option<&'a User>,
}

/// The tags that stand there by id, to be asked for.
pub(super) fn tag_ids(request: &Request<'_>) -> Vec<TagId> {
    let ids = TAGS.iter().filter_map(|name| request.get(name)?.as_int());
    ids.map(TagId).collect()
}

/// The tasks that stand there, to be asked for.
pub(super) fn task_ids(request: &Request<'_>) -> Vec<TaskId> {
    let named = TASKS.iter().filter_map(|name| request.get(name));
    let ids = named.flat_map(|value| match value {
        Value::Array(ids) => ids.as_slice(),
        one => std::slice::from_ref(one),
    });
    ids.filter_map(Value::as_int).map(TaskId).take(ASKED).collect()
}

/// The build that stands there by id.
pub(super) fn build_named(request: &Request<'_>) -> Option<BuildRef> {
    BUILDS.iter().find_map(|name| request.get(name)?.as_int()).map(|id| BuildRef::Id(BuildId(id)))
}

/// The user that stands there by id.
pub(super) fn user_named(request: &Request<'_>) -> Option<UserId> {
    request.get(USER)?.as_int().map(UserId)
}

/// What a tagging is about where its request has ids alone and the hub told their names.
pub(super) fn about(request: &Request<'_>, names: &Names<'_>) -> Option<String> {
    let known = !names.tags.is_empty() && names.build.is_some();
    let (to, what) = (request.get("tag_id")?, request.get("build_id")?);
    known.then(|| format!("{}, {}", tag(to, names.tags).0, build(what, names.build).0))
}

/// The arguments but the options.
pub(super) fn of(request: &Request<'_>, names: &Names<'_>) -> Vec<Param> {
    let shown = request.params.iter().filter(|(name, value)| !OPTIONS.contains(name) && !value.is_nil());
    shown
        .map(|(name, value)| Param { name: title(name, value), value: value_of(name, value, request, names) })
        .collect()
}

fn value_of(name: &str, value: &Value, request: &Request<'_>, names: &Names<'_>) -> ParamValue {
    let one = |thing| ParamValue::Things(vec![thing]);
    match name {
        name if TAGS.contains(&name) => one(tag(value, names.tags)),
        name if BUILDS.contains(&name) => one(build(value, names.build)),
        name if TASKS.contains(&name) => match value {
            Value::Array(ids) if ids.iter().all(|id| id.as_int().is_some()) => {
                ParamValue::Things(ids.iter().take(MOST).map(|id| task(id, names.tasks)).collect())
            }
            value => one(task(value, names.tasks)),
        },
        "task_list" => request.tasks_to_start().map_or_else(
            || ParamValue::Value(value.clone()),
            |tasks| {
                ParamValue::Things(
                    tasks.into_iter().take(MOST).map(|(method, request)| to_start(method, &request)).collect(),
                )
            },
        ),
        USER => one(names.user.map_or_else(
            || (plain(value), value.as_int().map(|id| urls::user_by_id(&UserId(id)))),
            |user| (user.name.clone(), Some(urls::user(&user.name, &user.id))),
        )),
        "target" | "target_info" | "build_target" => {
            let with_page = |name: String| one((name.clone(), Some(urls::target_named(&name))));
            request.text(name).map_or_else(|| ParamValue::Value(value.clone()), with_page)
        }
        "repo_info" if matches!(value, Value::Struct(_)) => {
            let page = value.get("id").and_then(Value::as_int).map(|id| urls::repo(&RepoId(id)));
            let words = request.text(name).or_else(|| value.get("id").map(plain));
            words.map_or_else(|| ParamValue::Value(value.clone()), |name| one((name, page)))
        }
        _ => plainly(name, value),
    }
}

/// A value by its name alone, of options and results as well: ids of what has a page are links, and lists of them.
pub(super) fn plainly(name: &str, value: &Value) -> ParamValue {
    let ids = match value {
        Value::Array(ids) if !ids.is_empty() && ids.len() <= MOST => ids.as_slice(),
        one => std::slice::from_ref(one),
    };
    let links: Option<Vec<_>> =
        ids.iter().map(|id| Some((id.as_int()?.to_string(), Some(page_of(name, id.as_int()?)?)))).collect();
    links.map_or_else(|| ParamValue::Value(value.clone()), ParamValue::Things)
}

/// The page of what has this id, as far as the name tells what it is.
fn page_of(name: &str, id: i64) -> Option<Url> {
    if id <= 0 {
        return None;
    }
    let kind = ["_ids", "_id", "_info", "IDs", "ID", "s"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    Some(match kind {
        "repo" | "oldrepo" => urls::repo(&RepoId(id)),
        "tag" | "fromtag" | "root" | "build_tag" | "dest_tag" => urls::tag_named(&id.to_string()),
        "build" => urls::build_by_id(&BuildId(id)),
        "task" => urls::task(&TaskId(id)),
        "buildroot" => urls::buildroot(&BuildrootId(id)),
        _ => return None,
    })
}

/// Tasks of one argument that are named.
const MOST: usize = 200;

/// The options, those that are set.
pub(super) fn options(request: &Request<'_>) -> Vec<Param> {
    let named = OPTIONS.iter().filter_map(|name| Some((*name, request.get(name)?)));
    let shown = named.flat_map(|(name, value)| match value {
        Value::Struct(options) => options
            .iter()
            .filter(|(name, value)| *name != "__starstar" && !value.is_nil())
            .map(|(name, value)| Param { name: name.clone(), value: plainly(name, value) })
            .collect(),
        other => vec![Param { name: name.to_owned(), value: plainly(name, other) }],
    });
    shown.collect()
}

fn task(value: &Value, tasks: &[Arc<Task>]) -> (String, Option<Url>) {
    let id = value.as_int().map(TaskId);
    let known = tasks.iter().find(|task| Some(task.id) == id);
    let name = known.map(|task| format!("{} {} ({})", task.method, task.about(), task.id));
    (name.unwrap_or_else(|| plain(value)), id.map(|id| urls::task(&id)))
}

/// A task that does not exist yet.
fn to_start(method: &str, request: &Request<'_>) -> (String, Option<Url>) {
    let about = request.about(method).unwrap_or_default();
    (format!("{method} {about}").trim_end().to_owned(), None)
}

fn tag(value: &Value, tags: &[Arc<Tag>]) -> (String, Option<Url>) {
    let id = value.as_int().or_else(|| value.get("id")?.as_int());
    let known = tags.iter().find(|tag| Some(tag.id.0) == id);
    let name = known.map(|tag| tag.name.as_str()).or_else(|| value.get("name")?.as_str()).or_else(|| value.as_str());
    let href = match (name, id) {
        (Some(name), Some(id)) => Some(urls::tag(name, &TagId(id))),
        (Some(name), None) => Some(urls::tag_named(name)),
        (None, Some(id)) => Some(urls::tag_named(&id.to_string())),
        (None, None) => None,
    };
    let deleted = if known.is_some_and(|tag| tag.event().is_some()) { " (deleted)" } else { "" };
    (name.map_or_else(|| plain(value), |name| format!("{name}{deleted}")), href)
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

/// `Build tag`: the name of an argument for people.
fn title(name: &str, value: &Value) -> String {
    let is_switch = matches!(value, Value::Bool(_));
    let plain = match name {
        "root" => "build tag".to_owned(),
        "tag_id" | "tag_info" => "destination tag".to_owned(),
        "from_info" | "fromtag" => "source tag".to_owned(),
        "build_id" | "build_info" => "build".to_owned(),
        "buildrootID" => "buildroot".to_owned(),
        "user_info" => "user".to_owned(),
        "target" | "build_target" | "target_info" => "build target".to_owned(),
        "src" if !is_switch => "source".to_owned(),
        "url" | "source_url" => "source".to_owned(),
        "src" => "source rpms".to_owned(),
        "srcs" | "builds" => "sources".to_owned(),
        "srpm" => "source rpm".to_owned(),
        "spec_url" => "spec file".to_owned(),
        "inst_tree" => "install tree".to_owned(),
        "ksfile" => "kickstart file".to_owned(),
        "desc_url" => "description".to_owned(),
        "desc_path" => "description path".to_owned(),
        "weburl" => "web address".to_owned(),
        "nvrs" => "builds".to_owned(),
        "failure_msg" => "failure".to_owned(),
        "is_successful" => "successful".to_owned(),
        "keep_srpm" => "keep source rpm".to_owned(),
        "repo_id" | "repo_info" => "repo".to_owned(),
        "oldrepo" => "old repo".to_owned(),
        "pkg" => "package".to_owned(),
        name => name.replace('_', " "),
    };
    filters::capitalized(&plain)
}
