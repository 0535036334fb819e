//! `/api` and `/api/{method}`: the reference of the hub's methods.

use std::collections::BTreeMap;

use kojiview::app::routes;
use kojiview::xmlrpc::Value;

use super::harness::{Site, demo};
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn all_methods_are_there_with_anchors_and_pages() {
    let (site, _) = demo().await;
    let page = site.get("/api").await;
    let ids = page.attributes("article", "id");
    assert!(ids.len() > 80 && page.text("#methods").starts_with(&format!("{} methods", ids.len())));
    assert_eq!(page.texts("article h3 a"), ids);
    assert_eq!(page.texts("h2").len(), page.attributes("#methods a", "href").len());
    assert!(page.text(".head .d").contains("Koji 1.35.3"), "{}", page.text(".head .d"));
    for (href, name) in page.attributes("article h3 a", "href").iter().zip(&ids) {
        let method = site.get(href).await;
        assert_eq!((method.status.as_u16(), &method.text("h1")), (200, name), "{href}");
        let pages = method.attributes(".on a", "href");
        for shown in pages {
            // The lists of rpms and archives are searches.
            let status = if ["/rpms", "/archives"].contains(&shown.as_str()) { 302 } else { 200 };
            assert_eq!(site.get(&shown).await.status, status, "{name}: {shown}");
        }
    }
    let build = site.get("/api/getBuild").await;
    assert_eq!(build.text("h3"), "getBuild(buildInfo, strict=None)");
    assert_eq!(build.texts(".args dt"), ["buildInfo int|str|dict", "strict bool", "returns dict"]);
    assert!(build.text(".doc").starts_with("One build"), "{}", build.text(".doc"));
    assert!(!build.text(".doc").contains(":param"));
    let calls = build.texts(".api > pre");
    assert!(calls[0].ends_with("hub.getBuild(BUILDINFO)"), "{calls:?}");
    assert_eq!(calls[1], "koji --noauth call getBuild BUILDINFO");
    assert!(calls[2].starts_with("curl https://hub.example.org/kojihub -d '<methodCall>"), "{calls:?}");
    for address in ["/api/nope", "/api/get%42uild%00", "/api/%3Cb%3E"] {
        assert!([404, 400].contains(&site.get(address).await.status.as_u16()), "{address}");
    }
    assert_eq!(site.get("/api/getBuild.json").await.json()["method"]["doc"]["params"][0]["name"], "buildInfo");
}

#[tokio::test]
async fn methods_are_found_by_words() {
    let (site, _) = demo().await;
    let found = async |words: &str| site.get(&format!("/api?q={words}")).await.attributes("article", "id");
    assert_eq!(found("LISTTAGGED").await, ["listTagged"]);
    let by_text = found("reverse+depth").await;
    assert_eq!(by_text, ["getFullInheritance"], "all words, in the documentation");
    assert_eq!(found("").await.len(), found("+").await.len());
    let none = site.get("/api?q=there-is-no-such").await;
    assert_eq!((none.status.as_u16(), none.attributes("article", "id").len()), (200, 0));
    assert!(none.text(".none").starts_with("No method"));
    // What is typed replaces the list and not the field.
    let page = site.get("/api?q=task").await;
    assert_eq!(page.attributes("form input", "value"), ["task"]);
    assert!(page.texts("#listing input").is_empty());
    let part = site.part("/api?q=task", "section#listing").await;
    assert_eq!(part.attributes("article", "id"), page.attributes("article", "id"));
}

/// A page that is said to show what a method answers does ask for it.
#[tokio::test]
async fn pages_ask_for_what_they_are_said_to_show() {
    let (_, demo) = demo().await;
    let hub = super::harness::listen(demo.router()).await;
    let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let routes = routes();
    for route in routes.iter().filter(|route| !route.shows.is_empty()) {
        let mut examples: Vec<&str> = route.examples.to_vec();
        examples.extend(match route.path {
            "/users/{user}" => Some("/users/releng-team"),
            "/builds/{build}" => Some("/builds/org.example-library-1.4.2-1"),
            _ => None,
        });
        for example in examples {
            demo.forget_calls();
            Site::over(&hub).get(example).await;
            let calls = demo.calls();
            // Lists that a hub does not page are asked for as a part of another call.
            let inside = calls.contains_key("countAndFilterResults").then_some(match route.path {
                "/builds" => "listTagged",
                "/tags/{tag}" => "getFullInheritance",
                _ => "listPackages",
            });
            asked.entry(route.path).or_default().extend(calls.into_keys().chain(inside.map(str::to_owned)));
        }
    }
    for route in routes.iter() {
        for method in route.shows {
            let calls = &asked[route.path];
            assert!(calls.iter().any(|call| call == method), "{} does not ask for {method}: {calls:?}", route.path);
        }
    }
}

/// All methods of a real hub: each in its group, and the page of all of them small enough beside their documentation.
#[tokio::test]
async fn every_recorded_method_is_shown() {
    let site = recorded::site().await;
    let case = read("_listapi").into_iter().next().unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    let page = site.get("/api").await;
    let mut names: Vec<String> = rows.iter().map(|row| text(row, "name")).collect();
    let mut shown = page.attributes("article", "id");
    let signatures = page.texts("article h3");
    for row in &rows {
        let signature = format!("{}{}", text(row, "name"), text(row, "argdesc"));
        assert!(signatures.contains(&signature), "{signature}");
    }
    names.sort();
    shown.sort();
    assert_eq!((shown.len(), shown), (320, names));
    assert_eq!(
        page.texts("h2").iter().map(|title| title.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>(),
        ["Read", "Write", "Builders", "Session"]
    );
    let bytes = site.raw("/api", &[("accept-encoding", "gzip")]).await.1.len();
    assert!(bytes < 28 << 10, "{bytes} bytes without documentation, of which a hub has 31 KB");
}
