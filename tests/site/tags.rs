//! `/tags` and all below it: what is shown of every tag, live, deleted, recorded.

use std::collections::BTreeSet;

use kojiview::xmlrpc::Value;

use super::harness::{Answer, demo};
use super::recorded::{self, decoded, read, subject, text};

fn names(page: &Answer) -> Vec<String> {
    page.texts("td.lead a:not([href^=\"/repos/\"])")
}

#[tokio::test]
async fn every_tag_of_the_demo_has_its_pages() {
    let (site, _) = demo().await;
    let list = site.get("/tags").await;
    let addresses = list.attributes("td.lead a", "href");
    assert!(addresses.len() > 20 && addresses.contains(&"/tags/65".to_owned()), "{addresses:?}");
    for (address, name) in addresses.iter().zip(names(&list)) {
        for below in ["", "/packages", "/children", "/history", "/groups"] {
            let page = site.get(&format!("{address}{below}")).await;
            assert_eq!(page.status, 200, "{address}{below}");
            assert!(page.text("h1").ends_with(&name), "{address}{below}: {}", page.text("h1"));
            assert_eq!(page.texts("#notices .outage"), [""; 0], "{address}{below}");
        }
        let builds = site.get(&format!("{address}/builds?latest=no")).await;
        assert_eq!(builds.status, 302, "{address}");
        let there = site.get(builds.header("location")).await;
        assert_eq!(there.text("h1"), format!("Builds in {name}"), "{address}");
    }
    assert_eq!(site.get("/tags/f40/builds.json").await.header("location"), "/builds.json?tag=f40");
}

