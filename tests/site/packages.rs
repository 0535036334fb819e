//! `/packages` and all below it.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn all_packages_are_listed_page_by_page() {
    let (site, _) = demo().await;
    let (mut names, mut next) = (Vec::new(), Some("/packages?limit=20".to_owned()));
    while let Some(address) = next {
        let page = site.get(&address).await;
        names.extend(page.texts("td.lead"));
        next = page.attributes(".pager.end a[rel=next]", "href").pop();
    }
    assert!(names.len() > 50 && names.is_sorted(), "{names:?}");
    let of = async |query: &str| site.get(&format!("/packages?limit=500&{query}")).await.texts("td.lead");
    let filtered = |keep: fn(&str) -> bool| names.iter().filter(|name| keep(name)).cloned().collect::<Vec<_>>();
    assert_eq!(of("prefix=k").await, filtered(|name| name.starts_with('k')));
    assert_eq!(of("match=python").await, filtered(|name| name.contains("python")));
    assert_eq!(of("match=*s?").await, filtered(|name| name.len() > 1 && name[..name.len() - 1].ends_with('s')));
    let mut backwards = of("order=-package_name&match=lib").await;
    backwards.reverse();
    assert_eq!(backwards, filtered(|name| name.contains("lib")));
    assert_eq!(of("match=no-such-package").await, [""; 0]);
}

#[tokio::test]
async fn an_owner_has_packages_in_tags() {
    let (site, _) = demo().await;
    let page = site.get("/packages?owner=jane&prefix=g").await;
    assert_eq!(page.text("h1"), "Packages of jane beginning with g");
    let json = site.get("/packages.json?owner=jane&prefix=g").await.json();
    let rows = json["packages"]["rows"].as_array().unwrap();
    assert!(rows.len() > 4 && rows.iter().all(|row| row["owner_name"] == "jane"), "{rows:?}");
    assert_eq!(page.texts("td.lead").len(), rows.len());
    let blocked = async |query: &str| {
        let json = site.get(&format!("/packages.json?limit=500&owner=dmitri{query}")).await.json();
        let rows = json["packages"]["rows"].as_array().unwrap().clone();
        rows.iter().filter(|row| row["blocked"] == true).count()
    };
    assert_eq!(blocked("&blocked=no").await, 0);
    for (query, status) in [
        ("owner=nobody", 404),
        ("owner=jane&match=a", 400),
        ("prefix=k&match=a", 400),
        ("order=tag_name", 400),
        ("owner=jane&order=tag_name", 200),
    ] {
        assert_eq!(site.get(&format!("/packages?{query}")).await.status, status, "{query}");
    }
    // What a tag lists is a page of the tag.
    let there = site.get("/packages?tag=f40&owner=jane&prefix=g&order=-package_name&blocked=no&inherited=no").await;
    assert_eq!(there.status, 303);
    let expected = "/tags/f40/packages?owner=jane&prefix=g&inherited=no&blocked=no&order=-package_name";
    assert_eq!(there.header("location"), expected);
}

#[tokio::test]
async fn a_package_shows_where_it_is() {
    let (site, _) = demo().await;
    let page = site.get("/packages/bash").await;
    assert_eq!((page.text("h1").as_str(), page.text(".by").as_str()), ("bash", "Built by dmitri 6, releng 1."));
    let json = site.get("/packages/bash.json").await.json();
    let newest = json["newest"].as_array().unwrap();
    let many = site.get("/packages/bash.json?open=newest").await.json();
    assert!(many["newest"].as_array().unwrap().starts_with(newest), "the same, and more where there are more");
    let tags: Vec<_> = newest.iter().map(|build| build["tag.name"].as_str().unwrap()).collect();
    assert_eq!(page.texts(".cols > div:first-child table:first-of-type:not(#tags) td.lead"), tags);
    for build in newest {
        let tag = build["tag.name"].as_str().unwrap();
        // What a tag has itself is its latest build.
        let latest = site.get(&format!("/packages/bash/latest?tag={tag}")).await;
        assert_eq!(latest.status, 302, "{tag}");
        let nvr = ["name", "version", "release"].map(|part| build[part].as_str().unwrap()).join("-");
        let there = percent_encoding::percent_decode_str(latest.header("location")).decode_utf8_lossy().into_owned();
        assert_eq!(there, format!("/builds/{nvr}"), "{tag}");
    }
    // A bar for each build that ended by itself, linked.
    let states = page.texts("#builds .st");
    let bars = states.iter().filter(|state| ["complete", "failed"].contains(&state.as_str())).count();
    assert_eq!(page.attributes(".took rect", "x").len(), bars);
    assert_eq!(page.attributes(".took .bad", "x").len(), states.iter().filter(|state| *state == "failed").count());
    assert!(page.attributes(".took a", "href").iter().all(|href| href.starts_with("/builds/bash-")));
    let tags = site.get("/packages/bash/tags").await;
    assert_eq!(tags.texts("td.lead"), page.texts("#tags td.lead"));
    let history = site.get("/packages/bash/history?limit=500").await.texts("td.lead");
    assert!(history.iter().any(|row| row.starts_with("tagged bash-6.13-1.fc41 in f41-candidate")), "{history:?}");
    assert!(history.iter().any(|row| row.starts_with("added package bash in f38")), "{history:?}");
}

