//! What bounds readers, and what one reader may take of the hub.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use futures_util::future::join_all;
use kojiview::demo::{Demo, InjectedFault, Settings};
use kojiview::hub::Limits;
use kojiview::serve::{Bounds, serve};
use kojiview::web::appearance::Appearance;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::harness::{Site, demo, demo_with, grow_old, listen};

#[tokio::test]
async fn addresses_are_bounded() {
    let (site, demo) = demo().await;
    let long = format!("/builds?user={}", "x".repeat(30_000));
    let many = format!("/builds?{}", (0..5000).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join("&"));
    let path = format!("/builds/{}", "x".repeat(64_000));
    for address in [&long, &many, &path, &format!("/koji{long}")] {
        let page = site.get(address).await;
        assert_eq!(page.status, 414, "{}", &address[..40]);
        assert!(page.text("h1").contains("Address too long") && page.body.len() < 20_000, "{}", page.body.len());
    }
    assert!(demo.calls().is_empty());
    // What the page does not read is in no link of it.
    let page = site.get("/builds?utm_source=mail&user=jane").await;
    let links = page.attributes("a", "href").concat();
    assert!(!links.contains("utm_source") && links.contains("user=jane"));
}

#[tokio::test]
async fn json_refuses_what_it_does_not_know() {
    let (site, _) = demo().await;
    let refused = site.get("/builds.json?owner=jane").await;
    assert_eq!((refused.status.as_u16(), refused.json()["parameter"].as_str()), (400, Some("owner")));
    assert_eq!(site.get("/builds/slowpoke-1.0-1.fc40.json?x=1").await.status, 400);
    assert_eq!(site.get("/builds.json?user=jane&limit=3").await.status, 200);
    assert_eq!(site.get("/builds?owner=jane").await.status, 200, "a browser's page stands");
}

#[tokio::test]
async fn json_is_for_other_sites_by_a_setting_alone() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let clock: kojiview::web::Clock = Arc::new(jiff::Timestamp::now);
    let origin = "https://dash.example.org";
    let (closed, open) = (
        Site::over(&hub),
        Site::set(&hub, Limits::default(), clock, |context| context.json_origin = Some(origin.parse().unwrap())),
    );
    let header = "access-control-allow-origin";
    assert_eq!(closed.get("/builds.json").await.header(header), "");
    assert_eq!(open.get("/builds.json").await.header(header), origin);
    assert_eq!(open.get("/builds").await.header(header), "", "pages are for nobody else");
}

#[tokio::test]
async fn old_addresses_lead_on_for_good_by_a_setting_alone() {
    let clock: kojiview::web::Clock = Arc::new(jiff::Timestamp::now);
    let settled =
        Site::set("http://127.0.0.1:1", Limits::default(), clock, |context| context.permanent_redirects = true);
    assert_eq!(settled.get("/buildinfo?buildID=1").await.status, 301);
    assert_eq!(Site::over("http://127.0.0.1:1").get("/buildinfo?buildID=1").await.status, 302);
}

/// What the page says of the present changes all the time, and the hub's answers do not.
#[tokio::test]
async fn a_revalidation_needs_no_body() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let seconds = Arc::new(AtomicUsize::new(0));
    let now = seconds.clone();
    let clock = move || {
        let passed = i64::try_from(now.fetch_add(1, Ordering::Relaxed)).unwrap();
        jiff::Timestamp::from_second(1_795_356_000 + passed).unwrap()
    };
    let site = Site::with(&hub, Limits::default(), Arc::new(clock));
    for address in ["/builds", "/builds/slowpoke-1.0-1.fc40.json", "/tasks?state=all", "/"] {
        seconds.store(0, Ordering::Relaxed);
        let tag = site.get(address).await.header("etag").to_owned();
        let again = site.ask("GET", address, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{address}");
        assert!(again.header("cache-control").starts_with("public"), "{address}");
        // Another representation, another answer of the hub, a minute later: another page.
        let (plain, query) = address.split_once('?').map_or((address, ""), |(path, query)| (path, query));
        if !plain.contains(".json") {
            let json = format!("{plain}.json?{query}");
            assert_eq!(site.ask("GET", &json, &[("if-none-match", &tag)]).await.status, 200, "{address}");
        }
        seconds.store(61, Ordering::Relaxed);
        assert_eq!(site.ask("GET", address, &[("if-none-match", &tag)]).await.status, 200, "{address}");
    }
    seconds.store(0, Ordering::Relaxed);
    let tag = site.get("/builds").await.header("etag").to_owned();
    demo.skip(Duration::from_secs(1000));
    grow_old(Duration::from_secs(100)).await;
    seconds.store(0, Ordering::Relaxed);
    assert_eq!(site.ask("GET", "/builds", &[("if-none-match", &tag)]).await.status, 200, "builds have ended meanwhile");
}

/// Who waits for a permit says nothing of the hub.
#[tokio::test]
async fn a_queue_does_not_count_as_an_outage() {
    let limits = Limits { light: 1, deadline: Duration::from_millis(1500), ..Limits::default() };
    let (site, demo) = demo_with(limits).await;
    demo.inject(InjectedFault::Slow(Duration::from_secs(1)));
    join_all((0..20).map(|page| {
        let site = &site;
        async move { site.get(&format!("/builds.json?offset={page}")).await }
    }))
    .await;
    demo.inject(InjectedFault::None);
    demo.forget_calls();
    // The calls that never had a permit give up now, and the one that has it goes on.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(site.get("/builds.json?offset=100").await.status, 200, "the circuit is closed");
    assert!(demo.calls().get("listBuilds") >= Some(&1));
}

