//! What a page costs the hub: waves of calls, and calls that many readers share.

use std::sync::Arc;

use futures_util::future::join_all;
use kojiview::demo::{Demo, Settings};

use super::harness::{Answer, demo};

/// From `Server-Timing`: waited for, answers used, waves.
pub fn cost(page: &Answer) -> (u32, u32, u32) {
    let numbers: Vec<u32> =
        page.header("server-timing").split(['"', ' ']).filter_map(|word| word.parse().ok()).collect();
    let [waited, answers, waves] = numbers[..] else { panic!("{}", page.header("server-timing")) };
    (waited, answers, waves)
}

/// Two waves are the most, but where a page tells why something failed (the fault, and then the log), or how far it is
/// (the tasks of earlier builds, and then the sizes of their logs).
fn most_waves(page: &Answer) -> u32 {
    let is_running = page.attributes("#live", "hx-get").len() + page.texts("#progress").len() > 0;
    let why = page.texts("#why").concat();
    match () {
        // Where build.log sends its reader to root.log, that one is read after it.
        () if why.contains("root.log at this line") => 5,
        () if is_running || !why.is_empty() => 4,
        () => 2,
    }
}

#[tokio::test]
async fn at_most_two_waves() {
    let (site, _) = demo().await;
    let all = site.get("/builds?limit=500").await;
    let mut pages = all.attributes("td.lead a", "href");
    pages.extend(
        [
            "/",
            "/search",
            "/search?q=f40",
            "/search?q=python",
            "/search?q=no-such-1.fc40",
            "/search?q=*a*&type=rpm",
            "/builds",
            "/builds?tag=f40",
            "/builds?user=1",
            "/builds?match=bash",
            "/builds?prefix=b&type=rpm",
            "/builds?tag=f40&match=b*",
            "/tags",
            "/tags?match=f4",
            "/tags/f40-build",
            "/tags/71",
            "/tags/f40-build/packages?owner=jane&prefix=k",
            "/tags/f40/children",
            "/hosts",
            "/hosts?channel=default",
            "/hosts/1",
            "/hosts/1?buildroots=yes",
            "/channels",
            "/channels/default",
        ]
        .map(str::to_owned),
    );
    assert!(pages.len() > 300);
    let (hub, demo) = hub().await;
    for address in pages {
        // Each page from an empty cache.
        let site = super::harness::Site::over(&hub);
        demo.forget_calls();
        let page = site.get(&address).await;
        assert!(page.status.is_success(), "{address}: {}", page.status);
        let (waited, answers, waves) = cost(&page);
        let most = most_waves(&page);
        assert!(waves <= most, "{address} took {waves} waves");
        assert!(waited <= answers && demo.calls()["POST"] <= 16, "{address}: {:?}", demo.calls());
    }
}

/// A demo for all pages of one test, each through a site of its own. It ends with the test's runtime, so no other shares it.
async fn hub() -> (String, Arc<Demo>) {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    (super::harness::listen(demo.router()).await, demo)
}

#[tokio::test]
async fn hundreds_of_readers_ask_once() {
    let (site, demo) = demo().await;
    // As JSON, and no more: they take a debug build less time than answers stay fresh.
    for address in [
        "/builds.json",
        "/builds/slowpoke-1.0-1.fc40.json",
        "/builds.json?tag=f40",
        "/tags.json",
        "/tags/f40/packages.json",
    ] {
        demo.forget_calls();
        let pages = join_all((0..300).map(|_| site.get(address))).await;
        assert!(pages.iter().all(|page| page.status == 200), "{address}");
        let calls = demo.calls();
        for (method, count) in calls.iter().filter(|(method, _)| *method != "POST") {
            let expected = match method.as_str() {
                // One a row of the list of tags, all in one multiCall.
                "getInheritanceData" => 27,
                // What runs is compared with four builds, three running tasks with the last one of each.
                "getTaskChildren" => 4,
                "listTaskOutput" => 6,
                "listBuilds" | "multiCall" if address.starts_with("/builds/") => 2,
                // The rows, and how many there are.
                "listBuilds" if address.starts_with("/builds.json") => 2,
                "listTasks" if address.starts_with("/tasks.json") => 2,
                _ => 1,
            };
            assert_eq!(*count, expected, "{address}: {method} in {calls:?}");
        }
        demo.forget_calls();
        site.get(address).await;
        assert!(demo.calls().is_empty(), "{address} is kept: {:?}", demo.calls());
    }
}

