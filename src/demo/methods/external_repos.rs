//! External repos, and the tags that have them.

use std::collections::HashSet;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit;
use super::super::world::tags::{EXTERNAL_REPOS, ExternalRepo};
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getTagExternalRepos", "get_tag_external_repos", "tag_info? repo_info? event?", of_one),
    named("getExternalRepoList", "get_external_repo_list", "tag_info event?", of_all),
];

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
