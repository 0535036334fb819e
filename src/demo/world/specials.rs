//! The odd builds: each is there because some page once broke on its like.

use super::build::{DELETED, Kind};
use super::people::{ADMIN, RELENG};
use super::tags::{CONTAINERS, IMAGES, MAVEN, WINDOWS};
use super::{Build, World};
use crate::xmlrpc::Value;

/// An odd build: the package it is of, and what is odd about it.
pub(super) struct Special {
    pub(super) package: &'static str,
    pub(super) make: fn(&World, &mut Build),
}

/// From the newest to older ones.
const SPECIALS: [Special; 16] = [
    Special { package: "hostile-text", make: hostile },
    Special { package: "draft-sample", make: draft },
    Special { package: "promoted-sample", make: promoted },
    Special { package: "behemoth", make: |_, _| {} },
    Special { package: "org.example-library", make: maven },
    Special { package: "win-agent", make: win },
    Special { package: "Demo-Cloud-Base", make: image },
    Special { package: "demo-container", make: container },
    Special { package: "imported-sample", make: imported },
    Special { package: "lost-task", make: lost_task },
    Special { package: "epochal", make: |_, _| {} },
    Special {
        package: "a-package-with-a-name-so-long-that-no-column-was-ever-made-for-it-and-every-layout-has-to-wrap-or-cut-it",
        make: long_name,
    },
    Special { package: "libstdc++-compat", make: odd_version },
    Special { package: "draft-sample", make: draft },
    Special { package: "imported-sample", make: deleted },
    Special { package: "demo-module", make: module },
];

/// The odd build at this place, counted back from the newest: every third.
pub(super) fn at(back: i64) -> Option<&'static Special> {
    let place = usize::try_from(back - 1).ok()?;
    if place % 3 == 1 { SPECIALS.get(place / 3) } else { None }
}

fn hostile(_: &World, build: &mut Build) {
    (build.version, build.release) = ("1.0".to_owned(), "1.fc40".to_owned());
    build.source = Some("git+https://src.example.org/rpms/x.git?\"><script>alert(1)</script>#&amp;".to_owned());
    build.extra = Some(Value::from([
        ("source", Value::from([("original_url", Value::from("javascript:alert(1)"))])),
        ("custom_user_metadata", Value::from([("note", Value::from("<script>alert(1)</script>"))])),
    ]));
}

fn draft(world: &World, build: &mut Build) {
    if !world.has_drafts {
        return;
    }
    (build.version, build.release) = ("1.0".to_owned(), format!("1.fc40,draft_{}", build.id));
    build.draft = true;
    build.target = 2;
}

fn promoted(_: &World, build: &mut Build) {
    (build.version, build.release) = ("2.0".to_owned(), "1.fc40".to_owned());
    build.promoted = Some((RELENG, build.ends.plus(1200)));
    build.target = 2;
}

fn maven(_: &World, build: &mut Build) {
    build.kind = Kind::Maven;
    (build.version, build.release) = ("1.4.2".to_owned(), "1".to_owned());
    build.target = 7;
    build.tags = vec![(MAVEN, build.ends.plus(1))];
    build.source = Some("git+https://src.example.org/maven/library.git?core#v1.4.2".to_owned());
}

fn win(_: &World, build: &mut Build) {
    build.kind = Kind::Win;
    (build.version, build.release) = ("3.1".to_owned(), "2".to_owned());
    build.target = 8;
    build.tags = vec![(WINDOWS, build.ends.plus(1))];
    build.source = Some("git+https://src.example.org/win/agent.git#main".to_owned());
}

fn image(_: &World, build: &mut Build) {
    build.kind = Kind::Image;
    (build.version, build.release) = ("40".to_owned(), "20261121.0".to_owned());
    build.epoch = Some(0);
    build.owner = ADMIN;
    build.arches = &["x86_64", "aarch64"];
    build.target = 6;
    build.tags = vec![(IMAGES, build.ends.plus(1))];
    build.source = None;
}

fn container(_: &World, build: &mut Build) {
    build.kind = Kind::Container;
    (build.version, build.release) = ("1.0".to_owned(), "1".to_owned());
    build.owner = 13;
    build.task = None;
    build.tags = vec![(CONTAINERS, build.ends.plus(1))];
    build.source = Some("git+https://src.example.org/containers/demo-container.git#deadbeef".to_owned());
    let pulls = vec![format!("images.example.org/demo/container@sha256:{}", "d".repeat(64))];
    let index = Value::from([("pull", Value::from(pulls)), ("tags", Value::from(vec!["1.0".to_owned()]))]);
    let image = Value::from([("autorebuild", Value::Bool(false)), ("help", Value::Nil), ("index", index)]);
    let spec = |name: &str| {
        let pulled = format!("images.example.org/demo/{name}@sha256:{}", "e".repeat(64));
        let original = format!("images.example.org/demo/{name}:1.0");
        Value::from([("new", Value::from(pulled)), ("original", Value::from(original)), ("pinned", Value::Bool(true))])
    };
    let related = Value::from([("pullspecs", Value::Array(vec![spec("server"), spec("agent")]))]);
    let info = [("image", image), ("operator-manifests", Value::from([("related_images", related)]))];
    build.extra = Some(Value::from([
        ("typeinfo", Value::from(info)),
        ("submitter", Value::from("osbs")),
        ("osbs_build", Value::from([("engine", Value::from("podman")), ("kind", Value::from("container_build"))])),
        ("long", Value::from("x".repeat(2000))),
    ]));
}

/// Made by what builds modules, with the tag of its components.
fn module(_: &World, build: &mut Build) {
    build.kind = Kind::Module;
    (build.version, build.release) = ("1".to_owned(), "20261115.deadbeef".to_owned());
    build.task = None;
    build.tags = vec![(CONTAINERS, build.ends.plus(1))];
    build.source = Some("git+https://src.example.org/modules/demo-module.git#deadbeef".to_owned());
    let module = [
        ("name", Value::from("demo-module")),
        ("stream", Value::from("1")),
        ("version", Value::from("20261115")),
        ("context", Value::from("deadbeef")),
        ("content_koji_tag", Value::from("f40-build")),
        ("module_build_service_id", Value::Int(17)),
        ("modulemd_str", Value::from("document: modulemd\nversion: 2\ndata:\n  name: demo-module <x>\n")),
    ];
    build.extra = Some(Value::from([("typeinfo", Value::from([("module", Value::from(module))]))]));
}

fn imported(_: &World, build: &mut Build) {
    (build.version, build.release) = ("5.2.26".to_owned(), "2.fc40".to_owned());
    build.task = None;
    build.source = None;
    build.tags = vec![(super::tags::F40, build.ends.plus(1))];
    build.archived = true;
}

fn deleted(_: &World, build: &mut Build) {
    build.fate = DELETED;
}

fn lost_task(_: &World, build: &mut Build) {
    build.task = Some(41);
    build.tags = vec![(super::tags::F40, build.ends.plus(1))];
}

fn long_name(_: &World, build: &mut Build) {
    let release = "0.17.20261122git0123456789abcdef0123456789abcdef01234567.module+f40+12345+deadbeef.fc40";
    (build.version, build.release) = ("2026.11.22.0000000000001".to_owned(), release.to_owned());
}

fn odd_version(_: &World, build: &mut Build) {
    build.version = format!("{}+4~beta5^git6", build.version.split(['~', '^', '+']).next().unwrap_or("1"));
}