#[tokio::test]
async fn tags_are_filtered_sorted_and_paged() {
    let (site, _) = demo().await;
    let all = names(&site.get("/tags").await);
    assert!(all.is_sorted() && !all.contains(&"f40-build-side-98".to_owned()), "{all:?}");
    let with = |part: &'static str| all.iter().filter(move |name| name.contains(part)).cloned().collect::<Vec<_>>();
    assert_eq!(names(&site.get("/tags?match=updates").await), with("updates"));
    assert_eq!(names(&site.get("/tags?match=F4%3F-build").await), ["f40-build", "f41-build"]);
    assert_eq!(site.get("/tags?match=nothing").await.text("tbody"), "No tag matches.");
    let ids: Vec<i64> =
        site.get("/tags?order=-id").await.texts("td:last-child a").iter().map(|id| id.parse().unwrap()).collect();
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    let (mut address, mut seen) = (Some("/tags.json?limit=10".to_owned()), Vec::new());
    while let Some(here) = address {
        let page = site.get(&here).await.json();
        seen.extend(
            page["tags"]["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        address = page["tags"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn a_row_names_the_first_parents() {
    let (site, demo) = demo().await;
    let list = site.get("/tags?match=f40-build").await;
    let json = site.get("/tags.json?match=f40-build").await.json();
    let parents: Vec<_> = json["tags"]["rows"][0]["parents"].as_array().unwrap().iter().collect();
    let names: Vec<_> = parents.iter().map(|parent| parent["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["f40-override", "maven"]);
    assert_eq!(list.texts("td[data-l=from]")[0], "f40-override, maven");
    // All rows' parents are one call.
    site.get("/tags").await;
    assert!(demo.calls()["multiCall"] <= 2, "{:?}", demo.calls());
}

#[tokio::test]
async fn counts_follow_on_the_page() {
    let (site, demo) = demo().await;
    let page = site.get("/tags/f41-build").await;
    assert_eq!(page.attributes("#counts", "hx-get"), ["/tags/f41-build/counts"]);
    assert!(!demo.calls().contains_key("count"), "{:?}", demo.calls());
    let part = site.part("/tags/f41-build/counts", "dl#counts").await;
    assert!(part.texts("h1").is_empty() && part.texts("#notices").is_empty());
    let json = site.get("/tags/f41-build/counts.json").await.json();
    let number = |name: &str| json[name].as_u64().unwrap();
    let listed = site.get("/tags/f41-build/packages.json").await.json()["packages"]["total"].as_u64().unwrap();
    let tagged = site.get("/builds.json?tag=f41-build&latest=no").await.json()["builds"]["total"].as_u64().unwrap();
    assert_eq!((number("packages"), number("builds")), (listed, tagged));
    assert!(number("packages_not_blocked") < listed && number("builds_latest") < tagged);
    let blocked = listed - number("packages_not_blocked");
    assert_eq!(part.texts("#counts dd")[1], format!("{listed}, {blocked} of them blocked"));
    assert_eq!(part.texts("#counts dd a")[1], format!("{tagged} in all"));
    let all = &part.attributes("#counts dd a", "href")[1];
    assert_eq!(site.get(&format!("{}.json{}", &all[..7], &all[7..])).await.json()["builds"]["total"], tagged);
}

#[tokio::test]
async fn deleted_tags_are_listed_on_request() {
    let (site, _) = demo().await;
    let list = site.get("/tags?deleted=yes").await;
    assert_eq!(names(&list), ["f40-build-side-98"]);
    assert_eq!((list.text("h1").as_str(), list.text("tbody .st").as_str()), ("Deleted tags", "deleted"));
    let row = &site.get("/tags.json?deleted=yes").await.json()["tags"]["rows"][0];
    assert_eq!((row["id"].as_i64(), row["revoker_name"].is_string()), (Some(71), true), "{row}");
    let there = site.get(&list.attributes("td.lead a", "href")[0]).await;
    assert_eq!(there.text(".head .st"), "deleted");
    assert_eq!(names(&site.get("/tags?deleted=yes&match=F40*SIDE*").await), ["f40-build-side-98"]);
    assert_eq!(site.get("/tags?deleted=yes&match=f41").await.text("tbody"), "No tag matches.");
    assert_eq!(site.get("/tags?deleted=yes&order=name").await.status, 400);
    assert_eq!(site.get("/tags?deleted=no").await.status, 400);
}

#[tokio::test]
async fn the_newest_repos_of_a_tag() {
    let (site, _) = demo().await;
    let repos = |page: &Answer| page.texts("#repos tbody .st");
    let page = site.get("/tags/f40-build").await;
    assert_eq!(repos(&page), ["init", "ready", "expired", "deleted", "deleted", "deleted"]);
    assert!(page.text(".answer").contains(&format!("Repo {} is being made for", page.texts("#repos td.lead")[0])));
    assert_eq!(repos(&site.get("/tags/f41-build").await)[..4], ["ready", "expired", "deleted", "deleted"]);
    assert_eq!(site.get("/tags/f40-updates").await.texts("#repos td:nth-child(3)"), ["distribution"]);
    assert!(repos(&site.get("/tags/f40").await).is_empty());
}

#[tokio::test]
async fn a_tag_shows_what_it_is() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f40-build").await;
    assert_eq!(page.texts(".tree .r a"), ["f40-override", "f40-updates", "f40", "maven"]);
    // Each below the one that inherits it.
    assert_eq!(page.texts(".tree > li > ul > li > .r a"), ["f40-override", "maven"]);
    assert_eq!(page.texts(".tree > li > ul > li > ul > li > ul > li > .r a"), ["f40"]);
    let link = page.texts(".tree .r").pop().unwrap();
    assert_eq!(link, "maven priority 10, maxdepth 1, intransitive, noconfig, only ^(maven|org\\.)<.*&.*$");
    let main = page.text("main");
    for shown in
        ["i686 x86_64 aarch64", "Repo is behind", "images", "bootstrap", "javascript:alert(1)", "x86_64 aarch64"]
    {
        assert!(main.contains(shown), "{shown} in {main}");
    }
    let options: Vec<(String, String)> = page.texts(".opts dt").into_iter().zip(page.texts(".opts dd")).collect();
    assert_eq!(options.len(), 6, "{options:?}");
    let option = |key: &str| options.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    assert_eq!(option("mock.yum.module_hotfixes"), Some("1"));
    assert_eq!(option("mock.new_chroot"), Some("false"));
    assert_eq!(option("rpm.macro.vendor"), Some("\"The <script>alert(1)</script> Project & friends\""));
    assert!(!page.body.contains("<script>alert"));
    assert!(page.attributes("a", "href").iter().all(|href| !href.starts_with("javascript")));
    // Nothing links to what is no page.
    for href in page.attributes("main a", "href") {
        let there = site.get(&href).await;
        assert!(there.status.is_success() || there.status.is_redirection(), "{href}: {}", there.status);
    }
    let behind = |page: Answer| !page.texts(".answer").is_empty();
    assert!(behind(page) && !behind(site.get("/tags/f41-build").await), "only one lags behind");
    assert!(site.get("/tags/maven-build").await.text(".facts:not(.opts)").contains("Mavenyes"));
    assert!(!site.get("/tags/f40").await.text(".facts:not(.opts)").contains("Maven"));
    assert!(site.get("/tags/f41-build-side-104").await.text(".by").contains("side tag of jane"));
    assert_eq!(site.get("/tags/f38").await.text(".head .st"), "locked");
}

#[tokio::test]
async fn the_page_and_its_json_have_the_same() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f40-build").await;
    let json = site.get("/tags/f40-build.json").await.json();
    let values = |path: &str, name: &str| -> Vec<String> {
        json.pointer(path)
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row[name].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&page), values("/builds/rows", "nvr"));
    assert_eq!(page.texts(".tree .r a"), values("/inheritance", "name"));
    assert_eq!(json["tag"]["name"], "f40-build");
    assert_eq!(json["tag"]["extra"]["repo.auto"], true);
    assert_eq!(values("/targets_from/rows", "name"), ["f40", "f40-candidate", "images", "windows"]);
    assert_eq!(count(&page), site.get("/builds.json?tag=f40-build").await.json()["builds"]["total"].to_string());
}

/// `18 of 40` beside the builds.
fn count(page: &Answer) -> String {
    page.texts("h2")
        .iter()
        .find_map(|heading| heading.strip_prefix("Latest builds ")?.split(' ').nth(2).map(str::to_owned))
        .unwrap()
}

/// A deleted tag is shown as it was, and its builds and packages too.
#[tokio::test]
async fn a_deleted_tag_says_when() {
    let (site, demo) = demo().await;
    let page = site.get("/tags/71").await;
    assert_eq!((page.status.as_u16(), page.text(".head .st").as_str()), (200, "deleted"));
    assert!(page.text(".by").starts_with("Deleted 4 d ago, at 2026-11-17 "), "{}", page.text(".by"));
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
    assert!(page.texts(".tree .r a").contains(&"f40-build".to_owned()) && !names(&page).is_empty());
    assert!(!demo.calls().contains_key("getRepo"), "there is nothing to ask for: {:?}", demo.calls());
    assert_eq!(site.get("/tags/f40-build-side-98").await.text("h1"), "f40-build-side-98");
    for address in ["/builds?tag=71", "/tags/71/packages"] {
        let list = site.get(address).await;
        assert!(list.status == 200 && !names(&list).is_empty(), "{address}: {}", list.status);
    }
}

#[tokio::test]
async fn who_inherits_follows() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f40").await;
    let address = page.attributes("#children", "hx-get").remove(0);
    assert_eq!(page.attributes("h2 a.more", "href")[0], address, "with scripts off it is a link");
    let part = site.part(&address, "div#children").await;
    assert!(part.texts("h1").is_empty() && part.body.contains("<div id=\"children\""), "{}", part.body);
    let whole = site.get(&address).await;
    assert_eq!(part.texts(".chip"), whole.texts(".chip"));
    assert_eq!(whole.texts(".chip")[0], "f40-updates");
    assert_eq!(whole.texts("#children p")[..2], ["directly", "through 1 other"]);
    let first = site.get(&format!("{address}?limit=2")).await;
    assert_eq!(first.texts(".chip").len(), 2);
    let next = site.get(&first.attributes("a[rel=next]", "href")[0]).await;
    assert_eq!(next.texts(".chip")[..], whole.texts(".chip")[2..4]);
    let none = site.get("/tags/f41-build-side-104/children").await;
    assert_eq!(none.text("#children"), "No tag inherits from it.");
}

#[tokio::test]
async fn packages_are_filtered() {
    let (site, _) = demo().await;
    let all = site.get("/tags/f41/packages?limit=500").await;
    let states: BTreeSet<String> = all.texts("td.st").into_iter().collect();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["blocked", "listed"]);
    let left = site.get("/tags/f41/packages?limit=500&blocked=no").await;
    assert!(left.texts("td.st").iter().all(|state| state == "listed"));
    assert!(left.texts("td.st").len() < all.texts("td.st").len());
    let blocked_first = site.get("/tags/f41/packages?order=-blocked").await;
    assert_eq!(blocked_first.texts("td.st")[0], "blocked");
    let inherited = site.get("/tags/f40-candidate/packages?prefix=k").await;
    let kernel = names(&inherited).iter().position(|name| name == "kernel").unwrap();
    assert!(inherited.texts("tbody tr")[kernel].contains("itself") && inherited.texts("tbody tr").len() > 1);
    assert!(names(&inherited).iter().all(|name| name.starts_with('k')));
    assert_eq!(names(&site.get("/tags/f40-candidate/packages?inherited=no").await), ["kernel"]);
    let owner = site.get("/tags/f40/packages?owner=jane").await;
    assert!(owner.texts("tbody td:nth-child(4)").iter().all(|owner| owner == "jane") && !names(&owner).is_empty());
    assert_eq!(owner.text("h1"), "Packages of jane in f40");
    let json = site.get("/tags/f40/packages.json?owner=jane").await.json();
    let ids: Vec<String> =
        json["packages"]["rows"].as_array().unwrap().iter().map(|row| row["package_id"].to_string()).collect();
    assert_eq!(owner.texts("tbody td:last-child"), ids);
}

