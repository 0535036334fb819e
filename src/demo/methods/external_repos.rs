//! External repos, and the tags that have them.

use std::collections::HashSet;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit;
use super::super::query::page_of_rows;
use super::super::world::tags::{EXTERNAL_REPOS, ExternalRepo};
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getTagExternalRepos", "get_tag_external_repos", "tag_info? repo_info? event?", of_one),
    named("getExternalRepoList", "get_external_repo_list", "tag_info event?", of_all),
    named("getExternalRepo", "get_external_repo", "info strict? event?", one),
    named("listExternalRepos", "get_external_repos", "info? url? event? queryOpts?", list),
];

/// Those that no tag has: id, name and address.
const UNUSED: (i64, &str, &str) = (3, "unused", "https://example.com/unused/");

/// All of them, whoever has them.
fn all() -> Vec<Value> {
    let used = EXTERNAL_REPOS.iter().map(|repo| (repo.id, repo.name, repo.url));
    let mut seen = HashSet::new();
    let once = used.chain([UNUSED]).filter(|(id, ..)| seen.insert(*id));
    let row = |(id, name, url): (i64, &str, &str)| {
        Value::from([("id", Value::Int(id)), ("name", Value::from(name)), ("url", Value::from(url))])
    };
    once.map(row).collect()
}

fn is(row: &Value, wanted: &Value) -> bool {
    [row.get("id"), row.get("name")].contains(&Some(wanted))
}

fn one(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("info").cloned().unwrap_or_default();
    match all().into_iter().find(|row| is(row, &wanted)) {
        Some(row) => Ok(row),
        None if ask.flag("strict") => Err(generic(format!("No such repo: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

fn list(ask: &Ask<'_>) -> Answer {
    let mut rows = all();
    rows.retain(|row| ask.value("info").is_none_or(|wanted| is(row, wanted)));
    rows.retain(|row| ask.value("url").is_none_or(|url| row.get("url") == Some(url)));
    page_of_rows(ask, rows)
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
        inherit::family(ask, tag).into_iter().flat_map(|tag| EXTERNAL_REPOS.iter().filter(move |repo| repo.tag == tag));
    Ok(Value::Array(repos.filter(|repo| seen.insert(repo.id)).map(|repo| row(ask, repo)).collect()))
}
