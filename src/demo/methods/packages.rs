//! Packages, and the lists of them that tags have.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic, repr};
use super::super::inherit;
use super::super::pattern::Pattern;
use super::super::query::{page, page_of_rows};
use super::super::world::tags::{CANDIDATE, CONTAINERS, F40, IMAGES, LOCKED, MAVEN, RELEASES, WINDOWS};
use super::super::world::{Package, World};
use super::{Method, method, named};
use crate::xmlrpc::Value;

pub(super) const METHODS: &[Method] = &[
    named("getPackage", "lookup_package", "info strict? create?", get),
    named("getPackageID", "get_package_id", "name strict?", id),
    method(
        "listPackages",
        "tagID? userID? pkgID? prefix? inherited? with_dups? event? queryOpts? with_owners? with_blocked?",
        list,
    ),
    method("listPackagesSimple", "prefix? queryOpts?", simple),
];

/// A package in the list of a tag.
#[derive(Clone)]
pub(super) struct Listed<'w> {
    pub(super) tag: i64,
    pub(super) package: &'w Package,
    pub(super) owner: i64,
    pub(super) blocked: bool,
    pub(super) extra_arches: Option<&'static str>,
}

/// The list of one tag, without what it inherits.
pub(super) fn listed(world: &World, tag: i64) -> Vec<Listed<'_>> {
    let entry = |package| Listed { tag, package, owner: package.owner, blocked: false, extra_arches: None };
    let one = |name: &str| world.package(name).map(entry).into_iter().collect();
    let apart = ["org.example-library", "win-agent", "Demo-Cloud-Base", "demo-container"];
    match tag {
        MAVEN => one("org.example-library"),
        WINDOWS => one("win-agent"),
        IMAGES => one("Demo-Cloud-Base"),
        CONTAINERS => one("demo-container"),
        _ if tag == LOCKED || RELEASES.iter().any(|(_, release)| *release == tag) => {
            let here =
                |package: &&Package| !apart.contains(&package.name.as_str()) && (tag == F40 || package.id < 1000);
            let packages = world.packages.iter().filter(here);
            let entry = |package: &'_ Package| Listed {
                blocked: tag == 40 && package.id % 23 == 0,
                extra_arches: if package.name == "glibc" { Some("riscv64") } else { Some("") },
                ..entry(world.package(&package.name).unwrap_or(&world.packages[0]))
            };
            packages.map(entry).collect()
        }
        // One that differs from what it inherits.
        _ if tag == F40 + CANDIDATE => {
            let kernel = world.package("kernel").map(entry);
            kernel.map(|kernel| Listed { owner: 2, extra_arches: Some("riscv64 i686"), ..kernel }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn get(ask: &Ask<'_>) -> Answer {
    let wanted = ask.value("info").cloned().unwrap_or_default();
    let found = ask.package(&wanted).and_then(|id| ask.world.packages.iter().find(|package| package.id == id));
    match found {
        Some(package) => Ok(pair(package)),
        None if ask.flag("strict") => Err(generic(format!("No such entry in table package: {}", repr(&wanted)))),
        None => Ok(Value::Nil),
    }
}

fn id(ask: &Ask<'_>) -> Answer {
    Ok(Value::from(ask.value("name").and_then(|name| ask.package(name))))
}

fn pair(package: &Package) -> Value {
    Value::from([("id", Value::Int(package.id)), ("name", Value::from(package.name.as_str()))])
}

/// Without a tag, a user or a package: names and ids alone.
fn simple(ask: &Ask<'_>) -> Answer {
    let prefix = ask.text("prefix").map(Pattern::prefix);
    let wanted = |package: &&Package| prefix.as_ref().is_none_or(|prefix| prefix.matches(&package.name));
    let packages: Vec<_> = ask.world.packages.iter().filter(wanted).collect();
    let column = |package: &Package, name: &str| match name {
        "package_id" | "id" => Some(Value::Int(package.id)),
        "package_name" | "name" => Some(Value::from(package.name.as_str())),
        _ => None,
    };
    let names = ["package_id", "package_name"];
    page(
        ask,
        packages,
        |package, name| column(package, name),
        |package| names.iter().map(|&name| (name.to_owned(), column(package, name).unwrap_or_default())).collect(),
    )
}

fn list(ask: &Ask<'_>) -> Answer {
    let tag = ask.value("tagID").map(|wanted| ask.strict_tag(wanted)).transpose()?;
    if tag.is_none() && ask.value("userID").is_none() && ask.value("pkgID").is_none() {
        return simple(ask);
    }
    let missing = |kind: &str, wanted: &Value| generic(format!("No such {kind}: {}", repr(wanted)));
    let user = match ask.value("userID") {
        Some(wanted) => Some(ask.user(wanted).ok_or_else(|| missing("user", wanted))?),
        None => None,
    };
    let package = match ask.value("pkgID") {
        Some(wanted) => Some(ask.package(wanted).ok_or_else(|| missing("package", wanted))?),
        None => None,
    };
    let mut tags = Vec::new();
    if let Some(tag) = tag {
        tags.push(tag.id);
        if ask.flag("inherited") {
            let steps = inherit::ancestors(ask, tag).into_iter().filter(|step| step.filters.is_empty());
            tags.extend(steps.map(|step| step.link.parent));
        }
    } else {
        let there = ask.world.tags.iter().filter(|tag| tag.deleted.is_none_or(|at| ask.now < at));
        tags.extend(there.map(|tag| tag.id));
    }
    let prefix = ask.text("prefix").map(Pattern::prefix);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for entry in tags.into_iter().flat_map(|tag| listed(ask.world, tag)) {
        // The nearest tag decides, also where it says that the package is blocked.
        let first = ask.flag("with_dups") || seen.insert(entry.package.id);
        let wanted = user.is_none_or(|user| user == entry.owner)
            && package.is_none_or(|package| package == entry.package.id)
            && prefix.as_ref().is_none_or(|prefix| prefix.matches(&entry.package.name))
            && (!entry.blocked || ask.flag_or("with_blocked", true));
        if first && wanted {
            rows.push(row(ask, &entry));
        }
    }
    page_of_rows(ask, rows)
}

fn row(ask: &Ask<'_>, entry: &Listed<'_>) -> Value {
    let mut row = IndexMap::from([
        ("blocked".to_owned(), Value::Bool(entry.blocked)),
        ("extra_arches".to_owned(), Value::from(entry.extra_arches)),
    ]);
    if ask.flag_or("with_owners", true) {
        row.insert("owner_id".to_owned(), Value::Int(entry.owner));
        row.insert("owner_name".to_owned(), Value::from(ask.world.user_name(entry.owner)));
    }
    row.insert("package_id".to_owned(), Value::Int(entry.package.id));
    row.insert("package_name".to_owned(), Value::from(entry.package.name.as_str()));
    row.insert("tag_id".to_owned(), Value::Int(entry.tag));
    row.insert("tag_name".to_owned(), Value::from(ask.world.tag_name(entry.tag)));
    Value::Struct(row)
}