/// Chips of a build and the list's column of tags lead to the tags.
#[tokio::test]
async fn tags_are_linked() {
    let (site, _) = demo().await;
    let list = site.get("/builds?tag=f40-build").await;
    assert_eq!(list.attributes("tbody td:nth-child(3) a", "href")[0], "/tags/f40");
    assert!(list.attributes(".head a", "href").contains(&"/tags/f40-build".to_owned()));
    let build = site.get(&list.attributes("td.lead a", "href")[0]).await;
    assert!(build.attributes(".facts a.chip", "href").iter().all(|href| href.starts_with("/tags/")));
    assert!(list.attributes(".nav a", "href").contains(&"/tags".to_owned()));
}

/// A part that the hub cannot answer costs that part: here of an old hub.
#[tokio::test]
async fn an_old_hub_costs_parts_only() {
    use axum::{Router, routing::post};
    use kojiview::xmlrpc::{Fault, request, write_fault, write_response};
    let answer = |body: axum::body::Bytes| async move {
        let call = request(&body).unwrap();
        match call.method.as_str() {
            "getTag" => {
                write_response(&Value::from([("id", Value::Int(1)), ("name", Value::from("dist-f7"))])).unwrap()
            }
            _ => write_fault(&Fault { code: 1000, message: format!("Invalid method: {}", call.method) }),
        }
    };
    let site = super::harness::Site::over(&super::harness::listen(Router::new().route("/kojihub", post(answer))).await);
    let page = site.get("/tags/dist-f7").await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "dist-f7"));
    assert_eq!(page.texts("#notices .outage").len(), 6, "{:?}", page.texts(".warning"));
}

