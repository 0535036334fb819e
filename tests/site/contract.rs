//! What every page keeps, whatever it shows. A route without an example fails here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kojiview::app::routes;
use kojiview::demo::{Demo, Settings};
use kojiview::hub::Limits;
use kojiview::web::Format;
use scraper::Html;

use super::harness::{Answer, Site, listen};

/// All examples, each with its route's path.
pub fn examples() -> Vec<(&'static str, &'static str)> {
    let all = routes();
    let all = all.iter().flat_map(|route| {
        assert!(!route.examples.is_empty(), "{} has no example", route.path);
        route.examples.iter().map(|example| (route.path, *example))
    });
    all.collect()
}

/// Those of pages for people.
fn pages() -> Vec<(&'static str, &'static str)> {
    let routes = routes();
    let is_page = |path: &str| routes.at(path).unwrap().format == Format::Html;
    examples().into_iter().filter(|(path, _)| is_page(path)).collect()
}

async fn hub() -> String {
    listen(Demo::new(Settings { frozen: true, ..Settings::default() }).router()).await
}

/// The page at the end of a redirect, or the page itself.
pub async fn arrive(site: &Site, address: &str) -> (String, Answer) {
    let answer = site.get(address).await;
    match answer.header("location") {
        "" => (address.to_owned(), answer),
        location => (location.to_owned(), site.get(location).await),
    }
}

/// The page's data: at an address of its own, or where that is a file's name, by `Accept`.
pub async fn json_of(site: &Site, address: &str) -> Answer {
    let (address, _) = arrive(site, address).await;
    if address.contains("/logs/") {
        return site.ask("GET", &address, &[("accept", "application/json")]).await;
    }
    let (path, query) = address.split_at(address.find('?').unwrap_or(address.len()));
    arrive(site, &format!("{path}.json{query}")).await.1
}

/// Every key of an object, with those of the first item of a list; what the hub gives freely is not looked into.
pub fn keys(value: &serde_json::Value, at: String) -> Vec<String> {
    match value {
        serde_json::Value::Object(members) => members
            .iter()
            .filter(|_| {
                !matches!(at.rsplit('.').next(), Some("extra" | "request" | "result" | "types" | "descendents"))
            })
            .flat_map(|(name, value)| keys(value, format!("{at}.{name}")))
            .collect(),
        serde_json::Value::Array(items) => {
            items.first().map_or_else(|| vec![format!("{at}[]")], |first| keys(first, format!("{at}[]")))
        }
        _ => vec![at],
    }
}

#[tokio::test]
async fn pages_are_whole_and_valid_html() {
    let site = Site::over(&hub().await);
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    assert!(!Html::parse_document("<!DOCTYPE html><title></title><p></b>").errors.is_empty(), "errors are told");
    for (route, example) in pages() {
        let (address, page) = arrive(&site, example).await;
        assert_eq!(page.status, 200, "{example}");
        assert_eq!(page.texts("h1").len(), 1, "{example}: {:?}", page.texts("h1"));
        assert!(!page.text("h1").is_empty(), "{example}");
        let errors = Html::parse_document(&page.body).errors;
        assert!(errors.is_empty(), "{example}: {errors:?}");
        let ids = page.attributes("[id]", "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{example}: ids are unique");
        let title = page.text("head > title");
        assert!(title.ends_with(" · test") && title.len() > " · test".len(), "{example}: {title}");
        let other = titles.insert(title.clone(), route);
        assert!(other.is_none_or(|other| other == route || address != example), "{example} and {other:?}: {title}");
        let csp = page.header("content-security-policy");
        assert!(
            csp.starts_with("default-src 'none'") && csp.contains("form-action 'self'") && !csp.contains("unsafe"),
            "{example}: {csp}"
        );
        assert!(!page.body.contains(" style=\"") && !page.body.contains(" onclick="), "{example}: nothing inline");
        let bytes = site.raw(&address, &[("accept-encoding", "gzip")]).await.1.len();
        assert!(bytes <= 30 << 10, "{example}: {bytes} bytes compressed");
    }
}

#[tokio::test]
async fn heads_are_those_of_the_pages() {
    let site = Site::over(&hub().await);
    for (_, example) in examples() {
        let page = site.get(example).await;
        let head = site.ask("HEAD", example, &[]).await;
        assert_eq!((head.status, head.body.len()), (page.status, 0), "{example}");
        for name in ["content-type", "location", "etag", "vary"] {
            assert_eq!(head.header(name), page.header(name), "{example}: {name}");
        }
        // Between the two, what the page was made of may have grown a second older.
        let kept = |answer: &Answer| answer.header("cache-control").replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(kept(&head), kept(&page), "{example}");
        let post = site.ask("POST", example, &[]).await;
        // A posted search leads to the same by its address, as in kojiweb.
        assert_eq!(post.status, if example.starts_with("/search") { 303 } else { 405 }, "{example}");
    }
}

