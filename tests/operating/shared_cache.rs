//! Instances that share a Valkey or Redis: together they ask the hub as one does, and whatever is wrong with the store, or with one
//! of them, costs no page.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use kojiview::demo::{Demo, InjectedFault};

use super::process::{Kojiview, folder, hub, hub_of};
use super::valkey::Valkey;

const UNSEEN: &str = "/builds?offset=100";

/// Until what was answered is in the store.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}

/// Asks again until it is so, for a while.
async fn until(mut holds: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..100 {
        if holds().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

fn with(valkey: &Valkey) -> [String; 2] {
    ["--shared-cache".to_owned(), valkey.address()]
}

fn serve(hub: &str, valkey: &Valkey, more: &[&str]) -> Kojiview {
    let [flag, address] = with(valkey);
    Kojiview::serve(hub, &[&[&*flag, &*address], more].concat())
}

/// One that has found the store.
async fn connected(hub: &str, valkey: &Valkey, more: &[&str]) -> Kojiview {
    let kojiview = serve(hub, valkey, more);
    assert!(until(async || is_up(&kojiview).await).await, "the store is used");
    kojiview
}

async fn is_up(kojiview: &Kojiview) -> bool {
    kojiview.get("/metrics").await.1.contains("kojiview_cache_up{level=\"shared\"} 1")
}

/// Calls of pages, without those that each instance makes for itself when it starts.
fn calls(demo: &Demo) -> BTreeMap<String, u64> {
    let mut calls = demo.calls();
    for of_start in ["_listapi", "system.listMethods", "getKojiVersion"] {
        calls.remove(of_start);
    }
    calls
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_instance_knows_another_need_not_ask() {
    let ((demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let one = connected(&hub, &valkey, &[]).await;
    let other = connected(&hub, &valkey, &[]).await;
    a_moment().await;
    // What hardly changes, so that nothing is asked again because it took a while.
    let pages = ["/builds/bash-6.13-1.fc41", "/packages/bash", "/tags/f40-build"];
    for page in pages {
        assert_eq!(one.get(page).await.0, 200, "{page}");
    }
    a_moment().await;
    demo.forget_calls();
    for page in pages {
        assert_eq!(other.get(page).await.0, 200, "{page}");
    }
    let asked: u64 = calls(&demo).values().sum();
    assert!(asked <= 2, "{:?}", demo.calls());
}

/// Of many requests of one page to both instances at once, each call of it is made once.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_which_both_are_asked_at_once() {
    let ((demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let both = [connected(&hub, &valkey, &[]).await, connected(&hub, &valkey, &[]).await];
    a_moment().await;
    for page in ["/builds/bash-6.13-1.fc41", "/builds?state=failed", "/tags/f40-build"] {
        demo.forget_calls();
        demo.inject(InjectedFault::Slow(Duration::from_millis(500)));
        let requests = (0..20).flat_map(|_| both.iter().map(|kojiview| kojiview.get(page)));
        for (status, text) in join_all(requests).await {
            assert_eq!(status, 200, "{page}: {text}");
        }
        demo.inject(InjectedFault::None);
        let twice: Vec<_> = calls(&demo).into_iter().filter(|(_, times)| *times > 1).collect();
        demo.forget_calls();
        a_moment().await;
        let alone = Kojiview::serve(&hub, &[]);
        assert_eq!(alone.get(page).await.0, 200);
        let of_one = calls(&demo);
        for (method, times) in twice {
            let of_one = of_one.get(&method).copied().unwrap_or_default();
            assert!(times <= of_one, "{page}: {method} {times} times, {of_one} times by one instance");
        }
    }
}

/// Readers of the other instance wait for an answer that never comes no longer than for a slow hub.
#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_is_killed_while_it_asks() {
    let ((demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let (mut one, other) = (connected(&hub, &valkey, &[]).await, connected(&hub, &valkey, &[]).await);
    a_moment().await;
    demo.inject(InjectedFault::Slow(Duration::from_millis(500)));
    let page = format!("{}/builds/bash-6.13-1.fc41", one.at);
    let lost = tokio::spawn(async move { reqwest::get(page).await.is_ok() });
    assert!(until(async || !valkey.keys("kojiview:claim:*").is_empty()).await, "it asks");
    one.kill();
    assert!(!lost.await.unwrap());
    demo.inject(InjectedFault::None);
    assert_eq!(other.get("/builds/bash-6.13-1.fc41").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn started_while_the_hub_is_down() {
    let ((demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let mut kojiview = connected(&hub, &valkey, &[]).await;
    kojiview.see_all().await;
    a_moment().await;
    kojiview.kill();
    demo.inject(InjectedFault::Offline);
    let kojiview = connected(&hub, &valkey, &[]).await;
    kojiview.see_all().await;
    assert_eq!(kojiview.get(UNSEEN).await.0, 503);
}

/// Each hub has its own answers, in one store.
#[tokio::test(flavor = "multi_thread")]
async fn hubs_share_nothing() {
    let ((_one, first), (_other, second)) = (hub_of(1).await, hub_of(2).await);
    let valkey = Valkey::start(&[]);
    let builds = async |hub: &str| connected(hub, &valkey, &[]).await.builds().await;
    let of_first = builds(&first).await;
    a_moment().await;
    let of_second = builds(&second).await;
    assert_eq!(of_second, Kojiview::serve(&second, &[]).builds().await);
    assert_ne!(of_first, of_second);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_killed_and_comes_back() {
    let ((demo, hub), mut valkey) = (hub().await, Valkey::start(&[]));
    let dir = folder("beside");
    let one = connected(&hub, &valkey, &[]).await;
    let other = connected(&hub, &valkey, &["--cache-dir", dir.to_str().unwrap()]).await;
    one.see_all().await;
    valkey.kill();
    for kojiview in [&one, &other] {
        kojiview.see_all().await;
        assert_eq!(kojiview.get("/tags/f40").await.0, 200);
    }
    assert!(until(async || !is_up(&one).await && !is_up(&other).await).await, "it is known to be gone");
    // What comes while it is gone is not kept there, and what comes later is.
    let valkey = Valkey::start_at(valkey.port(), &[]);
    assert!(until(async || is_up(&one).await && is_up(&other).await).await, "it is used again");
    assert_eq!(one.get(UNSEEN).await.0, 200);
    a_moment().await;
    demo.inject(InjectedFault::Offline);
    assert_eq!(connected(&hub, &valkey, &[]).await.get(UNSEEN).await.0, 200);
}

/// No store at all: none at the address, or something else that answers nothing, or something wrong.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_store_costs_no_page() {
    let (_demo, hub) = hub().await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("redis://{}", silent.local_addr().unwrap());
    let web = hub.replace("http://", "redis://").replace("/kojihub", "");
    let locked = Valkey::start(&["--requirepass", "secret"]);
    for address in ["redis://127.0.0.1:9", &silent, &web, &locked.address().replace("//", "//:wrong@")] {
        let kojiview = Kojiview::serve(&hub, &["--shared-cache", address]);
        kojiview.see_all().await;
        assert!(!is_up(&kojiview).await, "{address}");
        assert!(until(async || kojiview.log().contains("the shared cache cannot be had")).await, "{address}");
        let log = kojiview.log();
        assert!(!log.contains("wrong"), "the password is told: {log}");
    }
    let address = locked.address().replace("//", "//:secret@");
    let kojiview = Kojiview::serve(&hub, &["--shared-cache", &address]);
    assert!(until(async || is_up(&kojiview).await).await, "with its password it is used");
}

/// Others' data under our keys, of whatever type.
#[tokio::test(flavor = "multi_thread")]
async fn foreign_data_cost_no_page() {
    let ((demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let known = Kojiview::serve(&hub, &[]).builds().await;
    let one = connected(&hub, &valkey, &[]).await;
    one.see_all().await;
    one.builds().await;
    a_moment().await;
    let keys = valkey.keys("kojiview:answer:*");
    assert!(keys.len() > 20, "{keys:?}");
    let mut connection = valkey.connect();
    for (number, key) in keys.iter().enumerate() {
        let claim = key.replace("answer", "claim");
        redis::cmd("SET").arg(&claim).arg("for ever").exec(&mut connection).unwrap();
        redis::cmd("DEL").arg(key).exec(&mut connection).unwrap();
        let (write, what) = match number % 3 {
            0 => ("SET", "text"),
            1 => ("RPUSH", "a list"),
            _ => ("SADD", "a set"),
        };
        redis::cmd(write).arg(key).arg(what).exec(&mut connection).unwrap();
    }
    let other = connected(&hub, &valkey, &[]).await;
    assert_eq!(other.builds().await, known);
    assert_eq!(other.get("/tags/f40-build").await.0, 200);
    // What was foreign is ours again.
    a_moment().await;
    demo.inject(InjectedFault::Offline);
    assert_eq!(connected(&hub, &valkey, &[]).await.builds().await, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_store_costs_no_page() {
    let ((_demo, hub), valkey) =
        (hub().await, Valkey::start(&["--maxmemory", "1500kb", "--maxmemory-policy", "noeviction"]));
    let both = [connected(&hub, &valkey, &[]).await, connected(&hub, &valkey, &[]).await];
    for offset in (0..2000).step_by(50) {
        let page = format!("/tasks?state=all&view=flat&offset={offset}");
        assert_eq!(both[0].get(&page).await.0, 200, "{page}");
    }
    both[1].see_all().await;
    let told: usize = both.into_iter().map(|one| one.stop().matches("does not take all").count()).sum();
    assert!((1..=2).contains(&told), "it was full, which each tells once: {told}");
}

/// Many readers of what nobody has seen: the store stays in use.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_into_an_empty_store() {
    let ((_demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let kojiview = connected(&hub, &valkey, &["--client-budget", "0"]).await;
    for burst in 0..5 {
        let pages = (0..40).map(|page| format!("/builds?offset={}", 1000 + burst * 40 + page / 2));
        for (status, _) in join_all(pages.map(|page| async { kojiview.get(&{ page }).await })).await {
            assert_eq!(status, 200);
        }
    }
    assert!(is_up(&kojiview).await);
    let log = kojiview.stop();
    assert!(!log.contains("is left alone"), "{log}");
}

/// A user who may not do all of it, or a store that takes no writes: it is not used by half.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_takes_only_a_part() {
    let ((_demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let mut connection = valkey.connect();
    let rights = ["+@all -getrange", "+@all -del", "+@all -set", "+@all -publish"];
    for (number, rights) in rights.into_iter().enumerate() {
        let mut user = redis::cmd("ACL");
        user.arg("SETUSER").arg(format!("half{number}")).arg("on").arg(">secret").arg("~*").arg("&*");
        rights.split(' ').fold(&mut user, |user, right| user.arg(right)).exec(&mut connection).unwrap();
        let address = valkey.address().replace("//", &format!("//half{number}:secret@"));
        let kojiview = Kojiview::serve(&hub, &["--shared-cache", &address]);
        assert!(until(async || kojiview.log().contains("the shared cache cannot be had")).await, "{rights}");
        assert!(kojiview.log().contains("no permissions") && !is_up(&kojiview).await, "{rights}: {}", kojiview.log());
        kojiview.see_all().await;
    }
    redis::cmd("REPLICAOF").arg("127.0.0.1").arg(9).exec(&mut connection).unwrap();
    let kojiview = serve(&hub, &valkey, &[]);
    assert!(until(async || kojiview.log().contains("the shared cache cannot be had")).await, "a replica");
    kojiview.see_all().await;
}

/// A store that answers nothing for a while is left alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_store_costs_no_page() {
    let ((_demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let kojiview = connected(&hub, &valkey, &[]).await;
    let mut connection = valkey.connect();
    let sleeping = std::thread::spawn(move || redis::cmd("DEBUG").arg("SLEEP").arg(4).exec(&mut connection));
    tokio::time::sleep(Duration::from_millis(100)).await;
    kojiview.see_all().await;
    assert!(!is_up(&kojiview).await, "it is left alone");
    sleeping.join().unwrap().unwrap();
    assert!(until(async || is_up(&kojiview).await).await, "it is used again");
}

/// A network that spent all at one instance has nothing left at another.
#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_one_for_all_instances() {
    let ((_demo, hub), valkey) = (hub().await, Valkey::start(&[]));
    let more = ["--client-budget", "20"];
    let (one, other) = (connected(&hub, &valkey, &more).await, connected(&hub, &valkey, &more).await);
    assert!(
        until(async || {
            let listeners: (String, u64) =
                redis::cmd("PUBSUB").arg("NUMSUB").arg(&*channel(&valkey)).query(&mut valkey.connect()).unwrap();
            listeners.1 == 2
        })
        .await,
        "both listen"
    );
    let mut refused = 0;
    for offset in (0..2000).step_by(50) {
        refused = one.get(&format!("/builds?offset={offset}")).await.0;
        if refused == 429 {
            break;
        }
    }
    assert_eq!(refused, 429, "all is spent");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(other.get("/builds?offset=1950&order=nvr").await.0, 429);
    assert_eq!(
        Kojiview::serve(&hub, &more).get("/builds?offset=1950&order=nvr").await.0,
        200,
        "one alone has all of it"
    );
}

fn channel(valkey: &Valkey) -> String {
    let channels: Vec<String> =
        redis::cmd("PUBSUB").arg("CHANNELS").arg("kojiview:spent:*").query(&mut valkey.connect()).unwrap();
    channels.into_iter().next().unwrap_or_default()
}
