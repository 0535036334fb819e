//! Rpms: one, a build's, and what is in them.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::query::page_of_rows;
use super::super::random::Random;
use super::super::world::{Build, Rpm};
use super::builds::optional;
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getRPM", "get_rpm", "rpminfo strict? multi?", get),
    method("listBuildRPMs", "build", of_build),
    named(
        "listRPMs",
        "list_rpms",
        "buildID? buildrootID? imageID? componentBuildrootID? hostID? arches? queryOpts? draft?",
        list,
    ),
    method("getRPMDeps", "rpmID depType? queryOpts? strict?", dependencies),
    method("listRPMFiles", "rpmID queryOpts?", files),
    named("queryRPMSigs", "query_rpm_sigs", "rpm_id? sigkey? queryOpts?", signatures),
];

/// One row; lists have the NVR too, `getRPM` has not.
fn row(build: &Build, rpm: &Rpm, listed: bool) -> Value {
    let nvr = format!("{}-{}-{}", rpm.name, build.version, build.rpm_release());
    let row = [
        ("arch", Value::from(rpm.arch)),
        ("build_id", Value::Int(build.id)),
        ("buildroot_id", Value::from(build.task.map(|task| 290_000 + task % 9000))),
        ("buildtime", Value::Int(rpm.built)),
        ("draft", Value::Bool(build.draft)),
        ("epoch", Value::from(build.epoch)),
        ("external_repo_id", Value::Int(0)),
        ("external_repo_name", Value::from("INTERNAL")),
        ("extra", Value::Nil),
        ("id", Value::Int(rpm.id)),
        ("metadata_only", Value::Bool(false)),
        ("name", Value::from(rpm.name.as_str())),
        ("nvr", Value::from(nvr)),
        ("payloadhash", Value::from(rpm.payload.as_str())),
        ("release", Value::from(build.rpm_release())),
        ("size", Value::Int(rpm.size)),
        ("version", Value::from(build.version.as_str())),
    ];
    let row = row.into_iter().filter(|(name, _)| listed || *name != "nvr");
    row.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The rpm that an argument names: an id, digits too, or an NVRA.
fn find<'w>(ask: &Ask<'w>, wanted: &Value) -> Option<(&'w Build, Rpm)> {
    match wanted {
        Value::Int(id) => ask.world.rpm(*id, ask.now),
        Value::String(name) => match name.parse() {
            Ok(id) => ask.world.rpm(id, ask.now),
            Err(_) => ask.world.rpm_of_nvra(name, ask.now),
        },
        Value::Struct(parts) => {
            let part = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
            let nvra = format!("{}-{}-{}.{}", part("name"), part("version"), part("release"), part("arch"));
            ask.world.rpm_of_nvra(&nvra, ask.now)
        }
        _ => None,
    }
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("rpminfo").cloned().unwrap_or_default();
    match find(ask, &wanted) {
        Some((build, rpm)) if ask.flag("multi") => Ok(Value::Array(vec![row(build, &rpm, false)])),
        Some((build, rpm)) => Ok(row(build, &rpm, false)),
        None if ask.flag("strict") => Err(generic(format!("No such rpm: {}", repr(&wanted)))),
        None if ask.flag("multi") => Ok(Value::Array(Vec::new())),
        None => Ok(Value::Nil),
    }
}

fn rows(ask: &Ask<'_>, build: Option<&Build>) -> Vec<Value> {
    let Some(build) = build else { return Vec::new() };
    ask.world.rpms(build, ask.now).iter().map(|rpm| row(build, rpm, true)).collect()
}

fn of_build(ask: &Ask<'_>) -> Answer {
    let build = ask.build(&ask.value("build").cloned().unwrap_or_default())?;
    Ok(Value::Array(rows(ask, build)))
}

fn list(ask: &Ask<'_>) -> Answer {
    let mut rows = rows(ask, optional(ask, "buildID")?);
    if let Some(arches) = ask.value("arches") {
        let wanted = |arch: Option<&Value>| match arches {
            Value::Array(arches) => arch.is_some_and(|arch| arches.contains(arch)),
            one => arch == Some(one),
        };
        rows.retain(|row| wanted(row.get("arch")));
    }
    page_of_rows(ask, rows)
}

