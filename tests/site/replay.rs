//! What is recorded of builds and searches is on the pages.

use kojiview::xmlrpc::Value;

use super::recorded::{decoded, read, site, subject, text};

/// Every recorded build, by its id and by its NVR.
#[tokio::test]
async fn every_recorded_build_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getBuild") {
        let Some(build @ Value::Struct(_)) = decoded(&case.response) else { continue };
        let (id, nvr) = (text(&build, "build_id"), text(&build, "nvr"));
        let wanted = subject(&case.args[0]);
        let page = site.get(&format!("/builds/{}", wanted.replace('^', "%5E"))).await;
        assert_eq!(page.status, 200, "{wanted}: {}", page.body);
        assert_eq!(page.text("h1"), nvr);
        assert!(page.text("title").contains(&nvr));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{wanted}");
        let facts = page.texts(".facts dd").join("\n");
        for name in ["package_name", "version", "release", "owner_name"] {
            assert!(facts.contains(&text(&build, name)), "{wanted}: {name} in {facts}");
        }
        let state =
            ["building", "complete", "deleted", "failed", "canceled"][text(&build, "state").parse::<usize>().unwrap()];
        assert_eq!(page.text(".head .badge"), state);
        if let Some(Value::String(end)) = build.get("completion_time") {
            assert!(facts.contains(&format!("{} UTC", &end[..19])), "{wanted}: {end} in {facts}");
        }
        if let Some(Value::Int(task)) = build.get("task_id") {
            assert!(facts.contains(&task.to_string()), "{wanted}: task {task}");
        }
        shows_contents(&page, &id);
        let json = site.get(&format!("/builds/{id}.json")).await.json();
        assert_eq!(json["build"]["build_id"].to_string(), id);
        assert_eq!(json["build"]["nvr"], nvr);
        assert_eq!(json["build"]["completion_time"].as_str(), build.get("completion_time").and_then(Value::as_str));
        shown += 1;
    }
    assert!(shown >= 60, "only {shown} builds were recorded");
}

/// The rpms, logs, tags and changelog recorded for a build.
fn shows_contents(page: &super::harness::Answer, id: &str) {
    let of_build = |method: &str| {
        let case = read(method).into_iter().find(|case| case.args.first().map(subject).as_deref() == Some(id));
        match case.and_then(|case| decoded(&case.response)) {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        }
    };
    let links = page.attributes("table.mx a", "href");
    for rpm in of_build("listBuildRPMs") {
        let file = format!(
            "{}-{}-{}.{}.rpm",
            text(&rpm, "name"),
            text(&rpm, "version"),
            text(&rpm, "release"),
            text(&rpm, "arch")
        );
        assert!(page.texts("table.mx th").contains(&text(&rpm, "name")), "{id}: {file}");
        let titles = page.attributes("table.mx [title]", "title");
        assert!(titles.iter().any(|title| title.starts_with(&file)), "{id}: {file} in {titles:?}");
    }
    for log in of_build("getBuildLogs") {
        let path = text(&log, "path").replace("/./", "/");
        let path = format!("/logs/{}", path.split("/data/logs/").nth(1).unwrap());
        assert!(links.iter().any(|link| link.ends_with(&path)), "{id}: {path} in {links:?}");
    }
    let tags = of_build("listTags");
    assert_eq!(page.texts(".facts .chip").len(), tags.len(), "{id}");
    for tag in tags {
        assert!(page.texts(".facts .chip").contains(&text(&tag, "name")), "{id}");
    }
    for change in of_build("getChangelogEntries") {
        let (author, text) = (text(&change, "author"), text(&change, "text"));
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = page.texts("details pre").join("\n");
        assert!(shown.contains(&folded(&author)) && shown.contains(&folded(&text)), "{id}: {author}");
    }
}

/// Every recorded search: its hits, the only one's page, or what is wrong with it.
#[tokio::test]
async fn every_recorded_search_is_shown_as_recorded() {
    let site = site().await;
    let mut kinds = std::collections::BTreeSet::new();
    for case in read("search") {
        let [terms, kind, how] = [0, 1, 2].map(|at| subject(&case.args[at]));
        let encoded = percent_encoding::utf8_percent_encode(&terms, percent_encoding::NON_ALPHANUMERIC);
        let page = site.get(&format!("/search?q={encoded}&type={kind}&match={how}")).await;
        let Some(Value::Array(hits)) = decoded(&case.response) else {
            assert_eq!(page.status, 400, "{terms} {kind} {how}");
            continue;
        };
        let has_page = !["maven", "win"].contains(&kind.as_str());
        if let ([hit], true) = (hits.as_slice(), has_page) {
            assert_eq!(page.status, 303, "{terms} {kind}");
            assert!(page.header("location").ends_with(&text(hit, "name")), "{}", page.header("location"));
            continue;
        }
        assert_eq!(page.status, 200, "{terms} {kind}: {}", page.text("main"));
        if hits.is_empty() {
            assert_eq!(page.text("tbody"), "Nothing matches.");
            continue;
        }
        let shown: Vec<String> = hits.iter().map(|hit| text(hit, "name")).collect();
        assert_eq!(page.texts("td.lead"), shown, "{terms} {kind}");
        assert_eq!(page.texts("tbody td:last-child"), hits.iter().map(|hit| text(hit, "id")).collect::<Vec<_>>());
        kinds.insert(kind);
    }
    assert!(kinds.len() >= 7, "{kinds:?}");
}
