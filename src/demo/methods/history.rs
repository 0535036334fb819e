//! What changed in tags, table by table, as the hub's versioned tables have it.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::moment::Moment;
use super::super::query::page_of_rows;
use super::super::world::hosts::{HOSTS, Host};
use super::super::world::people::PERMISSIONS;
use super::super::world::tags::{LOCKED, RELEASES, TESTING, UPDATES};
use super::super::world::{Build, Tag};
use super::packages::listed;
use super::{Method, method};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[method("queryHistory", "tables? **kwargs", history)];

/// Those that the demo has rows of; a hub has more.
const TABLES: [&str; 13] = [
    "user_perms",
    "tag_listing",
    "tag_packages",
    "tag_package_owners",
    "tag_inheritance",
    "tag_config",
    "tag_extra",
    "tag_external_repos",
    "group_config",
    "group_req_listing",
    "group_package_listing",
    "build_target_config",
    "host_config",
];

/// When the demo's tags were made: 2024-01-10.
const BEGIN: Moment = Moment(1_704_888_000_000_000);
const ADMIN: i64 = 1;
const RELENG: i64 = 2;

fn history(ask: &Ask<'_>) -> Answer {
    let tables: Vec<&str> = match ask.value("tables") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => TABLES.to_vec(),
    };
    if let Some(unknown) = tables.iter().find(|table| !TABLES.contains(table)) {
        return Err(generic(format!("No such history table: {unknown}")));
    }
    let missing = |kind: &str, wanted: &Value| generic(format!("No such entry in table {kind}: {}", repr(wanted)));
    let tag = ask.value("tag").map(|wanted| ask.any_tag(wanted).ok_or_else(|| missing("tag", wanted))).transpose()?;
    let package =
        ask.value("package").map(|name| ask.package(name).ok_or_else(|| missing("package", name))).transpose()?;
    let build = ask.value("build").map(|wanted| ask.build_strictly(wanted)).transpose()?.map(|build| build.id);
    let permission =
        ask.value("permission").map(|wanted| permission(wanted).ok_or_else(|| missing("permissions", wanted)));
    let permission = permission.transpose()?;
    let mut answer = Vec::new();
    for table in tables {
        // A question about a package is none to a table without packages.
        if package.is_some() && !matches!(table, "tag_listing" | "tag_packages" | "tag_package_owners") {
            continue;
        }
        if build.is_some() && table != "tag_listing" {
            continue;
        }
        // A host has settings, and nothing else that is asked for here.
        let is_of_hosts = table == "host_config";
        if is_of_hosts != ask.value("host").is_some() && (ask.value("host").is_some() || tag.is_some()) {
            continue;
        }
        if table != "user_perms" && permission.is_some() || table == "user_perms" && tag.is_some() {
            continue;
        }
        let of_tags = ask.world.tags.iter().filter(|one| tag.is_none_or(|tag| tag.id == one.id));
        let mut rows: Vec<Value> = match table {
            "tag_listing" => of_tags.flat_map(|tag| builds(ask, tag, package, build)).collect(),
            "tag_packages" => of_tags.flat_map(|tag| packages(ask, tag, package)).collect(),
            "tag_inheritance" => ask.world.tags.iter().flat_map(|child| parents(ask, child, tag)).collect(),
            "user_perms" => permissions(ask, permission),
            "host_config" => hosts(ask),
            "tag_config" => of_tags.flat_map(|tag| configs(ask, tag)).collect(),
            _ => Vec::new(),
        };
        if let Some(active) = ask.value("active") {
            rows.retain(|row| row.get("active").is_some_and(Value::is_nil) != (*active == Value::Bool(true)));
        }
        rows.retain(|row| has_event(ask, row));
        let heeds_options = ask.koji.has_parameter("queryHistory", "queryOpts");
        let rows = if heeds_options { page_of_rows(ask, rows)? } else { Value::Array(rows) };
        answer.push((table.to_owned(), rows));
    }
    Ok(answer.into_iter().collect())
}

