//! `/`: numbers, recent builds, active tasks, builders; it keeps itself current, and a part that fails is told.

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use kojiview::demo::{Demo, InjectedFault, Settings};
use kojiview::xmlrpc::{self, Value};

use super::harness::{Site, demo, grow_old, listen};

/// With its numbers, whatever is in the cache.
const WHOLE: &str = "/?open=numbers";

#[tokio::test]
async fn the_page_and_its_json_have_the_same() {
    let (site, _) = demo().await;
    let page = site.get(WHOLE).await;
    assert_eq!((page.status.as_u16(), page.text("h1")), (200, "Overview".to_owned()));
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
    let json_address = page.attributes("footer a", "href").remove(0);
    let json = site.get(&json_address).await;
    assert_eq!((json_address.as_str(), json.header("content-type")), ("/.json?open=numbers", "application/json"));
    let json = json.json();
    let builds = json["builds"]["rows"].as_array().unwrap();
    let names: Vec<&str> = builds.iter().map(|build| build["nvr"].as_str().unwrap()).collect();
    assert_eq!(page.texts(".ov > section:nth-child(1) td.lead a"), names);
    assert_eq!(names.len(), 36);
    assert_eq!(page.texts(".ov > section:nth-child(1) tbody tr:not(.w)").len(), 22);
    let ids: Vec<String> =
        json["tasks"]["rows"].as_array().unwrap().iter().map(|task| format!("/tasks/{}", task["id"])).collect();
    assert_eq!(page.attributes(".ov > section:nth-child(2) td.lead a", "href"), ids);
    assert!(page.text(".ov > section:nth-child(2)").contains("rpms/slowpoke:"), "what a task is about");
}

