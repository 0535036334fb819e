//! Feeds, badges, and what pages tell programs that show a link to them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use kojiview::hub::Limits;
use kojiview::xmlrpc::{self, Value};
use serde_json::json;

use super::harness::{Answer, Site, demo, grow_old, listen};

/// The name of an element, its attributes, and its text.
type Element = (String, Vec<(String, String)>, String);

/// All that is in a document: each element with its attributes and its text, in their order. What is not well-formed panics.
fn elements(answer: &Answer) -> Vec<Element> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(&answer.body);
    reader.config_mut().check_end_names = true;
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = Default::default();
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {}", answer.body));
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                all.push((start.name().as_ref().to_owned(), attributes.collect(), String::new()));
                if matches!(event, Event::Start(_)) {
                    open.push(all.len() - 1);
                }
            }
            Event::End(_) => drop(open.pop().unwrap()),
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    all[*at].2.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                all[*open.last().unwrap()].2.push_str(&quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty() && !all.is_empty(), "{}", answer.body);
    // What no XML holds.
    assert!(!answer.body.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{}", answer.body);
    all
}

fn texts(answer: &Answer, name: &str) -> Vec<String> {
    elements(answer).into_iter().filter(|(element, ..)| element == name).map(|(.., text)| text).collect()
}

fn links(answer: &Answer, rel: &str) -> Vec<String> {
    let of = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
    };
    let all = elements(answer).into_iter().filter(|(name, ..)| name == "link");
    all.filter(|(_, attributes, _)| of(attributes, "rel").as_deref() == Some(rel))
        .map(|(_, attributes, _)| of(&attributes, "href").unwrap())
        .collect()
}

