//! `/builds/{build}` of every type, its tags over time and its signatures.

use super::cost::cost;
use super::harness::demo;
use super::recorded;

#[tokio::test]
async fn what_types_tell_is_named() {
    let (site, _) = demo().await;
    for (build, facts) in [
        ("org.example-library-1.4.2-1", vec![("Maven", "org.example:library:1.4.2")]),
        ("win-agent-3.1-2", vec![("Platform", "win10-x64")]),
        (
            "demo-container-1.0-1",
            vec![
                ("Pull", "images.example.org/demo/container@sha256:ddd"),
                ("Image tags", "1.0"),
                ("Related images", "images.example.org/demo/server@sha256:eee"),
                ("Submitted by", "osbs"),
            ],
        ),
        (
            "demo-module-1-20261115.deadbeef",
            vec![("Module", "demo-module:1:20261115:deadbeef"), ("Module tag", "f40-build")],
        ),
        ("bash-6.13-1.fc41", vec![("Asked for", "#f40"), ("Command", "koji download-build bash-6.13-1.fc41")]),
        ("Demo-Cloud-Base-40-20261121.0", vec![("Command", "koji download-build --type=image Demo-Cloud-Base-40")]),
    ] {
        let page = site.get(&format!("/builds/{build}")).await;
        assert_eq!(page.status, 200, "{build}");
        let told = page.texts(".facts dl.long > div");
        for (name, words) in facts {
            let is_it = |fact: &&String| fact.starts_with(name) && fact.contains(words);
            assert!(told.iter().any(|fact| is_it(&fact)), "{build}: {name} {words} in {told:?}");
        }
    }
    let module = site.get("/builds/demo-module-1-20261115.deadbeef").await;
    assert!(module.attributes(".facts dl.long a", "href").contains(&"/tags/f40-build".to_owned()));
    assert_eq!(module.texts("h2").into_iter().filter(|text| text.starts_with("Module archives")).count(), 1);
    // What has no name of its own is in the tree.
    assert!(module.texts("dl.nested")[0].contains("module_build_service_id"));
}

#[tokio::test]
async fn a_deleted_build_tells_no_time_of_its_deletion() {
    let (site, _) = demo().await;
    let deleted = site.get("/builds.json?state=deleted").await.json();
    let page = site.get(&format!("/builds/{}", deleted["builds"]["rows"][0]["build_id"])).await;
    let by = page.text(".by");
    assert!(by.contains("complete") && by.contains("deleted since") && !by.contains("deleted 1"), "{by}");
}

#[tokio::test]
async fn tags_over_time_are_told() {
    let (site, _) = demo().await;
    let updates = site.get("/builds.json?tag=f40-updates&inherited=no").await.json();
    let id = updates["builds"]["rows"][0]["build_id"].clone();
    let build = site.get(&format!("/builds/{id}")).await;
    let link = build.attributes(".facts a", "href").into_iter().find(|href| href.ends_with("/history")).unwrap();
    let page = site.get(&link).await;
    assert!(cost(&page).2 <= 2);
    let changes = page.texts("td.lead");
    let has = |words: [&str; 2]| changes.iter().any(|change| words.iter().all(|word| change.contains(word)));
    assert!(has(["tagged", "f40-updates"]) && has(["untagged", "f40-updates-testing"]), "{changes:?}");
    let nvr = build.text("h1");
    assert!(changes.iter().all(|change| change.contains(&nvr)), "{changes:?}");
    assert_eq!(site.get("/builds/nope-1-1/history").await.status, 404);
}

#[tokio::test]
async fn signatures_stand_by_rpm() {
    let (site, demo) = demo().await;
    let large = site.get("/builds/behemoth-2.0-1.fc41/signatures").await;
    assert!(cost(&large).2 <= 3);
    assert_eq!(large.texts("td.lead").len(), 50);
    assert_eq!(demo.calls().get("multiCall"), Some(&1), "{:?}", demo.calls());
    assert!(large.texts("td.wide").contains(&"no key".to_owned()), "it is of today");
    // What is older than a day is signed.
    let page = site.get("/builds/slowpoke-0.132-1.fc40/signatures").await;
    assert!(page.texts("td.wide").iter().any(|keys| keys.starts_with("c96e11b5")), "{:?}", page.texts("td.wide"));
    let copies = page.attributes("td a.dl", "href");
    assert!(copies[0].contains("/data/signed/c96e11b5/"), "{}", copies[0]);
    let none = site.get("/builds/demo-container-1.0-1/signatures").await;
    assert_eq!(none.text("td.full"), "It has no rpms.");
}

#[tokio::test]
async fn recorded_builds_tell_what_their_types_tell() {
    let site = recorded::site().await;
    for (build, facts, archives) in [
        ("150130", vec![("Maven", "org.lab:")], 4),
        ("150131", vec![("Platform", "win10-x64")], 3),
        ("150132", vec![], 8),
        ("150134", vec![("Pull", "registry.lab.example.com/"), ("Submitted by", "osbs"), ("Image tags", "1.0")], 4),
        ("150136", vec![("Module", "x:1")], 0),
    ] {
        let page = site.get(&format!("/builds/{build}")).await;
        assert_eq!(page.status, 200, "{build}");
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{build}");
        let told = page.texts(".facts dl.long > div");
        for (name, words) in facts {
            let is_told = told.iter().any(|fact| fact.starts_with(name) && fact.contains(words));
            assert!(is_told, "{build}: {name} {words} in {told:?}");
        }
        assert_eq!(page.attributes("td.lead a[href^='/archives/']", "href").len(), archives, "{build}");
    }
}