#[tokio::test]
async fn every_recorded_tag_is_shown_as_recorded() {
    let site = recorded::site().await;
    let (mut shown, mut with_children, mut seen) = (0, 0, BTreeSet::new());
    for case in read("getTag") {
        let Some(tag @ Value::Struct(_)) = decoded(&case.response) else { continue };
        let (id, name) = (text(&tag, "id"), text(&tag, "name"));
        if !seen.insert(id.clone()) {
            continue;
        }
        let page = site.get(&format!("/tags/{}", subject(&case.args[0]))).await;
        assert_eq!(page.status, 200, "{name}: {}", page.body);
        assert_eq!(page.text("h1"), name);
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{name}");
        let deleted = tag.get("revoke_event").is_some();
        let locked = tag.get("locked") == Some(&Value::Bool(true));
        let word = if deleted {
            "deleted"
        } else if locked {
            "locked"
        } else {
            "unlocked"
        };
        assert_eq!(page.text(".head .st"), word, "{name}");
        if let Some(Value::String(arches)) = tag.get("arches") {
            assert!(page.text(".facts:not(.opts)").contains(arches), "{name}: {arches}");
        }
        if let Some(Value::Struct(extra)) = tag.get("extra") {
            // Of a tag that is there, a hub tells the inherited ones too.
            let all = read("getBuildConfig").into_iter().find(|case| case.about() == id);
            let config = all.and_then(|case| decoded(&case.response)).filter(|_| !deleted);
            let count = match config.as_ref().and_then(|config| config.get("extra")) {
                Some(Value::Struct(all)) => all.len(),
                _ => extra.len(),
            };
            assert_eq!(page.texts(".opts dt").len(), count, "{name}");
        }
        if !deleted {
            shows_what_is_recorded(&page, &id);
        }
        let packages = site.get(&format!("/tags/{id}/packages")).await;
        assert_eq!(packages.status, 200, "{name}");
        // Those of some tags are recorded.
        let recorded = rows_of("getFullInheritance", &id, Some("reverse"));
        if !deleted && !recorded.is_empty() {
            let children = site.get(&format!("/tags/{id}/children?limit=500")).await;
            let mut chips = children.texts(".chip");
            chips.sort_unstable();
            let mut names: Vec<String> = recorded.iter().map(|row| text(row, "name")).collect();
            names.sort_unstable();
            assert_eq!(chips, names, "{name}");
            with_children += 1;
        }
        shown += 1;
    }
    assert!(shown >= 20 && with_children >= 7, "only {shown} tags were recorded, {with_children} with children");
}

