//! Connections that send nothing, too much, or take nothing.

use std::time::Duration;

use kojiview::demo::{Demo, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::serve::{Bounds, serve};
use kojiview::web::HubAddress;
use kojiview::web::files::Files;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::process::{Kojiview, hub};

/// A site with these bounds, and where it is.
async fn site(bounds: Bounds) -> String {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hub: reqwest::Url = format!("http://{}/kojihub", listener.local_addr().unwrap()).parse().unwrap();
    let router = demo.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = HubClient::new(hub.clone(), Limits::default()).unwrap();
    let files = Files::at("https://files.example.org/".parse().unwrap());
    let service = kojiview::app::service(kojiview::app::context(
        client,
        HubAddress::of(hub),
        files,
        std::sync::Arc::new(move || demo.now()),
    ));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap().to_string();
    tokio::spawn(serve(listener, service, bounds, std::future::pending()));
    at
}

async fn get(at: &str, head: &str) -> String {
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // One that is cut off has no end.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

const BUILDS: &str = "GET /builds HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// Whoever connects and says nothing makes place for those who do.
#[tokio::test(flavor = "multi_thread")]
async fn many_connections_that_send_nothing() {
    let bounds = Bounds { connections: 50, silence: Duration::from_millis(500), ..Bounds::default() };
    let at = site(bounds).await;
    let mut silent = Vec::new();
    for _ in 0..400 {
        silent.push(TcpStream::connect(&at).await.unwrap());
    }
    let answer = tokio::time::timeout(Duration::from_secs(20), get(&at, BUILDS)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// A head that is too large is refused, and the connection is not kept.
#[tokio::test(flavor = "multi_thread")]
async fn heads_of_64_kib() {
    let at = site(Bounds::default()).await;
    let head = format!("GET /builds HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "x".repeat(64 << 10));
    let answer = get(&at, &head).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(get(&at, BUILDS).await.starts_with("HTTP/1.1 200"));
}

/// Who takes nothing of an answer holds no place for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_takes_nothing_is_given_up() {
    let bounds = Bounds { connections: 1, slow_reader: Duration::from_millis(300), ..Bounds::default() };
    let at = site(bounds).await;
    let mut slow = TcpStream::connect(&at).await.unwrap();
    // More than the buffers of both sides hold.
    let requests = "GET /tasks?state=all&view=flat&limit=500 HTTP/1.1\r\nhost: x\r\n\r\n".repeat(60);
    slow.write_all(requests.as_bytes()).await.unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(60), get(&at, BUILDS)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// A stop does not wait for those who say nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_leaves_silent_connections() {
    let (_demo, hub) = hub().await;
    // Less than they may stay silent.
    let kojiview = Kojiview::serve(&hub, &["--stop-timeout", "5"]);
    let at = kojiview.at.trim_start_matches("http://").to_owned();
    let _silent = [TcpStream::connect(&at).await.unwrap(), TcpStream::connect(&at).await.unwrap()];
    assert_eq!(kojiview.get("/builds").await.0, 200);
    assert!(!kojiview.stop().contains("requests under way"));
}
