//! `/builds/{build}`: states, the live part, hostile text, and the keys of its JSON.

use std::time::Duration;

use super::harness::{demo, grow_old};

#[tokio::test]
async fn every_build_of_the_demo_has_a_page() {
    let (site, _) = demo().await;
    let all = site.get("/builds.json?limit=500").await.json();
    let rows = all["builds"]["rows"].as_array().unwrap().clone();
    let mut states = std::collections::BTreeSet::new();
    for row in rows {
        let (id, nvr) = (row["build_id"].to_string(), row["nvr"].as_str().unwrap());
        let page = site.get(&format!("/builds/{id}")).await;
        assert_eq!(page.status, 200, "{nvr}");
        assert_eq!(page.text("h1"), nvr.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{nvr}");
        states.insert(page.text(".badge"));
    }
    assert_eq!(states.len(), 5, "{states:?}");
}

#[tokio::test]
async fn an_unfinished_build_keeps_itself_current_until_it_ends() {
    for (nvr, end) in [("slowpoke-1.0-1.fc40", "complete"), ("stumbler-1.0-1.fc40", "failed")] {
        let (site, demo) = demo().await;
        let address = format!("/builds/{nvr}");
        let page = site.get(&address).await;
        assert_eq!(page.text(".badge"), "building");
        assert_eq!(page.attributes("#live", "hx-trigger"), ["every 2s, refresh"]);
        demo.skip(Duration::from_secs(120));
        grow_old(Duration::from_secs(10)).await;
        let part = site.part(&address, "div#live").await;
        assert_eq!(part.text(".badge"), end);
        assert!(
            part.attributes("#live", "hx-trigger").is_empty() && part.attributes("#live", "hx-get").is_empty(),
            "it goes on asking"
        );
        assert_eq!(!part.texts("table.mx").is_empty(), end == "complete", "what it built is there with its end");
    }
}

/// Names, comments and changelogs are written by anybody.
#[tokio::test]
async fn hostile_text_is_text() {
    let (site, _) = demo().await;
    let all = site.get("/builds?match=hostile*").await.attributes("td.lead a", "href");
    assert!(!all.is_empty());
    let page = site.get(&all[0]).await;
    assert!(page.text("main").contains("<script>alert(1)</script>"), "{}", page.text("main"));
    assert!(!page.body.contains("<script>alert"));
    assert!(page.body.contains('␛') && !page.body.contains('\x1b'), "control characters are to be seen");
    assert_eq!(page.texts("script").len(), 1);
}

/// Every archive has its download and what its type says of it.
#[tokio::test]
async fn archives_are_downloads() {
    let (site, _) = demo().await;
    for (package, said, folder) in [
        ("org.example-library", "org.example:library:", "/maven/org/example/library/"),
        ("win-agent", "x86_64", "/win/"),
        ("Demo-Cloud-Base", "x86_64", "/images/"),
        ("demo-container", "x86_64", "/images/"),
    ] {
        let list = site.get(&format!("/builds.json?package={package}&state=complete")).await.json();
        let page = site.get(&format!("/builds/{}", list["builds"]["rows"][0]["build_id"])).await;
        let archives = page.attributes("td.lead.m a.dl", "href");
        assert!(!archives.is_empty() && archives.len() == page.texts("td.lead.m").len(), "{package}: {archives:?}");
        assert!(archives.iter().any(|href| href.contains(folder)), "{package}: {archives:?}");
        assert!(page.texts("td.wide").iter().any(|text| text.contains(said)), "{package}: {:?}", page.texts("td.wide"));
        let headings = page.texts("h2").join("|");
        assert!(!headings.contains("0 rpms") && !page.text("main").contains("no rpms"), "{package}: {headings}");
    }
}

#[tokio::test]
async fn the_whole_changelog_is_a_link_away() {
    let (site, _) = demo().await;
    let kernel = site.get("/builds.json?package=kernel&state=complete").await.json();
    let page = site.get(&format!("/builds/{}", kernel["builds"]["rows"][0]["build_id"])).await;
    let shown = page.texts("details pre").iter().map(|text| text.matches("* ").count()).max().unwrap();
    assert!(shown >= 50 && page.texts("summary").iter().any(|text| text.contains("the newest 50 entries")), "{shown}");
    let all = page.attributes("details a", "href").into_iter().find(|href| href.contains("/changelog")).unwrap();
    let whole = site.get(&all).await;
    assert_eq!(whole.texts("tbody tr").len(), 50);
    let further = site.get(&whole.attributes("a[rel=next]", "href")[0]).await;
    assert!(further.status == 200 && !further.texts("tbody tr").is_empty());
    let json = site.get(&format!("{all}.json?limit=2")).await.json();
    assert!(json["changelog"]["next"].as_str().unwrap().ends_with("offset=2"), "{json}");
    // Its JSON leads there too.
    let build = site.get(&format!("/builds/{}.json", kernel["builds"]["rows"][0]["build_id"])).await.json();
    let next = build["changelog"]["next"].as_str().unwrap();
    assert!(next.contains("/changelog.json?offset=50"), "{next}");
    assert_eq!(site.get(next).await.status, 200);
}
