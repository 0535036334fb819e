//! A hub whose every text is hostile, on every page of the route table, in all that is made of it: HTML, its parts,
//! JSON, feeds, pictures, headers.
//!
//! `hostile/hub.rs` is that hub, `hostile/payloads.rs` what it says, `hostile/checks.rs` what holds whatever it says,
//! and `hostile/links.rs` follows what the pages lead to.

mod checks;
mod hub;
mod links;
mod payloads;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::checks::{is_hidden, is_inside, is_safe, texts};
use self::hub::{Care, hostile};
use self::links::Links;
use self::payloads::{ADDRESSES, CONTROLS, ENDS, HIDDEN, LONG, MARK, MARKUP, Payload};
use super::contract::{arrive, examples, json_of};
use super::harness::{Answer, Site};

/// Pages that show no text of a hub but those that a careful one keeps: forms, our own words, numbers, arches, methods.
const WITHOUT_TEXTS: [&str; 10] = [
    "/archives",
    "/hub",
    "/openapi",
    "/reports",
    "/reports/builds-by-day",
    "/reports/builds-by-status",
    "/reports/times-by-arch",
    "/rpms",
    "/suggestions",
    "/tasks/{task}/status",
];

/// What stands beside the pages.
const BESIDE: [&str; 7] = [
    "/sitemap.xml",
    "/sitemap/package-1.xml",
    "/sitemap/tag-1.xml",
    "/opensearch.xml",
    "/suggestions?q=ba",
    "/tasks/1305520/rpms.txt",
    "/tasks/1305520/status.txt",
];

/// Bytes of a page at most, where three texts of each answer have a hundred kilobytes.
const LARGEST: usize = 4 << 20;

/// Parameters that are names.
const NAMES: [&str; 6] = ["build_tag", "owner", "package", "perm", "tag", "user"];

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().any(|byte| !byte.is_ascii_digit())
}

/// An example with its names as the hostile hub tells them, as far as they can stand there.
fn renamed(route: &str, example: &str, payload: &Payload) -> String {
    let longer = |name: &str| format!("{name}{}", utf8_percent_encode(payload.name, NON_ALPHANUMERIC));
    let (path, query) = example.split_once('?').unwrap_or((example, ""));
    let segments = route.split('/').zip(path.split('/')).map(|(pattern, segment)| match pattern {
        "{build}" | "{package}" | "{tag}" | "{target}" | "{channel}" | "{user}" | "{external_repo}"
            if payload.stands_in_a_path() && is_name(segment) =>
        {
            longer(segment)
        }
        _ => segment.to_owned(),
    });
    // The rest of a path, which is a file's.
    let rest = path.split('/').skip(route.split('/').count()).map(str::to_owned);
    let path = segments.chain(rest).collect::<Vec<_>>().join("/");
    let parameters = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
        Some((name, value)) if NAMES.contains(&name) && payload.stands_in_a_parameter() && is_name(value) => {
            format!("{name}={}", longer(value))
        }
        // Name and arch, of which the arch is kept.
        Some(("rpm", value)) if payload.stands_in_a_parameter() => match value.rsplit_once('.') {
            Some((name, arch)) => format!("rpm={}.{arch}", longer(name)),
            None => pair.to_owned(),
        },
        _ => pair.to_owned(),
    });
    let query = parameters.collect::<Vec<_>>().join("&");
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Every example with what it arrives at; those that name what cannot stand in an address are left out.
async fn every_page(site: &Site, payload: &Payload) -> Vec<(&'static str, String, Answer)> {
    let mut pages = Vec::new();
    for (route, example) in examples() {
        // These are looked for among the names that the hub tells.
        if (example.contains("perm=") || example.contains("rpm=")) && !payload.stands_in_a_parameter() {
            continue;
        }
        let example = renamed(route, example, payload);
        let first = site.get(&example).await;
        is_safe(&first, &example);
        let (address, page) = arrive(site, &example).await;
        assert!(is_inside(&address), "{example} leads to {address}");
        let said: String = page.texts("main").concat().chars().take(300).collect();
        assert_eq!(page.status, 200, "{example} at {address}: {said}");
        is_safe(&page, &address);
        pages.push((route, address, page));
    }
    pages
}

