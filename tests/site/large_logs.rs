//! Logs of any size: a hub whose logs are as large as one asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use kojiview::xmlrpc::{self, Value};

use super::harness::{Answer, Site, listen};

const SIZE: u64 = 1 << 30;
/// Bytes of a line: its number, and the end.
const LINE: u64 = 16;

/// The bytes of a log of which each line tells the bytes before it.
fn text(offset: u64, size: u64) -> Vec<u8> {
    let first = offset / LINE;
    let lines: String =
        (first..=(offset + size) / LINE).map(|n| format!("at {:012}\n", n * LINE)).collect::<Vec<_>>().concat();
    let skip = usize::try_from(offset % LINE).unwrap();
    lines.into_bytes()[skip..skip + usize::try_from(size).unwrap()].to_vec()
}

/// What is counted of a log is kept for the whole process, so each test that counts has tasks of its own.
struct Hub {
    reads: AtomicU64,
    largest: AtomicU64,
    /// Bytes that are listed, and that are really there.
    size: AtomicU64,
    left: AtomicU64,
    /// The state of every task.
    state: AtomicI64,
}

async fn answer(State(hub): State<Arc<Hub>>, body: Bytes) -> String {
    let call = xmlrpc::request(&body).unwrap();
    let number = |name: &str| call.kwargs.get(name).and_then(Value::as_int).map(|n| u64::try_from(n).unwrap());
    let value = match call.method.as_str() {
        "getTaskInfo" => {
            let id = call.args.first().or_else(|| call.kwargs.get("task_id")).unwrap().clone();
            let state = Value::Int(hub.state.load(Ordering::Relaxed));
            Value::from([("id", id), ("method", Value::from("buildArch")), ("state", state)])
        }
        "listTaskOutput" => {
            let stat = Value::from([("st_size", Value::from(hub.size.load(Ordering::Relaxed).to_string()))]);
            Value::from([("build.log", Value::from([("DEFAULT", stat)]))])
        }
        "downloadTaskOutput" => {
            let (offset, size) = (number("offset").unwrap(), number("size").unwrap());
            assert!(offset + size <= SIZE);
            hub.reads.fetch_add(1, Ordering::Relaxed);
            hub.largest.fetch_max(size, Ordering::Relaxed);
            let there = size.min(hub.left.load(Ordering::Relaxed).saturating_sub(offset));
            Value::from(base64::engine::general_purpose::STANDARD.encode(text(offset, there)))
        }
        other => panic!("{other}"),
    };
    xmlrpc::write_response(&value).unwrap()
}

async fn site() -> (Site, Arc<Hub>) {
    let hub = Arc::new(Hub {
        reads: AtomicU64::new(0),
        largest: AtomicU64::new(0),
        size: AtomicU64::new(SIZE),
        left: AtomicU64::new(SIZE),
        state: AtomicI64::new(2),
    });
    let router = Router::new().route("/kojihub", post(answer)).with_state(hub.clone());
    (Site::over(&listen(router).await), hub)
}

fn places(page: &Answer) -> Vec<u64> {
    let place = |line: String| line.trim_start_matches('·').strip_prefix("at ").unwrap().parse().unwrap();
    page.texts(".log .l").into_iter().map(place).collect()
}

#[tokio::test]
async fn a_gigabyte_opens_anywhere_in_one_read() {
    let (site, hub) = site().await;
    for (place, first) in
        [("", 0), ("?at=16", 16), ("?at=17", 32), ("?at=800000000", 800_000_000), ("?at=800000001", 800_000_016)]
    {
        let before = hub.reads.load(Ordering::Relaxed);
        let page = site.get(&format!("/tasks/7/logs/build.log{place}")).await;
        assert_eq!(page.status, 200, "{place}");
        let places = places(&page);
        assert_eq!(places[0], first, "{place}");
        assert!(places.len() > 1000 && places.windows(2).all(|two| two[1] == two[0] + LINE), "{place}: whole lines");
        assert!(hub.reads.load(Ordering::Relaxed) <= before + 1, "{place}");
        let id = page.attributes(".log .l", "id").remove(3);
        assert_eq!(id, format!("B{}", first + 3 * LINE));
        let next = page.attributes(".pager a[rel=next]", "href").remove(0);
        assert!(next.ends_with(&format!("?at={}", places.last().unwrap() + LINE)), "{next}");
    }
    let end = site.get("/tasks/7/logs/build.log?end=yes").await;
    assert_eq!(*places(&end).last().unwrap(), SIZE - LINE);
    // What is named by the end now is named by its place where one copies it.
    let start = places(&end)[0];
    assert!(end.attributes(".log .l > a", "href")[0].ends_with(&format!("?at={start}#B{start}")));
    assert_eq!(places(&site.get(&format!("/tasks/7/logs/build.log?at={start}")).await), places(&end));
    assert!(hub.largest.load(Ordering::Relaxed) <= 128 << 10);
}

/// A link to a line that was given while the log was small leads there still; of what is not counted it is said why not.
#[tokio::test]
async fn a_line_stays_where_it_was() {
    let (site, _) = site().await;
    let page = site.get("/tasks/8/logs/build.log?line=500000").await;
    assert_eq!(page.text("#L500000").trim_start_matches("500000"), format!("at {:012}", 499_999 * LINE));
    assert_eq!(page.attributes(".pager a[rel=next]", "href").len(), 2);
    // Near the end of what is counted, the log goes on.
    let last = (8 << 20) / LINE;
    let page = site.get(&format!("/tasks/8/logs/build.log?line={last}")).await;
    assert_eq!(
        page.text(&format!("#L{last}")).trim_start_matches(&last.to_string()),
        format!("at {:012}", (last - 1) * LINE)
    );
    assert_eq!(page.attributes(".pager a[rel=next]", "href").len(), 2);
    let beyond = site.get("/tasks/8/logs/build.log?line=600000").await;
    assert_eq!(beyond.status, 400);
    assert!(beyond.text("main").contains("lines are counted in the first 8 MB"), "{}", beyond.text("main"));
}

