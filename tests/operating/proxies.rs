//! Behind nginx, httpd, haproxy and Varnish, as their shipped configurations have it: at `/koji`, beside a hub at `/kojihub`.

use std::collections::BTreeMap;
use std::time::Duration;

use kojiview::demo::{Demo, InjectedFault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::process::{Kojiview, hub};
use super::proxy::Proxy;

/// Names with all that has a meaning in addresses, old addresses, errors.
const ADDRESSES: [&str; 26] = [
    "/koji/",
    "/koji/builds",
    "/koji/builds/bash-6.12%2Bgit2-2.fc39",
    "/koji/builds/bash-6.12+git2-2.fc39",
    "/koji/builds/curl-11.5~rc1-2.fc39",
    "/koji/builds/curl-11.6%5E20261014gitc0ffee1-1.fc40",
    "/koji/builds/curl-11.6^20261014gitc0ffee1-1.fc40",
    "/koji/packages/libstdc%2B%2B-compat",
    "/koji/packages/libstdc++-compat",
    "/koji/tags/c%2B%2B%2Fodd%2Bname",
    "/koji/tags/c%2B%2B%2Fodd%2Bname.json",
    "/koji/tags/a%25b",
    "/koji/tags/%25252F",
    "/koji/archives/1047560/file?path=layer/usr/share/file%200%20%3C%26%3E.txt",
    "/koji/buildinfo?buildID=1",
    "/koji/taginfo?tagID=c%2B%2B%2Fodd%2Bname",
    "/koji/taskinfo.json?taskID=1",
    "/koji/packages.json",
    "/koji/?fragment=live",
    "/koji/robots.txt",
    "/koji/sitemap.xml",
    "/koji/feeds/builds.atom",
    "/koji/nothing",
    "/koji/builds?limit=x",
    "/kojihub/nothing",
    "/kojifiles/nothing",
];

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Which page it is: pages tell the moment, too.
    fn title(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let title = text.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        title.map_or_else(|| text.chars().take(60).collect(), |(title, _)| title.to_owned())
    }
}

/// Asks for exactly this, on a connection of its own.
async fn get(port: u16, address: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = format!("GET {address} HTTP/1.1\r\nhost: koji.example.org\r\nconnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut all)).await;
    reading.unwrap_or_else(|_| panic!("{address} has no end")).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("{address} has no head"));
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = BTreeMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = name.to_ascii_lowercase();
        assert!(name != "vary" || !headers.contains_key("vary"), "{address}: one line of Vary");
        headers.insert(name, value.to_owned());
    }
    let body = &all[end + 4..];
    let is_chunked = headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked");
    let body = if is_chunked { whole(body) } else { body.to_vec() };
    Answer { status, headers, body }
}

/// What came in chunks.
fn whole(mut chunks: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..end]).unwrap().trim(), 16).unwrap();
        if length == 0 {
            return all;
        }
        all.extend(&chunks[end + 2..end + 2 + length]);
        chunks = &chunks[end + 2 + length + 2..];
    }
}

async fn site(name: &str) -> (std::sync::Arc<Demo>, Kojiview, u16, Proxy) {
    let (demo, hub) = hub().await;
    let kojiview = Kojiview::serve(
        &hub,
        &["--public-url", "https://koji.example.org/koji", "--trusted-proxy", "127.0.0.1", "--log-format", "json"],
    );
    let port = |address: &str| address.split([':', '/']).find_map(|part| part.parse::<u16>().ok()).unwrap();
    let (own, of_hub) = (port(&kojiview.at), port(&hub));
    let proxy = Proxy::start(name, own, of_hub);
    (demo, kojiview, own, proxy)
}

