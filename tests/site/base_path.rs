//! The whole site below a path of a host that it shares with others.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use kojiview::app::routes;
use kojiview::demo::{Demo, Settings};
use kojiview::hub::Limits;

use super::harness::{Answer, Site, listen};

/// The demo below `/koji`, as kojiweb is.
async fn below_koji() -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    Site::set(&hub, Limits::default(), Arc::new(move || demo.now()), |context| {
        context.base = "/koji".parse().unwrap();
        context.origin = Some("https://koji.example.org".into());
    })
}

/// Every address that a page holds, of links, forms, parts and assets, but those of other sites.
pub fn addresses(page: &Answer) -> Vec<String> {
    let found = [("a", "href"), ("link", "href"), ("script", "src"), ("form", "action"), ("[hx-get]", "hx-get")];
    let all = found.iter().flat_map(|(element, attribute)| page.attributes(element, attribute));
    all.filter(|address| !address.starts_with(['#']) && !address.contains(':')).collect()
}

/// What kind of page an address is of: lists by their parameters' names, things by their section.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let segments: Vec<&str> = path.split('/').collect();
    let thing = segments.get(3).map_or("", |_| "/…");
    let below = segments.get(4).copied().unwrap_or_default();
    let json = if path.contains(".json") { ".json" } else { "" };
    let mut names: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    names.sort_unstable();
    format!("{}{thing}{below}{json}?{}", segments.get(2).copied().unwrap_or_default(), names.join("&"))
}

/// A crawler that follows two addresses of each kind of page, and looks at all.
#[tokio::test]
async fn no_link_leaves_the_base_path_and_all_lead_somewhere() {
    let site = below_koji().await;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut kinds: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    // The newest builds, which it meets first, have no logs, no archives and no long changelog, the newest tasks have not failed.
    let first = [
        "/koji/",
        "/koji/builds/kernel-7.14-2.fc41",
        "/koji/builds/demo-container-1.0-1",
        "/koji/tasks/1306194",
        "/koji/tasks/1305520",
    ];
    let mut open = VecDeque::from(first.map(str::to_owned));
    let mut visited = 0;
    while let Some(address) = open.pop_front() {
        let count = kinds.entry(kind(&address)).or_default();
        *count += 1;
        if *count > 2 || visited > 400 {
            continue;
        }
        visited += 1;
        let page = site.get(&address).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{address}: {} {}", page.status, page.body);
        let location = page.header("location").to_owned();
        let links = if location.is_empty() { addresses(&page) } else { vec![location] };
        for link in links {
            assert!(link.starts_with("/koji/"), "{address} holds {link}");
            if seen.insert(link.clone()) {
                open.push_back(link);
            }
        }
    }
    let leads_to = |route: &str| {
        let segments: Vec<&str> = route.split('/').collect();
        seen.iter().any(|link| {
            let path = link["/koji".len()..].split('?').next().unwrap_or_default();
            let is_it =
                |(wanted, given): (&&str, &str)| *wanted == given || wanted.starts_with('{') && !given.is_empty();
            let (there, here) = (path.split('/').count(), segments.len());
            (there == here || there > here && route.contains("{*")) && segments.iter().zip(path.split('/')).all(is_it)
        })
    };
    // Only addresses that readers type lead to a tag's builds, which are a part of the list of all, and to kojiweb's feed.
    let routes = routes();
    let unreached = routes.iter().map(|route| route.path).filter(|path| !leads_to(path));
    assert_eq!(unreached.collect::<Vec<_>>(), ["/tags/{tag}/builds", "/recentbuilds"]);
    assert!(visited > 60 && kinds.len() > 20, "{visited} of {kinds:?}");
}

#[tokio::test]
async fn outside_of_the_base_path_only_kojiweb_leads_in() {
    let site = below_koji().await;
    for (address, status, location) in [
        ("/koji", 200, ""),
        ("/koji/", 200, ""),
        ("/koji/builds/?x=1", 302, "/koji/builds?x=1"),
        ("/koji/taskinfo?taskID=499754", 302, "/koji/tasks/499754"),
        ("/koji/tags/f40/builds", 302, "/koji/builds?tag=f40"),
        ("/", 404, ""),
        ("/builds", 404, ""),
        ("/kojira", 404, ""),
        ("/static/0/kojiview.css", 404, ""),
        ("/koji/search?q=bash", 303, "/koji/packages/bash"),
        ("/koji/search.json?q=bash", 303, "/koji/packages/bash.json"),
    ] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (status, location), "{address}");
    }
    let page = site.get("/").await;
    assert!(page.text("main").contains("a proxy takes /koji away"), "{}", page.text("main"));
    assert_eq!(page.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn others_are_told_the_public_address() {
    let site = below_koji().await;
    let page = site.get("/koji/builds?package=bash&utm_source=x").await;
    let address = ["https://koji.example.org/koji/builds?package=bash"];
    assert_eq!(page.attributes("link[rel=canonical]", "href"), address);
    assert_eq!(page.attributes("meta[property='og:url']", "content"), address);
    let json = site.get("/koji/builds.json").await.json();
    assert_eq!(json["builds"]["next"], "/koji/builds.json?offset=50");
}

/// Two slashes at the beginning of an address name another host: a page that repeats its address must not link to one.
#[tokio::test]
async fn an_address_with_two_slashes_leads_to_no_other_site() {
    let (site, _) = super::harness::demo().await;
    let page = site.get("//evil.example.org").await;
    assert_eq!(page.status, 404);
    let links = addresses(&page);
    assert!(links.len() > 5 && links.iter().all(|link| !link.starts_with("//")), "{links:?}");
}
