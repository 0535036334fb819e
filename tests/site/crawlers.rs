//! What crawlers find: every kind of page by links alone, nothing that multiplies where they heed `robots.txt`, and all
//! packages and tags in the sitemap.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kojiview::app::routes;
use kojiview::web::Route;

use super::harness::{Answer, Site, demo};

/// The rules of a `robots.txt`, read as RFC 9309 says.
struct Robots(Vec<(bool, String)>);

impl Robots {
    async fn of(site: &Site) -> Self {
        let text = site.get("/robots.txt").await;
        assert_eq!((text.status.as_u16(), text.header("content-type")), (200, "text/plain; charset=utf-8"));
        let rules = text.body.lines().filter_map(|line| {
            let (name, rule) = line.split_once(": ")?;
            matches!(name, "Allow" | "Disallow").then(|| (name == "Allow", rule.to_owned()))
        });
        Self(rules.collect())
    }

    /// The longest rule that matches counts; of equals the one that allows.
    fn allows(&self, address: &str) -> bool {
        let matching = self.0.iter().filter(|(_, rule)| matches(rule, address));
        matching.max_by_key(|(allows, rule)| (rule.len(), *allows)).is_none_or(|(allows, _)| *allows)
    }
}

/// Does an address begin as a rule says, in which `*` is anything and `$` the end?
fn matches(rule: &str, address: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let parts = rule.split('*').map(regex::escape).collect::<Vec<_>>().join(".*");
    regex::Regex::new(&format!("^{parts}{}", if to_end { "$" } else { "" })).unwrap().is_match(address)
}

#[tokio::test]
async fn what_multiplies_is_left_out() {
    let (site, _) = demo().await;
    let robots = Robots::of(&site).await;
    for (address, allowed) in [
        ("/", true),
        ("/builds", true),
        ("/builds/bash-6.13-1.fc41", true),
        ("/packages/bash", true),
        ("/packages/bash/tags", false),
        ("/tags/f40/history", false),
        ("/tasks/1/log/", false),
        ("/tags/f40", true),
        ("/tasks/1306194", true),
        ("/koji/buildinfo?buildID=1", true),
        ("/buildinfo?buildID=1", true),
        ("/koji/packageinfo?packageID=8&buildOrder=nvr", false),
        ("/packageinfo?packageID=8&buildOrder=nvr", false),
        ("/koji/builds?start=50", false),
        ("/koji/fileinfo?rpmID=1&filename=/usr/bin/x", false),
        ("/rpms?open=info?ID=", false),
        ("/koji/rpminfo?rpmID=1", false),
        ("/builds?order=nvr", false),
        ("/builds.json", false),
        ("/builds/52288/compare/52341", false),
        ("/builds/a-1-1/logs/x86_64/build.log", false),
        ("/rpms/26173001", false),
        ("/rpms/26173001/files", false),
        ("/buildroots/1", false),
        ("/buildroots", true),
        ("/archives/1/file", false),
        ("/tasks/1/logs", false),
        ("/tasks/1/rpms.txt", false),
        ("/search", false),
        ("/suggestions?q=a", false),
        ("/opensearch-suggestions?q=a", false),
        ("/static/1/kojiview.css", true),
        ("/sitemap/package-1.xml", true),
    ] {
        assert_eq!(robots.allows(address), allowed, "{address}");
    }
}

/// The task of a build whose task is gone.
const LOST: &str = "/tasks/41";

/// Links of a page, as a crawler finds them.
fn links(page: &Answer) -> Vec<String> {
    let all = page.attributes("a[href]", "href").into_iter();
    let inside = all.filter(|address| address.starts_with('/'));
    inside.map(|address| address.split('#').next().unwrap_or_default().to_owned()).collect()
}

fn is_at(route: &Route, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (own, given): (Vec<&str>, Vec<&str>) = (route.path.split('/').collect(), path.split('/').collect());
    let fits = |(own, given): (&&str, &&str)| own == given || own.starts_with('{') && !given.is_empty();
    let as_long = if route.path.contains("{*") { given.len() >= own.len() } else { given.len() == own.len() };
    as_long && own.iter().zip(&given).all(fits)
}

