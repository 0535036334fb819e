//! The rows.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::hub::Hub;
use super::load::{Answered, Reader, count};
use super::process::Kojiview;

/// Things that the hub has.
pub struct Things {
    pub builds: Vec<String>,
    pub tasks: Vec<String>,
}

/// Some complete builds and closed tasks, as pages.
pub async fn things(at: &str) -> Things {
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
pub const LATENCY: Duration = Duration::from_millis(50);

pub fn verdict(is_met: bool) -> &'static str {
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