/// However many watch a running task and its log, the hub is asked once an interval for each of what they see.
#[tokio::test]
async fn a_thousand_watchers_ask_once_an_interval() {
    let (site, demo) = demo().await;
    // What runs stays fresh so long, and a slow machine takes several times that for a thousand pages.
    let interval = 2;
    for (address, watchers) in [
        ("/tasks/1306400", 300),
        ("/tasks/1306404/logs/build.log?after=100", 1000),
        ("/tasks/1306404/logs/build.log?after=200", 1000),
    ] {
        demo.forget_calls();
        let started = std::time::Instant::now();
        let json = [("accept", "application/json")];
        let pages = join_all((0..watchers).map(|_| site.ask("GET", address, &json))).await;
        assert!(pages.iter().all(|page| page.status == 200), "{address}");
        let intervals = 1 + started.elapsed().as_secs() / interval;
        for (method, count) in
            demo.calls().iter().filter(|(method, _)| !["POST", "multiCall"].contains(&method.as_str()))
        {
            let objects = match method.as_str() {
                // Its own files; of three running tasks each its own, and those of the last one like it; those of the one that is over.
                "listTaskOutput" => 1 + 3 + 3 + 1,
                // Those of four builds.
                "getTaskChildren" => 4,
                // What is there of the log, for its lines, and what came after. The builds of the task, and the last complete ones.
                "downloadTaskOutput" | "listBuilds" => 2,
                _ => 1,
            };
            assert!(*count <= objects * intervals, "{address}: {count} {method} in {intervals} intervals");
        }
    }
}

/// A reader who leaves does not stop what others wait for.
#[tokio::test]
async fn a_reader_who_leaves() {
    let (site, demo) = demo().await;
    demo.inject(kojiview::demo::InjectedFault::Slow(std::time::Duration::from_millis(200)));
    let hasty = tokio::time::timeout(std::time::Duration::from_millis(50), site.get("/builds")).await;
    assert!(hasty.is_err());
    let patient = site.get("/builds").await;
    assert_eq!(patient.status, 200);
    assert_eq!(demo.calls()["listBuilds"], 2, "the rows, and how many there are");
}

/// Of a big tag the first look costs a slice, the second the whole, and then every page, order and filter is kept; and
/// all of it is what the hub itself would have answered.
#[tokio::test]
async fn a_big_tag_is_asked_for_whole_once() {
    let (site, demo) = demo().await;
    let ids = async |site: &super::harness::Site, address: &str| {
        let page = site.get(address).await.json();
        let rows = page["builds"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["build_id"].as_i64().unwrap())
            .collect::<Vec<_>>();
        (rows, page["builds"]["total"].as_u64(), page["builds"]["next"].as_str().map(str::to_owned))
    };
    let tag = "/builds.json?tag=f40&latest=no";
    ids(&site, tag).await;
    assert_eq!((demo.calls().get("countAndFilterResults"), demo.calls().get("listTagged")), (Some(&1), None));
    ids(&site, &format!("{tag}&offset=50")).await;
    assert_eq!(
        demo.calls().get("countAndFilterResults"),
        Some(&2),
        "the reader gets a slice, and does not wait for all"
    );
    for place in 0.. {
        demo.forget_calls();
        ids(&site, &format!("{tag}&offset={place}")).await;
        if demo.calls().is_empty() {
            break;
        }
        assert!(place < 100, "the whole never came");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let orders = ["build_id", "-nvr", "owner_name", "-state", "start_time", "-completion_time", "tag_name"];
    let mut addresses: Vec<String> =
        orders.iter().map(|order| format!("{tag}&order={order}&limit=20&offset=10")).collect();
    addresses
        .extend(["&prefix=b", "&match=bash", "&match=py*", "&offset=100000"].map(|filter| format!("{tag}{filter}")));
    let (hub, _) = hub().await;
    for address in addresses {
        let other = super::harness::Site::over(&hub);
        let (kept, sliced) = (ids(&site, &address).await, ids(&other, &address).await);
        assert_eq!(kept, sliced, "{address}");
    }
    assert_eq!(
        (demo.calls().get("countAndFilterResults"), demo.calls().get("listTagged")),
        (None, None),
        "{:?}",
        demo.calls()
    );
}

/// A list that cannot be had whole is not tried again by each slice of it.
#[tokio::test]
async fn a_list_that_is_too_large_is_tried_once() {
    let limits = kojiview::hub::Limits { largest_answer: 60_000, ..Default::default() };
    let (site, demo) = super::harness::demo_with(limits).await;
    for place in 0..6 {
        let page = site.get(&format!("/builds.json?tag=f40&latest=no&limit=10&offset={}", place * 10)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    }
    assert_eq!(demo.calls().get("listTagged"), Some(&1), "{:?}", demo.calls());
}

/// Pages stay small, also with the recorded hosts of a real hub.
#[tokio::test]
async fn pages_are_small() {
    let recorded = super::recorded::site().await;
    let (demo, _) = demo().await;
    for (site, address, most) in [
        (&recorded, "/hosts", 12),
        (&demo, "/builds", 12),
        (&demo, "/tags", 12),
        (&demo, "/tags/f40/packages", 12),
        (&demo, "/", 30),
        (&demo, "/tasks?state=all", 30),
    ] {
        let (coding, body) = site.raw(address, &[("accept-encoding", "gzip")]).await;
        assert_eq!(coding, "gzip");
        assert!(body.len() <= most << 10, "{address}: {} bytes", body.len());
    }
}