/// Is one of the two events of a row of the user, and in the span, that are asked for? Each is asked of both.
fn has_event(ask: &Ask<'_>, row: &Value) -> bool {
    let time = |name: &str| ask.value(name).and_then(|time| time.as_str()?.parse::<jiff::Timestamp>().ok());
    let any = |of: &dyn Fn(&str, &str) -> bool| of("create", "creator") || of("revoke", "revoker");
    let instant = |event: &str| match row.get(&format!("{event}_ts")) {
        Some(Value::Double(seconds)) => {
            Some(jiff::Timestamp::UNIX_EPOCH + std::time::Duration::from_secs_f64(*seconds))
        }
        _ => None,
    };
    let id = |name: String| row.get(&name).and_then(Value::as_int);
    let after_event = ask.value("afterEvent").and_then(Value::as_int);
    let editor = ask.value("editor").map(|user| ask.user(user));
    time("after").is_none_or(|after| any(&|event, _| instant(event).is_some_and(|at| at > after)))
        && time("before").is_none_or(|before| any(&|event, _| instant(event).is_some_and(|at| at < before)))
        && after_event.is_none_or(|after| any(&|event, _| id(format!("{event}_event")).is_some_and(|id| id > after)))
        && editor.is_none_or(|editor| any(&|_, by| editor.is_some() && id(format!("{by}_id")) == editor))
}

/// A row with who made it and who revoked it.
fn row<const N: usize>(
    ask: &Ask<'_>,
    (from, maker): (Moment, i64),
    end: Option<(Moment, i64)>,
    data: [(&str, Value); N],
) -> Value {
    let end = end.filter(|(at, _)| *at <= ask.now);
    let user = |id: i64| Value::from(ask.world.user_name(id));
    let versions = [
        ("active", if end.is_some() { Value::Nil } else { Value::Bool(true) }),
        ("create_event", Value::Int(from.event())),
        ("create_ts", Value::Double(from.seconds())),
        ("creator_id", Value::Int(maker)),
        ("creator_name", user(maker)),
        ("revoke_event", end.map_or(Value::Nil, |(at, _)| Value::Int(at.event()))),
        ("revoke_ts", end.map_or(Value::Nil, |(at, _)| Value::Double(at.seconds()))),
        ("revoker_id", end.map_or(Value::Nil, |(_, who)| Value::Int(who))),
        ("revoker_name", end.map_or(Value::Nil, |(_, who)| user(who))),
    ];
    versions.into_iter().chain(data).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What is in the tag, and what was in it before it went from testing to updates.
fn builds(ask: &Ask<'_>, tag: &Tag, package: Option<i64>, id: Option<i64>) -> Vec<Value> {
    let updates =
        RELEASES.iter().find(|(_, release)| release + TESTING == tag.id).map(|(_, release)| release + UPDATES);
    let fits = |build: &&Build| {
        package.is_none_or(|package| build.package(ask.world).id == package) && id.is_none_or(|id| build.id == id)
    };
    let of = |build: &Build| {
        let end = updates.and_then(|updates| build.tagged(updates, ask.now));
        let (from, end) = match (build.tagged(tag.id, ask.now), end) {
            (Some(from), _) => (from, None),
            (None, Some(end)) => (build.ends.plus(1), Some((end, RELENG))),
            (None, None) => return None,
        };
        let data = [
            ("build.state", Value::Int(build.state(ask.now))),
            ("build_id", Value::Int(build.id)),
            ("epoch", Value::from(build.epoch)),
            ("name", Value::from(build.package(ask.world).name.as_str())),
            ("release", Value::from(build.release.as_str())),
            ("tag.name", Value::from(tag.name.as_str())),
            ("tag_id", Value::Int(tag.id)),
            ("version", Value::from(build.version.as_str())),
        ];
        Some(row(ask, (from, build.owner), end, data))
    };
    ask.world.builds.iter().filter(fits).filter_map(of).collect()
}

fn packages(ask: &Ask<'_>, tag: &Tag, package: Option<i64>) -> Vec<Value> {
    let entries = listed(ask.world, tag.id).into_iter();
    let entries = entries.filter(|entry| package.is_none_or(|package| entry.package.id == package));
    let of = |entry: &super::packages::Listed<'_>| {
        let made = BEGIN.plus(entry.package.id);
        let data = |blocked| {
            [
                ("blocked", Value::Bool(blocked)),
                ("extra_arches", Value::from(entry.extra_arches)),
                ("package.name", Value::from(entry.package.name.as_str())),
                ("package_id", Value::Int(entry.package.id)),
                ("tag.name", Value::from(tag.name.as_str())),
                ("tag_id", Value::Int(tag.id)),
            ]
        };
        if !entry.blocked {
            return vec![row(ask, (made, ADMIN), None, data(false))];
        }
        let blocked = (made.plus(86_400 * 30), RELENG);
        vec![row(ask, (made, ADMIN), Some(blocked), data(false)), row(ask, blocked, None, data(true))]
    };
    entries.flat_map(|entry| of(&entry)).collect()
}

