//! What readers get wrong: each a readable page inside the layout with a way on, and JSON where JSON was asked for.

use super::harness::demo;

/// Address, status, and what the page has to name.
const WRONG: [(&str, u16, &str); 34] = [
    ("/nowhere", 404, "no page"),
    ("/builds/1/2/3", 404, "no page"),
    ("/static/0/x.css", 404, "no page"),
    ("/builds/999999999", 404, "999999999"),
    ("/builds/99999999999999999999999999", 404, "99999999999999999999999999"),
    ("/builds/no-such-1.0", 404, "no-such-1.0"),
    ("/builds/nodashes", 404, "nodashes"),
    ("/builds/%3Cscript%3E-1-1", 404, "<script>-1-1"),
    ("/builds/%ff", 400, "%ff"),
    ("/builds/%00-1-1", 400, "%00"),
    ("/builds?offset=x", 400, "offset=x"),
    ("/builds?offset=-1", 400, "offset=-1"),
    ("/builds?offset=1000001", 400, "offset=1000001"),
    ("/builds?limit=0", 400, "limit=0"),
    ("/builds?limit=501", 400, "limit=501"),
    ("/builds?order=;drop", 400, "order=;drop"),
    ("/builds?state=nope", 400, "state=nope"),
    ("/builds?user=a&user=b", 400, "user=b"),
    ("/builds?user=%ff", 400, "user="),
    ("/builds?type=nope", 400, "type=nope"),
    ("/builds?tag=nosuchtag", 404, "nosuchtag"),
    ("/tags/nosuchtag", 404, "nosuchtag"),
    ("/tags/99999", 404, "99999"),
    ("/tags/99999999999999999999999999", 404, "99999999999999999999999999"),
    ("/tags/%3Cscript%3E-1-1", 404, "<script>-1-1"),
    ("/tags/%00", 400, "%00"),
    ("/tags/nosuchtag/packages", 404, "nosuchtag"),
    ("/tags/nosuchtag/children", 404, "nosuchtag"),
    ("/tags/f40/packages?owner=nosuchuser", 404, "nosuchuser"),
    ("/tags/f40/packages?blocked=maybe", 400, "blocked=maybe"),
    ("/tags/f40/packages?order=extra_arches", 400, "order=extra_arches"),
    ("/tags/f40/children?order=name", 400, "order=name"),
    ("/tags?order=arches", 400, "order=arches"),
    ("/tags?limit=0", 400, "limit=0"),
];

#[tokio::test]
async fn each_is_a_page_with_a_way_on() {
    let (site, _) = demo().await;
    for (address, status, named) in WRONG {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(page.text("main").contains(named), "{address}: {named} in {}", page.text("main"));
        assert!(page.header("content-type").starts_with("text/html"), "{address}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{address}");
        assert_eq!(page.texts("header.top").len(), 1, "{address} is not inside the layout");
        assert!(!page.attributes("main .ways a", "href").is_empty(), "{address} has no way on");
        assert!(!page.body.contains("<script>-1-1"), "{address}");
    }
}

#[tokio::test]
async fn each_is_json_where_json_was_asked_for() {
    let (site, _) = demo().await;
    for (address, status, named) in WRONG {
        let answer = site.ask("GET", address, &[("accept", "application/json")]).await;
        assert_eq!(answer.status, status, "{address}");
        assert_eq!(answer.header("content-type"), "application/json", "{address}");
        assert_eq!(answer.json()["status"], status);
        assert!(answer.json()["text"].as_str().unwrap().contains(named), "{address}: {}", answer.body);
    }
    let json = site.get("/builds/no-such-1.0.json").await;
    assert_eq!((json.status.as_u16(), json.json()["status"].as_u64()), (404, Some(404)));
}

#[tokio::test]
async fn the_wrong_parameter_can_be_left_out() {
    let (site, _) = demo().await;
    let page = site.get("/builds?offset=x&state=failed").await;
    assert_eq!(page.attributes("main .ways a", "href")[0], "/builds?state=failed");
    assert_eq!(site.get("/builds.json?offset=x").await.json()["parameter"], "offset");
}

#[tokio::test]
async fn other_methods_are_405() {
    let (site, demo) = demo().await;
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let page = site.ask(method, "/builds", &[]).await;
        assert_eq!(page.status, 405);
        assert_eq!(page.header("allow"), "GET,HEAD");
        assert!(page.text("h1").contains("Method not allowed"));
    }
    let head = site.ask("HEAD", "/builds", &[]).await;
    assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    assert_eq!(demo.calls().get("listBuilds"), Some(&2), "rows and their number");
}

/// A hub never sees a bound that it would take for "all", nor a column that it does not know.
#[tokio::test]
async fn what_is_wrong_never_reaches_the_hub() {
    let (site, demo) = demo().await;
    for (address, status, _) in WRONG {
        demo.forget_calls();
        site.get(address).await;
        if status == 400 && !address.contains("type=") {
            assert!(demo.calls().is_empty(), "{address}: {:?}", demo.calls());
        }
    }
}
