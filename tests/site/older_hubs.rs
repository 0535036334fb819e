//! Hubs of older versions: what each cannot do is known and not asked of it, whatever it tells of itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use kojiview::app::routes;
use kojiview::demo::{Demo, Koji, Settings};
use kojiview::hub::feature;
use kojiview::web::Route;
use kojiview::xmlrpc::{self, Fault, Value};

use super::contract::arrive;
use super::cost::cost;
use super::harness::{Answer, demo_of, grow_old, listen, over};

/// What a page shows of such a hub: all that it could, or that it needs a newer one.
fn assert_is_whole(koji: Koji, route: &Route, example: &str, page: &Answer) {
    let lacking = route.needs.filter(|feature| koji.version() < feature.since.to_string().as_str());
    if let Some(feature) = lacking {
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (501, "Not on this hub"), "{example}");
        assert!(page.text("main").contains(&format!("needs Koji {} or newer", feature.since)), "{example}");
        return;
    }
    assert_eq!(page.status, 200, "{koji:?} {example}");
    assert_eq!(page.texts("#notices p"), [""; 0], "{koji:?} {example}");
    let dead = page.attributes("a[href^='/repo-requests']", "href");
    assert!(dead.is_empty(), "{koji:?} {example} leads to {dead:?}");
}

/// Pages of all routes; the newest version has them in `contract`.
#[tokio::test]
async fn every_page_over_every_older_version() {
    for koji in [Koji::V1_30, Koji::V1_33, Koji::V1_34] {
        let (site, demo, client) = demo_of(koji).await;
        client.learn_api().await.unwrap();
        for route in routes().iter() {
            let (_, page) = arrive(&site, route.examples[0]).await;
            assert_is_whole(koji, route, route.examples[0], &page);
        }
        assert_eq!(demo.calls().get(Demo::UNKNOWN), None, "{koji:?}: {:?}", demo.calls());
    }
}

/// What the oldest hub takes more than the newest is a wave at most.
#[tokio::test]
async fn a_wave_more_at_most() {
    let (_, demo, _) = demo_of(Koji::V1_30).await;
    let hub = listen(demo.router()).await;
    for route in routes().iter().filter(|route| route.needs.is_none()) {
        // From an empty cache, by a client that knows the hub.
        let (site, client) = over(&hub);
        client.learn_api().await.unwrap();
        let (_, page) = arrive(&site, route.examples[0]).await;
        let (_, _, waves) = cost(&page);
        assert!(waves <= route.waves + 1, "{}: {waves} waves of {}", route.examples[0], route.waves);
    }
}

/// Pages that ask older hubs otherwise.
const OTHERWISE: [&str; 10] = [
    "/tags/f40-build",
    "/targets/f40?open=activity",
    "/repos",
    "/repos/10000035?buildroots=yes",
    "/builds?draft=no",
    "/users?perm=tag",
    "/users/jane",
    "/users/releng-team",
    "/tasks/1306404",
    "/hosts/1",
];

/// A hub that does not tell its methods: what it refuses once is not asked again, and the page is whole at once.
#[tokio::test]
async fn what_was_refused_is_not_asked_again() {
    for koji in [Koji::V1_30, Koji::V1_33, Koji::V1_34] {
        let (_, demo, _) = demo_of(koji).await;
        let (site, _) = over(&listen(demo.router()).await);
        let mut whole = Vec::new();
        for address in OTHERWISE {
            let page = site.get(address).await;
            assert_eq!((page.status.as_u16(), page.texts("#notices p")), (200, Vec::new()), "{koji:?} {address}");
            whole.push(page.text("main"));
        }
        let refused = demo.calls()[Demo::UNKNOWN];
        assert!((1..=5).contains(&refused), "{koji:?}: {:?}", demo.calls());
        grow_old(Duration::from_secs(3600)).await;
        for (address, before) in OTHERWISE.into_iter().zip(whole) {
            assert_eq!(site.get(address).await.text("main"), before, "{koji:?} {address}");
        }
        assert_eq!(demo.calls()[Demo::UNKNOWN], refused, "{koji:?}: {:?}", demo.calls());
    }
}