#[tokio::test]
async fn a_feed_tells_what_ended_last() {
    let (site, _) = demo().await;
    let feed = site.get("/feeds/builds.atom").await;
    assert_eq!((feed.status.as_u16(), feed.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
    let titles = texts(&feed, "title");
    assert_eq!((titles.len(), titles[0].as_str()), (31, "test: recent builds"));
    let updated = texts(&feed, "updated");
    assert!(updated.iter().all(|time| time.parse::<jiff::Timestamp>().is_ok()), "{updated:?}");
    assert_eq!(updated[0], updated[1], "the feed is as new as its first entry");
    assert!(updated[1..].windows(2).all(|two| two[0] >= two[1]), "{updated:?}");
    let ids = texts(&feed, "id");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 31);
    assert!(ids.iter().all(|id| id.starts_with("tag:hub.example.org,2026:kojiview/")), "{ids:?}");
    assert!(!titles.iter().any(|title| title.ends_with(": building")), "{titles:?}");
    let alternates = links(&feed, "alternate");
    assert_eq!((alternates.len(), alternates[0].as_str()), (31, "http://localhost/builds"));
    for link in &alternates[1..4] {
        let page = site.get(link.strip_prefix("http://localhost").unwrap()).await;
        assert_eq!(page.status, 200, "{link}");
    }
    assert_eq!(links(&feed, "self"), ["http://localhost/feeds/builds.atom"]);
    for (feed, title, is_of) in [
        ("?package=bash", "test: recent builds of package bash", "bash-"),
        ("?user=jane&state=failed", "test: failed builds by user jane", ": failed"),
        ("?package=bash&state=complete", "test: complete builds of package bash", ": complete"),
        ("?tag=f40", "test: recent builds into tag f40", ": complete"),
        ("?state=building", "test: building builds", ": building"),
    ] {
        let feed = site.get(&format!("/feeds/builds.atom{feed}")).await;
        let titles = texts(&feed, "title");
        assert_eq!(titles[0], title);
        assert!(titles.len() > 1 && titles[1..].iter().all(|title| title.contains(is_of)), "{titles:?}");
    }
    let json = site.get("/feeds/builds.atom.json?package=bash").await.json();
    assert_eq!(json["title"], "recent builds of package bash");
    assert!(json["builds"].as_array().unwrap().len() > 3);
}

/// A feed reader that comes back gets 304 until something is built, however much later that is.
#[tokio::test]
async fn a_feed_is_sent_again_when_it_changed() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let clock = demo.clone();
    let site = Site::with(&hub, Limits::default(), Arc::new(move || clock.now()));
    let first = site.get("/feeds/builds.atom?package=bash").await;
    let etag = first.header("etag").to_owned();
    assert!(first.header("cache-control").starts_with("private"), "{}", first.header("cache-control"));
    let again = async |address: &str| site.ask("GET", address, &[("if-none-match", &etag)]).await;
    assert_eq!(again("/feeds/builds.atom?package=bash").await.status, 304);
    assert_eq!(again("/feeds/builds.atom?package=gcc").await.status, 200);
    demo.skip(Duration::from_secs(3600));
    grow_old(Duration::from_secs(3600)).await;
    let later = again("/feeds/builds.atom?package=bash").await;
    // An hour later nothing of it was built, or one more: the tag tells.
    let now = site.get("/feeds/builds.atom?package=bash").await;
    assert_eq!(later.status == 304, now.body == first.body, "{}", later.status);
    // Whatever else was looked at meanwhile, such as more of the same tag.
    let of_tag = site.get("/feeds/builds.atom?tag=f40").await;
    for address in
        ["/builds?tag=f40&offset=10", "/builds?tag=f40&offset=20&order=nvr", "/recentbuilds?tag=f40&user=jane"]
    {
        site.get(address).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let headers = [("if-none-match", of_tag.header("etag"))];
    assert_eq!(site.ask("GET", "/feeds/builds.atom?tag=f40", &headers).await.status, 304);
    let empty = site.get("/feeds/builds.atom?package=bash&state=deleted&user=kojira").await;
    assert_eq!((texts(&empty, "entry").len(), texts(&empty, "updated")[0].len()), (0, "2026-11-22T00:00:00Z".len()));
    assert!(!empty.body.contains("1970"), "{}", empty.body);
    for address in ["/builds/bash-6.13-1.fc41/badge.svg", "/packages/bash/badge.svg?tag=f40"] {
        let etag = site.get(address).await.header("etag").to_owned();
        assert_eq!(site.ask("GET", address, &[("if-none-match", &etag)]).await.status, 304, "{address}");
    }
}

#[tokio::test]
async fn recent_builds_are_as_kojiweb_had_them() {
    let (site, demo) = demo().await;
    let feed = site.ask("GET", "/recentbuilds?package=bash", &[("host", "koji.example.org")]).await;
    assert_eq!((feed.status.as_u16(), feed.header("content-type")), (200, "application/rss+xml; charset=utf-8"));
    let titles = texts(&feed, "title");
    assert_eq!(titles[0], "test: recent builds of package bash");
    assert!(titles[1].starts_with("complete: bash-") && titles[1].contains(", target: f4"), "{titles:?}");
    let guids = texts(&feed, "guid");
    assert!(guids.iter().all(|guid| guid.starts_with("http://koji.example.org/builds/")), "{guids:?}");
    let dates = texts(&feed, "pubDate");
    for date in &dates {
        let read = jiff::fmt::rfc2822::parse(date).unwrap();
        assert_eq!(date[..3], read.strftime("%a").to_string(), "{date}");
    }
    let descriptions = texts(&feed, "description");
    assert_eq!(descriptions[0], "The builds that ended last of package bash, the last one first.");
    assert!(descriptions[1].starts_with("<pre>* ") && descriptions[1].ends_with("</pre>"), "{}", descriptions[1]);
    // What names the host that was asked is for its reader alone.
    let (etag, host) = (feed.header("etag"), ("host", "koji.example.org"));
    assert!(feed.header("cache-control").starts_with("private") && !etag.is_empty());
    let again =
        async |host| site.ask("GET", "/recentbuilds?package=bash", &[host, ("if-none-match", etag)]).await.status;
    assert_eq!((again(host).await.as_u16(), again(("host", "other.example.org")).await.as_u16()), (304, 200));
    let all = site.get("/recentbuilds").await;
    assert_eq!(texts(&all, "item").len(), 20);
    demo.forget_calls();
    site.get("/recentbuilds").await;
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
    assert!(texts(&site.get("/recentbuilds?user=jane&tag=f40").await, "item").len() > 2);
    // Below kojiweb's path, too.
    assert_eq!(site.get("/koji/recentbuilds?tag=f40").await.header("location"), "/recentbuilds?tag=f40");
}

#[tokio::test]
async fn whole_addresses_where_the_site_knows_its_own() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let site = Site::set(&hub, Limits::default(), Arc::new(move || demo.now()), |context| {
        context.base = "/koji".parse().unwrap();
        context.origin = Some("https://koji.example.org".into());
    });
    let feed = site.get("/koji/feeds/builds.atom?package=bash").await;
    assert_eq!(links(&feed, "self"), ["https://koji.example.org/koji/feeds/builds.atom?package=bash"]);
    assert!(links(&feed, "alternate").iter().all(|link| link.starts_with("https://koji.example.org/koji/builds")));
    let rss = site.get("/koji/recentbuilds").await;
    assert!(texts(&rss, "guid").iter().all(|guid| guid.starts_with("https://koji.example.org/koji/builds/")));
    assert!(!rss.header("etag").is_empty() && rss.header("cache-control").starts_with("public"));
}