/// Of a log of some megabytes all is told that is told of a small one, in whatever part one looks.
#[tokio::test]
async fn megabytes_have_numbers_and_an_outline() {
    const LOG: &str = "/tasks/9/logs/build.log";
    let (site, hub) = site().await;
    let bytes = 6 << 20;
    hub.size.store(bytes, Ordering::Relaxed);
    let lines = bytes / LINE;
    for (place, first, last) in [
        ("", 1, 4096),
        ("?end=yes", lines - 4095, lines),
        ("?line=300000", 299_980, 304_075),
        ("?at=3200000", 200_001, 204_096),
        ("?at=3199999", 200_001, 204_096),
    ] {
        let page = site.get(&format!("{LOG}{place}")).await;
        assert_eq!(page.status, 200, "{place}: {}", page.text("main"));
        assert!(page.text("#facts").contains("393,216 lines, 6.0 MB"), "{}", page.text("#facts"));
        let shown = page.texts(".log .l");
        let numbered = |n: u64| format!("{n}at {:012}", (n - 1) * LINE);
        let (first, last) =
            if shown.len() == 2000 && !place.contains("end") { (first, first + 1999) } else { (last - 1999, last) };
        assert_eq!((&shown[0], &shown[1999]), (&numbered(first), &numbered(last)), "{place}");
    }
    // What is named by its place is found by it where lines have numbers.
    assert_eq!(site.get(&format!("{LOG}?at=3200000")).await.attributes("#log > span[id^=B]", "id"), ["B3200000"]);
    let reads = hub.reads.load(Ordering::Relaxed);
    site.get(&format!("{LOG}?line=1000")).await;
    assert_eq!(hub.reads.load(Ordering::Relaxed), reads, "what was read is not read again");
}

#[tokio::test]
async fn a_search_goes_on_in_steps() {
    let (site, hub) = site().await;
    let page = site.get("/tasks/7/logs/build.log?q=at+000010000000").await;
    assert_eq!(places(&page), [10_000_000]);
    assert!(hub.reads.load(Ordering::Relaxed) <= 16);
    let there = site.get(&page.attributes(".log .l > a", "href")[0]).await;
    assert_eq!(places(&there)[0], 10_000_000);
    // Not in the first step, but in the next one; across the seams of reads nothing is lost.
    let page = site.get(&format!("/tasks/7/logs/build.log?q={:012}", 1_u64 << 24)).await;
    assert!(page.text("main").contains("No line with"), "{}", page.text("main"));
    let next = page.attributes("a[rel^=next]", "href").remove(0);
    assert_eq!(places(&site.get(&next).await), [1 << 24]);
    // A line that two reads share is found, too.
    let seam = (1_u64 << 20).to_string();
    let page = site.get(&format!("/tasks/7/logs/build.log?at=8&q=00000{seam}")).await;
    assert_eq!(places(&page), [1 << 20]);
    let many = site.get("/tasks/7/logs/build.log?q=at").await;
    assert_eq!(places(&many), (0..300).map(|n| n * LINE).collect::<Vec<_>>());
    let next = many.attributes("a[rel^=next]", "href").remove(0);
    assert_eq!(places(&site.get(&next).await)[0], 300 * LINE);
}

/// What the list of files says may be older than the log: it is read as far as it goes, and nothing fails.
#[tokio::test]
async fn a_log_that_shrank_is_read_as_far_as_it_goes() {
    let (site, hub) = site().await;
    hub.left.store(100 * LINE, Ordering::Relaxed);
    for address in ["?at=800000000", "?end=yes", "?at=1600", "?q=at", "?at=900000000&q=at"] {
        let page = site.get(&format!("/tasks/7/logs/build.log{address}")).await;
        assert_eq!(page.status, 200, "{address}: {}", page.text("main"));
    }
    assert_eq!(places(&site.get("/tasks/7/logs/build.log").await).len(), 100);
    // So is one whose lines are counted.
    for listed in [200_000, 50_000] {
        let (site, hub) = self::site().await;
        hub.size.store(listed, Ordering::Relaxed);
        hub.left.store(62 * LINE, Ordering::Relaxed);
        for address in ["?end=yes", "?at=49999", "?at=900", "?line=62", ""] {
            let page = site.get(&format!("/tasks/{listed}/logs/build.log{address}")).await;
            assert_eq!(page.status, 200, "{listed} {address}: {}", page.text("main"));
        }
    }
}

/// The last line of a log counts once its task is over, whether it has an end or not.
#[tokio::test]
async fn a_last_line_without_an_end() {
    let (site, hub) = site().await;
    hub.state.store(1, Ordering::Relaxed);
    hub.size.store(100 * LINE + 5, Ordering::Relaxed);
    let running = site.get("/tasks/10/logs/build.log").await;
    assert!(running.text("#facts").contains("100 lines"), "{}", running.text("#facts"));
    assert_eq!(running.text("#more .l:not(.d)"), "101at 00");
    assert_eq!(site.get("/tasks/10/logs/build.log?line=101").await.status, 400);
    hub.state.store(5, Ordering::Relaxed);
    super::harness::grow_old(std::time::Duration::from_secs(100)).await;
    let over = site.get("/tasks/10/logs/build.log?line=101").await;
    assert_eq!((over.status.as_u16(), over.text("#L101").as_str()), (200, "101at 00"));
    assert!(over.text("#facts").contains("101 lines"), "{}", over.text("#facts"));
}
