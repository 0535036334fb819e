//! A crawl of what nobody has seen, and readers beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::hub::Hub;
use super::load::{Answered, Reader, count, percentile};
use super::process::Kojiview;
use super::rows::{LATENCY, things, verdict};

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
pub async fn crawl(hub: &Hub, address: &str, is_long: bool) -> bool {
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
    rows.iter().all(|(_, is_met)| *is_met) && (!is_long || soak(&kojiview).await)
}

/// Half an hour of 200 readers after the crawl: the memory stays what it is.
async fn soak(kojiview: &Kojiview) -> bool {
    let is_over = Arc::new(AtomicBool::new(false));
    let load = (0..200).map(|start| {
        let (at, is_over) = (kojiview.at.clone(), is_over.clone());
        tokio::spawn(async move {
            let (mut reader, mut failed) = (Reader::new(&at), 0);
            let head = format!("x-forwarded-for: 10.9.{start}.1\r\n");
            for turn in start.. {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                let page = match turn % 6 {
                    0 => "/".to_owned(),
                    1 => format!("/builds?offset={}", turn % 400 * 50),
                    2 => format!("/tasks?offset={}", turn % 100 * 50),
                    3 => format!("/rpms/{}", 1 + turn * 31 % 20_000),
                    4 => format!("/buildroots/{}", 1 + turn * 17 % 5000),
                    _ => "/hosts".to_owned(),
                };
                let answered = reader.get(&page, &head).await;
                failed += usize::from(!matches!(answered.status, 200 | 404));
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            failed
        })
    });
    let load = tokio::spawn(join_all(load.collect::<Vec<_>>()));
    let mut memory = Vec::new();
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_secs(300)).await;
        memory.push(kojiview.memory());
    }
    is_over.store(true, Ordering::Relaxed);
    let failed: usize = load.await.unwrap().into_iter().map(Result::unwrap).sum();
    let is_met = failed == 0 && memory.iter().all(|megabytes| *megabytes < 160.0);
    println!(
        "half an hour of 200 readers: {memory:.0?} MB every five minutes (160), {failed} failed{}",
        verdict(is_met)
    );
    is_met
}