/// All pages are there, are safe, and say what the hub said; so are their JSON, what stands beside them, and what their links with
/// hostile names lead to, of so many kinds at least (`None`: no address takes such a name). What was walked over.
async fn walk(payload: &'static Payload, fewest_links: Option<usize>) -> Vec<(&'static str, String, Answer)> {
    let site = hostile(payload, Care::Careful).await;
    let (mut shown, mut said, mut links) = (0, 0, Links::default());
    let pages = every_page(&site, payload).await;
    for (_, address, page) in &pages {
        links.take(page);
        shown += usize::from(page.body.contains(MARK));
        assert!(page.body.len() < LARGEST, "{address}: {} bytes", page.body.len());
        let json = json_of(&site, address).await;
        assert_eq!((json.status.as_u16(), json.header("content-type")), (200, "application/json"), "{address}");
        is_safe(&json, address);
        let json = json.json();
        let mut all = Vec::new();
        texts(&json, &mut all);
        said += all.iter().filter(|text| text.contains(payload.name) || text.contains(payload.text)).count();
    }
    assert!(shown > 100 && said > 500, "{shown} pages show it, and JSON says it {said} times");
    for address in BESIDE {
        let answer = site.get(address).await;
        assert!(answer.status.is_success(), "{address}: {}", answer.status);
        is_safe(&answer, address);
    }
    if let Some(fewest) = fewest_links {
        links.follow(&site, fewest).await;
    }
    pages
}

/// Markup of a hub is text: in elements, in attributes, in titles, in lines of logs.
#[tokio::test]
async fn markup_is_text() {
    walk(&MARKUP, Some(20)).await;
}

/// What would end an element ends none. Names that cannot stand in a path stand in parameters, or their ids do.
#[tokio::test]
async fn ends_of_elements_are_text() {
    walk(&ENDS, Some(5)).await;
}

/// An address of a hub is a link only where it is one of the web; and what the hub escaped is escaped again.
#[tokio::test]
async fn addresses_that_run_are_no_links() {
    walk(&ADDRESSES, None).await;
}

/// No line of a hub ends a header, and no page holds a control character.
#[tokio::test]
async fn controls_are_seen_and_end_no_header() {
    walk(&CONTROLS, None).await;
}

/// Texts of a hundred kilobytes cost no page.
#[tokio::test]
async fn long_texts_are_borne() {
    walk(&LONG, None).await;
}

/// What turns text around, or that nobody sees, is made visible wherever a hub may put it: on pages, in titles, in the
/// values of forms, in feeds and pictures.
#[tokio::test]
async fn hidden_characters_are_seen() {
    let mut hidden = BTreeMap::new();
    for (route, address, page) in walk(&HIDDEN, Some(20)).await {
        if let Some(at) = page.body.find(is_hidden) {
            let before = page.body[..at].chars().rev().take(60).collect::<Vec<_>>();
            hidden.entry(route).or_insert_with(|| (address, before.into_iter().rev().collect::<String>()));
        }
    }
    let some: Vec<_> = hidden.iter().take(5).collect();
    assert!(hidden.is_empty(), "{} kinds of pages hold what nobody sees: {some:#?}", hidden.len());
}

/// Every kind of page shows what the hub put into its texts, or is known to show none: else the other tests are of
/// nothing.
#[tokio::test]
async fn the_payloads_arrive() {
    let site = hostile(&MARKUP, Care::Careful).await;
    let (mut with, mut all) = (BTreeSet::new(), BTreeSet::new());
    for (route, example) in examples() {
        // Its own address is shown on a page, so the names in it are the demo's.
        let (_, page) = arrive(&site, example).await;
        all.insert(route);
        if page.body.contains(MARK) {
            with.insert(route);
        }
    }
    let without: Vec<&str> = all.difference(&with).copied().collect();
    assert_eq!(without, WITHOUT_TEXTS, "pages that show no text of the hub's");
}

/// JSON says each text as the hub does, to the letter: what is made visible on pages is not there.
#[tokio::test]
async fn json_says_what_the_hub_says() {
    for payload in [&MARKUP, &ENDS, &ADDRESSES, &HIDDEN, &CONTROLS] {
        let site = hostile(payload, Care::Careful).await;
        let said = [
            ("/permissions.json", format!("May do everything.{}", payload.text)),
            ("/permissions.json", format!("admin{}", payload.name)),
            ("/builds/hostile-text-1.0-1.fc40.json", format!("hostile-text{}", payload.name)),
        ];
        for (address, wanted) in said {
            let json = site.get(address).await.json();
            let mut all = Vec::new();
            texts(&json, &mut all);
            assert!(all.contains(&wanted.as_str()), "{address}: {wanted:?}: {all:?}");
        }
    }
}

/// Where kinds, arches, times and faults are hostile too, pages may lack what they are about, and are safe.
#[tokio::test]
async fn a_reckless_hub_breaks_nothing() {
    for payload in [&MARKUP, &CONTROLS] {
        let site = hostile(payload, Care::Reckless).await;
        let mut shown = 0;
        for (_, example) in examples() {
            let (address, page) = arrive(&site, example).await;
            assert_ne!(page.status, 500, "{example} at {address}");
            is_safe(&page, &address);
            shown += usize::from(page.status == 200 && page.body.contains(MARK));
            let json = json_of(&site, &address).await;
            assert_ne!(json.status, 500, "{example} at {address}");
            is_safe(&json, &address);
        }
        assert!(shown > 60, "{shown}");
    }
}
