//! Names as people write them, in addresses and in the search: epochs, no arch, drafts, buildroots, files.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::harness::demo;

#[tokio::test]
async fn names_without_an_arch_and_with_an_epoch_are_understood() {
    let (site, _) = demo().await;
    let perl = site.get("/builds.json?package=perl&state=complete").await.json()["builds"]["rows"][0].clone();
    let text = |name: &str| perl[name].as_str().unwrap().to_owned();
    let (version, release, nvr) = (text("version"), text("release"), text("nvr"));
    let build = site.get("/builds?package=perl&state=complete").await.attributes("td.lead a", "href").remove(0);
    for name in [nvr.clone(), format!("perl-4:{version}-{release}"), format!("4:{nvr}")] {
        let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC).to_string();
        let as_rpm = site.get(&format!("/rpms/{encoded}")).await;
        assert_eq!((as_rpm.status.as_u16(), as_rpm.header("location")), (303, build.as_str()), "{name}");
        assert_eq!(site.get(&format!("/builds/{encoded}")).await.status, 200, "{name}");
        assert_eq!(site.get(&format!("/search?q={encoded}")).await.header("location"), build, "{name}");
        let rpm = site.get(&format!("/rpms/{encoded}.src")).await;
        assert_eq!((rpm.status.as_u16(), rpm.text("h1")), (200, format!("perl-4:{version}-{release}.src")), "{name}");
    }
    assert_eq!(site.get("/rpms/nope-1-1").await.status, 404);
    assert_eq!(site.get("/rpms/nope").await.status, 404);
    // An rpm of no build's name is found with each arch that it has.
    let found = site.get("/search?q=bash-devel-6.13-1.fc41").await;
    let rpms = found.texts("ul.names li");
    assert!(rpms.len() > 1 && rpms.iter().all(|name| name.starts_with("bash-devel-6.13-1.fc41.")), "{rpms:?}");
    assert_eq!(site.get(&found.attributes("ul.names a", "href")[0]).await.status, 200);
    let doc = site.get("/search?q=bash-doc-6.13-1.fc41").await;
    assert!(doc.header("location").starts_with("/rpms/"), "it is noarch alone: {}", doc.body);
}

#[tokio::test]
async fn drafts_are_found_by_the_name_that_they_will_have() {
    let (site, _) = demo().await;
    let list = site.get("/builds/draft-sample-1.0-1.fc40").await;
    assert_eq!(list.status, 303, "{}", list.body);
    let drafts = site.get(list.header("location")).await.texts("td.lead");
    assert!(drafts.len() == 2 && drafts.iter().all(|nvr| nvr.contains("draft_")), "{drafts:?}");
    let searched = site.get("/search?q=draft-sample-1.0-1.fc40").await;
    assert_eq!(searched.header("location"), list.header("location"));
    assert_eq!(site.get("/builds/draft-sample-9-9").await.status, 404);
    assert_eq!(site.get("/builds/bash-6.13-1").await.status, 404, "the beginning of a name is no draft's");
    let rpm = site.get("/rpms/draft-sample-1.0-1.fc40.x86_64").await;
    assert!(rpm.text("title").contains("(draft ") && rpm.text(".by").contains("can have the same name"));
}

#[tokio::test]
async fn buildroots_are_found_by_their_whole_name() {
    let (site, _) = demo().await;
    let name = site.get("/buildroots/295522").await.text("h1");
    for typed in [name.clone(), format!("/var/lib/mock/{name}/root"), "demo-cg:200377".to_owned()] {
        let found = site.get(&format!("/search?q={typed}")).await;
        assert!(found.header("location").starts_with("/buildroots/2"), "{typed}: {}", found.body);
    }
    for wrong in ["f41-build-295522-1", "x-295522-9406045", "demo-cg:295522"] {
        assert_eq!(site.get(&format!("/buildroots/{wrong}")).await.status, 404, "{wrong}");
        assert_eq!(site.get(&format!("/buildroots/{wrong}/rpms")).await.status, 404, "{wrong}");
        assert!(site.get(&format!("/search?q={wrong}")).await.header("location").is_empty(), "{wrong}");
    }
}

#[tokio::test]
async fn files_are_named_to_the_letter() {
    let (site, demo) = demo().await;
    let rpm = "/rpms/bash-6.13-1.fc41.x86_64";
    let page = site.get(&format!("{rpm}/file?path=%20/usr/bin/bash")).await;
    assert_eq!(page.status, 404, "a space is a part of the name");
    assert_eq!(site.get(&format!("{rpm}/file?path=/a%0Ab")).await.status, 404, "so is the end of a line");
    assert_eq!(site.get(&format!("{rpm}/file?path=/a%01b")).await.status, 400, "XML cannot hold all");
    // What has a space may have had a plus there.
    assert_eq!(demo.calls()["getRPMFile"], 3);
    let search = site.get("/search?q=bash-6.13-1.fc41.x86_64:/usr/bin/bash").await;
    assert_eq!(site.get(search.header("location")).await.text("h1"), "/usr/bin/bash");
    let past = site.get(&format!("{rpm}/files?offset=5000")).await;
    assert_eq!(past.text("td.full"), "There are no more rows.");
    let external = site.get("/rpms/900000002/file?path=/x").await;
    assert_eq!(external.header("location"), "/rpms/900000002/files");
}

/// What is said of a draft is said by its own source rpm, and not by another one of the same name.
#[tokio::test]
async fn a_draft_is_described_by_its_own_rpm() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = super::harness::listen(demo.router()).await;
    let client = super::harness::http_client();
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = asked.clone();
    let between = axum::routing::post(move |body: String| async move {
        if body.contains("<methodName>getRPMHeaders<") {
            seen.lock().unwrap().push(body.clone());
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let router = axum::Router::new().route("/kojihub", between);
    let site = super::harness::Site::over(&super::harness::listen(router).await);
    let drafts = site.get("/builds.json?draft=yes").await.json();
    for draft in drafts["builds"]["rows"].as_array().unwrap() {
        let build = site.get(&format!("/builds/{}.json", draft["build_id"])).await.json();
        let rpms = build["rpms"].as_array().unwrap();
        let source = rpms.iter().find(|rpm| rpm["arch"] == "src").unwrap()["id"].to_string();
        let asked: Vec<String> = std::mem::take(&mut *asked.lock().unwrap());
        assert!(asked.len() == 1 && asked[0].contains(&source), "{source} in {asked:?}");
        assert!(!build["headers"].is_null(), "{build}");
    }
}
