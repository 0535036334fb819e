//! The access log: a line a request, as JSON where no terminal is.

use super::process::{Kojiview, hub};

#[tokio::test(flavor = "multi_thread")]
async fn a_line_a_request() {
    let (_demo, hub) = hub().await;
    let kojiview = Kojiview::serve(&hub, &["--trusted-proxy", "127.0.0.1", "--metrics-listen", "127.0.0.1:0"]);
    let asked = [("x-forwarded-for", "203.0.113.9, 198.51.100.7"), ("x-request-id", "of-the-proxy")];
    assert_eq!(kojiview.ask("/builds?user=jane", &asked).await, 200);
    assert_eq!(kojiview.ask("/builds?user=jane", &[]).await, 200);
    assert_eq!(kojiview.ask("/nowhere", &[]).await, 404);
    assert_eq!(kojiview.ask("/healthz/live", &[]).await, 200);
    assert_eq!(kojiview.ask("/metrics", &[]).await, 404);
    let log = kojiview.stop();
    let lines = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let lines: Vec<_> = lines.filter(|line| line["target"] == "kojiview::access").collect();
    assert_eq!(lines.len(), 3, "not of health: {log}");
    let first = &lines[0];
    assert_eq!(first["id"], "of-the-proxy");
    assert_eq!(first["client"], "198.51.100.7");
    assert_eq!(first["address"], "/builds?user=jane");
    assert_eq!((&first["route"], &first["status"]), (&"/builds".into(), &200.into()));
    assert_eq!(first["cache"], "waited");
    assert!(first["waited"].as_u64() >= Some(1) && first["hub_ms"].as_f64() > Some(0.0), "{first}");
    assert!(first["ms"].as_f64() > Some(0.0) && first["bytes"].as_u64() > Some(1000), "{first}");
    assert_eq!((&lines[1]["cache"], &lines[1]["client"]), (&"page".into(), &"127.0.0.1".into()));
    assert_eq!((&lines[2]["route"], &lines[2]["status"]), (&"none".into(), &404.into()));
}
