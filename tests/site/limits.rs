//! What readers may ask of the hub, each network and all together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use kojiview::demo::{Demo, InjectedFault, Settings};
use kojiview::hub::{Cost, Limits};
use kojiview::web::observe::{ForwardedHeader, TrustedProxies};

use super::harness::{Site, demo_with, grow_old, listen};

/// Asks for pages that nobody has seen until there is no more; how many there were.
async fn exhaust(site: &Site, client: &str, headers: &[(&str, &str)]) -> usize {
    for page in 0..100 {
        let answer = site.get_from(client, &format!("/builds?offset={page}"), headers).await;
        match answer.status.as_u16() {
            200 => {}
            429 => return page,
            other => panic!("{other}: {}", answer.body),
        }
    }
    panic!("there is no end")
}

#[tokio::test]
async fn one_network_does_not_take_all() {
    let (site, demo) = demo_with(Limits { client_budget: 30, ..Limits::default() }).await;
    let first = site.get_from("192.0.2.7", "/tags", &[]).await;
    assert_eq!(first.status, 200);
    let pages = exhaust(&site, "192.0.2.7", &[]).await;
    assert!((5..30).contains(&pages), "{pages}");
    let refused = site.get_from("192.0.2.99", "/builds?offset=99", &[]).await;
    assert_eq!(refused.status, 429, "it is the same network");
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(refused.text("h1"), "Too many requests");
    assert!(refused.text("main").contains(&format!("{seconds} second")) || seconds == 1, "{}", refused.text("main"));
    assert_eq!(refused.header("cache-control"), "private, no-store");
    let json = site.get_from("192.0.2.7", "/builds.json?offset=98", &[]).await;
    assert_eq!((json.status.as_u16(), &json.json()["status"]), (429, &429.into()));
    assert_eq!(site.get_from("192.0.3.7", "/builds?offset=99", &[]).await.status, 200, "another network");
    // What is cached costs nothing, what is stale comes as it is, and what is older comes where there is nothing else.
    demo.forget_calls();
    for age in [0, 15, 1000] {
        grow_old(Duration::from_secs(age)).await;
        assert_eq!(site.get_from("192.0.2.7", "/tags", &[]).await.status, 200, "after {age} s");
    }
    assert_eq!(demo.calls().get("listTags"), None);
    assert_eq!(site.get_from("192.0.2.7", "/search", &[]).await.status, 200);
}

#[tokio::test]
async fn what_a_client_says_of_itself_is_not_believed() {
    let (site, _) = demo_with(Limits { client_budget: 20, ..Limits::default() }).await;
    exhaust(&site, "192.0.2.7", &[]).await;
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let value = if header == "forwarded" { "for=203.0.113.5" } else { "203.0.113.5" };
        let answer = site.get_from("192.0.2.7", "/builds?offset=99", &[(header, value)]).await;
        assert_eq!(answer.status, 429, "{header}");
    }
}

#[tokio::test]
async fn a_trusted_proxy_says_for_whom_it_asks() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let clock = demo.clone();
    let limits = Limits { client_budget: 20, ..Limits::default() };
    let site = Site::set(&hub, limits, Arc::new(move || clock.now()), |context| {
        let networks = ["127.0.0.0/8".parse().unwrap()].into();
        context.proxies = TrustedProxies { networks, header: ForwardedHeader::XForwardedFor };
    });
    exhaust(&site, "127.0.0.1", &[("x-forwarded-for", "198.51.100.1")]).await;
    let ask = async |chain: &'static str| {
        site.get_from("127.0.0.1", "/builds?offset=99", &[("x-forwarded-for", chain)]).await.status.as_u16()
    };
    assert_eq!(ask("203.0.113.9, 198.51.100.77").await, 429, "the last one that no proxy is");
    assert_eq!(ask("198.51.100.1, 203.0.113.9").await, 200);
}

#[tokio::test]
async fn classes_of_calls_can_be_closed() {
    let closed = vec![Cost::File, Cost::Heavy, Cost::Console];
    let (site, demo) = demo_with(Limits { closed, ..Limits::default() }).await;
    assert_eq!(site.get("/builds").await.status, 200);
    demo.forget_calls();
    let rpm = site.get("/builds/bash-6.13-1.fc41.json").await.json()["rpms"][0]["id"].clone();
    let files = site.get(&format!("/rpms/{rpm}/files")).await;
    assert_eq!((files.status.as_u16(), files.text("h1").as_str()), (503, "Closed for now"), "{}", files.body);
    assert_eq!(files.header("retry-after"), "");
    assert!(demo.calls().keys().all(|method| method != "listRPMFiles"), "{:?}", demo.calls());
    let console = site.get("/api/getTag?args=%5B1%5D").await;
    assert!(console.body.contains("does not ask the hub for it now") || console.status == 503, "{}", console.body);
}

/// Crawlers on the pages that they are asked to leave alone wait for readers of the others.
#[tokio::test]
async fn readers_come_before_crawlers() {
    let limits = Limits { light: 1, file: 1, queue: 12, ..Limits::default() };
    let (site, demo) = demo_with(limits).await;
    let build = site.get("/builds/bash-6.13-1.fc41.json").await.json();
    let rpms = build["rpms"].as_array().unwrap().iter().map(|rpm| format!("/rpms/{}", rpm["id"]));
    let pages: Vec<String> = rpms.chain((1..60).map(|id| format!("/buildroots/{id}"))).collect();
    demo.inject(InjectedFault::Slow(Duration::from_millis(30)));
    let done = AtomicUsize::new(0);
    let crawl = join_all(pages.iter().enumerate().map(|(at, page)| {
        let (site, done) = (&site, &done);
        async move {
            let client = format!("203.0.{at}.1");
            let status = site.get_from(&client, page, &[]).await.status.as_u16();
            done.fetch_add(1, Ordering::Relaxed);
            status
        }
    }));
    let reader = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let status = site.get_from("192.0.2.7", "/builds?offset=7", &[]).await.status.as_u16();
        (status, done.load(Ordering::Relaxed))
    };
    let (statuses, (status, before)) = futures_util::future::join(crawl, reader).await;
    assert_eq!(status, 200, "a reader is not refused");
    let answered = statuses.iter().filter(|status| **status != 503).count();
    let refused = statuses.len() - answered;
    assert!(refused > 0, "the queue was full");
    assert!(before < refused + answered / 2 + 1, "{before} of {answered} answered, {refused} refused");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 404 | 503)), "{statuses:?}");
}
