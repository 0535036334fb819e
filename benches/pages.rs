//! What Kojiview adds to the hub's time: making a page from cached answers, and decoding the answers of a page. Also how
//! long it takes until it listens, and how large the program is. `cargo bench --bench pages`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::hint::black_box;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use http_body_util::BodyExt as _;
use kojiview::app::{self, Service};
use kojiview::demo::{Demo, Settings};
use kojiview::hub::methods::{Build, BuildRow, Rpm};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::HubAddress;
use kojiview::web::files::Files;
use kojiview::xmlrpc;
use serde_json::json;
use tower::ServiceExt as _;

/// What a page may cost beside the hub.
const TARGET: Duration = Duration::from_millis(1);

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn get(site: &Service, address: &str) -> usize {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let answer = site.clone().oneshot(request).await.unwrap();
    assert!(answer.status().is_success(), "{address}");
    answer.into_body().collect().await.unwrap().to_bytes().len()
}

async fn page(site: &Service, address: &str) -> Duration {
    get(site, address).await;
    let mut times = Vec::new();
    for _ in 0..500 {
        let start = Instant::now();
        black_box(get(site, address).await);
        times.push(start.elapsed());
    }
    median(times)
}

/// How much less a revalidation takes than the page: both in turn, so that noise meets both.
async fn revalidated(site: &Service, address: &str) {
    let ask = async |tag: Option<&HeaderValue>| {
        let mut request = Request::get(address);
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        let start = Instant::now();
        let answer = site.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        answer.into_body().collect().await.unwrap();
        (start.elapsed(), status, headers)
    };
    let tag = ask(None).await.2["etag"].clone();
    let (mut whole, mut again) = (Vec::new(), Vec::new());
    for _ in 0..500 {
        whole.push(ask(None).await.0);
        let (took, status, _) = ask(Some(&tag)).await;
        assert_eq!(status, 304, "{address}");
        again.push(took);
    }
    let (whole, again) = (median(whole), median(again));
    println!("{address} revalidated: {again:.0?}, whole: {whole:.0?}, {:.1} times the rate", ratio(whole, again));
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn decoding<T: serde::de::DeserializeOwned>(body: &[u8]) -> Duration {
    let run = || {
        let start = Instant::now();
        black_box(xmlrpc::response::<T>(body).unwrap());
        start.elapsed()
    };
    median((0..500).map(|_| run()).collect())
}

#[tokio::main]
async fn main() -> ExitCode {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hub = format!("http://{}/kojihub", listener.local_addr().unwrap());
    let router = demo.router();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let ask = async |method: &str, arguments: serde_json::Value| {
        let body = xmlrpc::write_call(method, &arguments).unwrap();
        client.post(&hub).body(body).send().await.unwrap().bytes().await.unwrap()
    };
    let rows = ask("listBuilds", json!({"queryOpts": {"limit": 51, "order": "-build_id"}})).await;
    let complete = ask("listBuilds", json!({"state": 1, "type": "rpm", "queryOpts": {"limit": 1}})).await;
    let complete = xmlrpc::response::<Vec<BuildRow>>(&complete).unwrap().value;
    let (id, nvr) = (complete[0].build_id.0, complete[0].nvr.clone());
    let build = ask("getBuild", json!({"buildInfo": id})).await;
    let rpms = ask("listBuildRPMs", json!({"build": id})).await;

    let shared = HubClient::new(hub.parse().unwrap(), Limits::default()).unwrap();
    let clock = demo.clone();
    let site = app::service(app::context(
        shared,
        HubAddress::of("https://hub.example.org/kojihub".parse().unwrap()),
        Files::at("http://files".parse().unwrap()),
        std::sync::Arc::new(move || clock.now()),
    ));
    let decode_list = decoding::<Vec<BuildRow>>(&rows);
    let decode_build = decoding::<Build>(&build) + decoding::<Vec<Rpm>>(&rpms);
    for address in ["/builds", "/tasks", "/tags/f40-build"] {
        revalidated(&site, address).await;
    }
    let list = page(&site, "/builds").await;
    let one = page(&site, &format!("/builds/{nvr}")).await;

    println!("beside the hub's time           page from cached answers   decoding   together");
    let mut missed = false;
    for (name, page, decode) in [("/builds, 50 rows", list, decode_list), ("/builds/{build}", one, decode_build)] {
        println!("{name:30} {page:>23.0?} {decode:>10.0?} {:>10.0?}", page + decode);
        missed |= page + decode > TARGET;
    }
    started();
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// How long until the program listens.
fn started() {
    let program = env!("CARGO_BIN_EXE_kojiview");
    let ways: [&[&str]; 2] = [
        &["serve", "--hub", "http://127.0.0.1:9/kojihub", "--listen", "127.0.0.1:0"],
        &["demo", "--listen", "127.0.0.1:0"],
    ];
    for arguments in ways {
        let once = || {
            let start = Instant::now();
            let mut child = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
            let listening = BufReader::new(child.stdout.take().unwrap())
                .lines()
                .any(|line| line.unwrap().starts_with("Kojiview is at"));
            let took = start.elapsed();
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(listening);
            took
        };
        println!("`{}` listens after {:.0?}", arguments[0], median((0..7).map(|_| once()).collect()));
    }
    println!(
        "the program has {:.1} MB",
        f64::from(u32::try_from(std::fs::metadata(program).unwrap().len()).unwrap()) / 1e6
    );
}
