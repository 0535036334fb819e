//! What caches between Kojiview and its readers, and its own cache of pages, may keep, and for how long.

use std::time::Duration;

use kojiview::demo::InjectedFault;

use super::harness::{demo, grow_old};

const BUILD: &str = "/builds/slowpoke-1.0-1.fc40";

/// nginx heeds the last line of several alone.
#[tokio::test]
async fn what_an_answer_depends_on_is_said_in_one_line() {
    let (site, _) = demo().await;
    let style = site.get("/").await.attributes("link[rel=stylesheet]", "href").remove(0);
    let addresses =
        ["/", "/builds.json", "/builds/nothing-1-1", &style, "/robots.txt", "/sitemap.xml", "/feeds/builds.atom"];
    for address in addresses {
        for coding in ["identity", "gzip", "zstd, br"] {
            for accept in ["text/html", "application/json"] {
                let answer = site.head(address, &[("accept-encoding", coding), ("accept", accept)]).await;
                let lines: Vec<_> = answer.get_all("vary").iter().collect();
                assert!(lines.len() <= 1, "{address}: {lines:?}");
                if !matches!(address, "/robots.txt" | "/sitemap.xml") {
                    assert!(lines[0].to_str().unwrap().contains("accept-encoding"), "{address}: {lines:?}");
                }
            }
        }
    }
}

/// What is cached is the page itself: for each coding and each representation, and with all that it says of itself.
#[tokio::test]
async fn a_cached_page_is_the_page() {
    let (site, demo) = demo().await;
    for address in ["/builds", "/builds.json", BUILD, "/tags/f40-build", "/search", "/hosts", "/hosts?state=all"] {
        let first = site.get(address).await;
        demo.forget_calls();
        let again = site.get(address).await;
        assert!(demo.calls().is_empty(), "{address}: {:?}", demo.calls());
        assert_eq!((first.status, &first.body), (again.status, &again.body), "{address}");
        for name in ["content-type", "etag", "cache-control", "vary", "x-robots-tag", "content-security-policy"] {
            assert_eq!(first.header(name), again.header(name), "{address}: {name}");
        }
        assert!(again.header("server-timing").contains("waited for 0 of"), "{address}");
        for coding in ["zstd", "br", "gzip"] {
            let (coded, bytes) = site.raw(address, &[("accept-encoding", coding)]).await;
            let is_short = first.body.len() < 512;
            assert_eq!(coded, if is_short { "" } else { coding }, "{address}");
            assert!(bytes.len() < first.body.len() || is_short, "{address}");
        }
        // A tag is compared weakly, and among others.
        let strong = first.header("etag").trim_start_matches("W/").to_owned();
        for tags in [strong.clone(), format!("\"x\", {strong}"), "*".to_owned()] {
            let answer = site.ask("GET", address, &[("if-none-match", &tags)]).await;
            assert_eq!((answer.status.as_u16(), answer.body.as_str()), (304, ""), "{address}: {tags}");
            assert_eq!(answer.header("etag"), first.header("etag"));
        }
        assert_eq!(site.ask("HEAD", address, &[]).await.status, 200, "{address}");
    }
    // The same address in another representation.
    assert!(site.ask("GET", "/builds", &[("accept", "application/json")]).await.json()["builds"].is_object());
    assert!(site.part("/builds", "section#listing").await.body.starts_with("<title>"));
    // What an address has too much is told each time.
    for _ in 0..2 {
        assert_eq!(site.get("/builds.json?nonsense=1").await.status, 400);
        assert!(site.get("/builds?nonsense=1").await.body.contains("nonsense"));
    }
}

