//! Lists of kojiweb's, and that ours have the same rows in the same order: kojiweb's own calls to the hub tell which.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use kojiview::demo::Demo;
use kojiview::xmlrpc::{self, MethodCall, Value};
use tower::ServiceExt as _;

use super::harness::{Site, demo};

/// A list of kojiweb's, the list in our JSON and what its rows are told apart by, the call by which kojiweb fills it,
/// what it gives to that, the order, and the rows before the first. A call with two words is asked through the first.
const LISTS: &[(&str, &str, &str, &str, &str, i64)] = &[
    ("tasks", "tasks.id", "listTasks", r#"{"opts": {"state": [0, 1, 4], "parent": null}}"#, "-id", 0),
    ("tasks?state=open&view=flat", "tasks.id", "listTasks", r#"{"opts": {"state": [1]}}"#, "-id", 0),
    ("tasks?state=all&view=flat&order=id&start=50", "tasks.id", "listTasks", r#"{"opts": {}}"#, "id", 50),
    ("tasks?state=all&view=flat&order=owner", "tasks.id", "listTasks", r#"{"opts": {}}"#, "owner", 0),
    ("tasks?state=all&view=flat&order=-owner&start=50", "tasks.id", "listTasks", r#"{"opts": {}}"#, "-owner", 50),
    (
        "tasks?state=all&view=flat&order=-completion_time&start=100",
        "tasks.id",
        "listTasks",
        r#"{"opts": {}}"#,
        "-completion_time",
        100,
    ),
    (
        "tasks?state=CLOSED&view=toplevel&order=method",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"state": [2], "parent": null}}"#,
        "method",
        0,
    ),
    (
        "tasks?state=all&method=buildArch&view=tree",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"method": "buildArch"}}"#,
        "-id",
        0,
    ),
    (
        "tasks?state=all&method=build",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"method": "build", "parent": null}}"#,
        "-id",
        0,
    ),
    ("tasks?state=all&hostID=7&view=tree", "tasks.id", "listTasks", r#"{"opts": {"host_id": 7}}"#, "-id", 0),
    ("tasks?state=all&hostID=7&start=20", "tasks.id", "listTasks", r#"{"opts": {"host_id": 7}}"#, "-id", 20),
    (
        "tasks?state=all&hostID=buildvm-x86-01.example.org&view=toplevel",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"host_id": 1, "parent": null}}"#,
        "-id",
        0,
    ),
    (
        "tasks?state=all&channelID=2",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"channel_id": 2, "parent": null}}"#,
        "-id",
        0,
    ),
    (
        "tasks?state=all&channelID=default&view=flat&start=50",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"channel_id": 1}}"#,
        "-id",
        50,
    ),
    ("tasks?state=all&view=flat&owner=jane", "tasks.id", "listTasks", r#"{"opts": {"owner": 4}}"#, "-id", 0),
    (
        "tasks?state=all&owner=jane&start=50",
        "tasks.id",
        "listTasks",
        r#"{"opts": {"owner": 4, "parent": null}}"#,
        "-id",
        50,
    ),
    ("builds", "builds.build_id", "listBuilds", "{}", "-build_id", 0),
    ("builds?start=50&order=nvr", "builds.build_id", "listBuilds", "{}", "nvr", 50),
    ("builds?state=3", "builds.build_id", "listBuilds", r#"{"state": 3}"#, "-build_id", 0),
    ("builds?state=1&start=100", "builds.build_id", "listBuilds", r#"{"state": 1}"#, "-build_id", 100),
    ("builds?userID=jane", "builds.build_id", "listBuilds", r#"{"userID": 4}"#, "-build_id", 0),
    ("builds?packageID=bash", "builds.build_id", "listBuilds", r#"{"packageID": BASH}"#, "-build_id", 0),
    ("builds?prefix=b", "builds.build_id", "listBuilds", r#"{"prefix": "b"}"#, "-build_id", 0),
    ("builds?type=image", "builds.build_id", "listBuilds", r#"{"type": "image"}"#, "-build_id", 0),
    (
        "builds?tagID=f40",
        "builds.build_id",
        "countAndFilterResults listTagged",
        r#"{"tag": 30, "inherit": true, "latest": true}"#,
        "-build_id",
        0,
    ),
    (
        "builds?tagID=f40&latest=0&order=nvr",
        "builds.build_id",
        "countAndFilterResults listTagged",
        r#"{"tag": 30, "inherit": true, "latest": false}"#,
        "nvr",
        0,
    ),
    (
        "builds?tagID=30&latest=0&inherited=0&start=20",
        "builds.build_id",
        "countAndFilterResults listTagged",
        r#"{"tag": 30, "inherit": false, "latest": false}"#,
        "-build_id",
        20,
    ),
    (
        "builds?tagID=f40-build&inherited=1&latest=1&start=50",
        "builds.build_id",
        "countAndFilterResults listTagged",
        r#"{"tag": F40_BUILD, "inherit": true, "latest": true}"#,
        "-build_id",
        50,
    ),
    (
        "packages",
        "packages.package_id",
        "listPackages",
        r#"{"inherited": true, "with_blocked": true}"#,
        "package_name",
        0,
    ),
    (
        "packages?prefix=k&order=-package_id",
        "packages.package_id",
        "listPackages",
        r#"{"prefix": "k", "inherited": true, "with_blocked": true}"#,
        "-package_id",
        0,
    ),
    (
        "packages?tagID=f40",
        "packages.package_id",
        "listPackages",
        r#"{"tagID": 30, "inherited": true, "with_blocked": true}"#,
        "package_name",
        0,
    ),
    (
        "packages?tagID=f40-build&blocked=0&start=10&order=-package_name",
        "packages.package_id",
        "listPackages",
        r#"{"tagID": F40_BUILD, "inherited": true, "with_blocked": false}"#,
        "-package_name",
        10,
    ),
    (
        "packages?tagID=f40-build&inherited=0",
        "packages.package_id",
        "listPackages",
        r#"{"tagID": F40_BUILD, "inherited": false, "with_blocked": true}"#,
        "package_name",
        0,
    ),
    (
        "packageinfo?packageID=bash&buildStart=1",
        "builds.build_id",
        "listBuilds",
        r#"{"packageID": BASH}"#,
        "-completion_time",
        1,
    ),
    ("packageinfo?packageID=bash&buildOrder=nvr", "builds.build_id", "listBuilds", r#"{"packageID": BASH}"#, "nvr", 0),
    ("packageinfo?packageID=bash&tagStart=1", "tags.id", "listTags", r#"{"package": BASH}"#, "name", 1),
    ("packageinfo?packageID=bash&tagOrder=-name", "tags.id", "listTags", r#"{"package": BASH}"#, "-name", 0),
    ("userinfo?userID=jane&buildStart=10", "builds.build_id", "listBuilds", r#"{"userID": 4}"#, "-completion_time", 10),
    (
        "packages?userID=jane",
        "packages.package_id",
        "listPackages",
        r#"{"userID": 4, "inherited": true, "with_blocked": true}"#,
        "package_name",
        0,
    ),
    (
        "userinfo?userID=jane&packageStart=10",
        "packages.package_id",
        "countAndFilterResults listPackages",
        r#"{"userID": 4, "with_dups": true}"#,
        "package_name",
        10,
    ),
    ("tags", "tags.id", "listTags", "{}", "name", 0),
    ("tags?order=-id&start=10", "tags.id", "listTags", "{}", "-id", 10),
    ("users", "users.id", "listUsers", "{}", "name", 0),
    ("users?prefix=j&order=-id", "users.id", "listUsers", r#"{"prefix": "j"}"#, "-id", 0),
    ("buildtargets", "targets.id", "getBuildTargets", "{}", "name", 0),
    ("buildtargets?order=-id&start=2", "targets.id", "getBuildTargets", "{}", "-id", 2),
    ("buildroots?repoID=10000035", "buildroots.id", "listBuildroots", r#"{"repoID": 10000035}"#, "id", 0),
    (
        "buildroots?repoID=10000035&state=3&order=-id",
        "buildroots.id",
        "listBuildroots",
        r#"{"repoID": 10000035, "state": 3}"#,
        "-id",
        0,
    ),
    (
        "rpmlist?buildrootID=295522&type=component",
        "rpms.id",
        "listRPMs",
        r#"{"componentBuildrootID": 295522}"#,
        "nvr",
        0,
    ),
    (
        "rpmlist?buildrootID=295522&type=component&order=-nvr&start=5",
        "rpms.id",
        "listRPMs",
        r#"{"componentBuildrootID": 295522}"#,
        "-nvr",
        5,
    ),
    ("rpmlist?buildrootID=295522&type=built", "rpms.id", "listRPMs", r#"{"buildrootID": 295522}"#, "nvr", 0),
    ("rpmlist?imageID=1047560&type=image", "rpms.id", "listRPMs", r#"{"imageID": 1047560}"#, "nvr", 0),
    (
        "archivelist?buildrootID=200377&type=component",
        "archives.id",
        "listArchives",
        r#"{"componentBuildrootID": 200377}"#,
        "filename",
        0,
    ),
    (
        "archivelist?buildrootID=200377&type=built",
        "archives.id",
        "listArchives",
        r#"{"buildrootID": 200377}"#,
        "filename",
        0,
    ),
    ("archivelist?imageID=1047560&type=image", "archives.id", "listArchives", r#"{"imageID": 1047560}"#, "filename", 0),
    (
        "search?terms=f4*&type=tag&match=glob",
        "hits.id",
        "search",
        r#"{"terms": "f4*", "type": "tag", "matchType": "glob"}"#,
        "name",
        0,
    ),
    (
        "search?terms=*a*&type=rpm&match=glob",
        "hits.id",
        "search",
        r#"{"terms": "*a*", "type": "rpm", "matchType": "glob"}"#,
        "-id",
        0,
    ),
    (
        "search?terms=a.*1&type=build&match=regexp&start=50",
        "hits.id",
        "search",
        r#"{"terms": "a.*1", "type": "build", "matchType": "regexp"}"#,
        "-id",
        50,
    ),
    ("reporequests", "requests.id", "repo.queryQueue", r#"[["active", "=", true]]"#, "-id", 0),
    ("reporequests?active=all&order=priority", "requests.id", "repo.queryQueue", "[]", "priority", 0),
    ("reporequests?active=no", "requests.id", "repo.queryQueue", r#"[["active", "=", false]]"#, "-id", 0),
    (
        "reporequests?active=all&tag=f40-build&start=2",
        "requests.id",
        "repo.queryQueue",
        r#"[["tag_id", "=", F40_BUILD]]"#,
        "-id",
        2,
    ),
];

/// What the hub answers.
async fn call(demo: &Arc<Demo>, call: &MethodCall) -> Value {
    let body = Body::from(xmlrpc::write_call_of(call));
    let request = Request::post("/kojihub").header("content-type", "text/xml").body(body).unwrap();
    let answer = demo.router().oneshot(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
    let answer = xmlrpc::response::<Value>(&answer).unwrap_or_else(|error| panic!("{call:?}: {error}"));
    answer.value
}

fn method(name: &str, args: Vec<Value>) -> MethodCall {
    MethodCall { method: name.to_owned(), args, kwargs: indexmap::IndexMap::new() }
}

fn rows(answer: Value) -> Vec<Value> {
    match answer {
        Value::Array(rows) => rows,
        other => panic!("no list: {other:?}"),
    }
}

/// The id of something that the hub gives by its name.
async fn id_of(demo: &Arc<Demo>, getter: &str, name: &str) -> String {
    let found = call(demo, &method(getter, vec![Value::from(name)])).await;
    found.get("id").and_then(Value::as_int).unwrap_or_else(|| panic!("no {name}")).to_string()
}

/// The rows that kojiweb would show.
async fn theirs(demo: &Arc<Demo>, name: &str, given: &str, page: serde_json::Value) -> Vec<Value> {
    let through = name.split_once(' ');
    let mut wanted = method(through.map_or(name, |(through, _)| through), Vec::new());
    let options = match (through, serde_json::from_str(given).unwrap_or_else(|error| panic!("{given}: {error}"))) {
        (Some((_, inner)), Value::Struct(keywords)) => {
            (wanted.args, wanted.kwargs) = (vec![Value::from(inner)], keywords);
            "filterOpts"
        }
        (_, Value::Struct(keywords)) => {
            wanted.kwargs = keywords;
            "queryOpts"
        }
        (_, clauses) => {
            wanted.args = vec![clauses, Value::from("**")];
            "opts"
        }
    };
    wanted.kwargs.insert(options.to_owned(), serde_json::from_value(page).unwrap());
    let answer = call(demo, &wanted).await;
    match through {
        // The number of all comes before the rows.
        Some(_) => rows(rows(answer).pop().unwrap_or_default()),
        None => rows(answer),
    }
}

/// The list in our JSON to which an address of kojiweb's leads.
async fn ours(site: &Site, address: &str, list: &str, key: &str) -> Vec<i64> {
    let moved = site.get(&format!("/koji/{address}")).await;
    let location = moved.header("location");
    assert_eq!(moved.status, 302, "{address}: {location}");
    let (path, query) = location.split_at(location.find('?').unwrap_or(location.len()));
    let json = site.get(&format!("{path}.json{query}")).await;
    assert_eq!(json.status, 200, "{address} -> {location}");
    let json = json.json();
    let rows = json[list]["rows"].as_array().unwrap_or_else(|| panic!("{address} -> {location}: no {list}"));
    let id = |row: &serde_json::Value| row[key].as_i64().unwrap_or_else(|| panic!("{address} -> {location}: {row}"));
    rows.iter().map(id).collect()
}

#[tokio::test]
async fn lists_have_the_rows_that_kojiweb_shows() {
    let (site, demo) = demo().await;
    let bash = id_of(&demo, "getPackage", "bash").await;
    let f40_build = id_of(&demo, "getTag", "f40-build").await;
    let mut wrong = Vec::new();
    for (address, list, name, given, order, start) in LISTS {
        let (list, key) = list.split_once('.').unwrap_or_else(|| panic!("{address}: {list}"));
        let given = given.replace("BASH", &bash).replace("F40_BUILD", &f40_build);
        // Its page of a user shows few of each list; ours goes on after them.
        let rows = if address.starts_with("userinfo") { 10 } else { 50 };
        let page = serde_json::json!({"order": order, "offset": start, "limit": rows});
        let theirs = theirs(&demo, name, &given, page).await;
        let theirs: Vec<i64> = theirs.iter().filter_map(|row| row.get(key).and_then(Value::as_int)).collect();
        let mut ours = ours(&site, address, list, key).await;
        if address.starts_with("packages?userID") {
            // Ours has a row for each tag that lists a package.
            ours.dedup();
        }
        ours.truncate(rows);
        if theirs != ours {
            wrong.push(format!("{address}:\n  theirs {theirs:?}\n  ours   {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// kojiweb asks for all hosts, and filters and sorts them itself: by name, or here by id.
const HOSTS: [&str; 15] = [
    "hosts",
    "hosts?state=all",
    "hosts?state=disabled",
    "hosts?state=enabled&ready=all",
    "hosts?ready=yes",
    "hosts?ready=no",
    "hosts?state=all&ready=yes",
    "hosts?state=all&ready=no",
    "hosts?state=disabled&ready=no",
    "hosts?state=disabled&ready=yes",
    "hosts?state=all&channel=image&arch=aarch64",
    "hosts?state=all&channel=default&ready=yes&order=-id",
    "hosts?channel=createrepo&arch=all",
    "hosts?arch=s390x&state=all&order=id",
    "hosts?state=all&order=-name&start=3",
];

/// The value of a parameter.
fn parameter<'a>(address: &'a str, name: &str, default: &'a str) -> &'a str {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(given, _)| *given == name);
    found.map_or(default, |(_, value)| value)
}

#[tokio::test]
async fn hosts_are_those_that_kojiweb_shows() {
    let (site, demo) = demo().await;
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = |row: &Value| row.get("id").and_then(Value::as_int).unwrap_or_default();
    let mut hosts = Vec::new();
    for host in rows(call(&demo, &method("listHosts", Vec::new())).await) {
        let channels = rows(call(&demo, &method("listChannels", vec![Value::Int(id(&host))])).await);
        hosts.push((host, channels.iter().map(|channel| text(channel, "name")).collect::<Vec<_>>()));
    }
    let mut wrong = Vec::new();
    for address in HOSTS {
        let asked = |name, default| parameter(address, name, default);
        let is = |host: &Value, name: &str, yes: &str, no: &str, wanted: &str| match host.get(name) {
            Some(Value::Bool(true)) => wanted != no,
            Some(Value::Bool(false)) => wanted != yes,
            other => panic!("{address}: {name} is {other:?}"),
        };
        let is_shown = |(host, channels): &&(Value, Vec<String>)| {
            let (channel, arch) = (asked("channel", "all"), asked("arch", "all"));
            is(host, "enabled", "enabled", "disabled", asked("state", "enabled"))
                && is(host, "ready", "yes", "no", asked("ready", "all"))
                && (channel == "all" || channels.iter().any(|name| name == channel))
                && (arch == "all" || text(host, "arches").split_whitespace().any(|one| one == arch))
        };
        let mut theirs: Vec<&Value> = hosts.iter().filter(is_shown).map(|(host, _)| host).collect();
        let order = asked("order", "name");
        match order.trim_start_matches('-') {
            "id" => theirs.sort_by_key(|host| id(host)),
            _ => theirs.sort_by_key(|host| text(host, "name")),
        }
        if order.starts_with('-') {
            theirs.reverse();
        }
        let start: usize = asked("start", "0").parse().unwrap_or_else(|error| panic!("{address}: {error}"));
        let theirs: Vec<i64> = theirs.into_iter().skip(start).map(id).collect();
        let ours = ours(&site, address, "hosts", "id").await;
        if theirs != ours {
            wrong.push(format!("{address}:\n  theirs {theirs:?}\n  ours   {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
