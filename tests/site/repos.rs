//! `/repos`, `/repo-requests`, `/external-repos`, and each of them.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn repos_are_listed_and_shown() {
    let (site, _) = demo().await;
    let page = site.get("/repos?limit=20").await;
    assert_eq!(page.texts("td.lead").len(), 20);
    let next = page.attributes("a[rel=next]", "href");
    let further = site.get(&next[0]).await;
    assert!(further.status == 200 && further.texts("td.lead") != page.texts("td.lead"));
    let mut states = std::collections::BTreeSet::new();
    for state in ["init", "ready", "expired", "deleted"] {
        let list = site.get(&format!("/repos?state={state}&limit=3")).await;
        assert!(list.texts("td.st").iter().all(|told| told == state), "{state}: {:?}", list.texts("td.st"));
        for href in list.attributes("td.lead a", "href") {
            let repo = site.get(&href).await;
            assert_eq!((repo.status.as_u16(), repo.text(".badge").as_str()), (200, state), "{href}");
            assert_eq!(repo.texts("#notices .outage"), [""; 0], "{href}");
            assert_eq!(repo.attributes("#live", "hx-get").len(), usize::from(state == "init"), "{href}");
            let has_files = repo.attributes(".facts a", "href").iter().any(|link| link.ends_with("/repo.json"));
            assert_eq!(has_files, state != "deleted", "{href}");
            states.insert(state);
        }
    }
    assert_eq!(states.len(), 4, "{states:?}");
    let of_tag = site.get("/repos?tag=f40-build").await;
    assert!(of_tag.texts("tbody td:nth-child(3)").iter().all(|tag| tag == "f40-build"));
    assert_eq!(of_tag.text("h1"), "Repos of f40-build");
    let dist = site.get("/repos?dist=yes").await;
    assert!(!dist.texts("td.lead").is_empty());
    let files = site.get(&dist.attributes("td.lead a", "href")[0]).await.attributes(".facts a", "href");
    assert!(files.iter().any(|link| link.contains("/repos-dist/f40-updates/")), "{files:?}");
    for (address, status) in [
        ("/repos/0", 404),
        ("/repos/x", 404),
        ("/repos/99999999999", 404),
        ("/repos/-1", 404),
        ("/repos?tag=nope", 404),
        ("/repos?state=new", 400),
        ("/repos?order=state", 400),
    ] {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}

/// The repo that a tag's builds use is behind where the tag changed, and all ways lead to it.
#[tokio::test]
async fn a_repo_says_whether_its_tag_changed() {
    let (site, _) = demo().await;
    for from in ["/tags/f40-build", "/targets/f40?open=activity"] {
        let links = site.get(from).await.attributes("a", "href");
        let repo = links.iter().find(|link| link.starts_with("/repos/")).unwrap_or_else(|| panic!("{from}"));
        let page = site.get(repo).await;
        assert!(page.text(".by").contains("changed after it"), "{}", page.text(".by"));
    }
    let roots = site.get("/repos?tag=f41-build&state=ready").await.attributes("td.lead a", "href");
    let asked = site.get(&format!("{}?buildroots=yes", roots[0])).await;
    assert_eq!(asked.status, 200);
    assert!(!asked.text(".by").contains("changed after it"));
    // A build's tasks name the repo that they use.
    let task = site.get("/tasks/1305522").await;
    let repo = task.attributes(".facts a", "href").into_iter().find(|link| link.starts_with("/repos/")).unwrap();
    let used = site.get(&format!("{repo}?buildroots=yes")).await;
    assert_eq!(used.status, 200);
    assert!(used.attributes("#buildroots a", "href").contains(&"/tasks/1305522".to_owned()), "{repo}");
}

