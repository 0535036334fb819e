//! A thousand readers who watch a running task and its log, each as the page itself asks: what the hub is asked for.
//! Fails where it is asked for one thing more than once an interval. `cargo bench --bench watchers`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

const WATCHERS: u32 = 1000;
/// How long they watch.
const WATCHED: Duration = Duration::from_secs(20);
/// After this time a page of what runs asks again.
const INTERVAL: Duration = Duration::from_secs(2);

/// A task of the demo that runs for minutes, and a log below it that grows.
const TASK: &str = "/tasks/1306400";
const LOG: &str = "/tasks/1306404/logs/build.log?end=yes";

/// The demo and its hub, ended with this value.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a demo; it, its address, and that of its hub.
fn demo() -> (Demo, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .args(["demo", "--listen", "127.0.0.1:0", "--hub-listen", "127.0.0.1:0"])
        .args(["--connections", "4096", "--client-budget", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let (mut site, mut hub) = (None, None);
    while site.is_none() || hub.is_none() {
        let line = lines.next().unwrap();
        let Some(address) = line.split_whitespace().find(|word| word.starts_with("http://")) else { continue };
        let address = address.trim_end_matches("/kojihub").trim_end_matches('/').to_owned();
        if line.starts_with("Kojiview is at") { site = Some(address) } else { hub = Some(address) }
    }
    (Demo(child), site.unwrap(), hub.unwrap())
}

/// What a page of what runs asks for again: the address in its mark for htmx.
fn asked_again(page: &str) -> Option<String> {
    let address = page.split("hx-get=\"").nth(1)?.split('"').next()?;
    Some(address.replace("&amp;", "&").replace("&#38;", "&"))
}

#[tokio::main]
async fn main() -> ExitCode {
    let (_demo, site, hub) = demo();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    // It waits for a host at first.
    tokio::time::sleep(Duration::from_secs(8)).await;
    let text = async |address: String| client.get(&*address).send().await.unwrap().text().await.unwrap();
    let task = asked_again(&text(format!("{site}{TASK}")).await).unwrap();
    let log = asked_again(&text(format!("{site}{LOG}")).await).unwrap();
    println!("{WATCHERS} watchers ask for {task} and {log} every {INTERVAL:?}");

    let calls =
        async || serde_json::from_str::<BTreeMap<String, u64>>(&text(format!("{hub}/demo/calls")).await).unwrap();
    let before = calls().await;
    let answers = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let watchers = (0..WATCHERS).map(|n| {
        let (client, answers, site) = (client.clone(), answers.clone(), site.clone());
        let mut addresses = [format!("{site}{task}"), format!("{site}{log}")];
        tokio::spawn(async move {
            // Nobody opens a page in the same moment.
            tokio::time::sleep(INTERVAL * n / WATCHERS).await;
            while start.elapsed() < WATCHED {
                let next = tokio::time::sleep(INTERVAL);
                for address in &mut addresses {
                    let answer = client.get(&*address).send().await.unwrap();
                    assert!(answer.status().is_success(), "{address}: {}", answer.status());
                    // Of a log it names the place up to which it is known now.
                    if let Some(next) = asked_again(&answer.text().await.unwrap()) {
                        *address = format!("{site}{next}");
                    }
                    answers.fetch_add(1, Ordering::Relaxed);
                }
                next.await;
            }
        })
    });
    for watcher in join_all(watchers).await {
        watcher.unwrap();
    }
    let took = start.elapsed();
    let after = calls().await;

    let intervals = u64::try_from(took.as_millis().div_ceil(INTERVAL.as_millis())).unwrap() + 1;
    println!("{} answers in {took:.1?}, {intervals} intervals", answers.load(Ordering::Relaxed));
    let mut missed = false;
    for (method, count) in &after {
        let asked = count - before.get(method).copied().unwrap_or_default();
        println!("{asked:6} {method}");
        // Of the task itself and of its three running subtasks, of which one writes the log that is watched; now and then of the
        // one that is over.
        missed |= method == "listTaskOutput" && asked > 5 * intervals;
        missed |= matches!(method.as_str(), "getTaskDescendents" | "downloadTaskOutput" | "GET") && asked > intervals;
    }
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
