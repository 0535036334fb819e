//! `/builds`: paging, sorting, filters, and its JSON.

use std::collections::HashSet;

use super::harness::demo;

#[tokio::test]
async fn pages_follow_each_other() {
    let (site, _) = demo().await;
    let (mut address, mut seen, mut pages) = (Some("/builds.json?limit=37".to_owned()), Vec::new(), 0);
    let mut totals = HashSet::new();
    while let Some(here) = address {
        let page = site.get(&here).await.json();
        let rows = page["builds"]["rows"].as_array().unwrap().clone();
        seen.extend(rows.iter().map(|row| row["build_id"].as_i64().unwrap()));
        address = page["builds"]["next"].as_str().map(str::to_owned);
        assert_eq!(page["builds"]["prev"].is_null(), pages == 0);
        totals.insert(page["builds"]["total"].as_u64().unwrap());
        pages += 1;
    }
    assert!(pages > 5 && seen.is_sorted_by(|a, b| a > b), "{pages} pages");
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len(), "a build is on two pages");
    assert_eq!(totals, HashSet::from([seen.len() as u64]), "each page tells how many there are");
}

#[tokio::test]
async fn the_page_and_its_json_have_the_same_builds() {
    let (site, _) = demo().await;
    for query in [
        "",
        "?state=failed",
        "?tag=f40&limit=20",
        "?user=1&order=nvr",
        "?draft=yes",
        "?type=maven",
        "?match=*-1.0-*",
        "?prefix=b",
    ] {
        let page = site.get(&format!("/builds{query}")).await;
        let json = site.get(&format!("/builds.json{query}")).await.json();
        let ids: Vec<String> =
            json["builds"]["rows"].as_array().unwrap().iter().map(|row| row["build_id"].to_string()).collect();
        assert_eq!(page.texts("tbody td:last-child a"), ids, "{query}");
        assert!(!ids.is_empty(), "{query}");
        assert_eq!(page.attributes("footer a", "href"), [format!("/builds.json{query}").replace('*', "*")], "{query}");
    }
}

#[tokio::test]
async fn heads_sort_and_turn_round() {
    let (site, _) = demo().await;
    let page = site.get("/builds?state=complete&offset=50").await;
    let heads = page.attributes("thead a", "href");
    assert!(heads.contains(&"/builds?state=complete&order=nvr".to_owned()), "{heads:?}");
    // The default order needs no parameter; the sorted column turns round.
    assert!(heads.contains(&"/builds?state=complete&order=build_id".to_owned()), "{heads:?}");
    for head in &heads {
        let sorted = site.get(head).await;
        assert_eq!(sorted.status, 200, "{head}");
        assert_eq!(sorted.attributes("th[aria-sort]", "aria-sort").len(), 1, "{head}");
    }
    let names = site.get("/builds?order=nvr&limit=100").await.texts("td.lead a");
    assert!(names.is_sorted(), "{names:?}");
    let descending = site.get("/builds?order=-nvr").await;
    assert_eq!(descending.attributes("th[aria-sort]", "aria-sort"), ["descending"]);
}

#[tokio::test]
async fn filters_filter() {
    let (site, _) = demo().await;
    for state in ["building", "complete", "deleted", "failed", "canceled"] {
        let page = site.get(&format!("/builds?state={state}")).await;
        let states = page.texts("tbody td.st");
        assert!(!states.is_empty() && states.iter().all(|shown| shown == state), "{state}: {states:?}");
        assert_eq!(page.texts("select[name=state] option[selected]"), [state]);
    }
    let user = site.get("/builds").await.texts("tbody tr:first-child td:nth-child(3)").remove(0);
    let encoded = percent_encoding::utf8_percent_encode(&user, percent_encoding::NON_ALPHANUMERIC);
    let page = site.get(&format!("/builds?user={encoded}")).await;
    assert!(page.texts("tbody td:nth-child(3)").iter().all(|owner| *owner == user), "{user}");
    assert_eq!(page.text("h1"), format!("Builds by {user}"));

    let tagged = site.get("/builds?tag=f40-build&limit=100").await;
    assert!(tagged.texts("thead th").contains(&"Tag".to_owned()));
    assert!(tagged.texts("tbody td.st").iter().all(|state| state == "complete"));
    let latest: Vec<String> = tagged.texts("td.lead a");
    let all = site.get("/builds?tag=f40-build&latest=no&limit=500").await.texts("td.lead a");
    assert!(latest.len() < all.len(), "{} of {}", latest.len(), all.len());
}

