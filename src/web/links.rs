//! Addresses of our own pages, each made here and nowhere else.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::hub::words::{BuildId, ChannelId, HostId, PackageId, TagId, TaskId, UserId};

/// What is escaped in one segment of a path and in a parameter: all but RFC 3986's unreserved and some that do no harm.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'@')
    .remove(b'*');

/// Can a name stand in a path? Digits alone would be an id there, proxies refuse `%2F`, and `.json` is cut off.
fn stands_in_a_path(name: &str) -> bool {
    !name.bytes().all(|b| b.is_ascii_digit())
        && !name.contains('/')
        && std::path::Path::new(name).extension().is_none_or(|end| end != "json")
        && name != "."
        && name != ".."
        && !name.chars().any(char::is_control)
}

fn page(section: &str, name: &str, id: i64) -> String {
    if stands_in_a_path(name) {
        format!("/{section}/{}", utf8_percent_encode(name, SEGMENT))
    } else {
        format!("/{section}/{id}")
    }
}

/// One build.
#[must_use]
pub fn build(nvr: &str, id: &BuildId) -> String {
    page("builds", nvr, id.0)
}

/// One build with all of its changelog.
#[must_use]
pub fn build_with_changelog(nvr: &str, id: &BuildId) -> String {
    format!("{}?changelog=all", build(nvr, id))
}

/// One build, by its id.
#[must_use]
pub fn build_by_id(id: &BuildId) -> String {
    format!("/builds/{id}")
}

/// One build, as a reader named it.
#[must_use]
pub fn build_named(id_or_nvr: &str) -> String {
    format!("/builds/{}", utf8_percent_encode(id_or_nvr, SEGMENT))
}

/// One task.
#[must_use]
pub fn task(id: &TaskId) -> String {
    format!("/tasks/{id}")
}

/// A task with its buildroots, for which a hub may take long.
#[must_use]
pub fn task_with_buildroots(id: &TaskId) -> String {
    format!("{}?buildroots=yes", task(id))
}

/// The tasks of a user.
#[must_use]
pub fn tasks_of_user(name: &str, id: &UserId) -> String {
    format!("/tasks?user={}&state=all", utf8_percent_encode(&named(name, id.0), SEGMENT))
}

/// One task, as a reader named it.
#[must_use]
pub fn task_named(id: &str) -> String {
    format!("/tasks/{}", utf8_percent_encode(id, SEGMENT))
}

/// All tasks that were on a host.
#[must_use]
pub fn tasks_on_host(name: &str, id: &HostId) -> String {
    format!("/tasks?host={}&state=all", utf8_percent_encode(&named(name, id.0), SEGMENT))
}

/// The tasks that a channel has at the moment.
#[must_use]
pub fn tasks_in_channel(name: &str, id: &ChannelId) -> String {
    format!("/tasks?channel={}", utf8_percent_encode(&named(name, id.0), SEGMENT))
}

/// One host, as a reader named it.
#[must_use]
pub fn host_named(id_or_name: &str) -> String {
    format!("/hosts/{}", utf8_percent_encode(id_or_name, SEGMENT))
}

/// A host with its active buildroots, for which a hub may take long.
#[must_use]
pub fn host_with_buildroots(name: &str, id: &HostId) -> String {
    format!("{}?buildroots=yes", host(name, id))
}

/// Hosts with these parameters, those that are there.
#[must_use]
pub fn hosts_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> String {
    with("/hosts", parameters)
}

/// The hosts that have an arch.
#[must_use]
pub fn hosts_of_arch(arch: &str) -> String {
    format!("/hosts?arch={}", utf8_percent_encode(arch, SEGMENT))
}

/// The hosts in a channel.
#[must_use]
pub fn hosts_in_channel(name: &str, id: &ChannelId) -> String {
    format!("/hosts?channel={}", utf8_percent_encode(&named(name, id.0), SEGMENT))
}

/// One channel.
#[must_use]
pub fn channel(name: &str, id: &ChannelId) -> String {
    page("channels", name, id.0)
}

/// One channel, as a reader named it.
#[must_use]
pub fn channel_named(id_or_name: &str) -> String {
    format!("/channels/{}", utf8_percent_encode(id_or_name, SEGMENT))
}

