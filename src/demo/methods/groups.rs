//! Groups of packages: each release's build tag has two, and what inherits from it has them too.

use super::super::ask::Ask;
use super::super::fault::Answer;
use super::super::inherit;
use super::super::world::tags::{BUILD, RELEASES};
use super::{Method, method};
use crate::xmlrpc::Value;

const GROUPS: [(i64, &str, &[&str]); 2] = [
    (
        1,
        "build",
        &["bash", "coreutils", "gcc", "glibc-minimal-langpack", "make", "redhat-rpm-config", "rpm-build", "tar"],
    ),
    (2, "srpm-build", &["bash", "git-core", "redhat-rpm-config", "rpm-build"]),
];

pub(super) const METHODS: &[Method] =
    &[method("getTagGroups", "tag event? inherit? incl_pkgs? incl_reqs? incl_blocked?", list)];

fn list(ask: &Ask<'_>) -> Answer {
    let tag = ask.strict_tag(&ask.value("tag").cloned().unwrap_or_default())?;
    let is_build = |id: i64| RELEASES.iter().any(|(_, release)| release + BUILD == id);
    let inherited = inherit::ancestors(ask, tag).into_iter().map(|step| step.link.parent);
    let owner = std::iter::once(tag.id).chain(inherited).find(|id| is_build(*id));
    Ok(Value::Array(owner.into_iter().flat_map(|owner| GROUPS.map(|group| row(owner, group))).collect()))
}

fn row(tag: i64, (id, name, packages): (i64, &str, &[&str])) -> Value {
    let packages = packages.iter().map(|package| {
        Value::from([
            ("basearchonly", Value::Bool(false)),
            ("blocked", Value::Bool(false)),
            ("group_id", Value::Int(id)),
            ("package", Value::from(*package)),
            ("requires", Value::Nil),
            ("tag_id", Value::Int(tag)),
            ("type", Value::from("mandatory")),
        ])
    });
    let needed = Value::from([
        ("blocked", Value::Bool(false)),
        ("group_id", Value::Int(id)),
        ("is_metapkg", Value::Bool(false)),
        ("name", Value::from("srpm-build")),
        ("req_id", Value::Int(2)),
        ("tag_id", Value::Int(tag)),
        ("type", Value::from("mandatory")),
    ]);
    Value::from([
        ("biarchonly", Value::Bool(false)),
        ("blocked", Value::Bool(false)),
        ("description", Value::from(format!("{name} <group> & more"))),
        ("display_name", Value::from(name)),
        ("exported", Value::Bool(true)),
        ("group_id", Value::Int(id)),
        ("is_default", Value::Nil),
        ("langonly", Value::Nil),
        ("name", Value::from(name)),
        ("tag_id", Value::Int(tag)),
        ("uservisible", Value::Bool(true)),
        ("packagelist", Value::Array(packages.collect())),
        ("grouplist", Value::Array(if id == 1 { vec![needed] } else { Vec::new() })),
    ])
}
