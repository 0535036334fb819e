//! Recorded hosts and channels of a real hub: what is recorded is on their pages.

use kojiview::xmlrpc::Value;

use super::recorded::{decoded, read, rows, site, subject, text};

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_recorded_host_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getHost") {
        let wanted = subject(&case.args[0]);
        let page = site.get(&format!("/hosts/{wanted}?buildroots=yes")).await;
        let Some(host @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(page.status, 404, "{wanted}");
            continue;
        };
        assert_eq!(page.status, 200, "{wanted}: {}", page.body);
        assert_eq!(page.text("h1"), text(&host, "name"));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{wanted}");
        let main = page.text("main");
        for name in ["arches", "description", "comment"] {
            if let Some(Value::String(text)) = host.get(name) {
                assert!(main.contains(&folded(text)), "{wanted}: {name} in {main}");
            }
        }
        let is = |name: &str| host.get(name) == Some(&Value::Bool(true));
        let state = match (is("enabled"), is("ready")) {
            (false, _) => "disabled",
            (true, false) => "not ready",
            (true, true) => "ready",
        };
        assert_eq!(page.text(".badge"), state);
        let mut channels: Vec<String> = rows("listChannels", &wanted).iter().map(|row| text(row, "name")).collect();
        channels.sort();
        let chips = page.texts(".chips a");
        assert!(!channels.is_empty() && chips.len() == channels.len(), "{wanted}: {chips:?}");
        assert!(chips.iter().zip(&channels).all(|(chip, name)| chip.starts_with(name)), "{wanted}: {chips:?}");
        let buildroots = page.texts("#buildroots td.wide");
        for buildroot in rows("listBuildroots", &wanted) {
            let name = ["tag_name", "id", "repo_id"].map(|name| text(&buildroot, name)).join("-");
            assert!(buildroots.contains(&name), "{wanted}: {name} in {buildroots:?}");
        }
        for task in rows("listTasks", &wanted) {
            assert!(page.texts("td.m.x").contains(&text(&task, "id")), "{wanted}: task");
        }
        let json = site.get(&format!("/hosts/{wanted}.json")).await.json();
        assert_eq!(json["host"]["name"].as_str(), host.get("name").and_then(Value::as_str));
        assert_eq!(json["host"]["comment"].as_str(), host.get("comment").and_then(Value::as_str));
        shown += 1;
    }
    assert!(shown >= 6, "only {shown} hosts were recorded");
}

#[tokio::test]
async fn recorded_lists_are_shown_as_recorded() {
    let site = site().await;
    let (hosts, channels) = (rows("listHosts", ""), rows("listChannels", ""));
    assert!(hosts.len() > 100 && channels.len() > 20, "{} {}", hosts.len(), channels.len());
    let page = site.get("/hosts?limit=500").await;
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
    let shown = page.texts(".hosts td.lead");
    assert_eq!(shown.len(), hosts.len());
    assert!(hosts.iter().all(|host| shown.contains(&text(host, "name"))));
    let members = site.get("/hosts?channel=32").await.texts(".hosts td.lead");
    assert!(!members.is_empty() && members.iter().all(|name| shown.contains(name)), "{members:?}");

    let page = site.get("/channels").await;
    assert_eq!(page.texts("td.lead").len(), channels.len());
    assert!(channels.iter().all(|channel| page.texts("td.lead").contains(&text(channel, "name"))));
}

#[tokio::test]
async fn every_recorded_channel_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getChannel") {
        let wanted = case.about();
        let page = site.get(&format!("/channels/{wanted}")).await;
        let Some(channel @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(page.status, 404, "{wanted}");
            continue;
        };
        assert_eq!((page.status.as_u16(), page.text("h1")), (200, text(&channel, "name")), "{wanted}");
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{wanted}");
        for name in ["description", "comment"] {
            assert!(page.text("main").contains(&folded(&text(&channel, name))), "{wanted}: {name}");
        }
        let hosts = rows("listHosts", &wanted);
        assert_eq!(page.texts("#hosts td.lead").len(), hosts.len(), "{wanted}");
        assert!(hosts.iter().all(|host| page.texts("#hosts td.lead").contains(&text(host, "name"))), "{wanted}");
        shown += 1;
    }
    assert!(shown >= 2);
}