/// The one field: a package, a build, the beginning of one, or a pattern.
#[tokio::test]
async fn the_field_understands_names() {
    let (site, _) = demo().await;
    assert_eq!(site.get("/builds?match=bash").await.text("h1"), "Builds of bash");
    assert_eq!(site.get("/builds?match=*-1.0-*").await.text("h1"), "Builds matching *-1.0-*");
    assert_eq!(site.get("/builds?match=bas").await.text("h1"), "Builds beginning with bas");
    let there = site.get("/builds?match=slowpoke-1.0-1.fc40").await;
    assert_eq!((there.status.as_u16(), there.header("location")), (303, "/builds/slowpoke-1.0-1.fc40"));
    let none = site.get("/builds?match=there-is-no-such").await;
    assert_eq!(none.text("tbody"), "No build matches.");
    assert_eq!(site.get("/builds?tag=f40&match=a*b").await.status, 400);
}

#[tokio::test]
async fn paging_in_place() {
    let (site, _) = demo().await;
    let part = site.part("/builds?offset=50", "section#listing").await;
    assert!(part.body.starts_with("<title>Builds · test</title><section id=\"listing\">"), "{}", &part.body[..100]);
    let whole = site.get("/builds").await;
    let next = whole.attributes("a[rel=next]", "hx-get");
    assert_eq!(next, ["/builds?offset=50", "/builds?offset=50"]);
    assert_eq!(whole.attributes("a[rel=next]", "href"), next);
}

/// A filter's form carries all that it has no field for.
#[tokio::test]
async fn filtering_keeps_the_rest() {
    let (site, _) = demo().await;
    let page = site.get("/builds?package=bash&prefix=b&order=nvr&offset=0").await;
    let hidden: Vec<_> = page
        .attributes("form.filter input[type=hidden]", "name")
        .into_iter()
        .zip(page.attributes("form.filter input[type=hidden]", "value"))
        .collect();
    for (name, value) in [("package", "bash"), ("prefix", "b"), ("order", "nvr")] {
        assert!(hidden.contains(&(name.to_owned(), value.to_owned())), "{name} in {hidden:?}");
    }
    assert!(!hidden.iter().any(|(name, _)| name == "offset"), "{hidden:?}");
    assert_eq!(page.attributes("form.filter .chip a", "href"), ["/builds?prefix=b&order=nvr"]);
    assert!(page.texts(".abc").is_empty(), "one package needs no alphabet");
    for address in ["/tasks?host=1&channel=1&order=-id&limit=20", "/hosts?limit=20", "/tags?limit=20&order=-id"] {
        let page = site.get(address).await;
        let fields = page.attributes("form.filter [name]", "name");
        for (name, _) in form_urlencoded::parse(address.split_once('?').unwrap().1.as_bytes()) {
            assert_eq!(fields.iter().filter(|field| **field == name).count(), 1, "{address}: {name} in {fields:?}");
        }
    }
}

/// A tag's builds are complete, and nothing that is asked for is ignored in silence.
#[tokio::test]
async fn a_state_in_a_tag_is_answered() {
    let (site, _) = demo().await;
    let failed = site.get("/builds?tag=f40&state=failed").await;
    assert_eq!((failed.status.as_u16(), failed.text("tbody").as_str()), (200, "Only complete builds are in tags."));
    assert_eq!(failed.attributes("select[name=state] option[selected]", "selected").len(), 1);
    let complete = site.get("/builds?tag=f40&state=complete").await;
    assert_eq!(complete.texts("td.lead a"), site.get("/builds?tag=f40").await.texts("td.lead a"));
    assert_eq!(site.get("/builds?tag=f40&draft=no").await.status, 400);
    let gone = site.get("/builds?tag=71").await;
    assert!(gone.status == 200 && gone.text(".head").contains("before it was deleted"));
    assert_eq!(site.get("/builds?state=99").await.status, 400);
    assert!(site.get("/builds?limit=x").await.text("main").contains("limit=x: a whole number"));
}

/// A page far off is a number away, without scripts.
#[tokio::test]
async fn any_page_of_a_long_list_can_be_gone_to() {
    let (site, _) = demo().await;
    let long = site.get("/builds?tag=f40&latest=no&limit=5").await;
    assert_eq!(long.attributes(".jump-to input[name=limit]", "value"), ["5"]);
    let pages: u32 = long.attributes(".jump-to input[name=page]", "max")[0].parse().unwrap();
    assert!(pages > 3, "{pages}");
    let third = site.get("/builds?tag=f40&latest=no&limit=5&page=3").await;
    let by_offset = site.get("/builds?tag=f40&latest=no&limit=5&offset=10").await;
    assert_eq!(third.texts("td.lead a"), by_offset.texts("td.lead a"));
    assert_eq!(third.attributes("a[rel=next]", "href"), by_offset.attributes("a[rel=next]", "href"));
    assert_eq!(third.attributes(".jump-to input[name=page]", "value"), ["3"]);
    for wrong in ["page=0", "page=x", "page=4000000000"] {
        assert_eq!(site.get(&format!("/builds?{wrong}")).await.status, 400, "{wrong}");
    }
    assert!(site.get("/tags").await.texts(".jump-to").is_empty(), "a short list has no need of it");
    assert_eq!(long.attributes("a.skip", "href"), ["#rows"]);
    assert_eq!(long.attributes("#rows", "role"), ["table"]);
}
