//! Builds that fail in many ways: the page leads to the line that tells why, whatever log has it.

use std::collections::HashSet;
use std::sync::Arc;

use kojiview::demo::{Demo, Settings};
use kojiview::hub::Limits;
use kojiview::web::appearance::{Appearance, AppearanceSettings};

use super::harness::{Site, demo, listen};

#[tokio::test]
async fn each_way_to_fail_is_told() {
    let told = [
        "implicit declaration of function ‘strlcpy’",
        "error: Installed (but unpackaged) file(s) found:",
        "AssertionError: assert 'aaaaaa",
        "nothing provides requested (pkgconfig(demo-ui) >= 4.2)",
        "cp: cannot stat 'themes'",
        "Hunk #1 FAILED at 88.",
        "error: ‘Window’ is not a member of ‘demo’",
        "FAIL: tests/lookup-long",
        "tests/lookup-forever: running",
        "No match for argument: python3dist(demo[extra])",
        "CMake Error at CMakeLists.txt:41",
        "undefined reference to `demo_lookup'",
    ];
    let (site, _) = demo().await;
    let failed = site.get("/builds.json?state=failed&limit=100").await.json();
    let mut seen = HashSet::new();
    for build in failed["builds"]["rows"].as_array().unwrap() {
        let Some(task) = build["task_id"].as_i64() else { continue };
        let address = format!("/tasks/{task}");
        let page = site.get(&address).await;
        let reasons = page.texts("#why .reason .l");
        assert_eq!(reasons.len(), 1, "{address}: {reasons:?}");
        let way = told.iter().position(|text| reasons.iter().any(|reason| reason.contains(text)));
        let way = way.unwrap_or_else(|| panic!("{address}: {reasons:?}"));
        // Where the link leads, the line stands.
        let link = page.attributes("#why .acts a", "href").remove(0);
        let (log, anchor) = link.split_once('#').unwrap();
        let shown = site.get(log).await.text(&format!("#{anchor}"));
        assert!(shown.contains(told[way]), "{address}: {link}: {shown}");
        let json = site.get(&format!("{address}.json")).await.json();
        let marked = json["failure"]["lines"].as_array().unwrap().iter().filter(|line| line["mark"] == "error");
        assert!(marked.clone().any(|line| line["text"].as_str().unwrap().contains(told[way])), "{json}");
        seen.insert(way);
        if seen.len() == told.len() {
            break;
        }
    }
    assert_eq!(seen.len(), told.len(), "{seen:?}");
}

/// Links that an operator configured appear where all is known that they name.
#[tokio::test]
async fn links_to_other_sites() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let (hub, clock) = (listen(demo.router()).await, demo.clone());
    let links = ["Explain=https://x.example.org/?log={log}&a={arch}", "Sources=https://src.example.org/rpms/{name}"];
    let site = Site::set(&hub, Limits::default(), Arc::new(move || clock.now()), |context| {
        context.appearance = Arc::new(Appearance::of(AppearanceSettings {
            links: links.iter().map(|link| link.parse().unwrap()).collect(),
            ..AppearanceSettings::default()
        }));
    });
    let of = async |address: &str| site.get(address).await.attributes("a[rel^=external]", "href");
    let log = "https%3A%2F%2Ffiles.example.org%2Fkojifiles%2Fwork%2Ftasks%2F6194%2F1306194%2Fbuild.log";
    let explain = format!("https://x.example.org/?log={log}&a=noarch");
    let sources = "https://src.example.org/rpms/python-urllib3".to_owned();
    assert_eq!(of("/tasks/1306194").await, [explain.clone(), sources.clone()]);
    assert_eq!(of("/tasks/1306192").await, [explain, sources]);
    assert_eq!(of("/packages/bash").await, ["https://src.example.org/rpms/bash"]);
    assert_eq!(of("/tasks/1305520").await, [""; 0]);
}