/// Both ends of an inheritance are told of it.
fn parents(ask: &Ask<'_>, child: &Tag, of: Option<&Tag>) -> Vec<Value> {
    let wanted = |parent: i64| of.is_none_or(|tag| tag.id == child.id || tag.id == parent);
    let links = child.parents.iter().filter(|link| wanted(link.parent));
    let one = |link: &super::super::world::tags::Link| {
        let data = [
            ("intransitive", Value::Bool(link.intransitive)),
            ("maxdepth", Value::from(link.maxdepth)),
            ("noconfig", Value::Bool(link.noconfig)),
            ("parent.name", Value::from(ask.world.tag_name(link.parent))),
            ("parent_id", Value::Int(link.parent)),
            ("pkg_filter", Value::from(link.filter)),
            ("priority", Value::Int(link.priority)),
            ("tag.name", Value::from(child.name.as_str())),
            ("tag_id", Value::Int(child.id)),
        ];
        row(ask, (BEGIN.plus(child.id * 10), ADMIN), None, data)
    };
    links.map(one).collect()
}

/// The id of a permission.
fn permission(wanted: &Value) -> Option<i64> {
    let mut all = PERMISSIONS.iter().zip(1..);
    all.find(|((name, _), id)| wanted.as_str() == Some(*name) || wanted.as_int() == Some(*id)).map(|(_, id)| id)
}

/// Who may do what, all since the beginning.
fn permissions(ask: &Ask<'_>, wanted: Option<i64>) -> Vec<Value> {
    let all = PERMISSIONS.iter().zip(1..).filter(|(_, id)| wanted.is_none_or(|wanted| wanted == *id));
    let mut rows = Vec::new();
    for ((name, _), id) in all {
        for user in ask.world.users.iter().filter(|user| user.permissions.contains(name)) {
            let data = [
                ("perm_id", Value::Int(id)),
                ("permission.name", Value::from(*name)),
                ("user.name", Value::from(user.name.as_str())),
                ("user_id", Value::Int(user.id)),
            ];
            rows.push(row(ask, (BEGIN.plus(id), ADMIN), None, data));
        }
    }
    rows
}

/// What is not enabled was until it was heard of last.
fn hosts(ask: &Ask<'_>) -> Vec<Value> {
    let wanted = ask.value("host").and_then(Value::as_int);
    let of = |host: &Host| {
        let made = (BEGIN.plus(host.id), ADMIN);
        let data = |enabled| {
            [
                ("arches", Value::from(host.arches)),
                ("capacity", Value::Double(host.capacity)),
                ("comment", Value::from(host.comment)),
                ("description", Value::from(host.description)),
                ("enabled", Value::Bool(enabled)),
                ("host.name", Value::from(host.name)),
                ("host_id", Value::Int(host.id)),
            ]
        };
        match host.silent.filter(|_| !host.enabled) {
            None => vec![row(ask, made, None, data(host.enabled))],
            Some(silent) => {
                let disabled = (ask.now.plus(-silent - 60), RELENG);
                vec![row(ask, made, Some(disabled), data(true)), row(ask, disabled, None, data(false))]
            }
        }
    };
    HOSTS.iter().filter(|host| wanted.is_none_or(|wanted| wanted == host.id)).flat_map(of).collect()
}

/// A locked tag was not at first, and a deleted one is no more.
fn configs(ask: &Ask<'_>, tag: &Tag) -> Vec<Value> {
    let made = (BEGIN.plus(tag.id), ADMIN);
    let data = |locked| {
        [
            ("arches", Value::from(tag.arches)),
            ("locked", Value::Bool(locked)),
            ("maven_include_all", Value::Bool(false)),
            ("maven_support", Value::Bool(tag.maven)),
            ("perm_id", Value::from(tag.perm.map(|(id, _)| id))),
            ("permission.name", Value::from(tag.perm.map(|(_, name)| name))),
            ("tag.name", Value::from(tag.name.as_str())),
            ("tag_id", Value::Int(tag.id)),
        ]
    };
    if tag.id == LOCKED {
        let locked = (BEGIN.plus(86_400 * 200), RELENG);
        return vec![row(ask, made, Some(locked), data(false)), row(ask, locked, None, data(true))];
    }
    vec![row(ask, made, tag.deleted.map(|at| (at, ADMIN)), data(tag.locked))]
}
