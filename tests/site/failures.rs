//! A hub that fails: a clear status with a time to come back, or the kept page with its age; never a 500, never a wait
//! beyond the deadline.

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use kojiview::demo::InjectedFault;
use kojiview::hub::Limits;

use super::harness::{Site, demo, demo_with, grow_old, listen};

/// What a reader waits at most in these tests.
fn hasty() -> Limits {
    Limits { deadline: Duration::from_millis(300), refresh_wait: Duration::from_millis(100), ..Limits::default() }
}

const FAULTS: [(InjectedFault, u16, &str); 5] = [
    (InjectedFault::Offline, 503, "The hub is offline"),
    (InjectedFault::Unavailable, 503, "answer cannot be used"),
    (InjectedFault::Invalid, 502, "answer cannot be used"),
    (InjectedFault::Closing, 502, "answer cannot be used"),
    (InjectedFault::Slow(Duration::from_secs(60)), 504, "too slow"),
];

#[tokio::test]
async fn nothing_kept() {
    for (fault, status, title) in FAULTS {
        let (site, demo) = demo_with(hasty()).await;
        demo.inject(fault);
        for address in ["/builds", "/builds/slowpoke-1.0-1.fc40", "/builds?tag=f40", "/builds?match=bash"] {
            let page = site.get(address).await;
            assert_eq!(page.status, status, "{fault:?} {address}: {}", page.text("main"));
            assert!(page.text("h1").contains(title), "{fault:?} {address}: {}", page.text("h1"));
            assert_eq!(page.header("retry-after"), "10", "{fault:?} {address}");
            assert_eq!(page.header("cache-control"), "private, no-store");
            let json = site
                .get(
                    &address
                        .replacen("/builds", "/builds.json", 1)
                        .replace(".json/slowpoke-1.0-1.fc40", "/slowpoke-1.0-1.fc40.json"),
                )
                .await;
            assert_eq!(
                (json.status.as_u16(), json.json()["status"].as_u64()),
                (status, Some(status.into())),
                "{address}"
            );
        }
    }
}

