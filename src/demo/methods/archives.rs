//! Archives: files of builds that are no rpms.

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::query::page_of_rows;
use super::super::world::archives::FORMATS;
use super::super::world::{Archive, Build};
use super::builds::optional;
use super::{Method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named(
        "listArchives",
        "list_archives",
        "buildID? buildrootID? componentBuildrootID? hostID? type? filename? size? checksum? checksum_type? typeInfo? \
         queryOpts? imageID? archiveID? strict?",
        list,
    ),
    named("getArchive", "get_archive", "archive_id strict?", get),
    named("listArchiveFiles", "list_archive_files", "archive_id queryOpts? strict?", |_| Ok(Value::Array(Vec::new()))),
    named("getArchiveTypes", "get_archive_types", "", types),
];

/// One row, with what its type adds where the question names the type.
fn row(build: &Build, archive: &Archive, more: bool) -> Value {
    let row = [
        ("btype", Value::from(archive.btype.1)),
        ("btype_id", Value::Int(archive.btype.0)),
        ("build_id", Value::Int(build.id)),
        ("buildroot_id", Value::Nil),
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

fn list(ask: &Ask<'_>) -> Answer {
    let Some(build) = optional(ask, "buildID")? else { return Ok(Value::Array(Vec::new())) };
    let kind = ask.text("type");
    let known = ["rpm", "maven", "win", "image", "operator-manifests", "remote-sources", "module"];
    if let Some(kind) = kind.filter(|kind| !known.contains(kind)) {
        return Err(generic(format!("unsupported archive type: {kind}")));
    }
    let archives = ask.world.archives(build, ask.now).into_iter().filter(|archive| {
        kind.is_none_or(|kind| kind == archive.btype.1)
            && ask.text("filename").is_none_or(|name| name == archive.filename)
    });
    page_of_rows(ask, archives.map(|archive| row(build, &archive, kind.is_some())).collect())
}

fn get(ask: &Ask<'_>) -> Answer {
    let id = ask.int("archive_id")?.unwrap_or_default();
    match ask.world.archive(id, ask.now) {
        Some((build, archive)) => Ok(row(build, &archive, true)),
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