/// Waits for something that happens beside the test.
async fn until(what: &str, done: impl Fn() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} does not happen");
}

/// While Kojiview runs the hub becomes a newer one, and an older one again.
#[tokio::test]
async fn upgrades_and_downgrades() {
    let (site, demo, client) = demo_of(Koji::V1_34).await;
    tokio::spawn(client.clone().follow_api());
    until("the first list", || !client.has(&feature::REPO_REQUESTS)).await;
    assert_eq!(site.get("/repo-requests").await.status, 501);
    // A newer hub names itself in its answers.
    demo.become_koji(Koji::V1_35);
    grow_old(Duration::from_secs(61)).await;
    assert_eq!(site.get("/tags").await.status, 200);
    until("the list after an upgrade", || client.has(&feature::REPO_REQUESTS)).await;
    assert_eq!(site.get("/repo-requests").await.status, 200);
    assert!(site.get("/hub").await.text("main").contains("Koji 1.35.3"));
    assert!(demo.calls()["_listapi"] <= 3, "{:?}", demo.calls());
    // An older one does not, and refuses.
    demo.become_koji(Koji::V1_30);
    grow_old(Duration::from_secs(120)).await;
    assert_eq!(site.get("/repo-requests").await.status, 501, "what the newer one told is of the newer one");
    let page = site.get("/users?perm=tag").await;
    assert_eq!(page.status, 200, "{}", page.body);
    grow_old(Duration::from_secs(61)).await;
    until("the list after a downgrade", || !client.has(&feature::DRAFTS)).await;
    // One that names nothing may be another one the next day.
    demo.become_koji(Koji::V1_34);
    grow_old(Duration::from_secs(25 * 3600)).await;
    until("the list of the next day", || client.has(&feature::DRAFTS)).await;
    assert!(!client.has(&feature::REPO_REQUESTS));
}

/// A hub that refuses one thing after another is not asked for its methods each time.
#[tokio::test]
async fn the_list_is_asked_for_once_a_minute_at_most() {
    let (site, demo, client) = demo_of(Koji::V1_34).await;
    tokio::spawn(client.clone().follow_api());
    until("the first list", || !client.has(&feature::LAST_CHANGE)).await;
    demo.become_koji(Koji::V1_30);
    for (n, address) in ["/builds?draft=no", "/users/jane", "/buildroots?repo=10000035"].into_iter().enumerate() {
        assert!([200, 501].contains(&site.get(address).await.status.as_u16()), "{address}");
        assert_eq!(demo.calls()[Demo::UNKNOWN], n as u64 + 1, "{address}");
    }
    assert_eq!(demo.calls()["_listapi"], 1, "{:?}", demo.calls());
    grow_old(Duration::from_secs(61)).await;
    until("the second list", || demo.calls()["_listapi"] == 2).await;
}

/// What was refused once is believed of a hub until it says otherwise, and what was refused again after that for longer.
#[tokio::test]
async fn refusals_and_accounts() {
    let (site, demo, client) = demo_of(Koji::V1_34).await;
    client.learn_api().await.unwrap();
    for times in 1..=3 {
        demo.become_koji(Koji::V1_30);
        grow_old(Duration::from_secs(3600)).await;
        assert_eq!(site.get("/builds?draft=no").await.status, 200);
        assert!(!client.has(&feature::DRAFTS));
        assert_eq!(demo.calls()[Demo::UNKNOWN], times.min(2), "it is not asked a third time");
        demo.become_koji(Koji::V1_34);
        client.learn_api().await.unwrap();
        assert_eq!(client.has(&feature::DRAFTS), times == 1);
    }
    // Another version is another hub.
    demo.become_koji(Koji::V1_35);
    client.learn_api().await.unwrap();
    client.learn_api().await.unwrap();
    assert!(client.has(&feature::DRAFTS));
}

/// A demo of 1.30 whose answer to `_listapi` is another one.
async fn telling(told: impl Fn() -> String + Clone + Send + Sync + 'static) -> (String, Arc<Demo>) {
    let demo = Demo::new(Settings { frozen: true, koji: Koji::V1_30, ..Settings::default() });
    let hub = format!("{}/kojihub", listen(demo.router()).await);
    let client = super::harness::http_client();
    let answer = move |body: Bytes| async move {
        if body.windows(8).any(|word| word == b"_listapi") {
            return told();
        }
        client.post(hub).body(body).send().await.unwrap().text().await.unwrap()
    };
    (listen(Router::new().route("/kojihub", post(answer))).await, demo)
}

