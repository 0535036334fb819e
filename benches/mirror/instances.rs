//! Two instances that share a Valkey, beside one alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;

use super::hub::Hub;
use super::load::{Answered, Reader, count, percentile};
use super::process::{Kojiview, Valkey};
use super::rows::{LATENCY, verdict};

/// Readers of both.
const READERS: usize = 200;

/// What readers look at: things that change and things that do not.
fn page(turn: usize) -> String {
    match turn % 4 {
        0 => format!("/builds?offset={}", turn % 20 * 50),
        1 => format!("/tasks?offset={}", turn % 10 * 50),
        2 => "/".to_owned(),
        _ => format!("/buildroots/{}", turn % 500),
    }
}

/// Readers, a part of them at each instance, for so long. Where one is gone, they go to the next one, as a load balancer makes them;
/// how often that was, and what they were answered.
async fn read(instances: &[String], time: Duration, during: impl Future<Output = ()>) -> (usize, Vec<Answered>) {
    let is_over = Arc::new(AtomicBool::new(false));
    let readers = (0..READERS).map(|start| {
        let (instances, is_over) = (instances.to_vec(), is_over.clone());
        tokio::spawn(async move {
            let (mut at, mut moved, mut answers) = (start % instances.len(), 0, Vec::new());
            let mut reader = Reader::new(&instances[at]);
            let mut turn = start * 7;
            while !is_over.load(Ordering::Relaxed) {
                let answered = reader.get(&page(turn), "").await;
                if answered.status == 0 && instances.len() > 1 && moved == 0 {
                    (at, moved) = ((at + 1) % instances.len(), 1);
                    reader = Reader::new(&instances[at]);
                    continue;
                }
                answers.push(answered);
                turn += 1;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            (moved, answers)
        })
    });
    let readers = tokio::spawn(join_all(readers.collect::<Vec<_>>()));
    tokio::join!(during, tokio::time::sleep(time));
    is_over.store(true, Ordering::Relaxed);
    let (moved, answers): (Vec<usize>, Vec<_>) = readers.await.unwrap().into_iter().map(Result::unwrap).unzip();
    (moved.into_iter().sum(), answers.into_iter().flatten().collect())
}

fn told(title: &str, answers: &[Answered], calls: usize) -> usize {
    let failed = count(answers, |status| !matches!(status, 200 | 404));
    println!(
        "{title}: {} pages, p99 {:.0?}, {failed} failed (0); {calls} calls{}",
        answers.len(),
        percentile(answers, 99),
        verdict(failed == 0)
    );
    failed
}

/// Calls of two beside those of one; then one is killed, and then the store.
pub async fn instances(hub: &Hub, address: &str) -> bool {
    let time = Duration::from_secs(20);
    hub.set_latency(LATENCY);
    let alone = Kojiview::serve(address, &["--client-budget", "0"]);
    tokio::time::sleep(Duration::from_secs(2)).await;
    hub.take();
    let (_, answers) = read(std::slice::from_ref(&alone.at), time, async {}).await;
    let (of_one, ..) = hub.take();
    let mut failed = told("one", &answers, of_one);
    drop(alone);

    let valkey = Valkey::start();
    let arguments = ["--client-budget", "0", "--shared-cache", &valkey.address];
    let [one, other] = [0, 1].map(|_| Kojiview::serve(address, &arguments));
    tokio::time::sleep(Duration::from_secs(2)).await;
    hub.take();
    let both = [one.at.clone(), other.at.clone()];
    let (_, answers) = read(&both, time, async {}).await;
    let (of_two, ..) = hub.take();
    failed += told("two with a Valkey", &answers, of_two);

    let killing = async {
        tokio::time::sleep(time / 4).await;
        drop(one);
        tokio::time::sleep(time / 4).await;
        drop(valkey);
    };
    let (moved, answers) = read(&both, time, killing).await;
    let (calls, ..) = hub.take();
    failed += told("one killed, then the Valkey", &answers, calls);
    hub.set_latency(Duration::ZERO);
    let ratio = of_two as f64 / of_one as f64;
    let is_met = failed == 0 && ratio <= 1.2 && moved <= READERS / 2;
    println!("calls of two: {ratio:.2} of those of one (1.2); {moved} readers lost a connection{}", verdict(is_met));
    is_met
}
