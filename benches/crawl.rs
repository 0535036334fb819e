//! A crawler that walks 20,000 addresses of rpms and their files, each another one: how many calls that open files on the
//! hub's storage are under way at once, and how long a reader of a cached page waits meanwhile. Fails where more are under way
//! than the limit, or where a reader waits too long. `cargo bench --bench crawl`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures_util::StreamExt as _;
use http_body_util::BodyExt as _;
use kojiview::app::{self, Service};
use kojiview::demo::{Demo, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::HubAddress;
use kojiview::web::files::Files;
use tower::ServiceExt as _;

const ADDRESSES: usize = 20_000;
/// Requests of the crawler that are under way at once.
const AT_ONCE: usize = 64;
/// How long the storage takes to open a file.
const STORAGE: Duration = Duration::from_millis(5);
/// A page that is cached, which somebody reads meanwhile.
const READ: &str = "/tasks/1305520";
/// The reader waits no longer for it, but for one time in a hundred.
const TARGET: Duration = Duration::from_millis(50);

/// Methods that open files.
const OPENING: [&str; 4] = ["getRPMHeaders", "getRPMDeps", "listRPMFiles", "getRPMFile"];

/// Calls that open files: under way, at once at most, in all.
#[derive(Default)]
struct Opened {
    now: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
}

/// Counts the calls that open files, and lets them take as long as a storage would.
async fn counted(State(opened): State<Arc<Opened>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let opens = OPENING.iter().any(|method| text.contains(&format!("<methodName>{method}<")));
    if opens {
        let now = opened.now.fetch_add(1, Ordering::SeqCst) + 1;
        opened.most.fetch_max(now, Ordering::SeqCst);
        opened.all.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(STORAGE).await;
    }
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    if opens {
        opened.now.fetch_sub(1, Ordering::SeqCst);
    }
    answer
}

async fn get(site: &Service, address: &str) -> (StatusCode, bytes::Bytes) {
    let request = Request::get(address).header("accept", "text/html").body(Body::empty()).unwrap();
    let answer = site.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    (status, answer.into_body().collect().await.unwrap().to_bytes())
}

/// Addresses of rpms, of what is in them and of files in them, as far as the demo has some.
async fn addresses(site: &Service) -> Vec<String> {
    let mut all = Vec::new();
    let mut offset = 0;
    while all.len() < ADDRESSES {
        let (_, page) = get(site, &format!("/builds.json?state=complete&type=rpm&limit=50&offset={offset}")).await;
        let page: serde_json::Value = serde_json::from_slice(&page).unwrap();
        let builds = page["builds"]["rows"].as_array().unwrap();
        if builds.is_empty() {
            break;
        }
        for build in builds {
            let (_, build) = get(site, &format!("/builds/{}.json", build["build_id"])).await;
            let build: serde_json::Value = serde_json::from_slice(&build).unwrap();
            for rpm in build["rpms"].as_array().unwrap() {
                let (id, name) = (&rpm["id"], rpm["name"].as_str().unwrap());
                all.push(format!("/rpms/{id}"));
                all.extend(["description", "dependencies", "files"].map(|part| format!("/rpms/{id}?open={part}")));
                all.push(format!("/rpms/{id}/files"));
                let files = [format!("/usr/bin/{name}"), format!("/etc/{name}.conf"), format!("/var/log/{name}.log")];
                all.extend(files.map(|path| format!("/rpms/{id}/file?path={path}")));
            }
        }
        offset += 50;
    }
    all.truncate(ADDRESSES);
    all
}

#[tokio::main]
async fn main() -> ExitCode {
    let opened = Arc::<Opened>::default();
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hub = format!("http://{}/kojihub", listener.local_addr().unwrap());
    let router = demo.router().layer(from_fn_with_state(opened.clone(), counted));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let limits = Limits::default();
    let allowed = limits.file;
    let site = app::service(app::context(
        HubClient::new(hub.parse().unwrap(), limits).unwrap(),
        HubAddress::of(hub.parse().unwrap()),
        Files::at("https://files.example.org/kojifiles".parse().unwrap()),
        Arc::new(move || demo.now()),
    ));
    let all = addresses(&site).await;
    println!("{} addresses, {AT_ONCE} at once, {STORAGE:?} a file", all.len());

    let is_over = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn({
        let (site, is_over) = (site.clone(), is_over.clone());
        async move {
            let mut times = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let start = Instant::now();
                assert!(get(&site, READ).await.0.is_success());
                times.push(start.elapsed());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            times.sort();
            times
        }
    });
    let start = Instant::now();
    let crawl = futures_util::stream::iter(all).map(|address| {
        let site = site.clone();
        async move { tokio::spawn(async move { get(&site, &address).await.0 }).await.unwrap() }
    });
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut crawl = crawl.buffer_unordered(AT_ONCE);
    while let Some(status) = crawl.next().await {
        *statuses.entry(status.as_u16()).or_default() += 1;
    }
    let took = start.elapsed();
    is_over.store(true, Ordering::Relaxed);
    let times = reader.await.unwrap();

    let (most, count) = (opened.most.load(Ordering::SeqCst), opened.all.load(Ordering::SeqCst));
    println!("crawled in {took:.1?}, statuses {statuses:?}");
    println!("{count} calls opened files, {most} at once at most, {allowed} are allowed");
    let at = |hundredths: usize| times[(times.len() * hundredths / 100).min(times.len() - 1)];
    println!(
        "{READ} meanwhile, {} times: half within {:.1?}, 99 of 100 within {:.1?}, all within {:.1?}",
        times.len(),
        at(50),
        at(99),
        at(100)
    );
    let is_bounded = most <= allowed && most > 0;
    if is_bounded && at(99) < TARGET { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
