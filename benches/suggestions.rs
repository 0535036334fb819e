//! Suggestions over 20,000 packages beside those over 200: from memory alone. Fails where one takes longer than it may, or
//! where the hub is asked for more than one list of each kind. `cargo bench --bench suggestions`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use kojiview::hub::methods::Kind;
use kojiview::hub::{Hub, HubClient, KNOWN_KINDS, Limits};
use kojiview::xmlrpc::{self, Value};

/// A suggestion takes no longer.
const TARGET: Duration = Duration::from_millis(10);
/// What is typed: many names begin so, have it somewhere, or not at all.
const TYPED: [&str; 8] =
    ["p", "pa", "package", "package-1", "9-li", "libs", "package-00100-lib-5.2", "nothing like it"];
const TIMES: u32 = 50;

/// A client that knows the names of so many packages, and how many lists its hub was asked for.
async fn known(packages: i64) -> (Arc<HubClient>, Hub, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let answer = async move |body: String| {
        let call = xmlrpc::request(body.as_bytes()).unwrap();
        count.fetch_add(1, Ordering::SeqCst);
        let row = |id: i64| {
            let name = format!("package-{id:05}-lib{}", if id % 7 == 0 { "s" } else { "" });
            Value::from([("package_id", Value::Int(id)), ("package_name", Value::from(name.as_str()))])
        };
        let rows = if call.method == "listPackages" { (1..=packages).map(row).collect() } else { Vec::new() };
        xmlrpc::write_response(&Value::Array(rows)).unwrap()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/kojihub", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/kojihub", post(answer))).await });
    let client = HubClient::new(address.parse().unwrap(), Limits::default()).unwrap();
    let hub = client.handle(Arc::default());
    for kind in KNOWN_KINDS {
        hub.names(kind).await.unwrap();
    }
    assert_eq!(hub.known_names(Kind::Package).unwrap().len(), usize::try_from(packages).unwrap());
    (client, hub, asked)
}

/// How long the slowest suggestion takes, on average of many times.
fn slowest(hub: &Hub) -> (Duration, &'static str) {
    let taken = TYPED.map(|text| {
        let started = Instant::now();
        for _ in 0..TIMES {
            std::hint::black_box(hub.suggestions(text));
        }
        (started.elapsed() / TIMES, text)
    });
    taken.into_iter().max().unwrap()
}

#[tokio::main]
async fn main() -> ExitCode {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (_few_client, few, _) = known(200).await;
    let (_many_client, many, asked) = known(20_000).await;
    let ((of_few, _), (of_many, text)) = (slowest(&few), slowest(&many));
    let lists = asked.load(Ordering::SeqCst);
    println!(
        "200 packages: {of_few:?}; 20,000: {of_many:?} ({text:?}), {:.0} times as long; {lists} lists",
        of_many.as_secs_f64() / of_few.as_secs_f64()
    );
    if of_many > TARGET || lists > KNOWN_KINDS.len() {
        println!("FAILED: {TARGET:?} and {} lists at most", KNOWN_KINDS.len());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
