//! What is in an rpm: dependencies and files. The hub opens the file for them, so those of a deleted build have none.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page_of_rows;
use super::super::random::Random;
use super::super::world::{Build, Rpm};
use super::rpms::find;
use super::{Method, method, named};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    method("getRPMDeps", "rpmID depType? queryOpts? strict?", dependencies),
    method("listRPMFiles", "rpmID queryOpts?", list),
    named("getRPMFile", "get_rpm_file", "rpmID filename strict?", file),
];

/// The rpm that is asked for, where its file is there.
fn readable<'w>(ask: &Ask<'w>) -> Result<Option<(&'w Build, Rpm)>, Fault> {
    let found = find(ask, &ask.value("rpmID").cloned().unwrap_or_default())?;
    Ok(found.filter(|(build, _)| build.has_files(ask.now)))
}

/// Name, version, flags and type.
type Dependency = (String, String, i64, i64);

const REQUIRES: i64 = 0;
const PROVIDES: i64 = 1;
const OBSOLETES: i64 = 2;
const CONFLICTS: i64 = 3;
const SUGGESTS: i64 = 4;
const ENHANCES: i64 = 5;
const SUPPLEMENTS: i64 = 6;
const RECOMMENDS: i64 = 7;

fn all(build: &Build, rpm: &Rpm) -> Vec<Dependency> {
    let version = format!("{}-{}", build.version, build.rpm_release());
    let name = &rpm.name;
    let fixed: [(&str, &str, i64, i64); 15] = [
        ("rpmlib(CompressedFileNames)", "3.0.4-1", 16_777_226, REQUIRES),
        ("rpmlib(FileDigests)", "4.6.0-1", 16_777_226, REQUIRES),
        ("libc.so.6(GLIBC_2.38)(64bit)", "", 16_384, REQUIRES),
        ("/bin/sh", "", 1280, REQUIRES),
        ("glibc", "2.38", 12, REQUIRES),
        ("coreutils", "8.0", 524, REQUIRES),
        ("systemd", "", 3072, REQUIRES),
        ("(python3-dnf if dnf)", "", 0, REQUIRES),
        ("<script>alert(1)</script>", "", 0, REQUIRES),
        ("kernel-smp", "2.6.40", 2, OBSOLETES),
        ("old-deps", "1:2.0", 2, CONFLICTS),
        ("bash-completion", "", 0, SUGGESTS),
        ("gnome-shell", "", 0, ENHANCES),
        ("(langpacks-cs and glibc)", "", 0, SUPPLEMENTS),
        ("ca-certificates", "2023", 8, RECOMMENDS),
    ];
    let mut all: Vec<Dependency> = vec![
        (name.clone(), version.clone(), 8, PROVIDES),
        (format!("{name}({})", rpm.arch), version.clone(), 8, PROVIDES),
        (format!("config({name})"), version, 268_435_464, PROVIDES),
    ];
    all.extend(fixed.map(|(name, version, flags, kind)| (name.to_owned(), version.to_owned(), flags, kind)));
    if name == "behemoth" {
        all.extend((0..2000).map(|n| (format!("font(:lang=x{n:04})"), String::new(), 0, PROVIDES)));
    }
    all
}

fn dependencies(ask: &Ask<'_>) -> Answer {
    let Some((build, rpm)) = readable(ask)? else { return Ok(Value::Array(Vec::new())) };
    let kind = ask.int("depType")?;
    let mut all = all(build, &rpm);
    // In the order in which the hub asks the rpm for them.
    let order = [REQUIRES, PROVIDES, CONFLICTS, OBSOLETES, SUGGESTS, ENHANCES, SUPPLEMENTS, RECOMMENDS];
    all.sort_by_key(|dependency| order.iter().position(|kind| *kind == dependency.3));
    let rows = all.into_iter().filter(|dependency| kind.is_none_or(|kind| kind == dependency.3));
    let rows = rows.map(|(name, version, flags, kind)| {
        Value::from([
            ("name", Value::from(name)),
            ("version", Value::from(version)),
            ("flags", Value::Int(flags)),
            ("type", Value::Int(kind)),
        ])
    });
    page_of_rows(ask, rows.collect())
}

