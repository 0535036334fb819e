//! What operators see: metrics, health, and the head of each answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kojiview::demo::InjectedFault;
use kojiview::hub::Limits;
use kojiview::urls::BasePath;

use super::harness::{Answer, Site, demo, grow_old, listen};

/// The value of a metric with these labels, in their order.
fn value(metrics: &Answer, name: &str) -> f64 {
    let line = metrics.body.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().unwrap())
}

#[tokio::test]
async fn metrics_count_what_happened() {
    let (site, demo) = demo().await;
    for address in ["/builds", "/builds", "/builds/nothing-1-1", "/nowhere"] {
        site.get(address).await;
    }
    let metrics = site.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    assert!(metrics.body.ends_with("# EOF\n"));
    for (name, expected) in [
        ("kojiview_requests_total{route=\"/builds\",status=\"200\"}", 2.0),
        ("kojiview_requests_total{route=\"/builds/{build}\",status=\"404\"}", 1.0),
        ("kojiview_requests_total{route=\"none\",status=\"404\"}", 1.0),
        ("kojiview_request_seconds_count{route=\"/builds\"}", 2.0),
        ("kojiview_requests_by_cache_total{cache=\"page\"}", 1.0),
        ("kojiview_hub_calls_total{method=\"getBuild\",outcome=\"ok\"}", 1.0),
        ("kojiview_hub_call_seconds_count{method=\"getBuild\"}", 1.0),
        ("kojiview_hub_calls_in_flight{cost=\"light\"}", 0.0),
        ("kojiview_hub_circuit_open", 0.0),
    ] {
        assert!((value(&metrics, name) - expected).abs() < 0.1, "{name} {expected}: {}", metrics.body);
    }
    assert!(value(&metrics, "kojiview_cache_answers_total{level=\"memory\",result=\"missing\"}") >= 2.0);
    assert!(value(&metrics, "kojiview_resident_memory_bytes") > 1e6);

    demo.inject(InjectedFault::Offline);
    grow_old(Duration::from_secs(500)).await;
    site.get("/builds").await;
    site.get("/tags").await;
    let metrics = site.get("/metrics").await;
    assert!(value(&metrics, "kojiview_oldest_answer_seconds") >= 500.0, "{}", metrics.body);
    for name in [
        "kojiview_hub_circuit_open",
        "kojiview_requests_by_cache_total{cache=\"outage\"}",
        "kojiview_requests_refused_total{status=\"503\"}",
    ] {
        assert!(value(&metrics, name) >= 1.0, "{name}: {}", metrics.body);
    }
}

/// That the hub is down is told, and is no reason to take the process for dead.
#[tokio::test]
async fn health_tells_of_the_hub() {
    let (site, demo) = demo().await;
    assert_eq!(site.get("/healthz/live").await.status, 200);
    assert_eq!(site.get("/healthz/ready").await.json()["hub"]["status"], "up");
    demo.inject(InjectedFault::Offline);
    site.get("/builds").await;
    let ready = site.get("/healthz/ready").await;
    assert_eq!(ready.status, 200);
    assert_eq!((&ready.json()["status"], &ready.json()["hub"]["status"]), (&"ready".into(), &"down".into()));
    assert!(ready.json()["hub"]["error"].as_str().unwrap().contains("offline"), "{}", ready.body);
    assert_eq!((ready.header("cache-control"), ready.header("set-cookie")), ("no-store", ""));
}

/// A page that says that the hub is being worked on is an outage, whatever its status, and so is a redirect.
#[tokio::test]
async fn what_is_no_hub_is_left_alone() {
    for status in [200, 302] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let page = move || {
            counted.fetch_add(1, Ordering::Relaxed);
            let status = axum::http::StatusCode::from_u16(status).unwrap();
            std::future::ready((status, [("location", "/maintenance")], "\n<!DOCTYPE HTML><title>Maintenance</title>"))
        };
        let site = Site::over(&listen(axum::Router::new().fallback(page)).await);
        for page in 0..30 {
            let answer = site.get(&format!("/builds?offset={page}")).await;
            assert!(answer.status.is_server_error(), "{status}: {}", answer.status);
        }
        let asked = asked.load(Ordering::Relaxed);
        assert!(asked < 15, "{status}: {asked}");
        assert_eq!(site.get("/healthz/ready").await.json()["hub"]["status"], "down", "{status}");
    }
}

/// What asks from the machine itself does not know the base path, and what asks through a proxy does.
#[tokio::test]
async fn health_is_beside_the_site_and_below_it() {
    let clock: kojiview::web::Clock = Arc::new(jiff::Timestamp::now);
    let base: BasePath = "/koji".parse().unwrap();
    let below = |elsewhere| {
        let base = base.clone();
        Site::set("http://127.0.0.1:1", Limits::default(), clock.clone(), move |context| {
            context.base = base;
            context.metrics_are_elsewhere = elsewhere;
        })
    };
    let site = below(false);
    for address in ["/healthz/live", "/healthz/ready", "/metrics"] {
        assert_eq!(site.get(address).await.status, 200, "{address}");
        assert_eq!(site.get(&format!("/koji{address}")).await.status, 200, "{address}");
    }
    let site = below(true);
    assert_eq!(site.get("/koji/metrics").await.status, 404, "they have an address of their own");
    assert_eq!(site.get("/koji/healthz/live").await.status, 200);
}

/// Proxies ask so whether somebody is there.
#[tokio::test]
async fn who_asks_for_the_methods_is_told() {
    let (site, _) = demo().await;
    for address in ["/", "/builds", "/nowhere"] {
        let answer = site.ask("OPTIONS", address, &[]).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (204, "GET, HEAD, OPTIONS"), "{address}");
    }
    assert_eq!(site.ask("DELETE", "/builds", &[]).await.status, 405);
}

#[tokio::test]
async fn each_answer_has_a_name() {
    let (site, _) = demo().await;
    let mut ids = Vec::new();
    for address in ["/builds", "/builds", "/nowhere"] {
        // Nobody is trusted: what a reader calls it is not heeded.
        let answer = site.ask("GET", address, &[("x-request-id", "mine")]).await;
        ids.push(answer.header("x-request-id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert!(ids.len() == 3 && ids.iter().all(|id| !id.is_empty() && id != "mine"), "{ids:?}");
}
