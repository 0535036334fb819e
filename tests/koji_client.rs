//! Koji's own command line agrees with the pages: asked of the demo hub, it ends without an error, and what it prints is
//! what Kojiview shows.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use kojiview::app::{self, Service};
use kojiview::demo::{Demo, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::appearance::Appearance;
use kojiview::web::files::Files;
use kojiview::web::{Context, HubAddress};
use tower::ServiceExt as _;

/// The demo hub on a port, Koji's client set up for it, and a site over it.
struct Both {
    site: Service,
    folder: std::path::PathBuf,
}

async fn both(name: &str) -> Both {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let router = demo.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("koji-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let config = format!("[koji]\nserver = {at}/kojihub\ntopurl = {at}/kojifiles\nweburl = {at}\nanon_retry = false\n");
    std::fs::write(folder.join("koji.conf"), config).unwrap();
    let hub = HubClient::new(format!("{at}/kojihub").parse().unwrap(), Limits::default()).unwrap();
    let clock = demo.clone();
    let site = app::service(Context {
        appearance: Arc::new(Appearance::named("test")),
        ..app::context(
            hub,
            HubAddress::of("https://hub.example.org/kojihub".parse().unwrap()),
            Files::at(format!("{at}/kojifiles").parse().unwrap()),
            Arc::new(move || clock.now()),
        )
    });
    Both { site, folder }
}

impl Both {
    /// What `koji` prints. It runs beside the hub, which is served meanwhile.
    async fn koji(&self, arguments: &str) -> String {
        let python = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/koji");
        assert!(python.exists(), "Koji's client is not there: tests/run puts it into target/python");
        let (folder, arguments) = (self.folder.clone(), arguments.to_owned());
        let run = move || {
            let mut koji = Command::new(python);
            koji.arg("-c")
                .arg(folder.join("koji.conf"))
                .arg("--noauth")
                .args(arguments.split(' '))
                .current_dir(&folder);
            let output = koji.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success() && !said.contains("ERROR"), "koji {arguments}: {said}");
            String::from_utf8(output.stdout).unwrap()
        };
        tokio::task::spawn_blocking(run).await.unwrap()
    }

    async fn json(&self, address: &str) -> serde_json::Value {
        let answer = self.site.clone().oneshot(Request::get(address).body(Body::empty()).unwrap()).await.unwrap();
        assert!(answer.status().is_success(), "{address}");
        serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap()
    }

    /// A field of every row of all pages of a list.
    async fn all(&self, address: &str, list: &str, field: &str) -> BTreeSet<String> {
        let (mut next, mut found) = (Some(address.to_owned()), BTreeSet::new());
        while let Some(address) = next {
            let page = self.json(&address).await;
            let Some(rows) = page[list]["rows"].as_array() else { panic!("{address}: {page}") };
            found.extend(
                rows.iter().map(|row| row[field].as_str().map_or_else(|| row[field].to_string(), str::to_owned)),
            );
            next = page[list]["next"].as_str().map(str::to_owned);
        }
        found
    }
}

/// The first word of each line.
fn first_words(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn builds_are_the_same() {
    let both = both("builds").await;
    for (theirs, ours) in [
        ("list-builds --quiet --state=FAILED", "/builds.json?state=failed&limit=100"),
        ("list-builds --quiet --state=CANCELED", "/builds.json?state=canceled&limit=100"),
        ("list-builds --quiet --package=bash", "/builds.json?package=bash&limit=100"),
        ("list-tagged --quiet f40", "/builds.json?tag=f40&latest=no&inherited=no&limit=100"),
        ("list-tagged --quiet --latest --inherit f40-build", "/builds.json?tag=f40-build&limit=100"),
    ] {
        let printed = first_words(&both.koji(theirs).await);
        assert!(!printed.is_empty(), "{theirs}");
        assert_eq!(printed, both.all(ours, "builds", "nvr").await, "{theirs}");
    }
}

#[tokio::test]
async fn a_build_and_its_task_are_the_same() {
    let both = both("build").await;
    let newest = both.json("/builds.json?state=complete&type=rpm&package=bash&limit=1").await;
    let nvr = newest["builds"]["rows"][0]["nvr"].as_str().unwrap().to_owned();
    let build = both.json(&format!("/builds/{nvr}.json")).await;
    let printed = both.koji(&format!("buildinfo --changelog {nvr}")).await;
    for (line, value) in [
        ("BUILD", format!("{nvr} [{}]", build["build"]["build_id"])),
        ("State", "COMPLETE".to_owned()),
        ("Built by", build["build"]["owner_name"].as_str().unwrap().to_owned()),
        ("Task", format!("{} build", build["build"]["task_id"])),
    ] {
        assert!(printed.contains(&format!("{line}: {value}")), "{line}: {value} in {printed}");
    }
    for rpm in build["rpms"].as_array().unwrap() {
        let file =
            format!("{}-{}-{}.{}.rpm", rpm["name"], rpm["version"], rpm["release"], rpm["arch"]).replace('"', "");
        assert!(printed.contains(&file), "{file} in {printed}");
    }
    let task = build["build"]["task_id"].to_string();
    let printed = both.koji(&format!("taskinfo -v -r {task}")).await;
    assert!(printed.contains(&format!("Task: {task}")) && printed.contains("State: closed"), "{printed}");
    let tree = both.json(&format!("/tasks/{task}.json")).await;
    for below in tree["descendents"].as_object().unwrap().values().flat_map(|children| children.as_array().unwrap()) {
        assert!(printed.contains(&format!("Task: {}", below["id"])), "{} in {printed}", below["id"]);
    }
    both.koji(&format!("download-logs --recurse {task}")).await;
    let logs = walk(&both.folder);
    assert!(logs.iter().any(|log| log.ends_with("build.log")), "{logs:?}");
}

/// The names of all files that are not empty.
fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else if path.metadata().unwrap().len() > 0 {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn tasks_are_the_same() {
    let both = both("tasks").await;
    let printed = both.koji("list-tasks --quiet").await;
    let ids: BTreeSet<String> =
        first_words(&printed).into_iter().filter(|word| word.bytes().all(|b| b.is_ascii_digit())).collect();
    assert!(!ids.is_empty());
    assert_eq!(ids, both.all("/tasks.json?view=flat&limit=100", "tasks", "id").await);
}

#[tokio::test]
async fn hosts_are_the_same() {
    let both = both("hosts").await;
    let printed = first_words(&both.koji("list-hosts --quiet").await);
    let hosts = both.json("/hosts.json?state=all").await;
    let rows = hosts["hosts"]["rows"].as_array().unwrap_or_else(|| panic!("{hosts}"));
    let ours: BTreeSet<String> = rows.iter().map(|host| host["name"].as_str().unwrap().to_owned()).collect();
    assert!(!printed.is_empty());
    assert_eq!(printed, ours);
}

#[tokio::test]
async fn packages_are_the_same() {
    let both = both("packages").await;
    for (theirs, ours) in [
        ("list-pkgs --quiet", "/packages.json?limit=100"),
        ("list-pkgs --quiet --owner=jane", "/packages.json?owner=jane&limit=100"),
        ("list-pkgs --quiet --tag=f40", "/tags/f40/packages.json?inherited=no&blocked=no&limit=100"),
    ] {
        let printed = first_words(&both.koji(theirs).await);
        assert!(printed.len() > 5, "{theirs}");
        assert_eq!(printed, both.all(ours, "packages", "package_name").await, "{theirs}");
    }
}

#[tokio::test]
async fn a_user_is_the_same() {
    let both = both("user").await;
    let user = both.json("/users/jane.json").await;
    let printed = both.koji("userinfo jane").await;
    for told in
        [format!("User name: {}", user["user"]["name"].as_str().unwrap()), format!("User ID: {}", user["user"]["id"])]
    {
        assert!(printed.contains(&told), "{told} in {printed}");
    }
    for permission in user["permissions"].as_array().unwrap() {
        assert!(printed.contains(permission.as_str().unwrap()), "{permission} in {printed}");
    }
}

#[tokio::test]
async fn external_repos_are_the_same() {
    let both = both("external-repos").await;
    let printed = first_words(&both.koji("list-external-repos --quiet").await);
    assert!(printed.len() > 1, "{printed:?}");
    assert_eq!(printed, both.all("/external-repos.json?limit=2", "repos", "name").await);
    let of_tag = both.koji("list-external-repos --quiet --tag=f40-build").await;
    let tag = both.json("/tags/f40-build.json").await;
    for repo in tag["external_repos"].as_array().unwrap().iter().filter(|repo| repo["tag_name"] == "f40-build") {
        assert!(of_tag.contains(repo["external_repo_name"].as_str().unwrap()), "{repo} in {of_tag}");
    }
}

#[tokio::test]
async fn targets_are_the_same() {
    let both = both("targets").await;
    let printed = first_words(&both.koji("list-targets --quiet").await);
    assert!(printed.len() > 5, "{printed:?}");
    assert_eq!(printed, both.all("/targets.json?limit=3", "targets", "name").await);
}

/// What `koji rpminfo`, `list-buildroot` and `buildinfo` print of rpms, buildroots and builds of every type.
#[tokio::test]
async fn what_is_inside_is_the_same() {
    let both = both("inside").await;
    let name = "bash-6.13-1.fc41.x86_64";
    let rpm = both.json(&format!("/rpms/{name}.json?open=buildroots")).await;
    let printed = both.koji(&format!("rpminfo --buildroots {name}")).await;
    let root = &rpm["buildroot"];
    for told in [
        format!("RPM: {name} [{}]", rpm["rpm"]["id"]),
        format!("SIGMD5: {}", rpm["rpm"]["payloadhash"].as_str().unwrap()),
        format!("Size: {}", rpm["rpm"]["size"]),
        format!("Buildroot: {} (tag {}, arch", root["id"], root["tag_name"].as_str().unwrap()),
    ] {
        assert!(printed.contains(&told), "{told} in {printed}");
    }
    let shown = rpm["buildroots"]["rows"].as_array().unwrap();
    assert!(!shown.is_empty());
    for used in shown {
        assert!(printed.contains(&used["id"].to_string()), "{used} in {printed}");
    }
    let id = root["id"].to_string();
    for (built, ours) in [("", "rpms.json?limit=100"), ("--built ", "rpms.json?built=yes&limit=100")] {
        let printed = both.koji(&format!("list-buildroot {built}{id}")).await;
        let listed: BTreeSet<String> =
            printed.lines().filter_map(|line| line.rsplit_once('.')).map(|(nvr, _)| nvr.to_owned()).collect();
        let own = both.all(&format!("/buildroots/{id}/{ours}"), "rpms", "nvr").await;
        assert_eq!(listed, own, "{built}");
    }
    for build in [
        "org.example-library-1.4.2-1",
        "win-agent-3.1-2",
        "demo-container-1.0-1",
        "demo-module-1-20261115.deadbeef",
        "Demo-Cloud-Base-40-20261121.0",
    ] {
        let printed = both.koji(&format!("buildinfo {build}")).await;
        let page = both.json(&format!("/builds/{build}.json")).await;
        let files = page["files"].as_array().unwrap().iter().filter(|file| file["kind"] == "archive");
        let paths: Vec<&str> =
            files.map(|file| file["url"].as_str().unwrap().split("/packages/").nth(1).unwrap()).collect();
        assert_eq!(paths.len(), printed.matches("/packages/").count(), "{build}: {printed}");
        assert!(paths.iter().all(|path| printed.contains(path)), "{build}: {paths:?} in {printed}");
    }
}
