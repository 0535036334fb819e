//! Repos of tags, and external repos.

use std::collections::HashSet;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit;
use super::super::moment::Moment;
use super::super::rows::{stamp, time};
use super::super::world::Tag;
use super::super::world::tags::{BUILD, EXTERNAL_REPOS, ExternalRepo, F40};
use super::tagged::changed;
use super::tags::strict_tag;
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getRepo", "get_repo", "tag state? event? dist? min_event?", newest),
    named("repo.get", "get_repo", "tag min_event? at_event? opts?", newest),
    named("repo.queryQueue", "repo_query_queue", "clauses? fields? opts?", requests),
    named("repoInfo", "repo_info", "repo_id strict?", |_| Ok(Value::Nil)),
    named("getTagExternalRepos", "get_tag_external_repos", "tag_info? repo_info? event?", of_one),
    named("getExternalRepoList", "get_external_repo_list", "tag_info event?", of_all),
];

/// Repos are made every ten minutes.
const PACE: i64 = 600;
/// The repo of one tag lags behind so many seconds.
const LAG: i64 = 3 * 86_400;

/// Tags that targets build from have repos.
fn newest(ask: &Ask<'_>) -> Answer {
    let tag = strict_tag(ask, &ask.value("tag").cloned().unwrap_or_default())?;
    if ask.flag("dist") || ask.world.targets.iter().all(|target| target.build_tag != tag.id) {
        return Ok(Value::Nil);
    }
    let epoch = ask.world.epoch;
    let round = (ask.now.millis_since(epoch) / 1000).div_euclid(PACE);
    let lag = if tag.id == F40 + BUILD { LAG } else { 0 };
    let made = epoch.plus(round * PACE - lag);
    let tags: Vec<i64> = family_of(ask, tag);
    let begin = changed(ask, &tags, made).map_or(made, Moment::of_event);
    let options = ["debuginfo", "maven", "separate_src", "src"].map(|name| (name, Value::Bool(false)));
    let empty: [(&str, Value); 0] = [];
    Ok(Value::from([
        ("begin_event", Value::Int(begin.event())),
        ("begin_ts", stamp(Some(begin))),
        ("create_event", Value::Int(made.event())),
        ("create_ts", stamp(Some(made))),
        ("creation_time", time(Some(made))),
        ("creation_ts", stamp(Some(made))),
        ("custom_opts", Value::from(empty)),
        ("dist", Value::Bool(false)),
        ("end_event", Value::Nil),
        ("end_ts", Value::Nil),
        ("id", Value::Int(9000 + tag.id * 10 + round)),
        ("opts", Value::from(options)),
        ("state", Value::Int(1)),
        ("state_time", time(Some(made.plus(90)))),
        ("state_ts", stamp(Some(made.plus(90)))),
        ("tag_id", Value::Int(tag.id)),
        ("tag_name", Value::from(tag.name.as_str())),
        ("task_id", Value::Nil),
        ("task_state", Value::Nil),
    ]))
}

fn family_of(ask: &Ask<'_>, tag: &Tag) -> Vec<i64> {
    let parents = inherit::ancestors(ask, tag).into_iter().map(|step| step.link.parent);
    std::iter::once(tag.id).chain(parents).collect()
}

fn row(ask: &Ask<'_>, repo: &ExternalRepo) -> Value {
    Value::from([
        ("arches", Value::from(repo.arches)),
        ("external_repo_id", Value::Int(repo.id)),
        ("external_repo_name", Value::from(repo.name)),
        ("merge_mode", Value::from(repo.merge)),
        ("priority", Value::Int(repo.priority)),
        ("tag_id", Value::Int(repo.tag)),
        ("tag_name", Value::from(ask.world.tag_name(repo.tag))),
        ("url", Value::from(repo.url)),
    ])
}

/// The tags that have external repos, or those of one tag.
fn of_one(ask: &Ask<'_>) -> Answer {
    let missing = |wanted: &Value| generic(format!("No such tagInfo: {}", repr(wanted)));
    let tag = match ask.value("tag_info") {
        Some(wanted) => Some(ask.tag(wanted).ok_or_else(|| missing(wanted))?.id),
        None => None,
    };
    let is = |repo: &ExternalRepo, wanted: &Value| match wanted {
        Value::Int(id) => repo.id == *id,
        other => other.as_str() == Some(repo.name),
    };
    let repos = EXTERNAL_REPOS.iter().filter(|repo| {
        tag.is_none_or(|tag| tag == repo.tag) && ask.value("repo_info").is_none_or(|wanted| is(repo, wanted))
    });
    Ok(Value::Array(repos.map(|repo| row(ask, repo)).collect()))
}

/// Those of a tag and of what it inherits from, each repo once.
fn of_all(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("tag_info").cloned().unwrap_or_default();
    let tag = ask.tag(&wanted).ok_or_else(|| generic(format!("No such tagInfo: {}", repr(&wanted))))?;
    let mut seen = HashSet::new();
    let repos =
        family_of(ask, tag).into_iter().flat_map(|tag| EXTERNAL_REPOS.iter().filter(move |repo| repo.tag == tag));
    Ok(Value::Array(repos.filter(|repo| seen.insert(repo.id)).map(|repo| row(ask, repo)).collect()))
}

/// Of what it can be asked for, the demo knows the requests of a `newRepo` task, each by its id.
fn requests(ask: &Ask<'_>) -> Answer {
    let Some(Value::Array(clauses)) = ask.value("clauses") else { return Ok(Value::Array(Vec::new())) };
    let task = clauses.iter().find_map(|clause| match clause {
        Value::Array(parts) if parts.first()?.as_str() == Some("task_id") => parts.last()?.as_int(),
        _ => None,
    });
    let mut tasks = ask.world.builds.iter().flat_map(|build| &build.tasks);
    let known = tasks.any(|known| Some(known.id) == task && known.method == "newRepo" && known.created <= ask.now);
    let rows = task.filter(|_| known).map(|id| Value::from([("id", Value::Int(3000 + id % 1000))]));
    Ok(Value::Array(rows.into_iter().collect()))
}