#[tokio::test]
async fn json_keeps_its_keys() {
    let site = Site::over(&hub().await);
    let mut said = Vec::new();
    let sorted: BTreeSet<&str> = examples().into_iter().map(|(_, example)| example).collect();
    // Whose JSON is a document of its own.
    for example in sorted.into_iter().filter(|example| *example != "/openapi") {
        let page = json_of(&site, example).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "application/json"), "{example}");
        said.extend([example.to_owned(), keys(&page.json(), "  ".to_owned()).join("\n"), String::new()]);
    }
    insta::assert_snapshot!("keys", said.join("\n"));
}

/// A page waits for the hub no more often than the route table says.
#[tokio::test]
async fn pages_take_no_more_waves_than_they_may() {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let routes = routes();
    for (route, example) in examples() {
        // From an empty cache.
        let site = Site::over(&hub);
        demo.forget_calls();
        let (_, page) = arrive(&site, example).await;
        let (_, _, waves) = super::cost::cost(&page);
        let most = routes.at(route).unwrap().waves;
        assert!(
            waves <= most && demo.calls().get("POST").is_none_or(|posts| *posts <= 14),
            "{example}: {waves} waves, {:?}",
            demo.calls()
        );
        // What the server of files does not have is asked for again, and what runs changes while two logs are compared.
        if route.contains("/logs/") {
            continue;
        }
        // A call that forgot to say how long its answer stays true would be asked each time.
        let (waited, answers, _) = super::cost::cost(&arrive(&site, example).await.1);
        assert_eq!(waited, 0, "{example}: all of the {answers} answers are kept");
    }
}

#[tokio::test]
async fn what_a_reader_has_is_not_sent_again() {
    let site = Site::over(&hub().await);
    for (_, example) in examples() {
        let (address, page) = arrive(&site, example).await;
        let etag = page.header("etag").to_owned();
        assert!(etag.starts_with("W/\""), "{example}: {etag}");
        let again = site.ask("GET", &address, &[("if-none-match", &etag)]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{example}");
        assert!(!again.header("server-timing").is_empty() && !again.header("cache-control").is_empty(), "{example}");
        let status = async |method, address: &str| site.ask(method, address, &[("if-none-match", &etag)]).await.status;
        assert_eq!(status("HEAD", &address).await, 304, "{example}");
        assert_ne!(status("POST", &address).await, 304, "{example}");
        assert_ne!(status("GET", "/no/such/page").await, 304, "{example}");
        // Logs have no JSON address.
        if address.contains("/logs/") {
            continue;
        }
        let (path, query) = address.split_at(address.find('?').unwrap_or(address.len()));
        let json = format!("{path}.json{query}");
        assert_ne!(status("GET", &json).await, 304, "{example}: JSON is another representation");
        let etag = site.get(&json).await.header("etag").to_owned();
        let unknown = format!("{json}{}nonsense=1", if json.contains('?') { '&' } else { '?' });
        for (address, status) in [(&json, 304), (&unknown, 400)] {
            assert_eq!(site.ask("GET", address, &[("if-none-match", &etag)]).await.status, status, "{address}");
        }
    }
}

/// Every element that fetches itself is a part that the page gives alone, by the element's id.
#[tokio::test]
async fn parts_stand_alone() {
    let site = Site::over(&hub().await);
    let mut found = BTreeSet::new();
    for (_, example) in pages() {
        let (address, page) = arrive(&site, example).await;
        let own = page.attributes("[id][hx-get]", "id").into_iter().zip(page.attributes("[id][hx-get]", "hx-get"));
        let list = page.attributes("section#listing", "id").into_iter().map(|id| (id, address.clone()));
        for (id, from) in own.chain(list) {
            let part = site.part(&from, &format!("div#{id}")).await;
            assert_eq!(part.status, 200, "{example}: {id} from {from}");
            assert!(!part.body.contains("<html"), "{example}: {id} from {from} is whole");
            assert_eq!(part.attributes(&format!("#{id}"), "id"), [id.as_str()], "{example}: {id} from {from}");
            assert!(!part.text("title").is_empty(), "{example}: {id}");
            // What holds for all of the page comes along, but not with what belongs to another page.
            let notices = part.attributes("#notices[hx-swap-oob]", "id").len();
            assert_eq!(
                notices,
                usize::from(!["children", "counts", "since", "last_success"].contains(&id.as_str())),
                "{example}: {id}"
            );
            found.insert(id);
        }
    }
    assert!(["live", "listing", "buildroots", "children"].iter().all(|id| found.contains(*id)), "{found:?}");
}

/// A filter form sends what the address holds, in its fields or hidden, and each name once.
#[tokio::test]
async fn forms_carry_the_address() {
    let site = Site::over(&hub().await);
    let mut forms = 0;
    for (_, example) in pages() {
        let (address, page) =
            arrive(&site, &format!("{example}{}", if example.contains('?') { "&limit=7" } else { "?limit=7" })).await;
        if page.attributes("form.filter", "action").is_empty() || page.attributes("table#rows", "id").is_empty() {
            continue;
        }
        forms += 1;
        let inputs = page
            .attributes("form.filter input[name]", "name")
            .into_iter()
            .zip(page.attributes("form.filter input[name]", "value"));
        let chosen: Vec<(String, String)> = page
            .attributes("form.filter select", "name")
            .into_iter()
            .map(|name| {
                let option = format!("form.filter select[name={name}] option");
                let value = page.attributes(&format!("{option}[selected][value]"), "value").pop();
                (name, value.or_else(|| page.texts(&format!("{option}[selected]")).pop()).unwrap_or_default())
            })
            .collect();
        let sent: Vec<(String, String)> = inputs.chain(chosen).filter(|(_, value)| !value.is_empty()).collect();
        let names: BTreeSet<&String> = sent.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), sent.len(), "{example}: {sent:?}");
        let query = address.split_once('?').map_or("", |(_, query)| query);
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            assert!(sent.iter().any(|(n, v)| n == name && v == value), "{example}: {pair} in {sent:?}");
        }
    }
    assert!(forms >= 7, "{forms}");
}

