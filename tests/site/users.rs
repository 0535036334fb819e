//! `/users` and each of them.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, subject, text};

#[tokio::test]
async fn accounts_are_listed_by_kind() {
    let (site, _) = demo().await;
    let of = async |query: &str| site.get(&format!("/users?{query}")).await.texts("td.lead");
    let people = of("").await;
    assert!(people.len() > 10 && people.is_sorted() && people.contains(&"jane".to_owned()), "{people:?}");
    assert!(!people.iter().any(|name| name.starts_with("buildvm") || name == "releng-team"));
    assert_eq!(of("type=groups").await, ["releng-team"]);
    assert!(of("type=hosts&prefix=build").await.iter().all(|name| name.starts_with("build")));
    assert_eq!(of("prefix=ka").await, ["karel"]);
    let page = site.get("/users").await;
    let states = page.texts("td:first-child");
    let blocked: Vec<_> = states.iter().zip(&people).filter(|(state, _)| *state == "blocked").collect();
    assert_eq!(blocked.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["left-the-project"]);
    assert_eq!(site.get("/users?type=robots").await.status, 400);
    let json = site.get("/users.json?prefix=left").await.json();
    assert_eq!(json["users"]["rows"][0]["status"]["name"], "blocked");
}

#[tokio::test]
async fn users_are_found_by_permission() {
    let (site, _) = demo().await;
    for href in site.get("/permissions").await.attributes("td.lead a", "href") {
        let permission = href.split("perm=").nth(1).unwrap();
        let people = site.get(&href).await;
        assert_eq!(people.status, 200, "{href}");
        assert_eq!(people.text("h1"), format!("Users with permission {permission}"));
        for user in people.attributes("td.lead a", "href") {
            assert!(site.get(&user).await.attributes(".facts a", "href").contains(&href), "{user}: {href}");
        }
    }
    assert_eq!(site.get("/users?perm=tag").await.texts("td.lead"), ["jane", "releng"]);
    assert_eq!(site.get("/users?perm=dist-repo&type=groups").await.texts("td.lead"), ["releng-team"]);
    assert_eq!(site.get("/users?perm=nope").await.status, 404);
}

#[tokio::test]
async fn a_user_shows_what_it_does() {
    let (site, demo) = demo().await;
    let page = site.get("/users/jane").await;
    assert_eq!(page.texts(".facts dd"), ["image, tag", "releng-team", "jane@EXAMPLE.ORG"]);
    let json = site.get("/users/4.json").await.json();
    let rows = |part: &str| json[part]["rows"].as_array().unwrap().clone();
    assert!(rows("active_tasks").iter().all(|task| task["owner"] == 4 && task["completion_time"].is_null()));
    assert_eq!(page.texts("#active .lead").len(), rows("active_tasks").len());
    assert!(
        !rows("failed_tasks").is_empty() && rows("failed_tasks").iter().all(|task| task["state"]["name"] == "failed")
    );
    assert_eq!(
        page.texts("#builds .nvr"),
        rows("builds").iter().map(|b| b["nvr"].as_str().unwrap()).collect::<Vec<_>>()
    );
    let owned = page.texts("#packages td.lead a");
    assert!(owned.is_sorted() && owned.len() > 5, "{owned:?}");
    assert!(!demo.calls().contains_key("count"), "nothing counts all tasks of a user");
    let group = site.get("/users/releng-team").await;
    assert_eq!(group.texts(".facts dd"), ["dist-repo", "releng, jane"]);
    assert!(group.texts("#builds").is_empty());
    assert_eq!(site.get("/users/left-the-project").await.text(".head .st"), "blocked");
    // The account of a host leads to the host.
    let host = site.get("/users.json?type=hosts&limit=1").await.json();
    let id = &host["users"]["rows"][0]["id"];
    let there = site.get(&format!("/users/{id}")).await;
    assert_eq!(there.status, 303);
    assert_eq!(there.header("location"), format!("/hosts/{}", host["users"]["rows"][0]["name"].as_str().unwrap()));
    for address in ["/users/nobody", "/users/99999999999", "/users/%3Cb%3E", "/users/a%2Fb"] {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
}

/// Every recorded user and group, with what it may and where it belongs.
#[tokio::test]
async fn every_recorded_user_is_shown() {
    let site = recorded::site().await;
    let mut shown = 0;
    for case in read("getUser") {
        let Some(user @ Value::Struct(_)) = decoded(&case.response) else { continue };
        let id = text(&user, "id");
        let page = site.get(&format!("/users/{id}")).await;
        assert_eq!((page.status.as_u16(), page.text("h1")), (200, text(&user, "name")), "{id}: {}", page.text("main"));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{id}");
        let facts = page.texts(".facts dd").join("\n");
        let of = |method: &str| {
            let case = read(method).into_iter().find(|case| case.args.first().map(subject).as_ref() == Some(&id));
            match case.and_then(|case| decoded(&case.response)) {
                Some(Value::Array(rows)) => rows,
                _ => Vec::new(),
            }
        };
        for permission in of("getUserPerms") {
            assert!(facts.contains(permission.as_str().unwrap()), "{id}: {permission:?} in {facts}");
        }
        for named in of("getUserGroups").iter().chain(&of("getGroupMembers")) {
            assert!(facts.contains(&text(named, "name")), "{id}: {named:?} in {facts}");
        }
        assert_eq!(page.texts(".head .st") == ["blocked"], text(&user, "status") == "1", "{id}");
        shown += 1;
    }
    assert!(shown >= 6, "{shown}");
    let case = read("listUsers").into_iter().find(|case| case.kwargs.contains_key("prefix")).unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    let names: Vec<_> = rows.iter().map(|row| text(row, "name")).collect();
    assert_eq!(site.get("/users?prefix=j").await.texts("td.lead"), names);
}

/// The packages of a user name the tags that list them, and which block them.
#[tokio::test]
async fn packages_name_their_tags() {
    let (site, _) = demo().await;
    let mut blocked = 0;
    for user in ["jane", "amara", "karel", "dmitri"] {
        let page = site.get(&format!("/users/{user}")).await;
        let json = site.get(&format!("/users/{user}.json")).await.json();
        let rows = json["packages"]["rows"].as_array().unwrap();
        let packages = page.texts("#packages td.lead");
        let tags = page.texts("#packages td.wide");
        assert_eq!(packages.len(), tags.len());
        for row in rows {
            let (package, tag) = (row["package_name"].as_str().unwrap(), row["tag_name"].as_str().unwrap());
            let place = packages.iter().position(|one| one == package).unwrap_or_else(|| panic!("{package}"));
            let word = if row["blocked"] == true { format!("{tag} blocked") } else { tag.to_owned() };
            assert!(tags[place].contains(&word) || tags[place].contains("more"), "{word} in {}", tags[place]);
            blocked += usize::from(row["blocked"] == true);
        }
    }
    assert!(blocked > 0, "none is blocked");
}
