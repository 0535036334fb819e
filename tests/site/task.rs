//! `/tasks` and `/tasks/{task}`: of the demo, and every recorded one.

use std::time::Duration;

use super::harness::{demo, grow_old};
use super::recorded::{decoded, read, site, subject, text};
use kojiview::xmlrpc::Value;

#[tokio::test]
async fn every_recorded_task_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getTaskInfo") {
        let Some(task @ Value::Struct(_)) = decoded(&case.response) else { continue };
        let (id, method) = (text(&task, "id"), text(&task, "method"));
        let page = site.get(&format!("/tasks/{id}")).await;
        assert_eq!(page.status, 200, "{id}: {}", page.body);
        assert!(page.text("h1").starts_with(&method), "{id}: {}", page.text("h1"));
        let states = ["free", "open", "closed", "canceled", "assigned", "failed"];
        assert_eq!(page.text(".head .badge"), states[text(&task, "state").parse::<usize>().unwrap()]);
        let facts = page.texts(".facts dd").join("\n");
        if let Some(Value::String(created)) = task.get("create_time") {
            assert!(facts.contains(&format!("{} UTC", &created[..19])), "{id}: {created} in {facts}");
        }
        // Strings of the request that are no names of arguments stand on the page.
        if let Some(Value::Array(request)) = task.get("request") {
            let main = page.text("main");
            for argument in request.iter().filter_map(Value::as_str) {
                let folded = argument.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(main.contains(&folded), "{id} {method}: {argument} in {main}");
            }
        }
        let about = |name: &str| {
            read(name).into_iter().find(|case| subject(&case.args[0]) == id).and_then(|case| decoded(&case.response))
        };
        if let Some(tree @ Value::Struct(_)) = about("getTaskDescendents") {
            let Value::Struct(children) = tree else { unreachable!() };
            let below: usize =
                children.values().map(|children| if let Value::Array(rows) = children { rows.len() } else { 0 }).sum();
            let rows = page.texts("#tree tbody tr").len();
            // One by itself has a row only where it runs and has a log.
            let least = if below == 0 { 0 } else { (below + 1).min(250) };
            assert!(rows == least || (below == 0 && rows == 1 && !page.texts(".lgs a").is_empty()), "{id}: {rows}");
        }
        if let Some(result) = about("getTaskResult")
            && let Some(fault) = result.get("faultString").and_then(Value::as_str)
        {
            let last = fault.trim().lines().last().unwrap();
            assert!(page.texts(".answer").join(" ").contains(last.trim()), "{id}: {fault}");
        }
        if let Some(Value::Struct(files)) = about("listTaskOutput") {
            for name in files.keys() {
                assert!(page.texts("td.m.lead a").contains(name), "{id}: {name}");
            }
        }
        assert_eq!(site.get(&format!("/tasks/{id}.json")).await.json()["task"]["id"].to_string(), id);
        shown += 1;
    }
    assert!(shown >= 50, "only {shown} tasks were recorded");
}

#[tokio::test]
async fn every_task_of_the_demo_has_a_page() {
    let (site, _) = demo().await;
    let all = site.get("/tasks.json?state=all&view=flat&limit=300").await.json();
    let rows = all["tasks"]["rows"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 300);
    for row in rows {
        let page = site.get(&format!("/tasks/{}", row["id"])).await;
        assert_eq!(page.status, 200);
        assert!(page.text("h1").starts_with(row["method"].as_str().unwrap()));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{}", row["id"]);
    }
    assert_eq!(site.get("/tasks/999999999").await.status, 404);
    assert_eq!(site.get("/tasks/nope").await.status, 404);
    assert!(site.get("/tasks/nope").await.text("main").contains("nope"));
}

