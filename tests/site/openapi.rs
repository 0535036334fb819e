//! `/openapi.json`, the document for programs, and the page that shows it.

use kojiview::app::routes;
use serde_json::Value;

use super::harness::demo;

#[tokio::test]
async fn the_document_has_all_addresses() {
    let (site, _) = demo().await;
    let answer = site.get("/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    let document = answer.json();
    assert_eq!((&document["openapi"], &document["servers"][0]["url"]), (&"3.1.0".into(), &"/".into()));
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), routes().iter().count());
    for (path, item) in paths {
        let operation = &item["get"];
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let about = parameter["description"].as_str().unwrap_or_default();
            assert!(!about.is_empty() && parameter["schema"].is_object(), "{path}: {parameter}");
            let is_in_path = path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap()));
            assert!(parameter["in"] == "query" || is_in_path, "{path}: {parameter}");
        }
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.contains_key("404") && answers.contains_key("5XX"), "{path}");
    }
    // Examples lead to what they name.
    let build = &paths["/builds/{build}.json"]["get"];
    let example = build["parameters"][0]["example"].as_str().unwrap();
    assert_eq!(site.get(&format!("/builds/{example}.json")).await.status, 200);
    let content = &build["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(content["properties"]["build"]["$ref"], "#/components/schemas/Build");
    // A choice is named by its words, and a bound by its numbers.
    let of = |path: &str, name: &str| -> Value {
        let parameters = paths[path]["get"]["parameters"].as_array().unwrap();
        parameters.iter().find(|parameter| parameter["name"] == name).unwrap()["schema"].clone()
    };
    assert_eq!(of("/builds.json", "limit")["maximum"], 500);
    assert!(of("/hosts.json", "state").to_string().contains("not-ready"), "{}", of("/hosts.json", "state"));
    assert!(!document.to_string().contains("\"null\",\"null\""));
    let feed = &paths["/feeds/builds.atom"]["get"]["responses"]["200"]["content"];
    assert!(feed["application/atom+xml"].is_object() && feed["application/json"].is_object(), "{feed}");
}

#[tokio::test]
async fn the_document_is_small_and_kept() {
    let (site, demo) = demo().await;
    let (_, body) = site.raw("/openapi.json", &[("accept-encoding", "gzip")]).await;
    assert!(body.len() <= 60 << 10, "{} bytes", body.len());
    assert_eq!(
        site.ask("GET", "/openapi", &[("accept", "application/json")]).await.body,
        site.get("/openapi.json").await.body
    );
    let answer = site.get("/openapi.json").await;
    let etag = answer.header("etag").to_owned();
    let again = site.ask("GET", "/openapi.json", &[("if-none-match", &etag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert!(demo.calls().is_empty(), "it needs nothing of the hub: {:?}", demo.calls());
    assert_eq!(site.ask("POST", "/openapi.json", &[]).await.status, 405);
}

#[tokio::test]
async fn the_page_shows_the_document() {
    let (site, _) = demo().await;
    let page = site.get("/openapi").await;
    assert_eq!(page.texts("article").len(), routes().iter().count());
    assert_eq!(page.attributes(".head .more", "href"), ["/openapi.json"]);
    let all = page.text("main");
    for words in ["/builds.json", "/packages/{package}/badge.svg", "yes | no", "list of BuildRow", "In this state."] {
        assert!(all.contains(words), "{words}");
    }
}