async fn walk(name: &str) {
    let (demo, kojiview, own, proxy) = site(name).await;
    let port = proxy.port;
    let html = "accept: text/html\r\n";
    for address in
        ADDRESSES.iter().filter(|address| !address.starts_with("/kojihub") && !address.starts_with("/kojifiles"))
    {
        let (direct, through) = (get(own, address, html).await, get(port, address, html).await);
        let of = |answer: &Answer| {
            let header = |name| answer.header(name).to_owned();
            (answer.status, header("location"), header("content-type"), answer.title())
        };
        assert_eq!(of(&through), of(&direct), "{name}: {address}");
        assert!(!direct.header("location").starts_with("http"), "{name}: {address}: a redirect by path alone");
    }
    // The hub and its files beside it.
    let page = get(port, "/kojifiles/nothing", "").await;
    assert_eq!((page.status, page.header("x-kojiview")), (404, ""), "{name}");
    assert!(!String::from_utf8_lossy(&page.body).contains("Kojiview"), "{name}: files are the hub's");
    // The root of the host.
    let robots = get(port, "/robots.txt", "").await;
    assert!(robots.status == 200 && String::from_utf8_lossy(&robots.body).contains("Disallow: /koji/*?"), "{name}");
    let root = get(port, "/", html).await;
    // httpd names the host, too.
    let leads = ["/koji/", "http://koji.example.org/koji/"].contains(&root.header("location"));
    assert!(root.status == 302 && leads, "{name}: {}", root.header("location"));
    codings_and_kinds(name, port).await;
    revalidated(name, port).await;
    // Nobody says for whom he asks.
    let forged = "x-forwarded-for: 203.0.113.9\r\nforwarded: for=203.0.113.9\r\nx-request-id: forged\r\n";
    get(port, "/koji/hosts?forged=1", forged).await;
    let log = kojiview.log();
    let line = log.lines().find(|line| line.contains("forged=1")).unwrap();
    assert!(line.contains("\"client\":\"127.0.0.1\"") && !line.contains("\"id\":\"forged\""), "{name}: {line}");
    // The hub is down: what was seen, with a word; what was not, with when to come back.
    demo.inject(InjectedFault::Offline);
    let unseen = get(port, "/koji/builds?offset=100", html).await;
    assert_eq!((unseen.status, unseen.header("retry-after").is_empty()), (503, false), "{name}");
    assert_eq!(get(port, "/koji/builds", html).await.status, 200, "{name}");
}

/// A page, its data and a part of it, in each coding: none is ever taken for another, whatever is kept.
async fn codings_and_kinds(name: &str, port: u16) {
    for _ in 0..2 {
        for coding in ["identity", "gzip", "br", "zstd", "gzip, deflate, br, zstd"] {
            for (kind, begins) in [("text/html,*/*;q=0.8", "text/html"), ("application/json", "application/json")] {
                let answer =
                    get(port, "/koji/packages", &format!("accept: {kind}\r\naccept-encoding: {coding}\r\n")).await;
                assert_eq!(answer.status, 200, "{name}");
                assert!(answer.header("content-type").starts_with(begins), "{name}: {kind} {coding}");
                let used = answer.header("content-encoding");
                assert!(used.is_empty() || coding.contains(used), "{name}: {used} for {coding}");
                assert!(!answer.body.is_empty(), "{name}: {kind} {coding} is empty");
            }
            let head = format!("accept: text/html\r\naccept-encoding: {coding}\r\n");
            get(port, "/koji/", &head).await;
            let live = get(port, "/koji/?fragment=live", "accept: text/html\r\naccept-encoding: identity\r\n").await;
            assert!(live.body.starts_with(b"<title>"), "{name}: a part of a page");
            assert!(live.header("cache-control").contains("no-store"), "{name}");
        }
    }
}

/// A page that has not changed is not sent again, and is still whole after it was asked for again by the cache.
async fn revalidated(name: &str, port: u16) {
    let head = "accept: text/html\r\naccept-encoding: gzip\r\n";
    let page = get(port, "/koji/users", head).await;
    let tag = page.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{name}: {tag}");
    let again = get(port, "/koji/users", &format!("{head}if-none-match: {tag}\r\n")).await;
    assert_eq!((again.status, again.body.len()), (304, 0), "{name}");
    for _ in 0..3 {
        let again = get(port, "/koji/users", head).await;
        assert!(again.status == 200 && again.body.len() > 500, "{name}: {} bytes", again.body.len());
        tokio::time::sleep(Duration::from_millis(1100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_nginx() {
    walk("nginx").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_httpd() {
    walk("httpd").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_haproxy() {
    walk("haproxy").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_varnish() {
    walk("varnish").await;
}