/// The builds of a task are those that the hub says, each by its own address; a trial has none.
#[tokio::test]
async fn builds_are_named_where_the_hub_names_them() {
    let site = site().await;
    let mut named = 0;
    for case in read("listBuilds") {
        let Some(task) = case.kwargs.get("taskID").map(subject) else { continue };
        let Some(Value::Array(builds)) = decoded(&case.response) else { panic!("{task}") };
        let page = site.get(&format!("/tasks/{task}")).await;
        let shown = page.texts(".by a.nvr");
        for build in builds.iter().filter(|build| text(build, "task_id") == task) {
            assert!(shown.contains(&text(build, "nvr")), "{task}: {shown:?}");
            named += 1;
        }
    }
    assert!(named >= 11, "{named}");
    // A part of a build names it too; a trial, and what asks for no build, do not.
    assert_eq!(site.get("/tasks/499756").await.texts(".by a.nvr"), ["nano-lab-7.2-7.fc40"]);
    for task in [499_784, 499_788, 499_734, 499_848] {
        assert_eq!(site.get(&format!("/tasks/{task}")).await.texts(".by a.nvr"), [""; 0], "{task}");
    }
    let container = site.get("/tasks/499841").await;
    assert!(container.attributes(".by a", "href").contains(&"/builds/150134".to_owned()), "{}", container.text(".by"));
    let notification = site.get("/tasks/499830").await;
    assert_eq!(notification.attributes(".facts a", "href")[0], "/builds/bash-lab-5.2.26-2.fc40");
}

/// Where nothing narrows the question, the builds under way are asked for, and only the task's own is named.
#[tokio::test]
async fn a_running_maven_task_names_its_own_build() {
    use axum::{Router, routing::post};
    use kojiview::xmlrpc::{request, write_response};
    let answer = |body: axum::body::Bytes| async move {
        let call = request(&body).unwrap();
        let task = Value::from([
            ("id", Value::Int(499_811)),
            ("method", Value::from("maven")),
            ("state", Value::Int(1)),
            ("request", vec!["git+https://src.example.org/a.git#1", "maven"].into()),
        ]);
        let builds = read("listBuilds").into_iter().filter_map(|case| match decoded(&case.response) {
            Some(Value::Array(rows)) => Some(rows),
            _ => None,
        });
        write_response(&match call.method.as_str() {
            "getTaskInfo" => task,
            "listBuilds" => Value::Array(builds.flatten().collect()),
            _ => Value::Nil,
        })
        .unwrap()
    };
    let site = super::harness::Site::over(&super::harness::listen(Router::new().route("/kojihub", post(answer))).await);
    let page = site.get("/tasks/499811").await;
    assert_eq!(page.texts(".by a.nvr").len(), 1, "{}", page.text(".by"));
    assert!(page.text(".by a.nvr").starts_with("org.lab-maven-artifact"), "{}", page.text(".by"));
}

#[tokio::test]
async fn a_scratch_task_says_so_everywhere() {
    let (site, _) = demo().await;
    let all = site.get("/tasks.json?state=all&view=flat&limit=500&method=build").await.json();
    let is_scratch = |task: &&serde_json::Value| task["request"][2]["scratch"] == true;
    let id = all["tasks"]["rows"].as_array().unwrap().iter().find(is_scratch).unwrap()["id"].to_string();
    let page = site.get(&format!("/tasks/{id}")).await;
    assert_eq!(page.texts(".head .chip"), ["scratch"]);
    assert!(page.text("title").contains("(scratch)"), "{}", page.text("title"));
    assert_eq!(page.texts(".by a.nvr"), [""; 0]);
    let list = site.get("/tasks?state=all&view=flat&limit=500&method=build").await;
    assert!(list.texts("td.lead .chip").contains(&"scratch".to_owned()));
    let below = site.get(&format!("/tasks/{}", id.parse::<i64>().unwrap() + 2)).await;
    assert_eq!(below.texts(".head .chip"), ["scratch"], "what is below a trial belongs to one");
}

#[tokio::test]
async fn requests_and_results_are_shown_whole() {
    let site = site().await;
    let fact = async |task: i64, name: &str| {
        let page = site.get(&format!("/tasks/{task}")).await;
        let at = page.texts(".facts > dl > div > dt").iter().position(|shown| shown == name);
        page.texts(".facts > dl > div > dd")[at.unwrap_or_else(|| panic!("{task} has no {name}"))].clone()
    };
    assert_eq!(fact(499_831, "User").await, "jane");
    // What is false by its method's default.
    assert_eq!(fact(499_734, "Separate src").await, "no");
    assert_eq!(fact(499_828, "Force").await, "no");
    let page = site.get("/tasks/499832").await;
    assert_eq!(page.texts(".facts dd > ul.nested > li > ul.nested > li").len(), 4, "lists in lists stay so");
    let page = site.get("/tasks/499834").await;
    assert_eq!(page.attributes(".facts dd > a", "href")[..2], ["/tasks/499754", "/tasks/499776"]);
    let plugin = site.get("/tasks/499842").await;
    assert_eq!(plugin.texts(".opts dd > dl.nested dt"), ["c"]);
}