fn methods(names: impl Iterator<Item = String>) -> String {
    let method = |name: String| Value::from([("name", Value::from(name.as_str())), ("args", Value::Array(Vec::new()))]);
    xmlrpc::write_response(&Value::Array(names.map(method).collect())).unwrap()
}

type Told = fn() -> String;

/// Whatever a hub tells of its methods, its pages are there, and they are asked for in a way that it can take.
#[tokio::test]
async fn what_a_hub_tells_of_itself_may_be_wrong() {
    let refuses = || xmlrpc::write_fault(&Fault { code: 1000, message: "Invalid method: _listapi".to_owned() });
    let none = || methods(std::iter::empty());
    // All that we have heard of, with no parameters, and 5,000 more.
    let many = || {
        let ours = ["getBuild", "repo.query", "repo.queryQueue", "listUsers", "tagLastChangeEvent"];
        methods(ours.into_iter().map(str::to_owned).chain((0..5000).map(|n| format!("plugin.method{n}"))))
    };
    let huge = || {
        let names = (0..5000).map(|n| format!("{n}{}", "x".repeat(10_000)));
        methods(names.chain(["getBuild".to_owned()]))
    };
    let broken = || "<methodResponse><params><param><value><array>".to_owned();
    let cases: [(&str, Told, bool); 5] = [
        ("refuses", refuses, false),
        ("none", none, false),
        ("many", many, true),
        ("huge", huge, false),
        ("broken", broken, false),
    ];
    for (case, told, is_told) in cases {
        let (hub, demo) = telling(told).await;
        let (site, client) = over(&hub);
        assert_eq!(client.learn_api().await.is_ok(), is_told, "{case}");
        for _ in 0..2 {
            for address in OTHERWISE {
                let page = site.get(address).await;
                assert_eq!((page.status.as_u16(), page.texts("#notices p")), (200, Vec::new()), "{case} {address}");
            }
            assert_eq!(site.get("/repo-requests").await.status, 501, "{case}");
        }
        assert!(demo.calls().get(Demo::UNKNOWN).is_none_or(|refused| *refused <= 5), "{case}: {:?}", demo.calls());
    }
}

/// A plugin of an older hub has a method of a newer one's name: it takes other parameters, or gives something else.
#[tokio::test]
async fn plugins_with_our_methods_names() {
    let takes_ours = Arc::new(AtomicBool::new(false));
    let demo = Demo::new(Settings { frozen: true, koji: Koji::V1_34, ..Settings::default() });
    let hub = format!("{}/kojihub", listen(demo.router()).await);
    let (client, switch) = (super::harness::http_client(), takes_ours.clone());
    let answer = move |body: Bytes| async move {
        let call = xmlrpc::request(&body).unwrap();
        match call.method.as_str() {
            "repo.query" if switch.load(Ordering::Relaxed) => xmlrpc::write_response(&"of a plugin").unwrap(),
            "repo.query" => xmlrpc::write_fault(&Fault {
                code: 1019,
                message: "query() got an unexpected keyword argument 'clauses'".to_owned(),
            }),
            _ => client.post(hub).body(body).send().await.unwrap().text().await.unwrap(),
        }
    };
    let address = listen(Router::new().route("/kojihub", post(answer))).await;
    let (site, _) = over(&address);
    let page = site.get("/repos?tag=f40-build").await;
    assert_eq!(page.status, 200);
    assert!(!page.texts("#rows tbody td.lead").is_empty(), "{}", page.text("main"));
    takes_ours.store(true, Ordering::Relaxed);
    let (site, _) = over(&address);
    for address in ["/repos?tag=f40-build", "/tags/f40-build"] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.texts("#notices p")), (200, Vec::new()), "{address}");
        assert!(!page.texts("#rows tbody td.lead, #repos tbody td.lead").is_empty(), "{address}");
    }
}