/// The rows recorded for a tag, asked for in this way.
fn rows_of(method: &str, id: &str, turn: Option<&str>) -> Vec<Value> {
    let is_it = |case: &recorded::Case| {
        let named = case.args.first().or_else(|| case.kwargs.get(turn?)).map(subject);
        let turned = turn.map_or(case.kwargs.is_empty(), |turn| case.kwargs.contains_key(turn));
        named.as_deref() == Some(id) && turned
    };
    match read(method).into_iter().find(is_it).and_then(|case| decoded(&case.response)) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
}

fn shows_what_is_recorded(page: &Answer, id: &str) {
    let named = |rows: &[Value], name: &str| rows.iter().map(|row| text(row, name)).collect::<Vec<_>>();
    assert_eq!(page.texts(".tree .r a"), named(&rows_of("getFullInheritance", id, None), "name"), "{id}");
    let main = page.text("main");
    let mut rows = named(&rows_of("getExternalRepoList", id, None), "external_repo_name");
    rows.extend(
        named(&rows_of("getBuildTargets", id, Some("buildTagID")), "dest_tag_name")
            .iter()
            .map(|dest| if page.text("h1") == *dest { "this tag".to_owned() } else { dest.clone() }),
    );
    rows.extend(named(&rows_of("getBuildTargets", id, Some("destTagID")), "name"));
    for shown in rows {
        assert!(main.contains(&shown), "{id}: {shown} in {main}");
    }
    let slices = read("countAndFilterResults");
    let slice = slices.iter().find(|case| subject(&case.kwargs["tag"]) == id).and_then(|case| decoded(&case.response));
    let Some(Value::Array(slice)) = slice else { panic!("{id} has no builds recorded") };
    let [Value::Int(total), Value::Array(builds)] = &slice[..] else { panic!("{slice:?}") };
    assert_eq!(names(page), named(builds, "nvr"), "{id}");
    if *total > 0 {
        assert_eq!(count(page).replace(',', ""), total.to_string(), "{id}");
    }
}

#[tokio::test]
async fn groups_are_those_of_the_tag_and_of_its_parents() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f40-build/groups").await;
    assert_eq!(page.texts("h2"), ["build 8 packages", "srpm-build 4 packages"]);
    assert_eq!(page.texts("ul.names li").len(), 12);
    assert!(page.texts("p.by").contains(&"Needs srpm-build.".to_owned()));
    assert!(page.text("main").contains("<group> & more"), "text of the hub stays text");
    let none = site.get("/tags/f40/groups").await;
    assert!(none.text("main").contains("It has no groups"));
    let json = site.get("/tags/f40-build/groups.json").await.json();
    assert_eq!(json["groups"][1]["packagelist"][0]["package"], "bash");
    // A side tag inherits those of the build tag, and says whose they are.
    let inherited = site.get("/tags/f41-build-side-104/groups").await;
    assert_eq!(inherited.texts("h2")[0], "build 8 packages, from f41-build");
}

/// Options and where they come from; a side tag has those of the build tag that it inherits from.
#[tokio::test]
async fn inherited_options_name_their_tag() {
    let (site, _) = demo().await;
    let page = site.get("/tags/f41-build-side-104").await;
    let options = page.texts(".opts div");
    assert!(options.contains(&"sidetagtrue".to_owned()), "{options:?}");
    let recorded = recorded::site().await;
    let page = recorded.get("/tags/3004").await;
    let options = page.texts(".opts div");
    assert!(options.contains(&"inherited.key\"from parent\" from lab-f40".to_owned()), "{options:?}");
    assert!(options.contains(&"mock.package_manager\"dnf5\"".to_owned()), "{options:?}");
    let demo_options = site.get("/tags/maven-build").await.texts(".opts div");
    assert!(demo_options.contains(&"mock.package_manager\"dnf5\" from f40-build".to_owned()), "{demo_options:?}");
}