/// A page lives as long as what it was made of.
#[tokio::test]
async fn a_cached_page_ends_with_its_answers() {
    let (site, demo) = demo().await;
    let running = site.get(BUILD).await;
    assert!(running.header("cache-control").starts_with("public, max-age=2, s-maxage=2, stale-while-revalidate=2"));
    grow_old(Duration::from_millis(1500)).await;
    let control = site.get(BUILD).await.header("cache-control").to_owned();
    assert!(control.starts_with("public, max-age=1, s-maxage=1, "), "a part of a second is not none: {control}");
    assert!(control.ends_with("stale-if-error=300"), "{control}");
    demo.forget_calls();
    grow_old(Duration::from_secs(10)).await;
    site.get(BUILD).await;
    assert!(!demo.calls().is_empty(), "it is asked for again");
    // A page that is shown because the hub is down says so, each time anew.
    demo.inject(InjectedFault::Offline);
    grow_old(Duration::from_secs(100)).await;
    for _ in 0..2 {
        let old = site.get(BUILD).await;
        assert_eq!(old.header("cache-control"), "private, no-store");
        assert!(old.text(".outage").contains("offline"), "{}", old.body);
    }
}

/// Caches that heed no `Vary` have fragments at other addresses than pages.
#[tokio::test]
async fn a_fragment_has_an_address_of_its_own() {
    let (site, _) = demo().await;
    for (address, with) in [(BUILD.to_owned(), '?'), ("/builds?user=jane&offset=0".to_owned(), '&')] {
        let id = if with == '?' { "live" } else { "listing" };
        let by_header = site.part(&address, &format!("div#{id}")).await;
        let by_address = site.ask("GET", &format!("{address}{with}fragment={id}"), &[]).await;
        assert_eq!(by_header.body, by_address.body, "{address}");
        assert!(by_address.body.starts_with("<title>"), "{address}");
        assert_eq!(by_address.header("cache-control"), "private, no-store");
        assert!(by_address.header("x-robots-tag").contains("noindex"));
    }
    // What is no such parameter is left as it is.
    for address in
        ["/builds?fragment=a%20b", "/builds?fragment=", "/builds?notfragment=x", "/builds?fragment=x&user=jane"]
    {
        assert!(site.get(address).await.body.starts_with("<!doctype html>"), "{address}");
    }
}

#[tokio::test]
async fn redirects_and_assets_say_how_long_they_hold() {
    let (site, _) = demo().await;
    for (address, status, control) in
        [("/buildinfo?buildID=1", 302, "public, max-age=300"), ("/search?q=f40-build", 303, "private, no-store")]
    {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (status, control), "{address}");
    }
    let style = site.get("/").await.attributes("link[rel=stylesheet]", "href").remove(0);
    let now = site.get(&style).await;
    let (_, name) = style.rsplit_once('/').unwrap();
    let earlier = site.get(&format!("/static/0123456789ab/{name}")).await;
    assert_eq!((earlier.status.as_u16(), &earlier.body), (200, &now.body));
    assert_eq!(earlier.header("cache-control"), "public, max-age=60");
    assert_eq!(site.get("/static/0123456789ab/nothing.css").await.status, 404);
}

/// Where the hub has had no event, one small question keeps all that holds until one.
#[tokio::test]
async fn events_tell_that_tags_are_as_they_were() {
    let (site, demo) = demo().await;
    let held = ["getTag", "getInheritanceData", "getFullInheritance", "getExternalRepoList"];
    let pages = ["/tags/f40-build", "/tags/f41-build", "/tags/f39-build"];
    let asked = async |seconds| {
        grow_old(Duration::from_secs(seconds)).await;
        demo.forget_calls();
        for page in pages {
            assert_eq!(site.get(page).await.status, 200, "{page}");
        }
        // What is stale is asked for in the background.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let calls = demo.calls();
        let of = |name: &str| calls.get(name).copied().unwrap_or(0);
        (held.map(of).iter().sum::<u64>(), of("getLastEvent"))
    };
    assert!(asked(0).await.0 >= 9);
    assert!(asked(65).await.0 >= 9, "the first time no event is known");
    for _ in 0..5 {
        let (held, events) = asked(65).await;
        assert_eq!(held, 0);
        assert!((1..=2).contains(&events), "one question for all, not {events}");
    }
    // However few events there are, names change without one.
    assert!(asked(850).await.0 > 0, "it is asked for again now and then");
    assert_eq!(asked(65).await.0, 0);
    demo.skip(Duration::from_secs(3600));
    assert!(asked(65).await.0 >= 9, "builds were tagged meanwhile");
}