/// Name, mode, flags and group of the files in an rpm.
fn contents(build: &Build, rpm: &Rpm) -> Vec<(String, i64, i64, &'static str)> {
    let name = &rpm.name;
    let plain = |path: String, flags| (path, 0o100_644, flags, "root");
    if rpm.arch == "src" {
        return vec![plain(format!("{name}-{}.tar.xz", build.version), 0), plain(format!("{name}.spec"), 32)];
    }
    if name.contains("-debug") {
        return vec![plain(format!("/usr/lib/debug/usr/bin/{name}.debug"), 0)];
    }
    let mut files = vec![
        plain(format!("/etc/{name}.conf"), 17),
        (format!("/usr/bin/{name}"), 0o100_755, 0, "root"),
        (format!("/usr/bin/{name}-link"), 0o120_777, 0, "root"),
        (format!("/usr/libexec/{name}-helper"), 0o104_755, 0, "wheel"),
        (format!("/usr/share/doc/{name}"), 0o040_755, 0, "root"),
        plain(format!("/usr/share/doc/{name}/README & <notes>"), 2),
        plain(format!("/usr/share/doc/{name}/100% odd + names.txt"), 2),
        plain(format!("/usr/share/licenses/{name}/COPYING"), 128),
        plain(format!("/var/log/{name}.log"), 64),
    ];
    if name == "behemoth" {
        files.extend((0..1792).map(|n| plain(format!("/usr/share/behemoth/data/{n:05}.dat"), 0)));
    }
    files
}

fn rows(ask: &Ask<'_>, build: &Build, rpm: &Rpm) -> Vec<Value> {
    let mut random = Random::of(ask.world.seed, rpm.id);
    let rows = contents(build, rpm).into_iter().map(|(name, mode, flags, group)| {
        let (digest, size) = (random.hex(64), random.between(20, 90_000));
        // Folders and links have none.
        let digest = if mode & 0o100_000 != 0 && mode & 0o020_000 == 0 { digest } else { String::new() };
        Value::from([
            ("name", Value::from(name)),
            ("digest", Value::from(digest.as_str())),
            ("digest_algo", Value::from("sha256")),
            ("md5", Value::from(digest.as_str())),
            ("size", Value::Int(size)),
            ("flags", Value::Int(flags)),
            ("user", Value::from("root")),
            ("group", Value::from(group)),
            ("mtime", Value::Int(rpm.built)),
            ("mode", Value::Int(mode)),
        ])
    });
    rows.collect()
}

fn list(ask: &Ask<'_>) -> Answer {
    let Some((build, rpm)) = readable(ask)? else { return Ok(Value::Array(Vec::new())) };
    page_of_rows(ask, rows(ask, build, &rpm))
}

/// One file, with the rpm's id before what a list has; an empty struct where there is none.
fn file(ask: &Ask<'_>) -> Answer {
    let name = ask.text("filename").unwrap_or_default();
    let found = readable(ask)?.and_then(|(build, rpm)| {
        let rows = rows(ask, build, &rpm);
        let row = rows.into_iter().find(|row| row.get("name").and_then(Value::as_str) == Some(name))?;
        let Value::Struct(row) = row else { return None };
        Some(std::iter::once(("rpm_id".to_owned(), Value::Int(rpm.id))).chain(row).collect())
    });
    match found {
        Some(row) => Ok(row),
        None if ask.flag("strict") => {
            Err(generic(format!("No file: {name} found in RPM: {}", ask.text("rpmID").unwrap_or_default())))
        }
        None => Ok(Value::Struct(indexmap::IndexMap::new())),
    }
}
