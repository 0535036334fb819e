//! The rows that several methods share, with the keys of a real hub in its order.

use indexmap::IndexMap;

use super::moment::Moment;
use super::world::{Build, Tag, World};
use crate::xmlrpc::Value;

/// How much of a build a method tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `getBuild`: everything, under `id` and `build_id`.
    Whole,
    /// `listBuilds`: without `id`, and without the content generator.
    Listed,
    /// `listTagged`: without `*_ts`, `source` and `extra`.
    Tagged,
}

/// A moment as text, where it has come.
pub(crate) fn time(at: Option<Moment>) -> Value {
    Value::from(at.map(Moment::text))
}

/// A moment as a number, where it has come.
pub(crate) fn stamp(at: Option<Moment>) -> Value {
    Value::from(at.map(Moment::seconds))
}

/// One row of a build.
pub(crate) fn build(world: &World, build: &Build, now: Moment, form: Form) -> IndexMap<String, Value> {
    let mut row = IndexMap::with_capacity(40);
    for name in COLUMNS {
        let (whole, tagged) = (form == Form::Whole, form == Form::Tagged);
        let left_out = match *name {
            "id" => form == Form::Listed,
            "cg_id" | "cg_name" => !whole,
            "source" | "extra" => tagged,
            name => tagged && name.ends_with("_ts"),
        };
        if !left_out {
            row.insert((*name).to_owned(), column(world, build, now, name).unwrap_or_default());
        }
    }
    row
}

const COLUMNS: &[&str] = &[
    "build_id",
    "cg_id",
    "completion_time",
    "completion_ts",
    "creation_event_id",
    "creation_time",
    "creation_ts",
    "draft",
    "epoch",
    "extra",
    "id",
    "name",
    "nvr",
    "owner_id",
    "owner_name",
    "package_id",
    "package_name",
    "promoter_id",
    "promoter_name",
    "promotion_time",
    "promotion_ts",
    "release",
    "source",
    "start_time",
    "start_ts",
    "state",
    "task_id",
    "version",
    "volume_id",
    "volume_name",
    "cg_name",
];

/// One column of a build; `None`: builds have no such column.
pub(crate) fn column(world: &World, build: &Build, now: Moment, name: &str) -> Option<Value> {
    let ended = build.over(now).then_some(build.ends);
    let promoted = build.promoted.filter(|(_, at)| *at <= now);
    let generator = build.is_generated();
    Some(match name {
        "build_id" | "id" => Value::Int(build.id),
        "cg_id" => Value::from(generator.then_some(1)),
        "cg_name" => Value::from(generator.then_some("demo-cg")),
        "completion_time" => time(ended),
        "completion_ts" => stamp(ended),
        "creation_event_id" => Value::Int(build.created.event()),
        "creation_time" => time(Some(build.created.plus_millis(2))),
        "creation_ts" => stamp(Some(build.created.plus_millis(2))),
        "draft" => Value::Bool(build.draft),
        "epoch" => Value::from(build.epoch),
        "extra" => match (&build.extra, &build.source) {
            (Some(extra), _) => extra.clone(),
            (None, Some(source)) if build.tasks.iter().any(|task| task.method == "build") => {
                let branch = source.split('#').next().unwrap_or_default();
                Value::from([
                    ("source", Value::from([("original_url", Value::from(format!("{branch}#f40")))])),
                    ("custom_user_metadata", Value::Struct(IndexMap::new())),
                ])
            }
            _ => Value::Nil,
        },
        "name" | "package_name" => Value::from(build.package(world).name.as_str()),
        "nvr" => Value::from(build.nvr(world)),
        "owner_id" => Value::Int(build.owner),
        "owner_name" => Value::from(world.user_name(build.owner)),
        "package_id" => Value::Int(build.package(world).id),
        "promoter_id" => Value::from(promoted.map(|(user, _)| user)),
        "promoter_name" => Value::from(promoted.map(|(user, _)| world.user_name(user))),
        "promotion_time" => time(promoted.map(|(_, at)| at)),
        "promotion_ts" => stamp(promoted.map(|(_, at)| at)),
        "release" => Value::from(build.release.as_str()),
        "source" => Value::from(build.source.clone()),
        "start_time" => time(Some(build.created)),
        "start_ts" => stamp(Some(build.created)),
        "state" => Value::Int(build.state(now)),
        "task_id" => Value::from(build.task),
        "version" => Value::from(build.version.as_str()),
        "volume_id" => Value::Int(i64::from(build.archived)),
        "volume_name" => Value::from(if build.archived { "archive01" } else { "DEFAULT" }),
        _ => return None,
    })
}

/// One row of a tag, without `extra`.
pub(crate) fn tag(tag: &Tag) -> IndexMap<String, Value> {
    let row = [
        ("arches", Value::from(tag.arches)),
        ("id", Value::Int(tag.id)),
        ("locked", Value::Bool(tag.locked)),
        ("maven_include_all", Value::Bool(false)),
        ("maven_support", Value::Bool(tag.maven)),
        ("name", Value::from(tag.name.as_str())),
        ("perm", Value::from(tag.perm.map(|(_, name)| name))),
        ("perm_id", Value::from(tag.perm.map(|(id, _)| id))),
    ];
    row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