/// From the overview, by links alone.
#[tokio::test]
async fn every_kind_of_page_is_reached() {
    let (site, _) = demo().await;
    let routes = routes();
    let (mut seen, mut visits) = (BTreeSet::from(["/".to_owned()]), BTreeMap::<&str, u32>::new());
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open = VecDeque::from(["/".to_owned()]);
    // What the field of the search asks for, an address that leads to the list of builds, where links lead to at once, and
    // the address that kojiweb's feed has.
    let others = ["/suggestions", "/tags/{tag}/builds", "/recentbuilds"];
    let all = routes.iter().filter(|route| !others.contains(&route.path)).count();
    while let Some(address) = open.pop_front().filter(|_| reached.len() < all) {
        // What is at more than one route is at the one that says most of it.
        let of_most =
            routes.iter().filter(|route| is_at(route, &address)).max_by_key(|route| route.path.replace('{', "").len());
        let Some(route) = of_most else { continue };
        reached.insert(route.path);
        let count = visits.entry(route.path).or_default();
        *count += 1;
        // Few builds have a long changelog.
        let most = if route.path == "/builds/{build}" { 400 } else { 12 };
        if *count > most {
            continue;
        }
        let page = site.get(&address).await;
        assert!(page.status.as_u16() < 400 || address.starts_with(LOST), "{address}: {}", page.status);
        let location = page.header("location").to_owned();
        let next = if location.is_empty() { links(&page) } else { vec![location] };
        open.extend(next.into_iter().filter(|link| seen.insert(link.clone())));
    }
    let unreached: Vec<&str> = routes.iter().map(|route| route.path).filter(|path| !reached.contains(path)).collect();
    assert_eq!(unreached, others);
}

/// A crawler that heeds `robots.txt` and `rel=nofollow` comes to an end.
#[tokio::test]
async fn a_polite_crawl_ends() {
    let (site, demo) = demo().await;
    let robots = Robots::of(&site).await;
    let (mut seen, mut open) = (BTreeSet::from(["/".to_owned()]), VecDeque::from(["/".to_owned()]));
    let (mut indexed, routes, mut visits) = (0, routes(), BTreeMap::<&str, u32>::new());
    while let Some(address) = open.pop_front() {
        // A few of each kind tell what all of them do.
        let path = routes.iter().find(|route| is_at(route, &address)).map_or("", |route| route.path);
        let count = visits.entry(path).or_default();
        *count += 1;
        if *count > 3 {
            continue;
        }
        let page = site.get(&address).await;
        assert!(page.status.as_u16() < 400 || address.starts_with(LOST), "{address}: {}", page.status);
        if page.header("x-robots-tag").contains("nofollow") {
            continue;
        }
        indexed += 1;
        let nofollow: BTreeSet<String> = page.attributes("a[rel~=nofollow]", "href").into_iter().collect();
        let location = page.header("location").to_owned();
        let next = if location.is_empty() { links(&page) } else { vec![location] };
        let next = next.into_iter().filter(|link| robots.allows(link) && !nofollow.contains(link));
        open.extend(next.filter(|link| seen.insert(link.clone())).collect::<Vec<_>>());
    }
    let of_kind = |beginning: &str| seen.iter().filter(|address| address.starts_with(beginning)).count();
    println!("{indexed} pages of {} addresses, {:?}", seen.len(), demo.calls());
    assert!(seen.iter().all(|address| !address.contains('?')), "{seen:?}");
    assert!(of_kind("/rpms") + of_kind("/buildroots/") + of_kind("/archives") == 0, "{seen:?}");
    assert!(indexed > 40 && seen.len() < 3000, "{indexed} of {}", seen.len());
}

#[tokio::test]
async fn the_sitemap_has_all_packages_and_tags() {
    let (site, demo) = demo().await;
    let host = [("host", "kojiview.example.org")];
    let here = "http://kojiview.example.org";
    let index = site.ask("GET", "/sitemap.xml", &host).await;
    assert_eq!((index.status.as_u16(), index.header("content-type")), (200, "application/xml; charset=utf-8"));
    let locations = |page: &Answer| -> Vec<String> {
        page.body.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned()).collect()
    };
    let parts = locations(&index);
    assert_eq!(parts, [format!("{here}/sitemap/package-1.xml"), format!("{here}/sitemap/tag-1.xml")]);
    let mut all = Vec::new();
    for part in &parts {
        let page = site.ask("GET", part.strip_prefix(here).unwrap(), &host).await;
        assert_eq!(page.status, 200, "{part}");
        all.extend(locations(&page));
    }
    let calls = demo.calls();
    assert_eq!((calls.get("listPackages"), calls.get("listTags"), calls.len()), (Some(&1), Some(&1), 3), "{calls:?}");
    let robots = Robots::of(&site).await;
    for address in &all {
        let address = address.strip_prefix(here).unwrap();
        assert!(robots.allows(address), "{address}");
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.header("x-robots-tag")), (200, ""), "{address}");
    }
    let packages = site.get("/packages.json?limit=500").await.json()["packages"]["rows"].as_array().unwrap().len();
    let tags = site.get("/tags.json?limit=500").await.json()["tags"]["rows"].as_array().unwrap().len();
    assert_eq!(all.len(), packages + tags);
    for address in
        ["/sitemap/package-2.xml", "/sitemap/package-0.xml", "/sitemap/user-1.xml", "/sitemap/x", "/sitemap/tag-1"]
    {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn a_hub_that_is_down_has_no_sitemap_yet() {
    let (site, demo) = demo().await;
    demo.inject(kojiview::demo::InjectedFault::Offline);
    assert_eq!(site.get("/sitemap.xml").await.status, 503);
    assert_eq!(site.get("/robots.txt").await.status, 200);
    assert_eq!(site.get("/opensearch.xml").await.status, 200);
}
