//! The files of a task: their names, sizes and bytes.

use base64::Engine as _;
use indexmap::IndexMap;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, python};
use super::super::files;
use super::{Method, method};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    method("listTaskOutput", "taskID stat? all_volumes? strict?", list),
    method("downloadTaskOutput", "taskID fileName offset? size? volume?", download),
];

fn list(ask: &Ask<'_>) -> Answer {
    let id = ask.int("taskID")?.unwrap_or_default();
    let found = files::of_task(ask.world, id, ask.now);
    if ask.flag("strict") && ask.world.task(id).is_none() {
        return Err(generic(format!("No such task: {id}")));
    }
    let volumes = ask.flag("all_volumes");
    if !ask.flag("stat") {
        let names = found.into_iter().map(|file| file.name);
        return Ok(if volumes {
            names.map(|name| (name, Value::from(vec!["DEFAULT".to_owned()]))).collect()
        } else {
            Value::Array(names.map(Value::from).collect())
        });
    }
    let row = |file: files::File| {
        let stat = Value::from([
            ("st_atime", Value::Double(file.written.seconds())),
            ("st_ctime", Value::Double(file.written.seconds())),
            ("st_mtime", Value::Double(file.written.seconds())),
            // A string, since it may not fit an int of XML-RPC.
            ("st_size", Value::from(file.size.to_string())),
        ]);
        (file.name, if volumes { Value::Struct(IndexMap::from([("DEFAULT".to_owned(), stat)])) } else { stat })
    };
    Ok(found.into_iter().map(row).collect())
}

/// Base64 as a string; a negative offset counts from the end.
fn download(ask: &Ask<'_>) -> Answer {
    let id = ask.int("taskID")?.unwrap_or_default();
    let name = ask.text("fileName").unwrap_or_default();
    if name.contains("..") || name.starts_with('/') {
        return Err(generic(format!("Invalid file name: {name}")));
    }
    let bytes = files::bytes_of_task(ask.world, id, name, ask.now)
        .ok_or_else(|| generic(format!("no file \"{name}\" output by task {id}")))?;
    let offset = ask.int("offset")?.unwrap_or_default();
    let start = if let Ok(start) = usize::try_from(offset) {
        start.min(bytes.len())
    } else {
        let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        bytes.len().checked_sub(back).ok_or_else(|| python("OSError: [Errno 22] Invalid argument"))?
    };
    let size = usize::try_from(ask.int("size")?.unwrap_or(-1)).unwrap_or(usize::MAX);
    let part = &bytes[start..start.saturating_add(size).min(bytes.len())];
    Ok(Value::from(base64::engine::general_purpose::STANDARD.encode(part)))
}
