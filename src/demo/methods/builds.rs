//! Builds: one, many, their types, logs and average times.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::moment::{Moment, float};
use super::super::pattern::Pattern;
use super::super::query::page;
use super::super::rows::{self, Form};
use super::super::world::{Build, Kind};
use super::{Method, method, named};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    named("getBuild", "get_build", "buildInfo strict?", get),
    method(
        "listBuilds",
        "packageID? userID? taskID? prefix? state? volumeID? source? createdBefore? createdAfter? completeBefore? \
         completeAfter? type? typeInfo? queryOpts? pattern? cgID? draft? promotedBefore? \
         promotedAfter? promoter?",
        list,
    ),
    named("getBuildType", "get_build_type", "buildInfo strict?", build_type),
    named("getMavenBuild", "get_maven_build", "buildInfo strict?", |ask| typed(ask, "maven")),
    named("getWinBuild", "get_win_build", "buildInfo strict?", |ask| typed(ask, "win")),
    named("getImageBuild", "get_image_build", "buildInfo strict?", |ask| typed(ask, "image")),
    named("getBuildLogs", "get_build_logs", "build", logs),
    method("listBTypes", "query? queryOpts?", types),
    method("getAverageBuildDuration", "package age?", average),
];

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("buildInfo").cloned().unwrap_or_default();
    match ask.build(&wanted)? {
        Some(build) => Ok(Value::Struct(rows::build(ask.world, build, ask.now, Form::Whole))),
        None if ask.flag("strict") => Err(generic(format!("No such build: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

fn list(ask: &Ask<'_>) -> Answer {
    let (world, now) = (ask.world, ask.now);
    // Who asks for the builds of nobody known gets none, and no fault.
    let package = ask.value("packageID").map(|wanted| ask.package(wanted));
    let user = ask.value("userID").map(|wanted| ask.user(wanted));
    let states: Option<Vec<i64>> = ask.value("state").map(|state| match state {
        Value::Array(states) => states.iter().filter_map(Value::as_int).collect(),
        state => state.as_int().into_iter().collect(),
    });
    let task = ask.int("taskID")?;
    let volume = ask.value("volumeID").map(|wanted| match wanted {
        Value::String(name) => i64::from(name == "archive01"),
        other => other.as_int().unwrap_or_default(),
    });
    let kind = ask.text("type");
    let bound = |name| ask.value(name).and_then(moment);
    let promoter = ask.value("promoter").map(|wanted| ask.user(wanted));
    let (promoted_after, promoted_before) = (bound("promotedAfter"), bound("promotedBefore"));
    let (created_after, created_before) = (bound("createdAfter"), bound("createdBefore"));
    let (complete_after, complete_before) = (bound("completeAfter"), bound("completeBefore"));
    let pattern = ask.text("pattern").map(Pattern::glob);
    let source = ask.text("source").map(Pattern::glob);
    let prefix = ask.text("prefix").map(Pattern::prefix);
    let wanted = |build: &&Build| {
        let ended = build.over(now).then_some(build.ends);
        build.exists(now)
            && package.is_none_or(|package| package == Some(build.package(world).id))
            && user.is_none_or(|user| user == Some(build.owner))
            && states.as_ref().is_none_or(|states| states.contains(&build.state(now)))
            // Koji's way to ask for those of any task.
            && task.is_none_or(|task| if task == -1 { build.task.is_some() } else { build.task == Some(task) })
            && volume.is_none_or(|volume| volume == i64::from(build.archived))
            && kind.is_none_or(|kind| has_type(build, kind))
            && prefix.as_ref().is_none_or(|prefix| prefix.matches(&build.package(world).name))
            && pattern.as_ref().is_none_or(|pattern| pattern.matches(&build.nvr(world)))
            && source.as_ref().is_none_or(|pattern| build.source.as_ref().is_some_and(|source| pattern.matches(source)))
            && ask.value("cgID").is_none_or(|_| build.is_generated())
            && ask.value("draft").is_none_or(|draft| *draft == Value::Bool(build.draft))
            && promoter.is_none_or(|user| build.promoted.is_some_and(|(by, _)| user == Some(by)))
            && promoted_after.is_none_or(|at| build.promoted.is_some_and(|(_, then)| then > at))
            && promoted_before.is_none_or(|at| build.promoted.is_some_and(|(_, then)| then < at))
            && created_after.is_none_or(|at| build.created > at)
            && created_before.is_none_or(|at| build.created < at)
            && complete_after.is_none_or(|at| ended.is_some_and(|ended| ended > at))
            && complete_before.is_none_or(|at| ended.is_some_and(|ended| ended < at))
    };
    let builds: Vec<&Build> = world.builds.iter().filter(wanted).collect();
    page(
        ask,
        builds,
        |build, name| rows::column(world, build, now, name),
        |build| {
            let mut row = rows::build(world, build, now, Form::Listed);
            if kind == Some("maven") {
                row.insert("maven_artifact_id".to_owned(), Value::from("library"));
                row.insert("maven_group_id".to_owned(), Value::from("org.example"));
                row.insert("maven_version".to_owned(), Value::from(build.version.as_str()));
            }
            if kind == Some("win") {
                row.insert("platform".to_owned(), Value::from("win10-x64"));
            }
            Value::Struct(row)
        },
    )
}

/// A moment as people write it in a question: seconds, or text with or without its time and zone.
pub(super) fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::Int(seconds) => Some(Moment::of_seconds(*seconds)),
        Value::Double(seconds) => {
            jiff::Timestamp::from_duration(jiff::SignedDuration::try_from_secs_f64(*seconds).ok()?).ok().map(Moment::of)
        }
        Value::String(text) => {
            let time: Option<jiff::Timestamp> = text.parse().ok();
            let local = || -> Option<jiff::Timestamp> {
                let local: jiff::civil::DateTime = text.parse().ok()?;
                local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
            };
            time.or_else(local).map(Moment::of)
        }
        _ => None,
    }
}

/// Is it of this type, by the type's name?
pub(super) fn has_type(build: &Build, name: &str) -> bool {
    match build.kind {
        Kind::Rpm => name == "rpm",
        Kind::Maven => name == "maven",
        Kind::Win => name == "win",
        Kind::Image => name == "image",
        Kind::Container => name == "image" || name == "operator-manifests",
        Kind::Module => name == "module",
    }
}

/// What a build has as one of its types, nil where it is not of that type.
fn typed(ask: &Ask<'_>, kind: &str) -> Answer {
    Ok(build_type(ask)?.get(kind).cloned().unwrap_or_default())
}

fn build_type(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("buildInfo").cloned().unwrap_or_default();
    let build = match ask.build(&wanted)? {
        Some(build) => build,
        None if ask.flag("strict") => return Err(generic(format!("No such build: {}", repr(&wanted)))),
        None => return Ok(Value::Nil),
    };
    let id = ("build_id", Value::Int(build.id));
    Ok(match build.kind {
        Kind::Rpm => Value::from([("rpm", Value::Nil)]),
        Kind::Maven => Value::from([(
            "maven",
            Value::from([
                ("artifact_id", Value::from("library")),
                id,
                ("group_id", Value::from("org.example")),
                ("version", Value::from(build.version.as_str())),
            ]),
        )]),
        Kind::Win => Value::from([("win", Value::from([id, ("platform", Value::from("win10-x64"))]))]),
        Kind::Image => Value::from([("image", Value::from([id]))]),
        // What they tell is in `extra`; of images the table tells, and nothing but the build.
        Kind::Container | Kind::Module => {
            let told = build.extra.as_ref().and_then(|extra| extra.get("typeinfo")).cloned().unwrap_or_default();
            let Value::Struct(mut types) = told else { return Ok(told) };
            if let Some(image) = types.get_mut("image") {
                *image = Value::from([id]);
            }
            Value::Struct(types)
        }
    })
}

/// Of complete builds alone: what failed has its logs with its tasks.
fn logs(ask: &Ask<'_>) -> Answer {
    let build = ask.build_strictly(&ask.value("build").cloned().unwrap_or_default())?;
    let mut found = Vec::new();
    if build.has_files(ask.now) {
        let top = build.directory(ask.world);
        for task in build.tasks.iter().filter(|task| task.method == "buildArch" && !task.scratch) {
            for &name in task.logs() {
                found.push(Value::from([
                    ("name", Value::from(name)),
                    ("dir", Value::from(task.arch)),
                    ("path", Value::from(format!("{top}/data/logs/{}/{name}", task.arch))),
                ]));
            }
        }
        if build.is_generated() {
            found.push(Value::from([
                ("name", Value::from("x86_64.log")),
                ("dir", Value::from(".")),
                ("path", Value::from(format!("{top}/data/logs/./x86_64.log"))),
            ]));
        }
    }
    Ok(Value::Array(found))
}

fn types(_: &Ask<'_>) -> Answer {
    let names = ["rpm", "maven", "win", "image", "operator-manifests", "remote-sources", "module"];
    let rows =
        names.iter().zip(1..).map(|(&name, id)| Value::from([("id", Value::Int(id)), ("name", Value::from(name))]));
    Ok(Value::Array(rows.collect()))
}

fn average(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("package").cloned().unwrap_or_default();
    let Some(package) = ask.package(&wanted) else { return Ok(Value::Nil) };
    let of_package =
        |build: &&Build| build.package(ask.world).id == package && build.task.is_some() && build.state(ask.now) == 1;
    let times: Vec<i64> =
        ask.world.builds.iter().filter(of_package).map(|build| build.ends.millis_since(build.created)).collect();
    let count = i64::try_from(times.len()).unwrap_or(i64::MAX);
    let average = (count > 0).then(|| float(times.iter().sum::<i64>()) / float(count) / 1000.0);
    Ok(Value::from(average))
}

/// The build that an argument names, where missing is no fault unless the question is strict.
pub(super) fn optional<'w>(ask: &Ask<'w>, name: &str) -> Result<Option<&'w Build>, Fault> {
    match ask.value(name) {
        None => Ok(None),
        Some(wanted) if ask.flag("strict") => ask.build_strictly(wanted).map(Some),
        Some(wanted) => ask.build(wanted),
    }
}
