//! Filters of lists: each has a field, what does not exist keeps the form, what a page does not know is named; and totals.

use axum::Router;
use axum::routing::post;
use kojiview::demo::{Demo, Settings};

use super::harness::{Site, demo, http_client, listen};

/// A name that does not exist keeps the form, with the field marked, and what is near.
#[tokio::test]
async fn a_name_that_does_not_exist_keeps_the_form() {
    let (site, _) = demo().await;
    for (address, field, what, near) in [
        ("/builds?user=jan&state=failed", "user", "user jan", "jane"),
        ("/builds?tag=f40-biuld", "tag", "tag f40-biuld", "f40-build"),
        ("/tasks?user=jan", "user", "user jan", "jane"),
        ("/tasks?channel=defualt", "channel", "channel defualt", "default"),
        ("/tasks?host=buildvm-x86-01", "host", "host buildvm-x86-01", "buildvm-x86-01.example.org"),
        ("/packages?owner=jan", "owner", "user jan", "jane"),
        ("/tags/f40/packages?owner=jan", "owner", "user jan", "jane"),
        ("/tags/f40/history?package=bas", "package", "package bas", "bash"),
        ("/tags/f40/history?by=jan", "by", "user jan", "jane"),
        ("/repos?tag=f40-biuld", "tag", "tag f40-biuld", "f40-build"),
        ("/repo-requests?tag=f40-biuld", "tag", "tag f40-biuld", "f40-build"),
        ("/targets?build_tag=f40-biuld", "build_tag", "tag f40-biuld", "f40-build"),
        ("/buildroots?host=buildvm-x86-01", "host", "host buildvm-x86-01", "buildvm-x86-01.example.org"),
        ("/hosts?channel=defualt", "channel", "channel defualt", "default"),
        ("/users?perm=amdin", "perm", "permission amdin", "admin"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, 404, "{address}");
        assert!(page.text("main").contains(&format!("no {what}.")), "{address}: {}", page.text("main"));
        assert_eq!(page.attributes("form.filter [aria-invalid]", "name"), [field], "{address}");
        let links = page.attributes("p.none a", "href");
        assert!(page.texts("p.none a").contains(&near.to_owned()), "{address}: {links:?}");
        let better = site.get(&links[0]).await;
        assert_eq!(better.status, 200, "{address}: {}", links[0]);
        let json = site.get(&address.replacen('?', ".json?", 1)).await;
        assert_eq!((json.status.as_u16(), json.json()["status"].as_i64()), (404, Some(404)), "{address}");
    }
    let page = site.get("/builds?user=jan&state=failed&order=nvr").await;
    assert_eq!(page.attributes("form.filter input[name=user]", "value"), ["jan"]);
    assert_eq!(page.attributes("form.filter option[selected]", "value"), ["failed", "", "", ""]);
    assert_eq!(page.attributes("form.filter input[type=hidden]", "name"), ["order"]);
    assert_eq!(page.attributes("p.none a", "href")[0], "/builds?state=failed&order=nvr&user=jane");
    // Nothing is near to what nobody would call anything.
    for address in ["/builds?user=zzzzzz", "/builds?user=%2A", &format!("/builds?user={}", "a".repeat(3000))] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.texts("p.none a").len()), (404, 0), "{address}");
        assert_eq!(page.attributes("form.filter [aria-invalid]", "name"), ["user"]);
        assert!(page.text("#wrong").len() < 500, "what is said of it stays short");
    }
}

/// So does a combination that a hub cannot filter by, and a wrong package, which can be corrected in place.
#[tokio::test]
async fn what_cannot_be_asked_keeps_the_form() {
    let (site, _) = demo().await;
    for (address, field) in [
        ("/builds?tag=f40&from=2026-11-01", "from"),
        ("/builds?tag=f40&to=2026-11-01", "to"),
        ("/builds?tag=f40&within=24", "within"),
        ("/builds?tag=f40&draft=yes", "draft"),
        ("/builds?type=foo", "type"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, 400, "{address}");
        assert_eq!(page.attributes("form.filter [aria-invalid]", "name"), [field], "{address}");
        let json = site.get(&address.replacen('?', ".json?", 1)).await.json();
        assert_eq!(json["parameter"], field, "{address}");
    }
    let page = site.get("/builds?package=bsah").await;
    assert_eq!(page.attributes("form.filter [aria-invalid]", "name"), ["package"]);
    assert!(!page.attributes("form.filter input[type=hidden]", "name").contains(&"package".to_owned()));
    assert!(page.texts("p.none a").contains(&"bash".to_owned()), "{:?}", page.texts("p.none a"));
    let json = site.get("/builds.json?package=bsah").await.json();
    assert!(json["near"].as_array().unwrap().contains(&"bash".into()), "{json}");
    let page = site.get("/hosts?channel=defau").await;
    assert_eq!(page.attributes("form.filter select[name=channel] option[selected]", "value"), ["defau"]);
}

