//! The rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::hub::Hub;
use super::load::{Answered, Reader, count, percentile};
use super::process::{Kojiview, folder};

/// Things that the hub has.
struct Things {
    builds: Vec<String>,
    tasks: Vec<String>,
}

/// Some complete builds and closed tasks, as pages.
async fn things(at: &str) -> Things {
    let list = async |address: &str, list: &str, id: &str, page: &str| {
        let text = reqwest::get(format!("http://{at}{address}")).await.unwrap().text().await.unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = json[list]["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| format!("{page}/{}", row[id].to_string().trim_matches('"'))).collect::<Vec<_>>()
    };
    Things {
        builds: list("/builds.json?state=complete&type=rpm&limit=30", "builds", "nvr", "/builds").await,
        tasks: list("/tasks.json?state=closed&view=flat&limit=60", "tasks", "id", "/tasks").await,
    }
}
const LATENCY: Duration = Duration::from_millis(50);

fn verdict(is_met: bool) -> &'static str {
    if is_met { "" } else { "  <- missed" }
}

/// Asks for pages on so many connections, for a while; what came.
async fn repeat(at: &str, connections: usize, time: Duration, page: &str, head: &str) -> Vec<Answered> {
    let end = Instant::now() + time;
    let all = (0..connections).map(|_| {
        let (at, page, head) = (at.to_owned(), page.to_owned(), head.to_owned());
        tokio::spawn(async move {
            let (mut reader, mut answers) = (Reader::new(&at), Vec::new());
            while Instant::now() < end {
                answers.push(reader.get(&page, &head).await);
            }
            answers
        })
    });
    join_all(all).await.into_iter().flat_map(Result::unwrap).collect()
}

/// Fresh pages, sent and revalidated.
pub async fn rates(hub: &str) -> bool {
    const TIME: Duration = Duration::from_secs(3);
    let kojiview = Kojiview::serve(hub, &[]);
    println!("idle: {:.0} MB (20 wanted)", kojiview.memory());
    let mut reader = Reader::new(&kojiview.at);
    let things = things(&kojiview.at).await;
    let pages = [
        (&*things.builds[0], 15_000),
        (&*things.tasks[0], 15_000),
        ("/tags/f40-build", 15_000),
        ("/builds", 15_000),
        ("/tasks", 6000),
        ("/hosts", 6000),
    ];
    println!("page, a second                          sent  wanted   revalidated  wanted");
    let mut all_ok = true;
    for (page, wanted) in pages {
        let first = reader.get(page, "").await;
        let tag = reader.header("etag").unwrap_or_default();
        let sent = repeat(&kojiview.at, 32, TIME, page, "").await;
        let again = repeat(&kojiview.at, 32, TIME, page, &format!("if-none-match: {tag}\r\n")).await;
        let rate = |answers: &[Answered]| answers.len() as f64 / TIME.as_secs_f64();
        println!("{page:35} {:>8.0} {wanted:>7} {:>13.0}   40000", rate(&sent), rate(&again));
        all_ok &= first.status == 200
            && count(&sent, |status| status != 200) == 0
            && count(&again, |status| !matches!(status, 200 | 304)) == 0;
    }
    all_ok
}

/// What Kojiview adds to the calls that a page has to wait for, one wave after the other.
pub async fn cold(hub: &Hub, address: &str) -> bool {
    let kojiview = Kojiview::serve(address, &["--client-budget", "0"]);
    let mut reader = Reader::new(&kojiview.at);
    let Things { builds, tasks } = things(&kojiview.at).await;
    let lists = (1..20).map(|at| format!("/builds?offset={}", 50 * at)).collect();
    hub.set_latency(LATENCY);
    let mut all_ok = true;
    for (kind, pages) in [("builds", lists), ("build", builds), ("task", tasks)] {
        let mut ratios = Vec::new();
        for page in pages {
            let answer = reader.get(&page, "").await;
            let timing = reader.header("server-timing").unwrap_or_default();
            let waves: u32 =
                timing.trim_end_matches('"').rsplit(' ').next().and_then(|waves| waves.parse().ok()).unwrap_or(1);
            if answer.status == 200 && waves > 0 {
                ratios.push(answer.took.as_secs_f64() / (LATENCY * waves).as_secs_f64());
            }
        }
        ratios.sort_by(f64::total_cmp);
        let median = ratios.get(ratios.len() / 2).copied().unwrap_or(f64::MAX);
        println!(
            "{kind}: {median:.2} times the slowest calls, {} pages (1.15 wanted){}",
            ratios.len(),
            verdict(median <= 1.15)
        );
        all_ok &= median <= 1.5;
    }
    hub.set_latency(Duration::ZERO);
    all_ok
}