#[tokio::test]
async fn the_kept_page_with_its_age() {
    for (fault, ..) in FAULTS {
        let (site, demo) = demo_with(hasty()).await;
        for address in ["/builds", "/builds/slowpoke-1.0-1.fc40"] {
            assert_eq!(site.get(address).await.status, 200);
        }
        demo.inject(fault);
        grow_old(Duration::from_secs(3 * 3600)).await;
        for address in ["/builds", "/builds/slowpoke-1.0-1.fc40"] {
            let page = site.get(address).await;
            assert_eq!(page.status, 200, "{fault:?} {address}: {}", page.text("main"));
            let told = page.text(".outage");
            assert!(told.contains("3 h old"), "{fault:?} {address}: {told}");
            assert_eq!(page.header("cache-control"), "private, no-store");
            assert_eq!(page.header("etag"), "");
        }
        demo.inject(InjectedFault::None);
        grow_old(Duration::from_secs(10)).await;
        // One call tries, and all others go out again once it is answered.
        let mut told = Vec::new();
        for _ in 0..200 {
            told = site.get("/builds").await.texts(".outage");
            if told.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(told, [""; 0], "{fault:?}: the hub is back");
    }
}

/// A missing part does not cost the page, and such a page is not kept by others.
#[tokio::test]
async fn a_part_that_fails_is_told_in_its_place() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = post(move |body: String| async move {
        if body.contains("<methodName>getBuildLogs<") || body.contains("<methodName>getTaskInfo<") {
            return "no XML-RPC".to_owned();
        }
        let answer = client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap();
        answer.text().await.unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    let page = site.get("/builds?state=complete&limit=1").await;
    let build = page.attributes("td.lead a", "href").remove(0);
    let page = site.get(&build).await;
    assert_eq!(page.status, 200);
    let failed = page.texts("#notices .outage");
    assert_eq!(failed.len(), 1, "what fails in one way is one notice: {failed:?}");
    assert!(failed[0].starts_with("Missing: logs, task ("), "{failed:?}");
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(site.get(&format!("{build}.json")).await.json()["logs"], serde_json::Value::Null);
}

/// Also the parts that a page could do without are told, and such a page is not kept by others.
#[tokio::test]
async fn no_part_fails_in_silence() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = post(move |body: String| async move {
        let fails = ["getTaskDescendents", "<name>packageID<", "<methodName>getTag<"];
        if fails.iter().any(|part| body.contains(part)) {
            return "no XML-RPC".to_owned();
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    let arch = site.get("/tasks.json?state=all&view=flat&method=buildArch").await.json();
    let arch = format!("/tasks/{}", arch["tasks"]["rows"][0]["id"]);
    for (address, told) in [
        ("/tasks?state=all", "Missing: some subtasks ("),
        ("/builds/slowpoke-1.0-1.fc40", "Missing: other builds, "),
        (arch.as_str(), "Missing: subtasks, tags, "),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        let failed = page.texts("#notices .outage");
        assert!(failed.iter().any(|notice| notice.starts_with(told)), "{address}: {failed:?}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{address}");
    }
}

#[tokio::test]
async fn a_hub_that_refuses_connections() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let site = Site::over(&format!("http://{port}"));
    let page = site.get("/builds").await;
    assert_eq!(page.status, 503);
    assert!(page.text("h1").contains("cannot be reached"));
    assert!(!page.body.contains(&port.to_string()), "the page names the hub's inner address");
}

/// What a hub announces or sends beyond the limit is not read.
#[tokio::test]
async fn an_answer_without_bounds() {
    let endless = || async {
        let chunk = || async { Some((Ok::<_, std::io::Error>(vec![b' '; 1 << 16]), ())) };
        axum::body::Body::from_stream(futures_util::stream::unfold((), move |()| chunk()))
    };
    let announced = || async { ([("content-length", "100000000000")], axum::body::Body::empty()) };
    for router in [Router::new().route("/kojihub", post(endless)), Router::new().route("/kojihub", post(announced))] {
        let hub = listen(router).await;
        let limits = Limits { largest_answer: 1 << 20, ..Limits::default() };
        let site = Site::with(&hub, limits, std::sync::Arc::new(jiff::Timestamp::now));
        let page = site.get("/builds").await;
        assert_eq!(page.status, 502);
    }
}

/// A hub that is down is left alone, and asked again when it may be back.
#[tokio::test]
async fn a_hub_that_is_down_is_left_alone() {
    let (site, demo) = demo().await;
    demo.inject(InjectedFault::Offline);
    for page in 0..50 {
        site.get(&format!("/builds?offset={page}")).await;
    }
    let asked = demo.calls()["POST"];
    assert!(asked <= 4, "a hub that says that it is offline was asked {asked} times");
    demo.inject(InjectedFault::None);
    grow_old(Duration::from_secs(4)).await;
    // One call tries, and what it finds is for all.
    site.get("/builds?offset=1").await;
    assert_eq!(site.get("/builds?offset=2").await.status, 200);
}

/// More than may wait is turned away at once.
#[tokio::test]
async fn a_queue_that_is_full() {
    let limits = Limits { light: 1, queue: 2, deadline: Duration::from_millis(500), ..Limits::default() };
    let (site, demo) = demo_with(limits).await;
    demo.inject(InjectedFault::Slow(Duration::from_millis(200)));
    let pages = (0..10).map(|page| format!("/builds?offset={page}"));
    let answers = futures_util::future::join_all(pages.map(|page| {
        let site = &site;
        async move { site.get(&page).await }
    }))
    .await;
    let busy = answers.iter().filter(|answer| answer.body.contains("Too many requests at once")).count();
    assert!(busy >= 5, "{busy}");
    assert!(answers.iter().all(|answer| answer.status.as_u16() != 500));
}

/// Where the files of a task cannot be listed, nothing says that there are none.
#[tokio::test]
async fn files_that_cannot_be_listed() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = post(move |body: String| async move {
        if body.contains("listTaskOutput") {
            return "no XML-RPC".to_owned();
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    for address in ["/tasks/1306194", "/tasks/1306194/logs", "/tasks/1306194/tail"] {
        let page = site.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        let told = page.text("main");
        assert!(told.contains("could not be listed now"), "{address}: {told}");
        assert!(!told.contains("swept away") && !told.contains("removes") && !told.contains("removed"), "{address}");
    }
    assert_eq!(site.get("/tasks/1306194/log").await.status, 502);
}

/// When what failed last worked, on this arch, with links; it follows where there are scripts.
#[tokio::test]
async fn when_it_last_worked() {
    let (site, demo) = demo().await;
    let (mut with_build, mut with_task) = (0, 0);
    let failed = site.get("/tasks.json?state=failed&view=flat&method=buildArch&limit=20").await.json();
    for task in failed["tasks"]["rows"].as_array().unwrap() {
        let address = format!("/tasks/{}", task["id"]);
        demo.forget_calls();
        let page = site.get(&address).await;
        assert!(!demo.calls().contains_key("listRPMs"), "the page does not wait for it");
        let follows = page.attributes("#last_success[hx-trigger=load]", "hx-get");
        assert_eq!(follows, [format!("{address}/last-success")]);
        assert_eq!(page.attributes("#last_success a", "href"), follows, "with scripts off it is a link");
        let part = site.part(&follows[0], "p#last_success").await;
        let said = part.text("#last_success");
        let json = site.get(&format!("{}.json", follows[0])).await.json();
        let Some(nvr) = json["last"]["build"]["nvr"].as_str() else {
            assert!(said.starts_with("The hub knows of no complete build of "), "{said}");
            continue;
        };
        with_build += 1;
        assert!(said.starts_with(&format!("It last worked with {nvr}, ")), "{said}");
        if json["last_task"].is_object() {
            with_task += 1;
            assert_eq!(json["last_task"]["arch"], task["arch"], "{address}");
            let links = part.attributes("#last_success a", "href");
            assert!(links.contains(&format!("/tasks/{}", json["last_task"]["id"])), "{links:?}");
        }
    }
    assert!(with_build > 2 && with_task > 2, "{with_build} {with_task}");
    let build = site.get("/builds?state=failed").await.attributes("td.lead a", "href").remove(0);
    assert_eq!(site.get(&build).await.attributes("#last_success", "hx-trigger"), ["load"], "{build}");
}