#[tokio::test]
async fn any_name_has_a_page() {
    let (site, _) = demo().await;
    let list = site.get("/packages?limit=500").await;
    let pages = list.attributes("td.lead a", "href");
    for (page, name) in pages.iter().zip(list.texts("td.lead")) {
        let shown = site.get(page).await;
        assert_eq!((shown.status.as_u16(), shown.text("h1")), (200, name), "{page}");
        assert_eq!(shown.texts("#notices .outage"), [""; 0], "{page}");
    }
    for (address, status) in [
        ("/packages/nope", 404),
        ("/packages/99999999999", 404),
        ("/packages/%3Cb%3E/tags", 404),
        ("/packages/nope/history", 404),
        ("/packages/bash/latest", 400),
        ("/packages/bash/latest?tag=nope", 404),
        ("/packages/nope/latest?tag=f40", 404),
        ("/packages/bash/latest?tag=maven", 404),
        ("/packages/bash/history?offset=5000", 400),
    ] {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}

/// Every recorded package, with its tags, builds and owner as recorded.
#[tokio::test]
async fn every_recorded_package_is_shown() {
    let site = recorded::site().await;
    let mut shown = 0;
    for case in read("getPackage") {
        let page = site.get(&format!("/packages/{}", case.about())).await;
        let Some(package @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(page.status, 404, "{}", case.about());
            continue;
        };
        assert_eq!((page.status.as_u16(), page.text("h1")), (200, text(&package, "name")));
        let rows = |method: &str| {
            let of_it = |case: &recorded::Case| {
                let about = case.kwargs.get("package").or_else(|| case.kwargs.get("packageID"));
                about.map(recorded::subject) == Some(text(&package, "id"))
            };
            match read(method).into_iter().find(of_it).and_then(|case| decoded(&case.response)) {
                Some(Value::Array(rows)) => rows,
                _ => Vec::new(),
            }
        };
        let (tags, builds) = (rows("listTags"), rows("listBuilds"));
        if text(&package, "name") == "bash-lab" {
            assert!(tags.len() > 1 && !builds.is_empty(), "{tags:?} {builds:?}");
        }
        let table = page.texts("#tags tbody tr");
        for (row, tag) in table.iter().zip(&tags) {
            let blocked = if tag.get("blocked") == Some(&Value::Bool(true)) { "blocked" } else { "listed" };
            for told in [&text(tag, "name"), &text(tag, "owner_name"), blocked] {
                assert!(row.contains(told), "{told} in {row}");
            }
        }
        assert_eq!(table.len(), tags.len());
        let nvrs: Vec<_> = builds.iter().map(|build| text(build, "nvr")).collect();
        assert_eq!(page.texts("#builds .nvr"), nvrs);
        shown += 1;
    }
    assert!(shown >= 6);
    let jane = site.get("/packages?owner=801&limit=500").await;
    let case = read("listPackages").into_iter().find(|case| case.kwargs.contains_key("userID")).unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    assert_eq!(jane.texts("td.lead"), rows.iter().map(|row| text(row, "package_name")).collect::<Vec<_>>());
    let case = read("listPackages").into_iter().find(|case| case.kwargs.contains_key("prefix")).unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    let prefix = site.get("/packages?prefix=k").await;
    assert_eq!(prefix.texts("td.lead"), rows.iter().map(|row| text(row, "package_name")).collect::<Vec<_>>());
}
