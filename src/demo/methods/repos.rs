//! Repos of tags, and requests for them.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::inherit;
use super::super::moment::Moment;
use super::super::rows::{stamp, time};
use super::super::view::view;
use super::super::world::repo_requests::RepoRequest;
use super::super::world::repos::{READY, Repo};
use super::tagged::changed;
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getRepo", "get_repo", "tag state? event? dist? min_event?", newest),
    named("getActiveRepos", "get_active_repos", "", active),
    named("repo.get", "get_repo", "tag min_event? at_event? opts?", newest),
    named("repo.query", "repo_query", "clauses fields? opts?", query),
    named("repo.queryQueue", "repo_query_queue", "clauses? fields? opts?", requests),
    named("repoInfo", "repo_info", "repo_id strict?", info),
];

const OPTIONS: [&str; 4] = ["debuginfo", "maven", "separate_src", "src"];

fn empty() -> Value {
    Value::Struct(indexmap::IndexMap::new())
}

fn row(ask: &Ask<'_>, repo: &Repo<'_>) -> Value {
    let Repo { tag, begun, .. } = *repo;
    let begin = changed(ask, &inherit::family(ask, tag), begun).map_or(begun, Moment::of_event);
    let task = ask.world.task_of_repo(repo);
    let for_builds = |value| if repo.dist { Value::Nil } else { value };
    Value::from([
        ("begin_event", for_builds(Value::Int(begin.event()))),
        ("begin_ts", for_builds(stamp(Some(begin)))),
        ("create_event", Value::Int(begun.event())),
        ("create_ts", stamp(Some(begun))),
        ("creation_time", time(Some(begun))),
        ("creation_ts", stamp(Some(begun))),
        ("custom_opts", for_builds(empty())),
        ("dist", Value::Bool(repo.dist)),
        ("end_event", Value::Nil),
        ("end_ts", Value::Nil),
        ("id", Value::Int(repo.id())),
        ("opts", for_builds(Value::from(OPTIONS.map(|name| (name, Value::Bool(false)))))),
        ("state", Value::Int(repo.state)),
        ("state_time", time(Some(repo.state_time()))),
        ("state_ts", stamp(Some(repo.state_time()))),
        ("tag_id", Value::Int(tag.id)),
        ("tag_name", Value::from(tag.name.as_str())),
        ("task_id", Value::from(task.map(|task| task.id))),
        ("task_state", Value::from(task.map(|task| task.state(ask.now)))),
    ])
}

/// The newest of a tag that is as asked for: ready where no state is named.
fn newest(ask: &Ask<'_>) -> Answer {
    let tag = ask.strict_tag(&ask.value("tag").cloned().unwrap_or_default())?;
    let state = ask.value("state").and_then(Value::as_int).unwrap_or(READY);
    let fits = |repo: &&Repo<'_>| repo.dist == ask.flag("dist") && repo.state == state;
    Ok(ask.world.repos_of(tag.id, ask.now).iter().find(fits).map_or(Value::Nil, |repo| row(ask, repo)))
}

fn info(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("repo_id").cloned().unwrap_or_default();
    match wanted.as_int().and_then(|id| ask.world.repo(id, ask.now)) {
        Some(repo) => Ok(row(ask, &repo)),
        None if ask.flag("strict") => Err(generic("query returned no rows")),
        None => Ok(Value::Nil),
    }
}

/// The keys of a repo that is not deleted, in a list of all of them.
const ACTIVE: [&str; 12] = [
    "create_event",
    "create_ts",
    "creation_ts",
    "dist",
    "end_event",
    "id",
    "opts",
    "state",
    "state_ts",
    "tag_id",
    "tag_name",
    "task_id",
];
const DELETED: i64 = 3;

fn active(ask: &Ask<'_>) -> Answer {
    let repos = ask.world.tags.iter().flat_map(|tag| ask.world.repos_of(tag.id, ask.now));
    let rows = repos.filter(|repo| repo.state != DELETED).map(|repo| {
        let row = row(ask, &repo);
        ACTIVE.iter().map(|name| ((*name).to_owned(), row.get(name).cloned().unwrap_or_default())).collect()
    });
    Ok(Value::Array(rows.collect()))
}

const DEFAULT_FIELDS: &[&str] = &["id", "tag_id", "create_event", "state", "dist", "task_id", "opts", "custom_opts"];

fn query(ask: &Ask<'_>) -> Answer {
    let repos = ask.world.tags.iter().flat_map(|tag| ask.world.repos_of(tag.id, ask.now));
    view(ask, repos.map(|repo| row(ask, &repo)).collect(), DEFAULT_FIELDS)
}

fn request_row(ask: &Ask<'_>, request: &RepoRequest) -> Value {
    let options = if request.src { Value::from([("src", Value::Bool(true))]) } else { empty() };
    let (task, task_state) = request.task.unzip();
    Value::from([
        ("active", Value::Bool(request.active)),
        ("at_event", Value::from(request.at_event)),
        ("create_time", time(Some(request.asked))),
        ("create_ts", stamp(Some(request.asked))),
        ("id", Value::Int(request.id)),
        ("min_event", Value::from(request.min_event)),
        ("opts", options),
        ("owner", Value::Int(request.owner)),
        ("owner_name", Value::from(ask.world.user_name(request.owner))),
        ("priority", Value::Int(request.priority)),
        ("repo_id", Value::from(request.repo)),
        ("tag_id", Value::Int(request.tag)),
        ("tag_name", Value::from(ask.world.tag_name(request.tag))),
        ("task_id", Value::from(task)),
        ("task_state", Value::from(task_state)),
        ("tries", Value::Int(request.tries)),
        ("update_time", time(Some(request.touched))),
        ("update_ts", stamp(Some(request.touched))),
    ])
}

const REQUEST_FIELDS: &[&str] = &[
    "id",
    "tag_id",
    "at_event",
    "min_event",
    "create_ts",
    "task_id",
    "tries",
    "repo_id",
    "opts",
    "active",
    "update_ts",
];

fn requests(ask: &Ask<'_>) -> Answer {
    let rows = ask.world.repo_requests(ask.now);
    view(ask, rows.iter().map(|request| request_row(ask, request)).collect(), REQUEST_FIELDS)
}
