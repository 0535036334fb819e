//! A hub that is down, and a Kojiview that is killed meanwhile.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::hub::Hub;
use super::load::{Answered, Reader, count, percentile};
use super::process::{Kojiview, folder};
use super::rows::{LATENCY, things, verdict};

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
