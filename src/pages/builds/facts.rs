//! What a build tells in its type and in `extra`, as far as its parts have names that readers know. All else is in the tree
//! that the page has below.

use indexmap::IndexMap;

use crate::components::nested::plain;
use crate::hub::methods::Build;
use crate::hub::model::{BuildId, TaskId};
use crate::urls::{self, Url};
use crate::xmlrpc::Value;

/// One fact.
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) values: Vec<Told>,
}

/// What is told, and the page that it names.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) href: Option<Url>,
    /// The module build that it is, in a module build service.
    pub(super) module_build: Option<i64>,
}

/// Values of one fact that are shown.
const MOST: usize = 20;
/// Characters of one that are shown.
const LONGEST: usize = 1000;

/// The facts that there are, from the answer of `getBuildType` and from `extra`.
pub(super) fn facts(build: &Build, types: Option<&IndexMap<String, Value>>) -> Vec<Fact> {
    let extra = build.extra.as_ref();
    let in_extra = |path: &[&str]| at(extra?, path);
    // Of images `getBuildType` tells the id alone, and what their generator told is in `extra`.
    let of_type = |name: &str, path: &[&str]| {
        let told = types.and_then(|types| types.get(name)).and_then(|told| at(told, path));
        told.or_else(|| at(in_extra(&["typeinfo", name])?, path))
    };
    // Older generators put it beside `typeinfo`.
    let image = |path: &[&str]| of_type("image", path).or_else(|| at(in_extra(&["image"])?, path));
    let module = |name: &str| of_type("module", &[name]);
    let task = |name: &str| Some(TaskId(extra?.get(name)?.as_int()?));
    let parent = image(&["parent_build_id"]).and_then(Value::as_int).map(BuildId);
    [
        fact("Maven", of_type("maven", &[]).and_then(gav).into_iter().map(text)),
        fact("Platform", texts(of_type("win", &["platform"]))),
        fact("Module", of_type("module", &[]).and_then(stream).into_iter().map(text)),
        fact(
            "Module tag",
            texts(module("content_koji_tag")).map(|told| {
                let href = Some(urls::tag_named(&told.text));
                Told { href, ..told }
            }),
        ),
        fact(
            "Module build",
            texts(module("module_build_service_id")).map(|told| Told { module_build: told.text.parse().ok(), ..told }),
        ),
        fact("Pull", texts(image(&["index", "pull"]))),
        fact("Image tags", texts(image(&["index", "tags"]))),
        fact(
            "Parent image",
            parent.into_iter().map(|id| Told { href: Some(urls::build_by_id(&id)), ..text(format!("build {id}")) }),
        ),
        fact("Related images", related(of_type("operator-manifests", &["related_images", "pullspecs"]))),
        fact("Remote sources", remote_sources(of_type("remote-sources", &[]))),
        fact("Asked for", texts(in_extra(&["source", "original_url"]))),
        fact("Submitted by", texts(in_extra(&["submitter"]))),
        fact(
            "Filesystem",
            task("filesystem_koji_task_id")
                .into_iter()
                .map(|id| Told { href: Some(urls::task(&id)), ..text(format!("task {id}")) }),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A fact, where something is told.
fn fact(name: &'static str, values: impl IntoIterator<Item = Told>) -> Option<Fact> {
    let values: Vec<Told> = values.into_iter().take(MOST).collect();
    (!values.is_empty()).then_some(Fact { name, values })
}

fn text(text: impl AsRef<str>) -> Told {
    Told { text: text.as_ref().chars().take(LONGEST).collect(), href: None, module_build: None }
}

/// What is told once, or each of a list.
fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
}

/// A text, a number, or each of a list of them.
fn texts(value: Option<&Value>) -> impl Iterator<Item = Told> {
    let is_text =
        |value: &&Value| matches!(value, Value::Int(_)) || value.as_str().is_some_and(|text| !text.is_empty());
    each(value).iter().filter(is_text).map(|value| text(plain(value)))
}

/// What lies at a path of names.
fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(name))
}

/// Group, artifact and version, as Maven writes them.
fn gav(told: &Value) -> Option<String> {
    let part = |name| told.get(name)?.as_str();
    Some(format!("{}:{}:{}", part("group_id")?, part("artifact_id")?, part("version")?))
}

/// Name, stream, version and context of a module, as far as they are told.
fn stream(module: &Value) -> Option<String> {
    let parts = ["name", "stream", "version", "context"].iter().map_while(|name| module.get(name));
    let parts: Vec<String> = parts.map(plain).collect();
    (!parts.is_empty()).then(|| parts.join(":"))
}

/// The images that an operator's manifests name.
fn related(specs: Option<&Value>) -> impl Iterator<Item = Told> {
    each(specs).iter().flat_map(|spec| texts(spec.get("new").or(Some(spec))))
}

/// What a container was built from beside its own source: one, or a list with names.
fn remote_sources(told: Option<&Value>) -> impl Iterator<Item = Told> {
    each(told).iter().flat_map(|one| texts(one.get("remote_source_url").or_else(|| one.get("url"))))
}
