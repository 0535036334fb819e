//! Suggestions while one types, and what browsers know of the search.

use std::time::Duration;

use super::harness::{Site, demo};

/// The names become known in the background.
async fn known(site: &Site) {
    for _ in 0..200 {
        let json = site.get("/suggestions.json?q=buildvm-x86-01").await.json();
        if !json["names"].as_array().unwrap().is_empty()
            && site.get("/suggestions.json?q=jane").await.body.contains("user")
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the names are not known");
}

#[tokio::test]
async fn names_are_suggested_from_memory() {
    let (site, demo) = demo().await;
    assert_eq!(site.get("/suggestions.json?q=ba").await.json()["names"], serde_json::json!([]), "nothing is known yet");
    known(&site).await;
    demo.forget_calls();
    let json = site.get("/suggestions.json?q=f40").await.json();
    let names: Vec<(&str, &str)> = json["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["name"].as_str().unwrap()))
        .collect();
    assert_eq!(names[..2], [("tag", "f40"), ("target", "f40")], "{names:?}");
    assert!(names.len() <= 12 && names.iter().all(|(_, name)| name.contains("f40")), "{names:?}");
    for (text, first) in
        [("BAS", "bash"), ("jane", "jane"), ("bash-5.2", "bash"), ("vm-x86-01", "buildvm-x86-01.example.org")]
    {
        let json = site.get(&format!("/suggestions.json?q={text}")).await.json();
        assert_eq!(json["names"][0]["name"], first, "{text}");
    }
    // More tags begin so than are suggested, and targets are, too.
    let json = site.get("/suggestions.json?q=f4").await.json();
    let of_kind = |kind: &str| json["names"].as_array().unwrap().iter().filter(|one| one["kind"] == kind).count();
    assert!(of_kind("tag") >= 6 && of_kind("target") > 2, "{}", json["names"]);
    for text in ["", "%20", "nosuchname", "*", "(", &"a".repeat(3000)] {
        let json = site.get(&format!("/suggestions.json?q={text}")).await.json();
        assert_eq!(json["names"], serde_json::json!([]), "{text}");
    }
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
}

/// A list is asked for again after ten minutes, and then only where somebody types.
#[tokio::test]
async fn names_are_asked_for_now_and_then() {
    let (site, demo) = demo().await;
    known(&site).await;
    demo.forget_calls();
    for (minutes, asked) in [(5, 0), (4, 0), (2, 1)] {
        super::harness::grow_old(Duration::from_secs(60 * minutes)).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(demo.calls().is_empty(), "nobody types: {:?}", demo.calls());
        site.get("/suggestions?q=f4").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(demo.calls().get("listTags").copied().unwrap_or_default(), asked, "after {minutes} min more");
    }
}

/// What htmx puts below the field, and what a reader without scripts gets at the address.
#[tokio::test]
async fn suggestions_are_options_of_a_list() {
    let (site, _) = demo().await;
    known(&site).await;
    let part = site.part("/suggestions?q=hostile", "ul#suggestions").await;
    assert_eq!(part.status, 200);
    assert_eq!(part.attributes("ul", "role"), ["listbox"]);
    let ids = part.attributes("li[role=option]", "id");
    assert_eq!(ids.first().map(String::as_str), Some("suggestion-1"));
    for address in part.attributes("li", "data-href") {
        assert!(site.get(&address).await.status.as_u16() < 400, "{address}");
    }
    let hostile = site.part("/suggestions?q=%3Cscript%3E", "ul#suggestions").await;
    assert!(!hostile.body.contains("<script>"), "{}", hostile.body);
    assert!(hostile.attributes("ul", "hidden").is_empty() || hostile.texts("li").is_empty());
    let page = site.get("/suggestions?q=f40").await;
    assert_eq!(page.attributes("#suggestions", "role"), ["listbox"], "once on the page");
    assert!(page.attributes(".ways a", "href").contains(&"/tags/f40".to_owned()));
}

#[tokio::test]
async fn browsers_can_search_here() {
    let (site, _) = demo().await;
    known(&site).await;
    let page = site.get("/").await;
    assert_eq!(page.attributes("link[rel=search]", "href"), ["/opensearch.xml"]);
    let host = [("host", "kojiview.example.org:8080")];
    let description = site.ask("GET", "/opensearch.xml", &host).await;
    assert_eq!(description.header("content-type"), "application/opensearchdescription+xml; charset=utf-8");
    assert!(
        description.body.contains("template=\"http://kojiview.example.org:8080/search?q={searchTerms}\""),
        "{}",
        description.body
    );
    for host in ["a\"><script>", ""] {
        let hostile = site.ask("GET", "/opensearch.xml", &[("host", host)]).await;
        assert!(hostile.body.contains("http://localhost/search"), "{}", hostile.body);
    }
    let suggested = site.ask("GET", "/opensearch-suggestions?q=f40-b", &host).await;
    assert_eq!(suggested.header("content-type"), "application/x-suggestions+json");
    let json = suggested.json();
    assert_eq!(
        (json[0].as_str(), json[1][0].as_str(), json[2][0].as_str()),
        (Some("f40-b"), Some("f40-build"), Some("tag"))
    );
    assert_eq!(json[3][0], "http://kojiview.example.org:8080/tags/f40-build");
}

#[tokio::test]
async fn a_hub_that_is_down_keeps_the_names() {
    let (site, demo) = demo().await;
    known(&site).await;
    demo.inject(kojiview::demo::InjectedFault::Offline);
    super::harness::grow_old(Duration::from_secs(3600)).await;
    site.get("/suggestions?q=f40").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let json = site.get("/suggestions.json?q=f40").await.json();
    assert_eq!(json["names"][0]["name"], "f40");
}