/// Behind the last row the total is what it is, and the way back leads to rows.
#[tokio::test]
async fn behind_the_last_row() {
    let (site, _) = demo().await;
    let total = site.get("/builds.json?limit=1").await.json()["builds"]["total"].as_u64().unwrap();
    let json = site.get("/builds.json?page=99").await.json();
    assert_eq!(json["builds"]["total"], total);
    let back = json["builds"]["prev"].as_str().unwrap();
    let rows = site.get(back).await.json()["builds"]["rows"].as_array().unwrap().len() as u64;
    assert_eq!(rows, (total - 1) % 50 + 1, "{back}");
}

/// A parameter that a page does not know is named, and not ignored in silence.
#[tokio::test]
async fn unknown_parameters_are_named() {
    let (site, _) = demo().await;
    let page = site.get("/builds?usr=jane&state=failed&%3Cb%3E=1").await;
    assert_eq!(page.status, 200);
    let named = page.text("#notices .ignored");
    assert!(named.starts_with("This page has no parameters usr, <b>:"), "{named}");
    assert_eq!(page.attributes("#notices .ignored a", "href"), ["/builds?state=failed"]);
    assert!(site.get("/builds?state=failed").await.texts(".ignored").is_empty());
    assert!(site.get("/?x=1").await.text(".ignored").contains("no parameter x:"));
    assert!(site.get("/nope?x=1").await.texts(".ignored").is_empty());
}

/// Every filter of an address has a field.
#[tokio::test]
async fn filters_have_fields() {
    let (site, _) = demo().await;
    let page = site.get("/builds?within=30").await;
    assert_eq!(page.attributes("select[name=within] option[selected]", "value"), ["30"]);
    let page = site.get("/tasks?channel=1&arch=s390x&host=1&state=all").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.attributes("select[name=channel] option[selected]", "value"), ["default"]);
    assert_eq!(page.attributes("input[name=arch]", "value"), ["s390x"]);
    assert_eq!(page.attributes("input[name=host]", "value"), ["1"]);
    let json = site.get("/tasks.json?arch=s390x&state=all").await.json();
    assert!(!json["tasks"]["rows"].as_array().unwrap().is_empty());
    for task in json["tasks"]["rows"].as_array().unwrap() {
        assert_eq!(task["arch"], "s390x");
    }
}

/// Builds that ended in a span of days.
#[tokio::test]
async fn builds_by_day() {
    let (site, _) = demo().await;
    let json = site.get("/builds.json?from=2026-11-20&to=2026-11-21&limit=200").await.json();
    let rows = json["builds"]["rows"].as_array().unwrap();
    assert!(rows.len() > 3, "{rows:?}");
    let all = site.get("/builds.json?limit=300").await.json();
    let end = |build: &serde_json::Value| build["completion_time"].as_str().map(|end| end[..10].to_owned());
    let within = |build: &&serde_json::Value| {
        end(build).is_some_and(|day| ("2026-11-20".to_owned()..="2026-11-21".to_owned()).contains(&day))
    };
    assert_eq!(rows.len(), all["builds"]["rows"].as_array().unwrap().iter().filter(within).count());
    assert!(rows.iter().all(|build| within(&build)));
    let page = site.get("/builds?from=2026-11-20&to=2026-11-21").await;
    assert_eq!(page.text("h1"), "Builds from 2026-11-20 up to 2026-11-21");
    assert_eq!(page.attributes("input[type=date]", "value"), ["2026-11-20", "2026-11-21"]);
    for wrong in [
        "from=yesterday",
        "to=2026-13-01",
        "from=2026-11-20T10:00",
        "tag=f40&from=2026-11-20",
        "from=9999-12-31",
        "to=0",
        "from=1&from=2",
    ] {
        assert_eq!(site.get(&format!("/builds?{wrong}")).await.status, 400, "{wrong}");
    }
    // A span that ends before it begins has nothing in it.
    assert_eq!(site.get("/builds?from=2026-11-21&to=2026-11-20").await.text("#rows .full"), "No build matches.");
}

