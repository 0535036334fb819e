//! Archives: files of builds that are no rpms.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page_of_rows;
use super::super::world::archives::FORMATS;
use super::super::world::{Archive, Build, Kind};
use super::builds::optional;
use super::{Method, named};
use crate::xmlrpc::{Fault, Value};

pub(super) const METHODS: &[Method] = &[
    named(
        "listArchives",
        "list_archives",
        "buildID? buildrootID? componentBuildrootID? hostID? type? filename? size? checksum? checksum_type? typeInfo? \
         queryOpts? imageID? archiveID? strict?",
        list,
    ),
    named("getArchive", "get_archive", "archive_id strict?", get),
    named("getArchiveTypes", "get_archive_types", "", types),
];

/// One row, with what its type adds where the question names the type.
fn row(ask: &Ask<'_>, build: &Build, archive: &Archive, more: bool) -> Value {
    let made_in = build.made_in("x86_64", ask.now);
    let row = [
        ("btype", Value::from(archive.btype.1)),
        ("btype_id", Value::Int(archive.btype.0)),
        ("build_id", Value::Int(build.id)),
        ("buildroot_id", Value::from(made_in.map(|root| root.id))),
        ("checksum", Value::from(archive.checksum.as_str())),
        ("checksum_type", Value::Int(2)),
        ("compression_type", Value::from(archive.format.4)),
        ("extra", Value::from(archive.extra.clone())),
        ("filename", Value::from(archive.filename.as_str())),
        ("id", Value::Int(archive.id)),
        ("metadata_only", Value::Bool(false)),
        ("size", Value::Int(archive.size)),
        ("type_description", Value::from(archive.format.2)),
        ("type_extensions", Value::from(archive.format.3)),
        ("type_id", Value::Int(archive.format.0)),
        ("type_name", Value::from(archive.format.1)),
    ];
    let more = archive.more.iter().filter(|_| more).cloned();
    row.into_iter().chain(more).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A row with these members too.
fn with<const N: usize>(row: Value, more: [(&str, Value); N]) -> Value {
    let Value::Struct(mut row) = row else { return row };
    row.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Value::Struct(row)
}

/// Those of a build.
fn of_build(ask: &Ask<'_>, build: Option<&Build>) -> Result<Vec<Value>, Fault> {
    let kind = ask.text("type");
    let known = ["rpm", "maven", "win", "image", "operator-manifests", "remote-sources", "module"];
    if let Some(kind) = kind.filter(|kind| !known.contains(kind)) {
        return Err(generic(format!("unsupported archive type: {kind}")));
    }
    let Some(build) = build else { return Ok(Vec::new()) };
    let archives = ask.world.archives(build, ask.now).into_iter().filter(|archive| {
        kind.is_none_or(|kind| kind == archive.btype.1)
            && ask.text("filename").is_none_or(|name| name == archive.filename)
    });
    Ok(archives.map(|archive| row(ask, build, &archive, kind.is_some())).collect())
}

/// Is it the image of a container, of which it is known what it was made of?
pub(super) fn is_container(build: &Build, archive: &Archive) -> bool {
    build.kind == Kind::Container && archive.btype.1 == "image"
}

/// What containers are made from, where it is what was asked for.
fn base_image(ask: &Ask<'_>, is_wanted: bool) -> Option<Value> {
    let (build, archive) = ask.world.base_image(ask.now).filter(|_| is_wanted)?;
    Some(row(ask, build, &archive, false))
}

fn list(ask: &Ask<'_>) -> Answer {
    let (used_in, built_in) = (ask.int("componentBuildrootID")?, ask.int("buildrootID")?);
    let rows = match (ask.int("imageID")?, used_in, built_in) {
        (Some(id), ..) => {
            let is_container =
                ask.world.archive(id, ask.now).is_some_and(|(build, archive)| is_container(build, &archive));
            base_image(ask, is_container).into_iter().collect()
        }
        (_, Some(id), _) => {
            let is_generators = ask.world.buildroot(id, ask.now).is_some_and(|root| root.task.is_none());
            let image = base_image(ask, is_generators);
            let more = || [("component_buildroot_id", Value::Int(id)), ("project", Value::Bool(true))];
            image.into_iter().map(|row| with(row, more())).collect()
        }
        (_, _, Some(id)) => {
            let build = ask.world.buildroot(id, ask.now).map(|root| root.build);
            let mut rows = of_build(ask, build)?;
            rows.retain(|row| row.get("buildroot_id") == Some(&Value::Int(id)));
            rows
        }
        _ => of_build(ask, optional(ask, "buildID")?)?,
    };
    page_of_rows(ask, rows)
}

fn get(ask: &Ask<'_>) -> Answer {
    let id = ask.int("archive_id")?.unwrap_or_default();
    match ask.world.archive(id, ask.now) {
        Some((build, archive)) => {
            let row = row(ask, build, &archive, true);
            let is_image = archive.btype.1 == "image";
            Ok(if is_image { with(row, [("rootid", Value::Bool(is_container(build, &archive)))]) } else { row })
        }
        None if ask.flag("strict") => Err(generic(format!("No such archive: {id}"))),
        None => Ok(Value::Nil),
    }
}

fn types(_: &Ask<'_>) -> Answer {
    let rows = FORMATS.map(|format| {
        Value::from([
            ("compression_type", Value::from(format.4)),
            ("description", Value::from(format.2)),
            ("extensions", Value::from(format.3)),
            ("id", Value::Int(format.0)),
            ("name", Value::from(format.1)),
        ])
    });
    Ok(Value::Array(rows.into()))
}
