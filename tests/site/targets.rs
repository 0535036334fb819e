//! `/targets`, each of them, and whether the repo of one has a build.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn targets_are_listed_with_both_tags() {
    let (site, _) = demo().await;
    let page = site.get("/targets").await;
    let names = page.texts("td.lead");
    assert!(names.len() >= 10 && names.is_sorted(), "{names:?}");
    let from = site.get("/targets?build_tag=f40-build&order=-name").await;
    assert_eq!(from.text("h1"), "Build targets from f40-build");
    assert_eq!(from.texts("td.lead"), ["windows", "images", "f40-candidate", "f40"]);
    assert_eq!(site.get("/targets?build_tag=f40-build&dest_tag=images").await.texts("td.lead"), ["images"]);
    assert_eq!(site.get("/targets?dest_tag=nope").await.status, 404);
    for (href, name) in page.attributes("td.lead a", "href").iter().zip(&names) {
        let target = site.get(href).await;
        assert_eq!((target.status.as_u16(), &target.text("h1")), (200, name), "{href}");
        assert_eq!(target.texts("#notices .outage"), [""; 0], "{href}");
    }
}

#[tokio::test]
async fn a_target_shows_its_repo_and_its_builds() {
    let (site, demo) = demo().await;
    demo.forget_calls();
    let first = site.get("/targets/f40").await;
    assert_eq!(first.text(".facts code"), "koji build f40 SOURCE");
    let asked: Vec<_> = demo.calls().into_keys().filter(|name| name != "POST" && name != "_listapi").collect();
    assert_eq!(asked, ["getBuildTarget", "getTag"], "what costs more follows");
    let follows = first.attributes("#activity", "hx-get").remove(0);
    assert_eq!(first.attributes("#activity a", "href"), [format!("{follows}#activity")], "without scripts");
    let page = site.get(&follows).await;
    assert_eq!(page.attributes("#activity", "hx-get"), [""; 0]);
    let repo = page.text("#activity .facts");
    assert!(repo.contains("behind its tag") && repo.contains("is being made"), "{repo}");
    let tasks = page.texts("#tasks td.lead");
    assert!(tasks.len() > 10 && tasks.iter().all(|task| task.starts_with("build f40, ")), "{tasks:?}");
    let part = site.part(&follows, "section#activity").await;
    assert_eq!(part.texts("#tasks td.lead"), tasks);
    let fresh = site.get("/targets/f41?open=activity").await;
    assert!(!fresh.text("#activity .facts").contains("behind"), "{}", fresh.text("#activity .facts"));
    for address in ["/targets/nope", "/targets/99999999999", "/targets/%3Cb%3E", "/targets/nope/contains"] {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
    // A build leads to its target, a task too.
    let build = site.get("/builds/slowpoke-1.0-1.fc40").await;
    assert!(build.attributes(".facts a", "href").contains(&"/targets/f40".to_owned()));
    let task = site.get("/tasks/1306192").await;
    assert!(task.attributes(".facts a", "href").contains(&"/targets/f40".to_owned()));
}

/// What the repo has is what its tag had when it was made.
#[tokio::test]
async fn a_build_is_in_the_repo_or_not_yet() {
    let (site, _) = demo().await;
    let mut answers = std::collections::BTreeSet::new();
    for target in ["f40", "f41"] {
        let repo = site.get(&format!("/targets/{target}.json?open=activity")).await.json()["repo"]["create_event"]
            .as_i64()
            .unwrap();
        for (query, latest) in [("", true), ("&latest=no", false)] {
            let tagged = site.get(&format!("/builds.json?tag={target}-build&limit=100{query}")).await.json();
            let rows = tagged["builds"]["rows"].as_array().unwrap().clone();
            assert!(!rows.is_empty());
            for row in &rows {
                let nvr = row["nvr"].as_str().unwrap().replace('^', "%5E").replace('+', "%2B");
                let page = site.get(&format!("/targets/{target}/contains?build={nvr}")).await;
                assert_eq!(page.status, 200, "{nvr}");
                let answer = page.text("#contains b");
                if latest {
                    let was_there = row["create_event"].as_i64().unwrap() <= repo;
                    assert_eq!(answer, if was_there { "Yes" } else { "Not yet" }, "{target} {nvr}");
                    assert_eq!(page.attributes("#live", "hx-get").is_empty(), was_there, "it is asked again");
                }
                answers.insert(answer);
            }
        }
    }
    assert!(answers.contains("Yes") && answers.contains("No"), "{answers:?}");
    let none = site.get("/targets/f41/contains?build=bash-6.13-1.fc41").await;
    assert!(none.text("#contains").contains("is not in f41-build"), "{}", none.text("#contains"));
    assert!(
        none.text("#contains").contains("It is in f41-updates-testing, f41-candidate"),
        "{}",
        none.text("#contains")
    );
    assert!(none.text("title").starts_with("✗ "));
    for (query, status) in [("", 200), ("?build=nope", 404), ("?build=nope-1-1", 404), ("?build=99999999999", 404)] {
        assert_eq!(site.get(&format!("/targets/f41/contains{query}")).await.status, status, "{query}");
    }
    let json = site.get("/targets/f41/contains.json?build=bash-6.13-1.fc41").await.json();
    assert_eq!(json["answer"], "not-tagged");
}

#[tokio::test]
async fn every_recorded_target_is_shown() {
    let site = recorded::site().await;
    let case = read("getBuildTarget").into_iter().next().unwrap();
    let target = decoded(&case.response).unwrap();
    let page = site.get(&format!("/targets/{}?open=activity", text(&target, "id"))).await;
    assert_eq!((page.status.as_u16(), page.text("h1")), (200, text(&target, "name")));
    for tag in ["build_tag_name", "dest_tag_name"] {
        assert!(page.texts(".facts a").contains(&text(&target, tag)), "{tag}: {:?}", page.texts(".facts a"));
    }
    let repo = read("getRepo").into_iter().find(|case| case.about() == text(&target, "build_tag")).unwrap();
    let repo = decoded(&repo.response).unwrap();
    let told = page.text("#activity .facts");
    assert!(told.contains(&format!("{}, ready", text(&repo, "id"))), "{told}");
    let case = read("getBuildTargets").into_iter().find(|case| case.about().is_empty()).unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    let list = site.get("/targets?limit=10").await;
    assert_eq!(list.texts("td.lead"), rows.iter().map(|row| text(row, "name")).collect::<Vec<_>>());
}