/// Without a hub every page says so, in the reader's representation, and does not pretend to be anything else.
#[tokio::test]
async fn pages_tell_that_the_hub_is_down() {
    let site = Site::over("http://127.0.0.1:1");
    let routes = routes();
    for (route, example) in pages() {
        let (address, page) = arrive(&site, example).await;
        if page.status == 200 {
            assert!(routes.at(route).unwrap().is_form && !example.contains('?'), "{example}");
            continue;
        }
        assert_eq!((page.status.as_u16(), page.text("h1")), (503, "The hub cannot be reached".to_owned()), "{example}");
        assert!(!page.header("retry-after").is_empty(), "{example}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{example}");
        let json = json_of(&site, &address).await;
        assert_eq!((json.status.as_u16(), json.json()["status"].as_u64()), (503, Some(503)), "{example}");
    }
}

/// With a base path every page is below it, and so is every address on it.
#[tokio::test]
async fn pages_stand_below_the_base_path() {
    let clock = Arc::new(|| "2026-11-22T14:00:00Z".parse().unwrap());
    let base = |context: &mut kojiview::web::Context| context.base = "/koji".parse().unwrap();
    let site = Site::set(&hub().await, Limits::default(), clock, base);
    for (_, example) in pages() {
        let (_, page) = arrive(&site, &format!("/koji{example}")).await;
        assert_eq!(page.status, 200, "{example}");
        let links = super::base_path::addresses(&page);
        assert!(links.len() > 5 && links.iter().all(|link| link.starts_with("/koji/")), "{example}: {links:?}");
    }
}

/// Crawlers index what the route table says, and no filter and no further page of a list; nor JSON, nor errors.
#[tokio::test]
async fn crawlers_are_told_what_to_leave_out() {
    let site = Site::over(&hub().await);
    let routes = routes();
    for (route, example) in examples() {
        let (address, page) = arrive(&site, example).await;
        let is_indexed = address == example && routes.at(route).unwrap().index && !address.contains('?');
        if address == example {
            assert_eq!(page.header("x-robots-tag").is_empty(), is_indexed, "{example}");
        }
    }
    for address in ["/builds.json", "/builds?offset=50", "/nothing", "/builds/nope-1-1"] {
        assert_eq!(site.get(address).await.header("x-robots-tag"), "noindex, nofollow", "{address}");
    }
}

/// The README names every address.
#[test]
fn the_readme_names_every_address() {
    let plain = |path: &str| {
        let mut depth = 0;
        let kept = path.chars().filter(|c| {
            depth += i32::from(*c == '{');
            let is_kept = depth == 0;
            depth -= i32::from(*c == '}');
            is_kept
        });
        kept.collect::<String>()
    };
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, table) = readme.split_once("## Addresses").unwrap();
    let table = table.split("\n## ").next().unwrap();
    let named: BTreeSet<String> = table
        .split('`')
        .filter(|code| code.starts_with('/'))
        .map(|code| plain(code.split('?').next().unwrap()))
        .collect();
    let missing: Vec<&str> =
        routes().iter().map(|route| route.path).filter(|path| !named.contains(&plain(path))).collect();
    assert_eq!(missing, [""; 0], "README.md does not name them");
}

/// Whoever asks for JSON hears of a parameter that the page does not read, and the page's links do not carry it.
#[tokio::test]
async fn unknown_parameters_are_told() {
    let site = Site::over(&hub().await);
    for (_, example) in pages() {
        let (address, page) = arrive(&site, example).await;
        let with = format!("{address}{}nonsense=1", if address.contains('?') { '&' } else { '?' });
        let json = json_of(&site, &with).await;
        assert_eq!((json.status.as_u16(), json.json()["parameter"].as_str()), (400, Some("nonsense")), "{example}");
        let html = site.get(&with).await;
        assert_eq!(html.status, page.status, "{example}");
        let links = html.attributes("a, form", "href").concat();
        assert!(!links.contains("nonsense") && html.attributes("input", "name").iter().all(|name| name != "nonsense"));
        let named: &[&str] = if html.status == 200 { &["nonsense"] } else { &[] };
        assert_eq!(html.texts(".ignored b"), named, "{example}");
    }
}