/// A thousand requests of one page that nobody has seen.
pub async fn same(hub: &Hub, address: &str) -> bool {
    let kojiview = Kojiview::serve(address, &[]);
    let page = things(&kojiview.at).await.builds.remove(0);
    tokio::time::sleep(Duration::from_secs(1)).await;
    hub.set_latency(LATENCY);
    hub.take();
    let readers = (0..200).map(|_| {
        let (at, page) = (kojiview.at.clone(), page.clone());
        tokio::spawn(async move {
            let mut reader = Reader::new(&at);
            let mut answers = Vec::new();
            for _ in 0..5 {
                answers.push(reader.get(&page, "").await);
            }
            answers
        })
    });
    let answers: Vec<Answered> = join_all(readers).await.into_iter().flat_map(Result::unwrap).collect();
    hub.set_latency(Duration::ZERO);
    let (calls, most, _) = hub.take();
    let is_met = most == 1 && count(&answers, |status| status == 200) == 1000;
    println!("{calls} calls for 1000 requests, each {most} time (1 wanted){}", verdict(is_met));
    is_met
}

/// Readers of a cached page, and of pages that nobody has seen, as long as the flag is not set.
async fn readers(at: String, task: String, is_over: Arc<AtomicBool>) -> (Vec<Answered>, Vec<Answered>) {
    let (mut reader, mut cached, mut uncached) = (Reader::new(&at), Vec::new(), Vec::new());
    let head = "x-forwarded-for: 192.0.2.7\r\n";
    for page in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        for _ in 0..20 {
            cached.push(reader.get(&task, head).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        uncached.push(reader.get(&format!("/builds?offset={page}"), head).await);
    }
    (cached, uncached)
}

/// 20,000 rpms, files and buildroots, each another one, from 1,000 networks, 500 a second.
pub async fn crawl(hub: &Hub, address: &str) -> bool {
    const ADDRESSES: usize = 20_000;
    const A_SECOND: u32 = 500;
    let kojiview = Kojiview::serve(address, &[]);
    let task = things(&kojiview.at).await.tasks.remove(0);
    Reader::new(&kojiview.at).get(&task, "").await;
    hub.set_latency(LATENCY);
    hub.take();
    let is_over = Arc::new(AtomicBool::new(false));
    let reading = tokio::spawn(readers(kojiview.at.clone(), task, is_over.clone()));
    let start = Instant::now();
    let connections = 400;
    let crawlers = (0..connections).map(|connection| {
        let at = kojiview.at.clone();
        tokio::spawn(async move {
            let (mut reader, mut answers) = (Reader::new(&at), Vec::new());
            for request in (connection..ADDRESSES).step_by(connections) {
                let due = start + Duration::from_secs(1) / A_SECOND * request as u32;
                tokio::time::sleep_until(due.into()).await;
                let id = 1 + request / 3;
                let page = match request % 3 {
                    0 => format!("/rpms/{id}"),
                    1 => format!("/rpms/{id}/file?path=/usr/bin/{id}"),
                    _ => format!("/buildroots/{id}"),
                };
                let network = request % 1000;
                let head = format!("x-forwarded-for: 10.{}.{}.9\r\n", network / 250, network % 250);
                answers.push(reader.get(&page, &head).await);
            }
            answers
        })
    });
    let crawled: Vec<Answered> = join_all(crawlers).await.into_iter().flat_map(Result::unwrap).collect();
    is_over.store(true, Ordering::Relaxed);
    let (cached, uncached) = reading.await.unwrap();
    hub.set_latency(Duration::ZERO);
    let (calls, _, most) = hub.take();
    println!(
        "{} crawled in {:.0} s: {} answered, {} refused, {} failed; {calls} calls",
        crawled.len(),
        start.elapsed().as_secs_f64(),
        count(&crawled, |status| matches!(status, 200 | 404)),
        count(&crawled, |status| matches!(status, 429 | 503)),
        count(&crawled, |status| !matches!(status, 200 | 404 | 429 | 503)),
    );
    let (cached_p99, uncached_p99) = (percentile(&cached, 99), percentile(&uncached, 99));
    let refused = count(&cached, |status| status != 200) + count(&uncached, |status| status != 200);
    let memory = kojiview.memory();
    let rows = [
        (format!("{most} calls under way at most (12 light, 4 files, 2 heavy)"), most <= 18),
        (format!("a cached page: p99 {cached_p99:.1?} of {} (50 ms)", cached.len()), cached_p99 < LATENCY),
        (
            format!("one that nobody has seen: p99 {uncached_p99:.0?} of {} (500 ms)", uncached.len()),
            uncached_p99 < LATENCY * 10,
        ),
        (format!("readers refused: {refused} (0)"), refused == 0),
        (format!("memory: {memory:.0} MB (160)"), memory < 160.0),
    ];
    for (text, is_met) in &rows {
        println!("{text}{}", verdict(*is_met));
    }
    rows.iter().all(|(_, is_met)| *is_met)
}

/// The hub goes down under load, Kojiview is killed and started again meanwhile, the hub comes back.
pub async fn outage(hub: &Hub, address: &str, is_long: bool) -> bool {
    let (time, dir) = (if is_long { 300 } else { 20 }, folder());
    let arguments = ["--cache-dir", dir.to_str().unwrap(), "--client-budget", "0"];
    let kojiview = Kojiview::serve(address, &arguments);
    let pages: Vec<String> = (0..40)
        .map(|at| format!("/builds?offset={}", 50 * at))
        .chain(["/", "/tasks", "/hosts", "/tags/f40-build"].map(str::to_owned))
        .chain(things(&kojiview.at).await.tasks.into_iter().take(5))
        .collect();
    let mut reader = Reader::new(&kojiview.at);
    let mut all_ok = true;
    for page in &pages {
        all_ok &= reader.get(page, "").await.status == 200;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    hub.set_down(true);
    let seen = async |kojiview: &Kojiview, seconds: u64| {
        let end = Instant::now() + Duration::from_secs(seconds);
        let load = (0..200usize).map(|start| {
            let (at, pages) = (kojiview.at.clone(), pages.clone());
            tokio::spawn(async move {
                let (mut reader, mut seen, mut unseen) = (Reader::new(&at), Vec::new(), Vec::new());
                for turn in start.. {
                    if Instant::now() >= end {
                        break;
                    }
                    seen.push(reader.get(&pages[turn % pages.len()], "").await);
                    if turn % 20 == 0 {
                        unseen.push(reader.get(&format!("/builds?offset={}", 100_000 + turn), "").await);
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                (seen, unseen)
            })
        });
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        for answers in join_all(load).await {
            let (more_seen, more_unseen) = answers.unwrap();
            seen.extend(more_seen);
            unseen.extend(more_unseen);
        }
        (seen, unseen)
    };
    let told = |title: &str, seen: &[Answered], unseen: &[Answered]| {
        let failed = count(seen, |status| status != 200);
        let slow = percentile(unseen, 100);
        let is_met = failed == 0 && slow < Duration::from_secs(1) && count(unseen, |status| status != 503) == 0;
        println!(
            "{title}: {} of pages that were seen, {failed} failed (0), p99 {:.1?}; {} others, 503 in {slow:.0?} at most (1 s){}",
            seen.len(),
            percentile(seen, 99),
            unseen.len(),
            verdict(is_met)
        );
        is_met
    };
    let (answers, others) = seen(&kojiview, time).await;
    all_ok &= told("hub down", &answers, &others);
    drop(kojiview);
    let start = Instant::now();
    let kojiview = Kojiview::serve(address, &arguments);
    let started = start.elapsed();
    let first = Reader::new(&kojiview.at).get("/", "").await;
    println!("started again in {started:.0?}, the first page {} in {:.0?}", first.status, first.took);
    let (answers, others) = seen(&kojiview, 10).await;
    all_ok &= told("hub down, started again", &answers, &others);
    hub.take();
    hub.set_down(false);
    hub.set_latency(LATENCY);
    let (answers, _) = seen(&kojiview, 10).await;
    let (_, _, most) = hub.take();
    hub.set_latency(Duration::ZERO);
    let failed = count(&answers, |status| status != 200);
    println!("hub back: {most} calls under way at most (18), {failed} failed; memory {:.0} MB", kojiview.memory());
    let _ = std::fs::remove_dir_all(dir);
    all_ok && most <= 18 && failed == 0
}
