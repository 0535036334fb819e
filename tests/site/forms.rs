//! One page in three forms: whole, a part of it, JSON; and what others may keep of them.

use super::harness::demo;

const BUILD: &str = "/builds/slowpoke-1.0-1.fc40";

#[tokio::test]
async fn whole_part_and_json() {
    let (site, _) = demo().await;
    let whole = site.get(BUILD).await;
    assert!(whole.body.starts_with("<!doctype html>"));
    assert!(whole.header("cache-control").starts_with("public, max-age="), "{}", whole.header("cache-control"));

    let part = site.part(BUILD, "div#live").await;
    assert!(
        part.body.starts_with("<title>◐ slowpoke-1.0-1.fc40 · test</title><div id=\"live\""),
        "{}",
        &part.body[..200]
    );
    assert!(!part.body.contains("<header"));
    assert_eq!(part.header("cache-control"), "private, no-store");

    // A part that the page does not have: all of it, and htmx cuts it out.
    let other = site.part(BUILD, "div#elsewhere").await;
    assert!(other.body.starts_with("<!doctype html>"));
    assert_eq!(other.header("hx-reselect"), "#elsewhere");

    let json = site.get(&format!("{BUILD}.json")).await;
    assert_eq!(json.json()["build"]["nvr"], "slowpoke-1.0-1.fc40");
    assert!(json.header("cache-control").starts_with("public"));
    let accepted = site.ask("GET", BUILD, &[("accept", "application/json")]).await;
    assert_eq!(accepted.body, json.body);
    // Common CDNs ignore Vary.
    assert_eq!(accepted.header("cache-control"), "private, no-store");
    let anything = site.ask("GET", BUILD, &[("accept", "*/*")]).await;
    assert!(anything.body.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn what_a_reader_has_is_not_sent_again() {
    let (site, _) = demo().await;
    let first = site.get("/builds").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""));
    let again = site.ask("GET", "/builds", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str(), again.header("etag")), (304, "", tag.as_str()));
    let other = site.ask("GET", "/builds", &[("if-none-match", "W/\"0\"")]).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let (site, _) = demo().await;
    let page = site.get("/builds").await;
    let style = page.attributes("link[rel=stylesheet]", "href").remove(0);
    let script = page.attributes("script", "src").remove(0);
    for address in ["/builds", "/builds.json", "/nowhere", "/buildinfo?buildID=1", "/", &style, &script] {
        let answer = site.get(address).await;
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"),
            "{address}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
    for asset in [style, script] {
        assert!(site.get(&asset).await.header("cache-control").contains("immutable"), "{asset}");
    }
    // Nothing inline, or the policy would stop it.
    assert_eq!(
        page.texts("style").len()
            + page.attributes("[style]", "style").len()
            + page.attributes("[onclick]", "onclick").len(),
        0
    );
    assert_eq!(page.attributes("script", "src").len(), page.texts("script").len());
}

#[tokio::test]
async fn pages_are_compressed() {
    let (site, _) = demo().await;
    for coding in ["gzip", "br"] {
        let answer = site.raw("/builds", &[("accept-encoding", coding)]).await;
        assert_eq!(answer.0, coding);
        assert!(answer.1.len() < 12 * 1024, "a listing of 50 rows is {} bytes in {coding}", answer.1.len());
    }
}

/// The footer says how old data are where some are older than they should be, and nothing else.
#[tokio::test]
async fn old_data_say_their_age() {
    use std::time::Duration;

    use super::harness::grow_old;
    let (site, _) = demo().await;
    for address in ["/", "/builds?state=complete", "/hosts", "/search?q=f40"] {
        let page = site.get(address).await;
        assert!(page.text(".foot").starts_with("As of "), "{address}: {}", page.text(".foot"));
    }
    // The list is stale, and served as it is; what runs has none of that length and is asked for anew.
    grow_old(Duration::from_secs(50)).await;
    let list = site.get("/builds?state=complete").await;
    assert!(list.text(".foot").starts_with("Data up to 5"), "{}", list.text(".foot"));
    // The channels of hosts change by hand, and their age tells nothing of the hosts' states.
    for address in ["/", "/hosts"] {
        let page = site.get(address).await;
        assert!(!page.text(".foot").contains("min old"), "{address}: {}", page.text(".foot"));
    }
    grow_old(Duration::from_secs(1500)).await;
    site.get("/hosts").await;
    assert!(site.get("/hosts").await.text(".foot").starts_with("As of "), "{}", site.get("/hosts").await.text(".foot"));
}

/// What runs is shown no older than it may be.
#[tokio::test]
async fn what_runs_is_current_after_a_pause() {
    use std::time::Duration;

    use super::harness::grow_old;
    let (site, demo) = demo().await;
    for address in ["/", "/builds", "/tasks"] {
        assert!(site.get(address).await.text("main").contains("slowpoke"), "{address}");
    }
    demo.skip(Duration::from_secs(300));
    grow_old(Duration::from_secs(50)).await;
    for address in ["/", "/builds", "/tasks"] {
        let rows = site.get(address).await.texts("tbody tr");
        let runs = |row: &&String| row.contains("slowpoke") && (row.starts_with("building") || row.starts_with("open"));
        assert_eq!(rows.iter().find(runs), None, "{address}");
    }
}

#[tokio::test]
async fn titles_tell_states() {
    use std::time::Duration;

    use super::harness::grow_old;
    let (site, demo) = demo().await;
    let title = async |site: &super::harness::Site| site.get(BUILD).await.text("title");
    assert!(title(&site).await.starts_with("◐ slowpoke"));
    demo.skip(Duration::from_secs(120));
    grow_old(Duration::from_secs(20)).await;
    let part = site.part(BUILD, "div#live").await;
    assert!(part.body.starts_with("<title>✓ slowpoke"), "{}", &part.body[..60]);
}