fn dependencies(ask: &Ask<'_>) -> Answer {
    let Some((build, rpm)) = find(ask, &ask.value("rpmID").cloned().unwrap_or_default()) else {
        return Ok(Value::Array(Vec::new()));
    };
    let version = format!("{}-{}", build.version, build.rpm_release());
    let all = [
        ("rpmlib(CompressedFileNames)".to_owned(), "3.0.4-1".to_owned(), 16_777_226, 0),
        ("libc.so.6(GLIBC_2.38)(64bit)".to_owned(), String::new(), 16_384, 0),
        ("/bin/sh".to_owned(), String::new(), 1280, 0),
        (rpm.name.clone(), version.clone(), 8, 1),
        (format!("{}({})", rpm.name, rpm.arch), version, 8, 1),
        (format!("{}-old", rpm.name), "1.0".to_owned(), 2, 2),
    ];
    let kind = ask.int("depType")?;
    let rows =
        all.into_iter().filter(|dep| kind.is_none_or(|kind| kind == dep.3)).map(|(name, version, flags, kind)| {
            Value::from([
                ("name", Value::from(name)),
                ("version", Value::from(version)),
                ("flags", Value::Int(flags)),
                ("type", Value::Int(kind)),
            ])
        });
    page_of_rows(ask, rows.collect())
}

fn files(ask: &Ask<'_>) -> Answer {
    let found = find(ask, &ask.value("rpmID").cloned().unwrap_or_default());
    let Some((build, rpm)) = found.filter(|(build, _)| build.has_files(ask.now)) else {
        return Ok(Value::Array(Vec::new()));
    };
    let name = &rpm.name;
    let names = match rpm.arch {
        "src" => vec![format!("{name}.spec"), format!("{name}-{}.tar.xz", build.version)],
        _ => vec![
            format!("/usr/bin/{name}"),
            format!("/usr/share/doc/{name}"),
            format!("/usr/share/doc/{name}/README & <notes>"),
            format!("/usr/share/licenses/{name}/COPYING"),
        ],
    };
    let mut random = Random::of(ask.world.seed, rpm.id);
    let rows = names.into_iter().map(|name| {
        let digest = random.hex(64);
        let directory = name.starts_with("/usr/share/doc/") && !name.contains("README");
        Value::from([
            ("name", Value::from(name)),
            ("digest", Value::from(digest.as_str())),
            ("digest_algo", Value::from("sha256")),
            ("md5", Value::from(digest.as_str())),
            ("size", Value::Int(random.between(20, 90_000))),
            ("flags", Value::Int(32)),
            ("user", Value::from("root")),
            ("group", Value::from("root")),
            ("mtime", Value::Int(rpm.built)),
            ("mode", Value::Int(if directory { 0o040_755 } else { 0o100_644 })),
        ])
    });
    page_of_rows(ask, rows.collect())
}

/// Complete builds older than a day are signed.
fn signatures(ask: &Ask<'_>) -> Answer {
    let found = ask.value("rpm_id").and_then(|wanted| find(ask, wanted));
    let Some((build, rpm)) = found.filter(|(build, _)| build.has_files(ask.now)) else {
        return Ok(Value::Array(Vec::new()));
    };
    let mut random = Random::of(ask.world.seed, rpm.id + 1);
    let signed = ask.now.millis_since(build.ends) > 86_400_000;
    let keys = if signed { &["", "c96e11b5"][..] } else { &[""] };
    let rows = keys.iter().filter(|key| ask.text("sigkey").is_none_or(|wanted| wanted == **key)).map(|&key| {
        Value::from([
            ("rpm_id", Value::Int(rpm.id)),
            ("sighash", Value::from(random.hex(32))),
            ("sigkey", Value::from(key)),
        ])
    });
    page_of_rows(ask, rows.collect())
}
