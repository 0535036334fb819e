//! Repos of tags, and requests for them.

use super::super::ask::Ask;
use super::super::fault::Answer;
use super::super::inherit;
use super::super::moment::Moment;
use super::super::rows::{stamp, time};
use super::super::view::view;
use super::super::world::Tag;
use super::super::world::tags::{BUILD, F40, UPDATES};
use super::tagged::changed;
use super::tags::strict_tag;
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getRepo", "get_repo", "tag state? event? dist? min_event?", newest),
    named("repo.get", "get_repo", "tag min_event? at_event? opts?", newest),
    named("repo.query", "repo_query", "clauses fields? opts?", query),
    named("repo.queryQueue", "repo_query_queue", "clauses? fields? opts?", requests),
    named("repoInfo", "repo_info", "repo_id strict?", |_| Ok(Value::Nil)),
];

/// Repos are made every ten minutes.
const PACE: i64 = 600;
/// The repo of one tag lags behind so many seconds.
const LAG: i64 = 3 * 86_400;
/// How many repos of a tag the demo knows.
const KEPT: i64 = 4;
/// Seconds that it takes to make one.
const TAKES: i64 = 90;

const INIT: i64 = 0;
const READY: i64 = 1;
const EXPIRED: i64 = 2;
const DELETED: i64 = 3;

struct Repo<'w> {
    tag: &'w Tag,
    round: i64,
    made: Moment,
    state: i64,
    dist: bool,
}

/// The repos of a tag, the newest first. Tags that targets build from have some; one of them lags and has a new one on
/// its way; a tag of updates has a dist repo.
fn of_tag<'w>(ask: &Ask<'w>, tag: &'w Tag) -> Vec<Repo<'w>> {
    let epoch = ask.world.epoch;
    let round = (ask.now.millis_since(epoch) / 1000).div_euclid(PACE);
    let lags = tag.id == F40 + BUILD;
    let lag = if lags { LAG } else { 0 };
    let repo = |back: i64, state| Repo {
        tag,
        round: round - lag / PACE - back,
        made: epoch.plus((round - back) * PACE - lag),
        state,
        dist: false,
    };
    if tag.id == F40 + UPDATES {
        let made = epoch.plus((round - 6) * PACE);
        return vec![Repo { tag, round, made, state: READY, dist: true }];
    }
    if ask.world.targets.iter().all(|target| target.build_tag != tag.id) {
        return Vec::new();
    }
    let state = |back| match back {
        0 => READY,
        1 => EXPIRED,
        _ => DELETED,
    };
    let under_way =
        lags.then(|| Repo { tag, round: round + 1, made: epoch.plus(round * PACE), state: INIT, dist: false });
    under_way.into_iter().chain((0..KEPT).map(|back| repo(back, state(back)))).collect()
}

fn row(ask: &Ask<'_>, repo: &Repo<'_>) -> Value {
    let Repo { tag, made, .. } = *repo;
    let begin = changed(ask, &inherit::family(ask, tag), made).map_or(made, Moment::of_event);
    let options = ["debuginfo", "maven", "separate_src", "src"].map(|name| (name, Value::Bool(false)));
    let empty: [(&str, Value); 0] = [];
    let state_time = if repo.state == INIT { made } else { made.plus(TAKES) };
    Value::from([
        ("begin_event", Value::Int(begin.event())),
        ("begin_ts", stamp(Some(begin))),
        ("create_event", Value::Int(made.event())),
        ("create_ts", stamp(Some(made))),
        ("creation_time", time(Some(made))),
        ("creation_ts", stamp(Some(made))),
        ("custom_opts", Value::from(empty)),
        ("dist", Value::Bool(repo.dist)),
        ("end_event", Value::Nil),
        ("end_ts", Value::Nil),
        ("id", Value::Int(1_000_000 + repo.round * 1000 + tag.id)),
        ("opts", Value::from(options)),
        ("state", Value::Int(repo.state)),
        ("state_time", time(Some(state_time))),
        ("state_ts", stamp(Some(state_time))),
        ("tag_id", Value::Int(tag.id)),
        ("tag_name", Value::from(tag.name.as_str())),
        ("task_id", Value::Nil),
        ("task_state", Value::Nil),
    ])
}

/// The newest of a tag that is as asked for: ready where no state is named.
fn newest(ask: &Ask<'_>) -> Answer {
    let tag = strict_tag(ask, &ask.value("tag").cloned().unwrap_or_default())?;
    let state = ask.value("state").and_then(Value::as_int).unwrap_or(READY);
    let fits = |repo: &&Repo<'_>| repo.dist == ask.flag("dist") && repo.state == state;
    Ok(of_tag(ask, tag).iter().find(fits).map_or(Value::Nil, |repo| row(ask, repo)))
}

const DEFAULT_FIELDS: &[&str] = &["id", "tag_id", "create_event", "state", "dist", "task_id", "opts", "custom_opts"];

fn query(ask: &Ask<'_>) -> Answer {
    let rows = ask.world.tags.iter().flat_map(|tag| of_tag(ask, tag)).map(|repo| row(ask, &repo)).collect();
    view(ask, rows, DEFAULT_FIELDS)
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
