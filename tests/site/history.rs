//! `/tags/{tag}/history`: who changed what; of the demo, and every recorded one.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn changes_are_told_newest_first() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f40-updates-testing/history?kind=builds&limit=500").await;
    assert_eq!(page.text("h1"), "Changes of builds in f40-updates-testing");
    let events: Vec<u64> = page.texts("td.n.m.x").iter().map(|id| id.parse().unwrap()).collect();
    assert!(events.len() > 5 && events.is_sorted_by(|a, b| a >= b), "{events:?}");
    let told = page.texts("td.lead");
    let untagged = told.iter().find(|change| change.starts_with("untagged ")).expect("builds that moved on");
    let nvr = untagged.strip_prefix("untagged ").unwrap();
    assert!(told.contains(&format!("tagged {nvr}")), "{told:?}");
    let json = site.get("/tags/f40-updates-testing/history.json?kind=builds&limit=500").await.json();
    let rows = json["changes"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), events.len());
    assert_eq!((&rows[0]["table"], rows[0]["event"].as_u64()), (&"tag_listing".into(), Some(events[0])));
}

#[tokio::test]
async fn pages_of_changes_follow_one_another() {
    let (site, _) = demo().await;
    let all = site.get("/tags/f40/history?limit=60").await.texts("td.lead");
    let mut pieces = Vec::new();
    let mut next = Some("/tags/f40/history?limit=20".to_owned());
    while let Some(address) = next.filter(|_| pieces.len() < 60) {
        let page = site.get(&address).await;
        pieces.extend(page.texts("td.lead"));
        next = page.attributes("a[rel=next]", "href").first().cloned();
    }
    assert_eq!(pieces, all);
}

#[tokio::test]
async fn changes_are_filtered() {
    let (site, _) = demo().await;
    let of = async |query: &str| site.get(&format!("/tags/f41/history?limit=500&{query}")).await.texts("td.lead");
    let blocked = of("kind=packages").await;
    assert!(
        blocked.iter().any(|change| change.starts_with("changed package ") && change.ends_with("blocked: no → yes"))
    );
    let bash = of("package=bash").await;
    assert!(bash.contains(&"added package bash".to_owned()) && bash.iter().all(|change| change.contains("bash")));
    assert!(of("kind=inheritance").await.iter().any(|change| change.starts_with("is inherited by f41-")));
    let locked = site.get("/tags/f38/history?kind=settings").await;
    assert!(locked.texts("td.lead").iter().any(|change| change.starts_with("changed the settings locked: no → yes")));
    assert_eq!(of("kind=settings&package=bash").await, ["Nothing was changed."; 0]);
    for (query, status) in [
        ("package=nope", 404),
        ("kind=nope", 400),
        ("offset=1001", 400),
        ("order=event", 400),
        ("offset=1000", 200),
        ("kind=groups", 200),
    ] {
        assert_eq!(site.get(&format!("/tags/f41/history?{query}")).await.status, status, "{query}");
    }
    assert_eq!(site.get("/tags/nope/history").await.status, 404);
}

#[tokio::test]
async fn every_recorded_change_is_told() {
    let site = recorded::site().await;
    let mut told = 0;
    for case in read("queryHistory") {
        let Some(Value::Struct(tables)) = decoded(&case.response) else { panic!("{}", case.about()) };
        let page = site.get(&format!("/tags/{}/history?limit=500", case.about())).await;
        assert_eq!(page.status, 200, "{}: {}", case.about(), page.body);
        let rows: Vec<String> = page.texts("tbody tr");
        for (table, entries) in &tables {
            let Value::Array(entries) = entries else { panic!("{table}") };
            for entry in entries {
                let about = match table.as_str() {
                    "tag_listing" => {
                        format!("{}-{}-{}", text(entry, "name"), text(entry, "version"), text(entry, "release"))
                    }
                    "tag_packages" => text(entry, "package.name"),
                    "tag_inheritance" if text(entry, "tag_id") == case.about() => text(entry, "parent.name"),
                    "tag_inheritance" => text(entry, "tag.name"),
                    _ => String::new(),
                };
                for (event, by) in [("create_event", "creator_name"), ("revoke_event", "revoker_name")] {
                    let Some(Value::Int(id)) = entry.get(event) else { continue };
                    let (id, by) = (id.to_string(), text(entry, by));
                    let is_it = |row: &&String| row.ends_with(&id) && row.contains(&about) && row.contains(&by);
                    assert!(rows.iter().any(|row| is_it(&row)), "{table} {about} {id}: {rows:?}");
                    told += 1;
                }
            }
        }
    }
    assert!(told >= 50, "{told}");
}