#[tokio::test]
async fn errors_of_feeds_are_xml_and_of_badges_pictures() {
    let (site, _) = demo().await;
    for (address, status) in [
        ("/feeds/builds.atom?package=nope", 404),
        ("/feeds/builds.atom?user=%3Cb%3E", 404),
        ("/feeds/builds.atom?tag=nope", 404),
        ("/feeds/builds.atom?state=nope", 400),
        ("/recentbuilds?user=nope", 404),
        ("/recentbuilds?tag=0", 404),
    ] {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, "application/xml; charset=utf-8"));
        assert_eq!(texts(&answer, "status"), [status.to_string()], "{address}");
        assert!(!texts(&answer, "text")[0].is_empty(), "{address}");
    }
    let down = Site::over("http://127.0.0.1:1");
    let answer = down.get("/feeds/builds.atom").await;
    assert_eq!((answer.status.as_u16(), texts(&answer, "title")[0].as_str()), (503, "The hub cannot be reached"));
    for (address, status, value) in [
        ("/builds/nope-1-1/badge.svg", 404, "koji: no such build"),
        ("/packages/nope/badge.svg", 404, "koji: no such package"),
        ("/packages/bash/badge.svg?tag=nope", 404, "koji: no such tag"),
    ] {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (status, "image/svg+xml"), "{address}");
        assert_eq!(texts(&answer, "title"), [value], "{address}");
    }
    assert_eq!(down.get("/packages/bash/badge.svg").await.status, 503);
    assert_eq!(site.get("/packages/nope/badge.svg.json").await.json()["status"], 404);
}