/// Builds with these parameters, those that are there.
#[must_use]
pub fn builds_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> String {
    with("/builds", parameters)
}

fn with<N: AsRef<str>>(path: &str, parameters: &[(N, Option<String>)]) -> String {
    let given = parameters.iter().filter_map(|(name, value)| Some((name.as_ref(), value.as_deref()?)));
    let encoded =
        |(name, value)| format!("{}={}", utf8_percent_encode(name, SEGMENT), utf8_percent_encode(value, SEGMENT));
    let pairs: Vec<String> = given.map(encoded).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// The first segments of our addresses of single things.
pub const SECTIONS: [&str; 12] = [
    "builds",
    "tasks",
    "packages",
    "tags",
    "targets",
    "users",
    "hosts",
    "channels",
    "rpms",
    "archives",
    "buildroots",
    "repos",
];

/// The page at these segments with these parameters: a pasted address, spelled so that it cannot lead off this site.
#[must_use]
pub fn pasted(segments: &[String], parameters: &[(String, Option<String>)]) -> String {
    let named = segments.iter().filter(|segment| !matches!(segment.as_str(), "" | "." | ".."));
    let path: String =
        named.flat_map(|segment| ["/".to_owned(), utf8_percent_encode(segment, SEGMENT).to_string()]).collect();
    with(if path.is_empty() { "/" } else { &path }, parameters)
}

/// One host.
#[must_use]
pub fn host(name: &str, id: &HostId) -> String {
    page("hosts", name, id.0)
}

/// A search with these parameters, those that are there.
#[must_use]
pub fn search_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> String {
    with("/search", parameters)
}

/// A search for this, whatever it may be.
#[must_use]
pub fn search_for(text: &str) -> String {
    search_with(&[("q", Some(text.to_owned()))])
}

/// Tasks with these parameters, those that are there.
#[must_use]
pub fn tasks_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> String {
    with("/tasks", parameters)
}

fn builds_by(parameter: &str, value: &str) -> String {
    format!("/builds?{parameter}={}", utf8_percent_encode(value, SEGMENT))
}

/// A name as a parameter: digits alone would be an id there too, so the id stands for it.
fn named(name: &str, id: i64) -> String {
    if name.is_empty() || name.bytes().all(|b| b.is_ascii_digit()) { id.to_string() } else { name.to_owned() }
}

/// The builds of a user.
#[must_use]
pub fn builds_of_user(name: &str, id: &UserId) -> String {
    builds_by("user", &named(name, id.0))
}

/// The builds of a package.
#[must_use]
pub fn builds_of_package(name: &str, id: &PackageId) -> String {
    builds_by("package", &named(name, id.0))
}

/// The builds in a tag.
#[must_use]
pub fn builds_in_tag(name: &str, id: &TagId) -> String {
    builds_by("tag", &named(name, id.0))
}

/// Tags with these parameters, those that are there.
#[must_use]
pub fn tags_with<const N: usize>(parameters: &[(&str, Option<String>); N]) -> String {
    with("/tags", parameters)
}

/// One tag.
#[must_use]
pub fn tag(name: &str, id: &TagId) -> String {
    page("tags", name, id.0)
}

/// One tag, as a reader named it.
#[must_use]
pub fn tag_named(id_or_name: &str) -> String {
    format!("/tags/{}", utf8_percent_encode(id_or_name, SEGMENT))
}

/// The packages that a tag lists.
#[must_use]
pub fn packages_in_tag(name: &str, id: &TagId) -> String {
    format!("{}/packages", tag(name, id))
}

/// The packages that a tag, as a reader named it, lists, with these parameters, those that are there.
#[must_use]
pub fn packages_in_tag_with<const N: usize>(id_or_name: &str, parameters: &[(&str, Option<String>); N]) -> String {
    with(&format!("{}/packages", tag_named(id_or_name)), parameters)
}

/// The tags that inherit from a tag.
#[must_use]
pub fn children_of_tag(name: &str, id: &TagId) -> String {
    format!("{}/children", tag(name, id))
}