#[tokio::test]
async fn what_never_started_says_never() {
    let site = site().await;
    let page = site.get("/tasks/499836").await;
    assert_eq!(page.text(".head .badge"), "canceled");
    let facts = page.texts(".facts > dl > div").join("\n");
    assert!(!facts.contains("not yet") && !facts.contains("Waits"), "{facts}");
}

/// Buildroots cost the hub much, so they follow in a part of their own, and are a link with scripts off.
#[tokio::test]
async fn buildroots_follow() {
    let site = site().await;
    let page = site.get("/tasks/499756").await;
    let address = page.attributes("#buildroots", "hx-get").remove(0);
    assert_eq!(page.attributes("#buildroots a", "href"), std::slice::from_ref(&address));
    let part = site.part(&address, "section#buildroots").await;
    let Some(Value::Array(rows)) = read("listBuildroots")
        .into_iter()
        .find(|case| case.kwargs.get("taskID").is_some_and(|id| *id == 499_756))
        .and_then(|case| decoded(&case.response))
    else {
        panic!("not recorded")
    };
    assert!(part.texts("td.wide").len() == 1, "{}", part.body);
    let path = ["tag_name", "id", "repo_id"].map(|name| text(&rows[0], name)).join("-");
    assert_eq!(part.texts("td.wide"), [format!("/var/lib/mock/{path}")]);
    assert_eq!(part.attributes("td a", "href"), ["/buildroots/295695", "/tags/lab-f40-build", "/repos/20002"]);
    assert!(site.get("/tasks/499734").await.attributes("#buildroots", "hx-get").is_empty(), "newRepo has none");
}

/// Whatever a request is, the page says so and stands.
#[tokio::test]
async fn a_malformed_request_says_so() {
    use axum::{Router, routing::post};
    use kojiview::xmlrpc::{request, write_response};
    let answer = |body: axum::body::Bytes| async move {
        let call = request(&body).unwrap();
        let task = Value::from([
            ("id", Value::Int(7)),
            ("method", Value::from("build")),
            ("state", Value::Int(2)),
            ("request", Value::from("not a list")),
        ]);
        write_response(&if call.method == "getTaskInfo" { task } else { Value::Nil }).unwrap()
    };
    let site = super::harness::Site::over(&super::harness::listen(Router::new().route("/kojihub", post(answer))).await);
    let page = site.get("/tasks/7").await;
    assert_eq!(page.status, 200);
    assert!(page.text("h1").contains("malformed request") && page.text("main").contains("not a list"));
}

#[tokio::test]
async fn lists_of_tasks() {
    let (site, _) = demo().await;
    for state in ["free", "open", "closed", "canceled", "failed"] {
        let page = site.get(&format!("/tasks?state={state}&view=flat")).await;
        assert!(
            page.texts("tbody td.st").iter().all(|shown| shown == state),
            "{state}: {:?}",
            page.texts("tbody td.st")
        );
    }
    let flat = site.get("/tasks?state=all&view=flat&method=buildArch").await;
    assert!(flat.texts("td.lead a").iter().all(|line| line.starts_with("buildArch ")));
    let tree = site.get("/tasks?state=all&limit=5").await;
    assert!(!tree.texts("td.k1").is_empty(), "nothing stands below a task");
    let top = site.get("/tasks?state=all&view=toplevel&limit=5").await;
    assert_eq!(top.texts("tbody tr").len(), 5);
    for page in [&tree, &top, &flat] {
        let waves: u32 =
            page.header("server-timing").trim_end_matches('"').rsplit(' ').next().unwrap().parse().unwrap();
        assert!(waves <= 2, "{}", page.header("server-timing"));
    }
    for order in ["id", "-method", "state", "arch", "create_time", "-completion_time"] {
        assert_eq!(site.get(&format!("/tasks?state=all&order={order}")).await.status, 200, "{order}");
    }
    for wrong in ["state=nope", "view=nope", "order=owner_name"] {
        assert_eq!(site.get(&format!("/tasks?{wrong}")).await.status, 400, "{wrong}");
    }
    let page = site.get("/tasks.json?state=all&view=flat").await.json();
    assert_eq!(page["tasks"]["next"], "/tasks.json?state=all&view=flat&offset=50");
}