/// Changes of a tag by whom and when.
#[tokio::test]
async fn changes_by_day_and_by_whom() {
    let (site, _) = demo().await;
    let changes = async |query: &str| {
        let json = site.get(&format!("/tags/f40-updates/history.json?limit=500{query}")).await.json();
        json["changes"]["rows"].as_array().unwrap().clone()
    };
    let all = changes("").await;
    let of = |is: &dyn Fn(&serde_json::Value) -> bool| all.iter().filter(|change| is(change)).count();
    let releng = changes("&by=releng").await;
    assert!(!releng.is_empty() && releng.len() < all.len());
    assert_eq!(releng.len(), of(&|change| change["user_name"] == "releng"));
    // Who untagged a build did not tag it: a row of the hub has both.
    let testing = "/tags/f40-updates-testing/history.json?limit=500";
    let json = site.get(testing).await.json();
    let by_releng =
        json["changes"]["rows"].as_array().unwrap().iter().filter(|one| one["user_name"] == "releng").count();
    let json = site.get(&format!("{testing}&by=releng")).await.json();
    assert_eq!(json["changes"]["rows"].as_array().unwrap().len(), by_releng);
    assert!(by_releng > 0);
    // Two days of which there are some.
    let from = (all[all.len() / 2]["ts"].as_f64().unwrap() / 86400.0).floor() * 86400.0;
    let day = |seconds: f64| jiff::Timestamp::UNIX_EPOCH + std::time::Duration::from_secs_f64(seconds);
    let span = format!("&from={}&to={}", day(from).strftime("%Y-%m-%d"), day(from + 86400.0).strftime("%Y-%m-%d"));
    let some = changes(&span).await;
    let within = |change: &serde_json::Value| (from..from + 2.0 * 86400.0).contains(&change["ts"].as_f64().unwrap());
    assert!(!some.is_empty() && some.len() < all.len(), "{span}");
    assert_eq!(some.len(), of(&within));
    let page = site.get("/tags/f40-updates/history?by=releng&from=2026-11-20").await;
    assert_eq!(page.text("h1"), "Changes by releng from 2026-11-20 in f40-updates");
    assert_eq!(site.get("/tags/f40/history?from=x").await.status, 400);
}

/// Totals where a hub can count cheaply, and nowhere else.
#[tokio::test]
async fn totals() {
    let (site, demo) = demo().await;
    for (address, has_total) in [
        ("/builds?limit=5", true),
        ("/builds?limit=5&user=jane", true),
        ("/builds?limit=2&package=bash", true),
        ("/builds?limit=5&state=complete", true),
        ("/builds?limit=2&type=rpm", true),
        ("/builds?limit=5&within=72", true),
        ("/builds?limit=5&match=p*", false),
        ("/tasks?limit=1", true),
        ("/tasks?limit=1&view=flat&channel=default", true),
        ("/tasks?limit=1&state=all&host=1", true),
        ("/tasks?limit=1&state=all&method=build", false),
        ("/tasks?limit=1&state=all&user=jane", false),
        ("/tasks?limit=1&view=flat&user=jane", false),
    ] {
        demo.forget_calls();
        let json = site.get(&address.replacen('?', ".json?", 1)).await.json();
        let list = json.get("builds").or_else(|| json.get("tasks")).unwrap();
        assert!(list["next"].is_string(), "{address}: there are more");
        assert_eq!(list["total"].is_u64(), has_total, "{address}: {}", list["total"]);
        let page = site.get(address).await;
        assert_eq!(page.text("#listing .head .d").contains(" of "), has_total, "{address}");
        // A list of two pages needs no way to any of them.
        let is_long =
            list["total"].as_u64().is_none_or(|total| total > 2 * list["rows"].as_array().unwrap().len() as u64);
        assert_eq!(page.texts(".jump-to input[name=page]").len(), usize::from(is_long), "{address}");
    }
}

/// A hub that does not get done with counting holds up no page.
#[tokio::test]
async fn a_count_is_not_waited_for() {
    let demo = Demo::new(Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = http_client();
    let between = post(move |body: String| async move {
        if body.contains("countOnly") {
            std::future::pending::<()>().await;
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    let page = site.get("/builds?limit=5").await;
    assert_eq!((page.status.as_u16(), page.texts("#rows td.lead").len()), (200, 5));
    assert!(page.text("#listing .head .d").ends_with("1 to 5, and more"), "{}", page.text("#listing .head .d"));
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
}
