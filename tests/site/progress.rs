//! How far something is that runs, beside the last builds of the same package.

use std::time::Duration;

use super::harness::{demo, grow_old};

const BUILD: &str = "/builds/slowpoke-1.0-1.fc40";
const TASK: &str = "/tasks/1306400";

#[tokio::test]
async fn a_running_build_says_when_it_may_end() {
    let (site, _) = demo().await;
    for address in [BUILD, TASK] {
        let page = site.get(address).await;
        let far = page.text("#progress");
        assert!(far.contains("usually 45 to 67 s, so 2") && far.contains(" s to go"), "{address}: {far}");
        assert!(far.contains("From the last 4 complete builds"), "{address}: {far}");
        // Of the three that run: how long they usually take, and how far their logs are.
        let logs = page.texts("#tree td.lgs");
        assert_eq!(logs.iter().filter(|log| log.contains("build.log") && log.contains(" of ")).count(), 3, "{logs:?}");
        assert_eq!(page.texts("#tree td.n").iter().filter(|ran| ran.contains(" s of ")).count(), 3);
        assert_eq!(page.attributes("#tree .use", "class").len(), 3, "where each is expected to end");
    }
    let json = site.get(&format!("{TASK}.json")).await.json();
    let progress = &json["progress"];
    assert_eq!(progress["whole"]["count"], 4);
    let arch = &progress["tasks"][0];
    assert_eq!((&arch["id"], &arch["usual"]["count"]), (&1_306_402.into(), &4.into()));
    let log = &arch["log"];
    assert_eq!(log["name"], "build.log");
    assert!(log["size"].as_i64().unwrap() < log["last_size"].as_i64().unwrap(), "{log}");
}

/// One arch by itself, and what has nothing to be compared with.
#[tokio::test]
async fn what_is_known_is_said() {
    let (site, demo) = demo().await;
    let arch = site.get("/tasks/1306404").await;
    assert!(arch.text("#progress").contains("usually 26 to 33 s"), "{}", arch.text("#progress"));
    let first = site.get("/builds/stumbler-1.0-1.fc40").await;
    assert!(first.texts("#progress").is_empty(), "it was never built before");
    assert!(first.texts("#tree td.lgs").iter().any(|log| log.contains("build.log") && !log.contains(" of ")));

    demo.skip(Duration::from_secs(35));
    grow_old(Duration::from_secs(20)).await;
    let over = site.get(TASK).await;
    assert!(over.texts("#progress").is_empty() && over.texts("#tree td.lgs").is_empty());
    let path = over.texts("#tree + p");
    assert!(path[0].contains("buildSRPMFromSCM noarch (waited 0:01, ran 0:09), then buildArch"), "{path:?}");
    assert!(path[0].ends_with("then tagBuild noarch (ran 0:00)."), "{path:?}");
    assert_eq!(over.attributes("#tree .path", "class").len(), 3, "as many are underlined");
}

/// What the moving demo builds took about as long before: what is expected of it is what comes.
#[tokio::test]
async fn the_demo_builds_what_it_has_built_so() {
    let (site, demo) = demo().await;
    demo.skip(Duration::from_secs(600));
    grow_old(Duration::from_secs(120)).await;
    let took = |build: &serde_json::Value| {
        let at = |name: &str| build[name].as_str()?.parse::<jiff::Timestamp>().ok();
        Some(at("completion_time")?.duration_since(at("start_time")?).as_secs())
    };
    let newest = site.get("/builds.json?limit=8&state=complete&within=1").await.json();
    let newest = newest["builds"]["rows"].as_array().unwrap();
    assert!(newest.len() > 4, "{newest:?}");
    for build in newest {
        let package = &build["package_id"];
        let all = site.get(&format!("/builds.json?package={package}&state=complete&limit=10")).await.json();
        let all: Vec<i64> = all["builds"]["rows"].as_array().unwrap().iter().filter_map(took).collect();
        assert!(!all.is_empty() && all.iter().all(|seconds| (30..90).contains(seconds)), "{package}: {all:?}");
    }
}