#[tokio::test]
async fn an_unfinished_task_keeps_itself_current_until_it_ends() {
    let (site, demo) = demo().await;
    let build = site.get("/builds/stumbler-1.0-1.fc40.json").await.json();
    let address = format!("/tasks/{}", build["build"]["task_id"]);
    let page = site.get(&address).await;
    assert_eq!(page.text(".head .badge"), "open");
    assert_eq!(page.attributes("#live", "hx-trigger"), ["every 2s, refresh"]);
    demo.skip(Duration::from_secs(120));
    grow_old(Duration::from_secs(20)).await;
    let part = site.part(&address, "div#live").await;
    assert_eq!(part.text(".head .badge"), "failed");
    assert!(part.attributes("#live", "hx-trigger").is_empty());
    assert!(part.text(".answer.bad").contains("BuildError"), "{}", part.text(".answer.bad"));
}

/// Who started a task: a person, kojira too, leads to its page; a host is told from people and leads to itself.
#[tokio::test]
async fn owners_lead_to_users_and_hosts_to_hosts() {
    let (site, _) = demo().await;
    let owner = async |method: &str| {
        let list = site.get(&format!("/tasks?state=all&view=flat&method={method}")).await;
        let owner = "tbody tr:first-child td:nth-child(3)";
        (list.text(owner), list.attributes(&format!("{owner} a"), "href").remove(0))
    };
    assert_eq!(owner("newRepo").await, ("kojira".to_owned(), "/users/kojira".to_owned()));
    let (text, href) = owner("restart").await;
    let name = text.strip_prefix("host ").unwrap();
    assert!(href.starts_with(&format!("/hosts/{name}.")), "{href}");
    assert_eq!(site.get(&href).await.status, 200);
    let ours = site.get("/tasks?user=kojira&state=all&view=flat").await;
    assert!(ours.texts("td.lead").iter().any(|task| task.starts_with("newRepo")));
}

/// Programs get states by number and word, and where the files are.
#[tokio::test]
async fn json_names_states_and_files() {
    let (site, _) = demo().await;
    let list = site.get("/tasks.json?state=failed&view=flat&method=build").await.json();
    let row = &list["tasks"]["rows"][0];
    let state = |id: i64, name: &str| serde_json::json!({ "id": id, "name": name });
    assert_eq!(row["state"], state(5, "failed"));
    let task = site.get(&format!("/tasks/{}.json", row["id"])).await.json();
    assert_eq!(task["task"]["state"], state(5, "failed"));
    let builds = site.get("/builds.json?package=bash&state=complete").await.json();
    let build = site.get(&format!("/builds/{}.json", builds["builds"]["rows"][0]["build_id"])).await.json();
    assert_eq!(build["build"]["state"], state(1, "complete"));
    let rpm = &build["rpms"][0];
    let said = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let file =
        format!("{}-{}-{}.{}.rpm", said(rpm, "name"), said(rpm, "version"), said(rpm, "release"), said(rpm, "arch"));
    let files = build["files"].as_array().unwrap();
    let found = files.iter().find(|one| one["name"] == *file).expect("every rpm is among the files");
    let page = site.get(&format!("/builds/{}", build["build"]["build_id"])).await;
    let urls = page.attributes("table.mx a", "href");
    assert!(urls.iter().any(|url| found["url"] == **url));
    // Rpms are elsewhere, logs have pages.
    for (kind, begin) in [("rpm", "http"), ("log", "/builds/")] {
        let links = urls.iter().filter(|url| url.starts_with(begin)).count();
        assert_eq!(files.iter().filter(|one| one["kind"] == kind).count(), links, "{kind}");
    }
    let of_task = site.get(&format!("/tasks/{}.json", build["task"]["id"])).await.json();
    let page = site.get(&format!("/tasks/{}", build["task"]["id"])).await;
    let urls: Vec<String> = of_task["files"].as_array().unwrap().iter().map(|one| said(one, "url")).collect();
    assert_eq!(page.attributes("table.short:not(#below) td.m.lead a", "href"), urls);
}