#[tokio::test]
async fn requests_for_repos_tell_how_long_they_waited() {
    let (site, _) = demo().await;
    let waiting = site.get("/repo-requests").await;
    assert_eq!(waiting.texts("td.lead"), ["2999", "2998"]);
    assert!(waiting.texts("td.n")[1].contains("so far"), "{:?}", waiting.texts("td.n"));
    let first = site.get("/repo-requests/2999").await;
    assert!(first.text(".by").contains("none that waits is before it"), "{}", first.text(".by"));
    assert!(first.text(".facts").contains("exactly as of event"), "{}", first.text(".facts"));
    assert_eq!(first.attributes("#live", "hx-get"), ["/repo-requests/2999"]);
    assert!(site.get("/repo-requests/2998").await.text(".by").contains("and 1 before it"));
    let ended = site.get("/repo-requests?state=ended&limit=100").await;
    let mut words = std::collections::BTreeSet::new();
    for (href, word) in ended.attributes("td.lead a", "href").iter().zip(ended.texts("td.st")) {
        let page = site.get(href).await;
        assert_eq!((page.status.as_u16(), page.text(".badge")), (200, word.clone()), "{href}");
        let sign = if word == "fulfilled" { "✓ " } else { "✗ " };
        assert!(page.text("title").starts_with(sign), "{}", page.text("title"));
        assert!(page.attributes("#live", "hx-get").is_empty(), "{href}");
        // The repo that it has, and the task that made it, tell of it too.
        if word == "fulfilled" {
            let repo = page.attributes(".by a", "href").into_iter().find(|link| link.starts_with("/repos/")).unwrap();
            let repo = site.get(&repo).await;
            assert!(repo.attributes(".facts a", "href").contains(href), "{href}");
        }
        for task in page.attributes(".facts a", "href").iter().filter(|link| link.starts_with("/tasks/")) {
            assert!(site.get(task).await.attributes(".by a", "href").contains(href), "{href} {task}");
        }
        words.insert(word);
    }
    assert_eq!(words.into_iter().collect::<Vec<_>>(), ["fulfilled", "given up"]);
    let sorted = site.get("/repo-requests?state=all&order=priority&limit=5").await;
    assert_eq!(sorted.texts("tbody td:nth-child(5)")[..2], ["5", "15"]);
    let some = site.get("/repo-requests?state=all&priority=5").await;
    assert_eq!(some.texts("td.lead"), ["2999"]);
    for (address, status) in [("/repo-requests/1", 404), ("/repo-requests/x", 404), ("/repo-requests?priority=x", 400)]
    {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn external_repos_tell_which_tags_have_them() {
    let (site, _) = demo().await;
    let page = site.get("/external-repos").await;
    assert_eq!(page.texts("td.lead"), ["bootstrap", "unused", "vendor"]);
    assert!(page.attributes("a", "href").iter().all(|href| !href.starts_with("javascript:")));
    let one = site.get("/external-repos/bootstrap").await;
    assert_eq!(one.texts("#tags td.lead").len(), 2);
    assert_eq!(site.get("/external-repos/1").await.text("h1"), "bootstrap");
    assert_eq!(site.get("/external-repos/unused").await.text(".none"), "No tag has it.");
    let links = site.get("/tags/f40-build").await.attributes("a", "href");
    assert!(links.contains(&"/external-repos/vendor".to_owned()));
    for address in ["/external-repos/nope", "/external-repos/99999999999", "/external-repos/%3Cb%3E"] {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
}

/// What the demo has no like of: two repos that are ready, and an external repo in many tags, one of them with others.
#[tokio::test]
async fn a_hub_with_much_more_of_it() {
    use axum::{Router, routing::post};
    use kojiview::xmlrpc::{Fault, request, write_fault, write_response};
    let repo = |id| {
        let known = [("id", Value::Int(id)), ("state", Value::Int(1)), ("tag_id", Value::Int(1))];
        write_response(&Value::from(known)).unwrap()
    };
    let one = || Value::from([("id", Value::Int(1)), ("name", Value::from("one"))]);
    let row = |tag: i64, repo: i64, name: &str, priority: i64| {
        Value::from([
            ("tag_id", Value::Int(tag)),
            ("tag_name", Value::from(format!("tag-{tag}").as_str())),
            ("external_repo_id", Value::Int(repo)),
            ("external_repo_name", Value::from(name)),
            ("url", Value::from("https://example.com/$arch/")),
            ("priority", Value::Int(priority)),
            ("arches", Value::from("x86_64 s390x")),
        ])
    };
    let uses: Vec<Value> = (1..=6).map(|tag| row(tag, 1, "one", 10)).collect();
    let others = [row(3, 2, "two", 5), row(3, 3, "three", 20)];
    let uses = Value::Array(uses.into_iter().chain(others).collect());
    let answer = move |body: axum::body::Bytes| async move {
        let call = request(&body).unwrap();
        match call.method.as_str() {
            "repoInfo" => repo(7),
            "getRepo" => repo(9),
            "listExternalRepos" => write_response(&Value::Array(vec![one()])).unwrap(),
            "getExternalRepo" => write_response(&one()).unwrap(),
            "getTagExternalRepos" => write_response(&uses).unwrap(),
            _ => write_fault(&Fault { code: 1000, message: format!("Invalid method: {}", call.method) }),
        }
    };
    let hub = super::harness::listen(Router::new().route("/kojihub", post(answer))).await;
    let site = super::harness::Site::over(&hub);
    assert_eq!(
        site.get("/repos/7").await.texts(".by a"),
        ["repo 9", "Later changes of the tag"],
        "builds use a newer one"
    );
    let list = site.get("/external-repos").await;
    assert_eq!(list.texts("tbody td:nth-child(3)"), ["tag-1, tag-2, tag-3, tag-4 and 2 more"]);
    let page = site.get("/external-repos/one").await;
    let order = page.texts("#tags td:nth-child(2)");
    assert_eq!((order[0].as_str(), order[2].as_str()), ("first", "after two"));
    assert_eq!(
        page.attributes("#tags td:nth-child(4) a", "href")[..2],
        ["https://example.com/x86_64/", "https://example.com/s390x/"]
    );
}

/// A hub from before the methods that these pages need.
#[tokio::test]
async fn an_old_hub_is_said_to_be_one() {
    use axum::{Router, routing::post};
    use kojiview::xmlrpc::{Fault, request, write_fault, write_response};
    let answer = |body: axum::body::Bytes| async move {
        let call = request(&body).unwrap();
        let known =
            [("id", Value::Int(7)), ("state", Value::Int(1)), ("tag_id", Value::Int(1)), ("dist", Value::Bool(false))];
        match call.method.as_str() {
            "repoInfo" => write_response(&Value::from(known)).unwrap(),
            "getRepo" => write_response(&Value::Nil).unwrap(),
            "getFullInheritance" => write_response(&Vec::<Value>::new()).unwrap(),
            "tagChangedSinceEvent" => write_response(&false).unwrap(),
            _ => write_fault(&Fault { code: 1000, message: format!("Invalid method: {}", call.method) }),
        }
    };
    let hub = super::harness::listen(Router::new().route("/kojihub", post(answer))).await;
    let site = super::harness::Site::over(&hub);
    for address in ["/repos", "/repo-requests", "/repo-requests/7"] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (501, "Not on this hub"), "{address}");
    }
    let repo = site.get("/repos/7").await;
    assert_eq!((repo.status.as_u16(), repo.texts("#notices .outage").len()), (200, 0), "{}", repo.text("main"));
}

#[tokio::test]
async fn every_recorded_repo_is_shown_as_recorded() {
    let site = recorded::site().await;
    let mut shown = 0;
    for case in read("repoInfo") {
        let Some(repo @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(site.get(&format!("/repos/{}", case.about())).await.status, 404);
            continue;
        };
        let id = text(&repo, "id");
        let page = site.get(&format!("/repos/{id}")).await;
        assert_eq!(page.status, 200, "{id}: {}", page.body);
        assert_eq!(page.text("h1"), format!("Repo {id} of {}", text(&repo, "tag_name")));
        let state = ["init", "ready", "expired", "deleted", "problem"][text(&repo, "state").parse::<usize>().unwrap()];
        assert_eq!(page.text(".badge"), state);
        let facts = page.text(".facts");
        for told in ["create_event", "creation_time"] {
            let told = text(&repo, told);
            assert!(facts.contains(&told[..told.len().min(19)]), "{told} in {facts}");
        }
        if let Some(Value::Int(task)) = repo.get("task_id") {
            assert!(page.attributes(".facts a", "href").contains(&format!("/tasks/{task}")), "{id}");
        }
        shown += 1;
    }
    assert_eq!(shown, 8);
    let ready = site.get("/repos/20002").await;
    assert!(ready.attributes(".facts a", "href").contains(&"/repo-requests/3004".to_owned()));
}

#[tokio::test]
async fn every_recorded_request_and_external_repo_is_shown_as_recorded() {
    let site = recorded::site().await;
    let mut words = Vec::new();
    for case in read("repo.queryQueue").iter().filter(|case| case.about().starts_with("[[\"id\"")) {
        let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
        let request = &rows[0];
        let page = site.get(&format!("/repo-requests/{}", text(request, "id"))).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(page.texts("h1 a"), [text(request, "tag_name")]);
        assert!(page.text(".by").contains(&text(request, "owner_name")));
        let facts = page.text(".facts");
        for told in ["priority", "create_time"] {
            let told = text(request, told);
            assert!(facts.contains(&told[..told.len().min(19)]), "{told} in {facts}");
        }
        words.push(page.text(".badge"));
    }
    words.sort();
    assert_eq!(words, ["fulfilled", "waiting", "waiting", "waiting"]);
    let case = read("listExternalRepos").into_iter().next().unwrap();
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{}", case.about()) };
    let list = site.get("/external-repos").await;
    for row in &rows {
        assert!(list.texts("td.lead").contains(&text(row, "name")));
        assert!(list.texts("td.m").contains(&text(row, "url")), "{:?}", list.texts("td.m"));
    }
    let one = site.get("/external-repos/1").await;
    assert_eq!(one.text("h1"), "lab-extrepo");
    assert_eq!(one.texts("#tags td.lead"), ["lab-base", "lab-f40-build"]);
    assert_eq!(one.texts("#tags td:nth-child(3)"), ["simple", "bare"]);
}

/// What changed after a repo: which builds, by whom and when, of its tag and those that it inherits from.
#[tokio::test]
async fn what_changed_after_a_repo() {
    let (site, _) = demo().await;
    let tag = site.get("/tags/f40-build").await;
    assert!(tag.text(".answer.warn").contains("Repo is behind"), "{}", tag.text("main"));
    assert!(!tag.text(".answer.warn").contains("event"), "numbers of events say nothing: {}", tag.text(".answer.warn"));
    let first = tag.attributes("#since", "hx-get").remove(0);
    let all = tag.attributes(".answer.warn .acts a", "href").remove(0);
    let repo = site.get(&format!("{}.json", all.trim_end_matches("/changes"))).await.json();
    let made = repo["repo"]["create_event"].as_i64().unwrap();
    let part = site.part(&first, "div#since").await;
    assert!(part.body.contains("<div id=\"since\">") && !part.body.contains("<h1"), "{}", part.body);
    let shown = part.texts("#since td.lead");
    assert!(!shown.is_empty() && shown.len() <= 8, "{shown:?}");
    let page = site.get(&all).await;
    assert!(page.text("h1").starts_with("Changes of its tag after repo "), "{}", page.text("h1"));
    let json = site.get(&format!("{all}.json")).await.json();
    let changes = json["changes"]["rows"].as_array().unwrap();
    assert!(changes.len() >= shown.len());
    for change in changes {
        assert!(change["event"].as_i64().unwrap() > made, "{change}");
        assert!(change["user_name"].is_string() && change["ts"].is_number(), "{change}");
    }
    // The newest of them is what the hub says that the last change was.
    let last = site.get("/tags/f40-build.json").await.json();
    assert_eq!(changes[0]["event"], last["last_change"], "{changes:?}");
    for (address, status) in
        [("/repos/0/changes", 404), ("/repos/x/changes", 404), ("/repos/10000035/changes?limit=0", 400)]
    {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}