/// One request has its share of the calls, and leaves the rest to others.
#[tokio::test]
async fn one_request_does_not_take_all_permits() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let gauge = (now.clone(), most.clone());
    let client = super::harness::http_client();
    let between = post(move |body: String| {
        let (hub, client, (now, most)) = (hub.clone(), client.clone(), gauge.clone());
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(30)).await;
            let answer = client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap();
            now.fetch_sub(1, Ordering::SeqCst);
            answer
        }
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    for address in ["/tasks.json?view=tree&limit=500&state=all", "/builds/slowpoke-1.0-1.fc40.json", "/.json"] {
        assert_eq!(site.get(address).await.status, 200, "{address}");
    }
    let most = most.load(Ordering::SeqCst);
    assert!((2..=8).contains(&most), "{most} of 12");
}

/// A head that never ends is not waited for, and a stop does not wait for readers who do not.
#[tokio::test]
async fn connections_are_bounded_in_time() {
    let (site, demo) = demo().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bounds = Bounds {
        connections: 3,
        head: Duration::from_millis(200),
        stop: Duration::from_millis(200),
        ..Bounds::default()
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, site.service(), bounds, async {
        stopped.await.unwrap();
    }));
    let mut halves = Vec::new();
    for _ in 0..3 {
        let mut half = tokio::net::TcpStream::connect(address).await.unwrap();
        half.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        halves.push(half);
    }
    // All places are taken until the heads have run out of time.
    let page = reqwest::get(format!("http://{address}/builds")).await.unwrap();
    assert_eq!(page.status(), 200);
    for mut half in halves {
        let mut rest = Vec::new();
        // Closed, with an answer or without one.
        let _ = half.read_to_end(&mut rest).await;
        assert!(!String::from_utf8_lossy(&rest).contains(" 200 "));
    }
    // One request hangs on the hub while the stop comes.
    demo.inject(InjectedFault::Slow(Duration::from_secs(3600)));
    let hanging = tokio::spawn(reqwest::get(format!("http://{address}/builds?offset=7")));
    while demo.calls()["POST"] < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(30), serving).await.expect("the stop waits for ever").unwrap();
    assert!(reqwest::get(format!("http://{address}/")).await.is_err(), "it still listens");
    hanging.abort();
}

/// All answers under way together are bounded, not only each.
#[tokio::test]
async fn answers_under_way_are_bounded() {
    let (site, _) = demo_with(Limits { all_answers: 4000, ..Limits::default() }).await;
    let page = site.get("/builds").await;
    assert_eq!(page.status, 503, "{}", page.text("main"));
    let (site, _) = demo_with(Limits { all_answers: 4_000_000, ..Limits::default() }).await;
    for _ in 0..3 {
        assert_eq!(site.get("/builds").await.status, 200, "what was decoded counts no more");
    }
}

#[tokio::test]
async fn the_name_of_the_site_is_text() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let clock: kojiview::web::Clock = Arc::new(jiff::Timestamp::now);
    let site = Site::set(&listen(demo.router()).await, Limits::default(), clock, |context| {
        context.appearance = Appearance::named("<b>&").into();
    });
    let part = site.part("/builds", "section#listing").await;
    assert!(part.body.starts_with("<title>Builds · &lt;b&gt;&amp;</title>"), "{}", &part.body[..80]);
}

/// A call that nobody waits for any more goes on working in the hub, so another one takes its place only when it is done.
#[tokio::test]
async fn abandoned_calls_do_not_pile_up_in_the_hub() {
    static WORKING: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let slow = post(async || {
        MOST.fetch_max(WORKING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(300)).await;
        WORKING.fetch_sub(1, Ordering::SeqCst);
        "<?xml version='1.0'?><methodResponse><params><param><value><nil/></value></param></params></methodResponse>"
    });
    let hub = listen(Router::new().route("/kojihub", slow)).await;
    let limits = Limits { deadline: Duration::from_millis(200), light: 2, ..Limits::default() };
    let site = Site::with(&hub, limits, Arc::new(|| "2026-11-22T14:00:00Z".parse().unwrap()));
    let asked: Vec<String> = (1..=12).map(|id| format!("/packages/{id}")).collect();
    let answers = join_all(asked.iter().map(|address| site.get(address))).await;
    assert!(answers.iter().all(|answer| [503, 504].contains(&answer.status.as_u16())), "all of them are too slow");
    assert_eq!(MOST.load(Ordering::SeqCst), 2, "calls at once in the hub");
}

/// Nothing but settings says where Kojiview connects.
#[tokio::test]
async fn nobody_follows_a_hub_elsewhere() {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = visits.clone();
    let elsewhere = Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { "somewhere" }
    });
    let elsewhere = listen(elsewhere).await;
    let hub = Router::new().fallback(move || async move { axum::response::Redirect::temporary(&elsewhere) });
    let site = Site::over(&listen(hub).await);
    for page in ["/builds", "/tasks/1/logs/build.log"] {
        assert!(site.get(page).await.status.is_server_error(), "{page}");
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

/// What was too large costs the hub nothing a second time.
#[tokio::test]
async fn what_was_too_large_is_not_asked_for_again() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let hub = Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { "x".repeat(20_000) }
    });
    let clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
    let site = Site::with(&listen(hub).await, Limits { largest_answer: 10_000, ..Limits::default() }, clock);
    assert_eq!(site.get("/users/jane").await.status, 502);
    let first = calls.load(Ordering::SeqCst);
    assert_eq!(site.get("/users/jane").await.status, 502);
    assert_eq!(calls.load(Ordering::SeqCst), first);
}