#[tokio::test]
async fn badges_tell_how_it_stands() {
    let (site, _) = demo().await;
    let badge = site.get("/builds/bash-6.13-1.fc41/badge.svg").await;
    assert_eq!((badge.status.as_u16(), badge.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(texts(&badge, "title"), ["bash: 6.13-1.fc41 complete"]);
    assert_eq!(texts(&badge, "text"), ["bash", "6.13-1.fc41 complete"]);
    // What is drawn is inside, and of elements and attributes that SVG has.
    let known = ["svg", "title", "rect", "g", "text"];
    let all = elements(&badge);
    assert!(all.iter().all(|(name, ..)| known.contains(&name.as_str())), "{all:?}");
    let number = |attributes: &[(String, String)], name: &str| {
        attributes.iter().find(|(n, _)| n == name).map_or(0, |(_, value)| value.parse::<u32>().unwrap())
    };
    let whole = number(&all[0].1, "width");
    assert!(whole > 100 && all[0].1.iter().any(|(n, v)| n == "xmlns" && v == "http://www.w3.org/2000/svg"));
    for (name, attributes, _) in &all[1..] {
        let width = number(attributes, "width") + number(attributes, "textLength");
        assert!(number(attributes, "x") + width <= whole, "{name} {attributes:?}");
    }
    let of_tag = site.get("/packages/bash/badge.svg?tag=f41-updates").await;
    assert!(
        texts(&of_tag, "title")[0].starts_with("f41-updates: ") && texts(&of_tag, "title")[0].ends_with(" complete")
    );
    let last = site.get("/packages/bash/badge.svg.json").await.json();
    assert_eq!(last["label"], "bash");
    let failed = site.get("/builds.json?state=failed&limit=1").await.json();
    let id = &failed["builds"]["rows"][0]["build_id"];
    assert_eq!(site.get(&format!("/builds/{id}/badge.svg.json")).await.json()["colour"], "bad");
}

/// A hub whose every text is hostile.
#[tokio::test]
async fn hostile_text_stays_text() {
    const TEXT: &str = "</title><script>alert(1)</script>&amp;]]>\u{1}\u{fffe}\"'é日";
    let answer = |body: axum::body::Bytes| async move {
        let call = xmlrpc::request(&body).unwrap();
        let build = json!({"build_id": 7, "id": 7, "nvr": TEXT, "package_id": 1, "package_name": TEXT, "name": TEXT,
            "version": TEXT, "release": TEXT, "state": 1, "owner_id": 1, "owner_name": TEXT, "source": TEXT, "task_id": 9,
            "creation_time": TEXT, "completion_time": "not a time"});
        let value = match call.method.as_str() {
            "listBuilds" => json!([build]),
            "getBuild" => build,
            "getPackage" => json!({"id": 1, "name": TEXT}),
            "multiCall" => {
                // Of the task, or of its changes.
                let method = call.args[0].clone();
                let Value::Array(calls) = method else { panic!("{method:?}") };
                let each = calls.iter().map(|call| match call.get("methodName").and_then(Value::as_str) {
                    Some("getTaskInfo") => {
                        json!([{"id": 9, "method": "build", "state": 2, "request": ["x", TEXT, {}]}])
                    }
                    _ => json!([[{"date": TEXT, "author": TEXT, "text": TEXT}]]),
                });
                serde_json::Value::Array(each.collect())
            }
            "getTaskInfo" => json!({"id": 9, "method": "build", "state": 2, "request": ["x", TEXT, {}]}),
            "getChangelogEntries" => json!([{"date": TEXT, "author": TEXT, "text": TEXT}]),
            other => panic!("{other}"),
        };
        xmlrpc::write_response(&serde_json::from_value::<Value>(value).unwrap()).unwrap()
    };
    let site = Site::over(&listen(Router::new().route("/kojihub", post(answer))).await);
    let seen = "</title><script>alert(1)</script>&amp;]]>␁\u{fffd}\"'é日";
    for address in ["/feeds/builds.atom", "/recentbuilds", "/builds/7/badge.svg", "/packages/1/badge.svg"] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        assert!(!answer.body.contains("<script"), "{address}");
        let titles = texts(&answer, "title").concat();
        assert!(titles.contains("</title><script>alert(1)</script>"), "{address}: {titles}");
        let whole = elements(&answer).into_iter().map(|(.., text)| text).collect::<String>();
        assert!(whole.contains(seen) || address.contains("badge"), "{address}: {whole}");
    }
    let rss = site.get("/recentbuilds").await;
    assert!(texts(&rss, "description")[1].contains("&lt;script&gt;"), "the changes are text in HTML, too");
}

#[tokio::test]
async fn pages_lead_to_their_feeds_and_tell_their_state() {
    let (site, _) = demo().await;
    for (page, feeds) in [
        ("/", &["/feeds/builds.atom"][..]),
        ("/builds", &["/feeds/builds.atom"]),
        ("/builds?state=failed&package=bash", &["/feeds/builds.atom?package=bash&state=failed"]),
        ("/builds?tag=f40", &["/feeds/builds.atom?tag=f40"]),
        ("/builds?type=maven", &[]),
        ("/packages/bash", &["/feeds/builds.atom?package=bash", "/feeds/builds.atom?package=bash&state=failed"]),
        ("/users/jane", &["/feeds/builds.atom?user=jane", "/feeds/builds.atom?user=jane&state=failed"]),
        ("/tags/f40", &["/feeds/builds.atom?tag=f40"]),
    ] {
        let found = site.get(page).await.attributes("head link[type='application/atom+xml']", "href");
        assert_eq!(found.len(), feeds.len(), "{page}: {found:?}");
        for feed in &found {
            let answer = site.get(feed).await;
            assert_eq!(answer.status, 200, "{page}: {feed}");
            assert!(texts(&answer, "title").len() > 1, "{page}: {feed}");
        }
        assert_eq!(found, feeds, "{page}");
    }
    for (page, title) in [
        ("/builds/bash-6.13-1.fc41", "bash-6.13-1.fc41: complete"),
        ("/tasks/1305520", "build bash-6.13-1.fc41"),
        ("/packages/bash", "package bash"),
        ("/tags/f40", "tag f40: unlocked"),
        ("/users/jane", "user jane"),
    ] {
        let page = site.get(page).await;
        let content = |property: &str| page.attributes(&format!("head meta[property='{property}']"), "content");
        assert!(content("og:title").len() == 1 && content("og:description").len() == 1, "{title}");
        assert!(
            content("og:title")[0].starts_with(title) || title.starts_with("build "),
            "{title}: {:?}",
            content("og:title")
        );
        assert!(!content("og:description")[0].is_empty(), "{title}");
    }
}
