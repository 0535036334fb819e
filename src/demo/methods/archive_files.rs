//! The files in archives. The hub opens the archive for them, so those of a deleted build have none.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page_of_rows;
use super::super::random::Random;
use super::super::world::{Archive, Build};
use super::{Method, named};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    named("listArchiveFiles", "list_archive_files", "archive_id queryOpts? strict?", list),
    named("getArchiveFile", "get_archive_file", "archive_id filename strict?", file),
];

fn names(archive: &Archive) -> Vec<String> {
    let tree = |count: usize, of: fn(usize) -> String| (0..count).map(of).collect::<Vec<_>>();
    match archive.filename.as_str() {
        name if name.ends_with("-javadoc.jar") => vec!["index.html".to_owned()],
        name if name.ends_with("-sources.jar") => tree(12, |n| format!("org/example/library/Class{n}.java")),
        _ if archive.format.1 == "jar" => {
            let fixed = ["META-INF/MANIFEST.MF", "a & b.txt", "org/example/library/Class0$Inner<T>.class"];
            let classes = tree(120, |n| format!("org/example/library/Class{n}.class"));
            fixed.map(str::to_owned).into_iter().chain(classes).collect()
        }
        "operator_manifests.zip" => {
            ["manifests/operator.clusterserviceversion.yaml", "metadata/annotations.yaml"].map(str::to_owned).into()
        }
        _ => tree(300, |n| format!("layer/usr/share/file {n} <&>.txt")),
    }
}

fn rows(ask: &Ask<'_>, build: &Build, archive: &Archive) -> Vec<Value> {
    let mut random = Random::of(ask.world.seed, archive.id);
    let is_tar = archive.format.4 == Some("tar");
    let rows = names(archive).into_iter().map(|name| {
        let mut row = vec![
            ("archive_id", Value::Int(archive.id)),
            ("name", Value::from(name)),
            ("size", Value::Int(random.between(5, 90_000))),
            ("mtime", Value::Int(build.created.unix())),
        ];
        if is_tar {
            row.extend([("mode", Value::Int(0o644)), ("user", Value::from("root")), ("group", Value::from("wheel"))]);
        }
        row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    });
    rows.collect()
}

/// The files of the archive that is asked for: none, where its file is gone or nothing to be opened.
fn all(ask: &Ask<'_>) -> Result<Vec<Value>, Fault> {
    let id = ask.int("archive_id")?.unwrap_or_default();
    // Whatever `strict` says.
    let (build, archive) = ask.world.archive(id, ask.now).ok_or_else(|| generic(format!("No such archive: {id}")))?;
    let is_opened = archive.format.4.is_some() && build.has_files(ask.now);
    Ok(if is_opened { rows(ask, build, &archive) } else { Vec::new() })
}

fn list(ask: &Ask<'_>) -> Answer {
    page_of_rows(ask, all(ask)?)
}

fn file(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("filename");
    let found = all(ask)?.into_iter().find(|row| row.get("name") == wanted);
    Ok(found.unwrap_or_default())
}
