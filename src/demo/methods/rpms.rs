//! Rpms: one, and lists of them.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::query::page_of_rows;
use super::super::random::Random;
use super::super::world::tags::EXTERNAL_REPOS;
use super::super::world::{Build, Rpm};
use super::archives::is_container;
use super::builds::optional;
use super::{Method, method, named};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    named("getRPM", "get_rpm", "rpminfo strict? multi?", get),
    method("listBuildRPMs", "build", of_build),
    named(
        "listRPMs",
        "list_rpms",
        "buildID? buildrootID? imageID? componentBuildrootID? hostID? arches? queryOpts? draft?",
        list,
    ),
    named("queryRPMSigs", "query_rpm_sigs", "rpm_id? sigkey? queryOpts?", signatures),
];

/// An rpm of an external repo.
struct External {
    id: i64,
    name: &'static str,
    arch: &'static str,
}

/// All of them, in version 1.0-1.fc40 and of the first external repo.
const EXTERNAL: [External; 2] = [
    External { id: 900_000_001, name: "ext-glibc", arch: "x86_64" },
    External { id: 900_000_002, name: "ext-<glibc>", arch: "noarch" },
];

/// One row; lists have the NVR too, `getRPM` has not.
fn row(ask: &Ask<'_>, build: &Build, rpm: &Rpm, listed: bool) -> Value {
    let nvr = format!("{}-{}-{}", rpm.name, build.version, build.rpm_release());
    let row = [
        ("arch", Value::from(rpm.arch)),
        ("build_id", Value::Int(build.id)),
        ("buildroot_id", Value::from(build.made_in(rpm.arch, ask.now).map(|root| root.id))),
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

/// The row of an external rpm, by id or name.
fn external(wanted: &Value) -> Option<Value> {
    let is = |rpm: &&External| {
        let nvra = format!("{}-1.0-1.fc40.{}", rpm.name, rpm.arch);
        match wanted {
            Value::Int(wanted) => *wanted == rpm.id,
            Value::String(wanted) => *wanted == rpm.id.to_string() || wanted.split('@').next() == Some(&nvra),
            _ => false,
        }
    };
    EXTERNAL.iter().find(is).map(|rpm| external_row(rpm, false))
}

fn external_row(rpm: &External, listed: bool) -> Value {
    let row = [
        ("arch", Value::from(rpm.arch)),
        ("build_id", Value::Nil),
        ("buildroot_id", Value::Nil),
        ("buildtime", Value::Int(1_795_000_000)),
        ("draft", Value::Nil),
        ("epoch", Value::Nil),
        ("external_repo_id", Value::Int(EXTERNAL_REPOS[0].id)),
        ("external_repo_name", Value::from(EXTERNAL_REPOS[0].name)),
        ("extra", Value::Nil),
        ("id", Value::Int(rpm.id)),
        ("metadata_only", Value::Bool(false)),
        ("name", Value::from(rpm.name)),
        ("nvr", Value::from(format!("{}-1.0-1.fc40", rpm.name))),
        ("payloadhash", Value::from("0123456789abcdef0123456789abcdef")),
        ("release", Value::from("1.fc40")),
        ("size", Value::Int(70_000)),
        ("version", Value::from("1.0")),
    ];
    let row = row.into_iter().filter(|(name, _)| listed || *name != "nvr");
    row.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The rpm that an argument names: an id, digits too, or an NVRA; none for an external one, of which nothing else is known.
/// A name that cannot be split is a fault, strict or not.
pub(super) fn find<'w>(ask: &Ask<'w>, wanted: &Value) -> Result<Option<(&'w Build, Rpm)>, Fault> {
    Ok(match wanted {
        Value::Int(id) => ask.world.rpm(*id, ask.now),
        Value::String(name) => match name.parse() {
            Ok(id) => ask.world.rpm(id, ask.now),
            Err(_) if split(name).is_none() => return Err(generic(format!("invalid format: {name}"))),
            Err(_) => ask.world.rpm_of_nvra(name, ask.now),
        },
        Value::Struct(parts) => {
            let part = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
            let nvra = format!("{}-{}-{}.{}", part("name"), part("version"), part("release"), part("arch"));
            ask.world.rpm_of_nvra(&nvra, ask.now)
        }
        _ => None,
    })
}

/// Name, version, release and arch.
fn split(nvra: &str) -> Option<[&str; 4]> {
    let nvra = nvra.split_once('@').map_or(nvra, |(nvra, _)| nvra);
    let (nvr, arch) = nvra.strip_suffix(".rpm").unwrap_or(nvra).rsplit_once('.')?;
    let (nv, release) = nvr.rsplit_once('-')?;
    let (name, version) = nv.rsplit_once('-')?;
    Some([name, version, release, arch])
}

/// What was not found, as Python writes it: the parts of a name, or the id.
fn missing(wanted: &Value) -> Fault {
    let parts = match wanted {
        Value::String(name) => split(name).map(|[name, version, release, arch]| {
            let is_source = if matches!(arch, "src" | "nosrc") { "True" } else { "False" };
            format!(
                "{{'release': '{release}', 'version': '{version}', 'name': '{name}', 'epoch': '', 'arch': '{arch}', 'src': {is_source}}}"
            )
        }),
        Value::Int(id) => Some(format!("{{'id': {id}}}")),
        _ => None,
    };
    generic(format!("No such rpm: {}", parts.unwrap_or_else(|| repr(wanted))))
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("rpminfo").cloned().unwrap_or_default();
    let found = find(ask, &wanted)?.map(|(build, rpm)| row(ask, build, &rpm, false)).or_else(|| external(&wanted));
    match found {
        Some(row) if ask.flag("multi") => Ok(Value::Array(vec![row])),
        Some(row) => Ok(row),
        None if ask.flag("strict") => Err(missing(&wanted)),
        None if ask.flag("multi") => Ok(Value::Array(Vec::new())),
        None => Ok(Value::Nil),
    }
}

fn rows(ask: &Ask<'_>, build: Option<&Build>) -> Vec<Value> {
    let Some(build) = build else { return Vec::new() };
    ask.world.rpms(build, ask.now).iter().map(|rpm| row(ask, build, rpm, true)).collect()
}

/// Of all builds, the newest rpm last, as their ids have it.
fn of_all_builds(ask: &Ask<'_>) -> Vec<Value> {
    let builds = ask.world.builds.iter().filter(|build| build.exists(ask.now) && build.has_files(ask.now));
    builds.flat_map(|build| rows(ask, Some(build))).collect()
}

fn of_build(ask: &Ask<'_>) -> Answer {
    let build = ask.build(&ask.value("build").cloned().unwrap_or_default())?;
    Ok(Value::Array(rows(ask, build)))
}

/// The rpms that were installed in a buildroot: of external repos too, and one that was replaced by a newer one there.
pub(super) fn components(ask: &Ask<'_>, id: i64) -> Vec<Value> {
    let Some(root) = ask.world.buildroot(id, ask.now) else { return Vec::new() };
    let own = ask.world.components(&root, ask.now);
    let own = own.iter().map(|(build, rpm)| row(ask, build, rpm, true));
    let external = EXTERNAL.iter().filter(|_| root.task.is_some()).map(|rpm| external_row(rpm, true));
    let all = own.chain(external).enumerate().map(|(place, row)| {
        let Value::Struct(mut row) = row else { return row };
        row.insert("component_buildroot_id".to_owned(), Value::Int(id));
        row.insert("is_update".to_owned(), Value::Bool(place == 3));
        Value::Struct(row)
    });
    all.collect()
}

/// The rpms that were built in a buildroot.
fn built_in(ask: &Ask<'_>, id: i64) -> Vec<Value> {
    let Some(root) = ask.world.buildroot(id, ask.now) else { return Vec::new() };
    let mut rows = rows(ask, Some(root.build));
    rows.retain(|row| row.get("buildroot_id") == Some(&Value::Int(id)));
    rows
}

/// The rpms that the image of a container was made of.
fn inside(ask: &Ask<'_>, archive: i64) -> Vec<Value> {
    let found = ask.world.archive(archive, ask.now).filter(|(build, archive)| is_container(build, archive));
    let Some((image, _)) = found else { return Vec::new() };
    let own = ask.world.installed("x86_64", image.created, ask.now);
    let own = own.iter().map(|(build, rpm)| row(ask, build, rpm, true));
    own.chain(EXTERNAL.iter().map(|rpm| external_row(rpm, true))).collect()
}

fn list(ask: &Ask<'_>) -> Answer {
    let mut rows = match (ask.int("imageID")?, ask.int("componentBuildrootID")?, ask.int("buildrootID")?) {
        (Some(id), ..) => inside(ask, id),
        (_, Some(id), _) => components(ask, id),
        (_, _, Some(id)) => built_in(ask, id),
        _ if ask.value("buildID").is_none() => of_all_builds(ask),
        _ => rows(ask, optional(ask, "buildID")?),
    };
    if let Some(arches) = ask.value("arches") {
        let wanted = |arch: Option<&Value>| match arches {
            Value::Array(arches) => arch.is_some_and(|arch| arches.contains(arch)),
            one => arch == Some(one),
        };
        rows.retain(|row| wanted(row.get("arch")));
    }
    page_of_rows(ask, rows)
}

/// Complete builds older than a day are signed.
fn signatures(ask: &Ask<'_>) -> Answer {
    let found = ask.value("rpm_id").map(|wanted| find(ask, wanted)).transpose()?.flatten();
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