/// The numbers against lists that are counted here.
#[tokio::test]
async fn the_numbers_are_right() {
    let (site, _) = demo().await;
    let page = site.get(WHOLE).await;
    let numbers = page.texts(".sum dd");
    let building = site.get("/builds?state=building").await.texts("tbody tr").len();
    let json = site.get("/.json?open=numbers").await.json();
    assert!(
        numbers[0].starts_with(&format!("{building} builds, {} tasks open", json["queues"]["open"])),
        "{numbers:?}"
    );
    let (failed, ended) = (json["failed_builds"].as_u64().unwrap(), json["ended_builds"].as_u64().unwrap());
    assert!(
        failed > 0 && ended > failed && numbers[2].ends_with(&format!("{failed} of {ended} builds")),
        "{numbers:?}"
    );
    let hosts = json["hosts"].as_array().unwrap();
    let enabled = hosts.iter().filter(|host| host["enabled"] == true);
    let ready = enabled.clone().filter(|host| host["ready"] == true).count();
    assert!(numbers[3].starts_with(&format!("{ready} of {} enabled", enabled.count())), "{numbers:?}");
    // Each builder is counted once.
    let by_arch = page.texts(".loads section:nth-child(2) td:last-child");
    let sum: usize = by_arch.iter().map(|text| text.split(' ').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(sum, ready, "{by_arch:?}");
    assert_eq!(page.texts(".loads section:nth-child(3) tbody td"), ["buildvm-riscv64-01.example.org", "never"]);
}

#[tokio::test]
async fn it_keeps_itself_current() {
    let (site, demo) = demo().await;
    let page = site.get(WHOLE).await;
    assert_eq!(page.attributes("#live", "hx-get"), [WHOLE]);
    assert_eq!(page.attributes("#live", "hx-trigger"), ["every 30s, refresh"]);
    demo.skip(Duration::from_secs(600));
    grow_old(Duration::from_secs(120)).await;
    let part = site.part(WHOLE, "div#live").await;
    assert!(part.body.starts_with("<title>Overview · test</title><div id=\"live\""), "{}", &part.body[..80]);
    assert!(!part.text(".ov > section:nth-child(1)").contains("running 0:2"), "the builds have ended");
    assert_eq!(part.attributes("#live", "hx-trigger"), ["every 30s, refresh"]);
    let brand = page.attributes("a.brand", "href");
    assert_eq!(brand, ["/"]);
}

/// Whoever comes first waits for the lists alone, and for nothing of what follows; later readers have all of it at once.
#[tokio::test]
async fn what_is_looked_for_first_is_there_first() {
    let (site, demo) = demo().await;
    site.get("/builds").await;
    demo.forget_calls();
    let page = site.get("/").await;
    let calls = demo.calls();
    assert!(
        calls["POST"] <= 3 && calls.keys().all(|name| matches!(&**name, "POST" | "listBuilds" | "listTasks")),
        "{calls:?}"
    );
    assert_eq!(page.texts(".ov > section").len(), 2);
    assert_eq!(page.texts(".sum dd"), ["…"; 4]);
    assert_eq!(page.attributes("#live", "hx-get"), [WHOLE]);
    assert_eq!(page.attributes("#live", "hx-trigger"), ["every 30s, refresh, load"]);
    assert!(
        page.body.contains(&format!("<a href=\"{WHOLE}\">Show the numbers, queues and builders</a>")),
        "without scripts there is a link"
    );
    let (site, demo) = super::harness::demo().await;
    site.get(WHOLE).await;
    demo.forget_calls();
    let page = site.get("/").await;
    assert_eq!(page.attributes("#live", "hx-trigger"), ["every 30s, refresh"]);
    assert!(page.texts(".sum dd").len() == 4 && !page.texts(".sum dd").contains(&"…".to_owned()));
    assert!(site.get("/.json").await.json().get("queues").is_none(), "programs ask for it");
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
}

/// The question after failures is another one every few minutes: in an outage, what was answered before stands.
#[tokio::test]
async fn an_outage_that_lasts() {
    let (site, demo) = demo().await;
    let pages = [WHOLE, "/builds?within=24", "/builds?within=24&state=failed", "/reports/builds-by-status"];
    for page in pages {
        assert_eq!(site.get(page).await.status, 200, "{page}");
    }
    let failures = site.get(WHOLE).await.texts(".sum dd").remove(2);
    demo.inject(InjectedFault::Offline);
    demo.skip(Duration::from_secs(90_000));
    grow_old(Duration::from_secs(90_000)).await;
    let json = site.get("/builds.json?within=24").await.json();
    assert!(json["outage_age"].as_u64().is_some_and(|age| age >= 90_000), "{}", json["outage_age"]);
    for page in pages {
        let page = site.get(page).await;
        assert_eq!((page.status.as_u16(), page.texts(".outage").len()), (200, 1));
        assert!(!page.text(".outage").contains("Missing"), "{}", page.text(".outage"));
    }
    assert_eq!(site.get(WHOLE).await.texts(".sum dd")[2], failures);
    assert_eq!(site.get("/builds?within=48").await.status, 503, "another span is another question");
}

#[tokio::test]
async fn readers_share_its_cost() {
    let (site, demo) = demo().await;
    site.get(WHOLE).await;
    let calls = demo.calls();
    assert!(calls["POST"] <= 9 && !calls.contains_key("multiCall"), "{calls:?}");
    demo.forget_calls();
    // The question after failures must not change with each second.
    demo.skip(Duration::from_secs(1));
    site.get(WHOLE).await;
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
    demo.inject(InjectedFault::Offline);
    grow_old(Duration::from_secs(3600)).await;
    let page = site.get(WHOLE).await;
    assert_eq!((page.status.as_u16(), page.texts(".outage").len()), (200, 1));
}

#[tokio::test]
async fn a_hub_without_some_answers() {
    let demo = Demo::new(Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = post(move |body: String| async move {
        if body.contains("<methodName>listHosts<") || body.contains("<methodName>listTasks<") {
            return "no XML-RPC".to_owned();
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    let page = site.get(WHOLE).await;
    assert_eq!(page.status, 200);
    let failed = page.texts("#notices .outage");
    let missing = "Missing: active tasks, number of open tasks, waiting tasks, hosts (";
    assert!(failed.len() == 1 && failed[0].starts_with(missing), "{failed:?}");
    assert_eq!(page.texts(".sum div").len(), 2);
    assert_eq!(page.header("cache-control"), "private, no-store");
    let nothing = Site::over("http://127.0.0.1:9");
    let page = nothing.get(WHOLE).await;
    assert_eq!((page.status.as_u16(), page.texts("#notices .outage").len()), (503, 0), "the page says it, and once");
}

/// A hub that gives recorded answers of a real one.
#[tokio::test]
async fn what_is_recorded_is_shown() {
    fn recorded(method: &str, case: &str) -> String {
        let path = format!("{}/tests/recorded/demo/{method}.jsonl", env!("CARGO_MANIFEST_DIR"));
        let lines = std::fs::read_to_string(path).unwrap();
        let mut cases = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        cases.find(|found| found["case"] == case).unwrap()["response"].as_str().unwrap().to_owned()
    }
    let is_open = |call: &xmlrpc::MethodCall| {
        call.kwargs["opts"].get("state").is_some_and(|states| *states == Value::Array(vec![Value::Int(1)]))
    };
    let answer = move |body: axum::body::Bytes| async move {
        let call = xmlrpc::request(&body).unwrap();
        let counts = call.kwargs.get("queryOpts").and_then(|options| options.get("countOnly")).is_some();
        let top = call.kwargs.get("opts").is_some_and(|options| options.get("parent").is_some());
        match (call.method.as_str(), counts, top) {
            (_, true, _) => recorded("listBuilds", "count"),
            ("listBuilds", ..) => recorded("listBuilds", "newest ten"),
            ("listTasks", _, true) => recorded("listTasks", "top level"),
            ("listTasks", ..) if is_open(&call) => xmlrpc::write_response(&Value::Array(Vec::new())).unwrap(),
            ("listTasks", ..) => recorded("listTasks", "state 4"),
            ("listHosts", ..) => recorded("listHosts", "in channel"),
            _ => xmlrpc::write_response(&Value::Nil).unwrap(),
        }
    };
    let rows = |method, case| match xmlrpc::response::<Value>(recorded(method, case).as_bytes()).unwrap().value {
        Value::Array(rows) => rows,
        other => panic!("{other:?}"),
    };
    let text = |row: &Value, name: &str| row.get(name).unwrap().as_str().unwrap().to_owned();
    let site = Site::over(&listen(Router::new().route("/kojihub", post(answer))).await);
    let page = site.get(WHOLE).await;
    assert_eq!(page.status, 200, "{}", page.text("main"));
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
    let builds: Vec<String> = rows("listBuilds", "newest ten").iter().map(|row| text(row, "nvr")).collect();
    assert_eq!(page.texts(".ov > section:nth-child(1) td.lead a"), builds);
    let tasks = rows("listTasks", "top level");
    let shown = page.texts(".ov > section:nth-child(2) td.lead a");
    let wanted = tasks.iter().map(|row| text(row, "method")).filter(|method| !method.ends_with("Notification"));
    assert_eq!(shown.len(), wanted.clone().count());
    assert!(wanted.clone().all(|method| shown.contains(&method)), "{shown:?}");
    let waiting = rows("listTasks", "state 4");
    assert!(page.texts(".sum dd")[1].starts_with(&waiting.len().to_string()), "{:?}", page.texts(".sum dd"));
    let hosts = rows("listHosts", "in channel");
    assert!(page.texts(".sum dd").last().unwrap().contains(&format!("of {} enabled", hosts.len())));
}

/// A count leads to what it counts.
#[tokio::test]
async fn counts_lead_to_what_they_count() {
    let (site, _) = demo().await;
    let page = site.get(WHOLE).await;
    let counts: Vec<(String, String)> =
        page.texts(".sum dd a").into_iter().zip(page.attributes(".sum dd a", "href")).collect();
    let rows = async |address: &str| site.get(&format!("{address}&limit=500")).await.texts("td.lead").len().to_string();
    assert_eq!(counts[0].0, rows(&counts[0].1).await, "building");
    assert_eq!(counts[1].0, rows(&counts[1].1).await, "waiting");
    assert!(counts[2].1.starts_with("/tasks/"), "the one that waits longest");
    let failed = page.texts(".sum dd small")[2].split(' ').next().unwrap().to_owned();
    assert_eq!(failed, rows(&counts[3].1).await, "failed");
    assert_eq!(counts[4].0, rows(&counts[4].1).await, "ready builders");
}
