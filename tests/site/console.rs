//! The console of the hub's read methods: what it sends, and what it never does.

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use futures_util::future::join_all;
use kojiview::demo::InjectedFault;
use kojiview::hub::Limits;
use kojiview::hub::console::ReadCall;
use kojiview::web::Console;
use kojiview::xmlrpc::{self, Value};
use serde_json::{Value as Json, json};

use super::harness::{Answer, Site, demo, demo_with, listen};
use super::recorded::{decoded, read};

fn encoded(args: &str) -> String {
    form_urlencoded::byte_serialize(args.as_bytes()).collect()
}

async fn run(site: &Site, method: &str, args: &Json) -> Answer {
    run_text(site, method, &args.to_string()).await
}

async fn run_text(site: &Site, method: &str, args: &str) -> Answer {
    site.get(&format!("/api/{method}.json?args={}", encoded(args))).await
}

#[tokio::test]
async fn a_read_method_is_run_and_kept() {
    let (site, demo) = demo().await;
    site.get("/api/getBuild").await;
    demo.forget_calls();
    for args in [json!([52346]), json!({"buildInfo": 52346}), json!({"strict": null, "buildInfo": 52346})] {
        let answer = run(&site, "getBuild", &args).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let run = &answer.json()["run"];
        assert_eq!(run["answer"]["id"], 52346, "{run}");
        assert_eq!(
            (&run["arguments"], &run["fault"], &run["refused"]),
            (&json!({"buildInfo": 52346}), &Json::Null, &Json::Null)
        );
    }
    assert_eq!(demo.calls().get("getBuild"), Some(&1), "one question, however it is spelled: {:?}", demo.calls());
    let page = site.get("/api/getBuild?args=[52346]").await;
    assert!(page.text("pre.result").contains(r#""id": 52346,"#) && page.text("textarea") == "[52346]");
    assert_eq!(page.text("#answer .d"), "a struct");
    // Lists have a limit, whether one is asked for or not.
    let users = run(&site, "listUsers", &json!({"queryOpts": {"order": "name", "limit": 3}})).await.json();
    assert_eq!(users["run"]["answer"].as_array().map(Vec::len), Some(3), "{users}");
    let builds = run(&site, "listBuilds", &json!({})).await.json();
    assert_eq!(builds["run"]["arguments"], json!({"queryOpts": {"limit": 100}}));
    assert_eq!(builds["run"]["answer"].as_array().map(Vec::len), Some(100));
    // What a reader breaks over lines is read.
    assert_eq!(run_text(&site, "getTag", "{\r\n\t\"tagInfo\": \"f40\"\r\n}").await.status, 200);
    let nothing = run(&site, "getTag", &json!(["no-such-tag"])).await;
    assert_eq!((nothing.status.as_u16(), &nothing.json()["run"]["answer"]), (200, &Json::Null));
}

#[tokio::test]
async fn the_same_at_once_is_asked_once() {
    let (site, demo) = demo().await;
    site.get("/api/getBuild").await;
    demo.forget_calls();
    let args = json!({"opts": {"state": [1]}, "queryOpts": {"limit": 5}});
    let answers = join_all((0..30).map(|_| run(&site, "listTasks", &args))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(demo.calls()["listTasks"], 1);
}

/// Of all methods that a real hub has, those alone are sent that are open.
#[tokio::test]
async fn what_is_not_open_is_never_sent() {
    let Some(Value::Array(methods)) = decoded(&read("_listapi")[0].response) else { panic!("no methods") };
    let names: Vec<&str> = methods.iter().filter_map(|method| method.get("name")?.as_str()).collect();
    let open: Vec<&&str> = names.iter().filter(|name| ReadCall::is_open(name)).collect();
    assert!((100..140).contains(&open.len()), "{}", open.len());
    for name in names.iter().filter(|name| !ReadCall::is_open(name)) {
        let is_read = name.starts_with("get") || name.starts_with("list");
        let is_excepted = ["getBuildNotification", "getLoggedInUser", "getSessionInfo", "getPerms"];
        assert!(!is_read || is_excepted.iter().any(|excepted| name.starts_with(excepted)), "{name} is not open");
    }
    for name in open {
        let acts = ["add", "create", "delete", "edit", "grant", "remove", "revoke", "set", "host.", "import", "build("];
        assert!(!acts.iter().any(|act| name.starts_with(act)), "{name} is open");
    }
    for name in
        ["multiCall", "system.multicall", "count", "filterResults", "countAndFilterResults", "evalPolicy", "fault"]
    {
        assert!(!ReadCall::is_open(name), "{name} is open");
    }
    let (site, demo) = demo().await;
    let own = site.get("/api.json").await.json();
    demo.forget_calls();
    let mut refused = 0;
    for name in own["methods"].as_array().unwrap().iter().map(|method| method["name"].as_str().unwrap()) {
        if !ReadCall::is_open(name) {
            let answer = run(&site, name, &json!([])).await;
            assert_eq!(answer.status, 403, "{name}");
            assert_eq!(answer.json()["can_be_run"], false);
            let page = site.get(&format!("/api/{name}")).await;
            assert!(page.attributes("form.console", "action").is_empty(), "{name}");
            refused += 1;
        }
    }
    assert!(refused > 3, "{refused}");
    for name in ["createTag", "nonsense", "getBuild%20", "__class__"] {
        assert_eq!(site.get(&format!("/api/{name}?args=[]")).await.status, 404, "{name}");
    }
    assert_eq!(demo.calls().len(), 0, "{:?}", demo.calls());
}

#[tokio::test]
async fn what_is_wrong_with_arguments_is_told_and_not_sent() {
    let (site, demo) = demo().await;
    site.get("/api/getBuild").await;
    demo.forget_calls();
    let nested = |depth: usize| format!("[{}1{}]", "[".repeat(depth), "]".repeat(depth));
    for (method, args, why) in [
        ("getBuild", "[".to_owned(), "no JSON"),
        ("getBuild", "7".to_owned(), "a list of arguments"),
        ("getBuild", "[]".to_owned(), "needs buildInfo"),
        ("getBuild", "[1, 2, 3]".to_owned(), "takes 2 arguments"),
        ("getBuild", r#"{"buildInfo": 1, "nonsense": 2}"#.to_owned(), "has no argument nonsense"),
        ("getBuild", nested(9), "nested"),
        ("getBuild", nested(400), "no JSON"),
        ("getBuild", format!("[[{}1]]", "1,".repeat(300)), "more than 200 values"),
        ("getBuild", r#"[{"__starstar": true, "id": 1}]"#.to_owned(), "__starstar"),
        ("getBuild", r#"{"__starstar": true, "buildInfo": 1}"#.to_owned(), "__starstar"),
        ("getBuild", r#"["\u0001"]"#.to_owned(), "control characters"),
        ("getBuild", "[99999999999999999999]".to_owned(), "too large"),
        ("getPackage", r#"["new-package", false, true]"#.to_owned(), "create cannot be given"),
        ("getUser", "[{}]".to_owned(), "userInfo is a name"),
        ("getUser", "[]".to_owned(), "userInfo has to be given"),
        ("listBuilds", r#"{"queryOpts": {"limit": 0}}"#.to_owned(), "no such limit"),
        ("listBuilds", r#"{"queryOpts": {"limit": 100000}}"#.to_owned(), "no such limit"),
        ("listBuilds", r#"{"queryOpts": {"rowlock": true}}"#.to_owned(), "no such rowlock"),
        ("listBuilds", r#"{"queryOpts": {"order": "id; drop table"}}"#.to_owned(), "no such order"),
        ("listBuilds", r#"{"queryOpts": []}"#.to_owned(), "queryOpts is an object"),
        ("listTagged", r#"["f40"]"#.to_owned(), "package has to be given"),
        ("listHosts", r#"{"arches": [".*"]}"#.to_owned(), "arches is a word"),
        ("search", r#"["a.*", "rpm", "regexp"]"#.to_owned(), "matchType has to be one of glob, exact"),
        ("search", r#"["a*", "rpm", "glob"]"#.to_owned(), "3 characters"),
        ("downloadTaskOutput", r#"["%s", "build.log"]"#.to_owned(), "taskID is a whole number"),
        ("downloadTaskOutput", r#"[1306404, "build.log", 0, -1]"#.to_owned(), "size is a whole number"),
        ("queryHistory", r#"{"tables": ["tag_listing"]}"#.to_owned(), "one of tag, build"),
        ("queryHistory", r#"{"tables": ["tag_listing"], "tagg": "f40", "tag": "f40"}"#.to_owned(), "no argument tagg"),
    ] {
        let answer = run_text(&site, method, &args).await;
        assert_eq!(answer.status, 400, "{method} {args}: {}", answer.body);
        let said = answer.json()["run"]["refused"].as_str().unwrap().to_owned();
        assert!(said.contains(why), "{method} {args}: {said}");
        let page = site.get(&format!("/api/{method}?args={}", encoded(&args))).await;
        assert_eq!(page.status, 400);
        assert!(
            page.text(".none.bad").contains(&said.split_whitespace().collect::<Vec<_>>().join(" ")),
            "{method} {args}"
        );
    }
    assert_eq!(run_text(&site, "getBuild", &format!("[\"{}\"]", "x".repeat(5000))).await.status, 414);
    assert_eq!(demo.calls().len(), 0, "{:?}", demo.calls());
}

#[tokio::test]
async fn faults_of_the_hub_are_told() {
    let (site, _) = demo().await;
    let answer = run(&site, "getBuild", &json!({"buildInfo": "nope-1-1", "strict": true})).await;
    assert_eq!(answer.status, 422);
    let fault = &answer.json()["run"]["fault"];
    assert_eq!((&fault["code"], &fault["message"]), (&json!(1000), &json!("No such build: 'nope-1-1'")));
    let page = site.get(&format!("/api/getBuild?args={}", encoded(r#"["<b>nope</b>-1-1", true]"#))).await;
    assert!(page.text(".none.bad").contains("<b>nope</b>-1-1"), "{}", page.text(".none.bad"));
    assert!(page.attributes("main b.x, main script", "src").is_empty());
}

#[tokio::test]
async fn a_site_without_a_console_runs_nothing() {
    let (_, demo) = demo().await;
    let hub = listen(demo.router()).await;
    let clock = std::sync::Arc::new(|| "2026-11-22T14:00:00Z".parse().unwrap());
    let site = Site::set(&hub, Limits::default(), clock, |context| context.console = Console::Off);
    let page = site.get("/api/getBuild").await;
    assert_eq!((page.status.as_u16(), page.attributes("form.console", "action").len()), (200, 0));
    demo.forget_calls();
    let answer = run(&site, "getBuild", &json!([52346])).await;
    assert_eq!((answer.status.as_u16(), demo.calls().len()), (403, 0));
}

/// A hub that tells its methods, and answers all else with so many bytes.
async fn answering(bytes: usize) -> Site {
    let api = read("_listapi").remove(0).response;
    let answer = move |body: axum::body::Bytes| async move {
        if xmlrpc::request(&body).unwrap().method == "_listapi" {
            return api;
        }
        // Text without a type, as a hub may send it.
        let around = ("<methodResponse><params><param><value>", "</value></param></params></methodResponse>");
        [around.0, &"é&lt;".repeat(bytes / 6), around.1].concat()
    };
    Site::over(&listen(Router::new().route("/kojihub", post(answer))).await)
}

#[tokio::test]
async fn answers_are_bounded() {
    let huge = answering(128 << 20).await;
    let answer = run(&huge, "getTag", &json!(["f40"])).await;
    assert_eq!(answer.status, 422);
    assert!(answer.json()["run"]["refused"].as_str().unwrap().contains("more than 4 MB"), "{}", answer.body);
    let large = answering(1 << 20).await;
    let page = large.get(&format!("/api/getTag?args={}", encoded(r#"["f40"]"#))).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.len() < 500 << 10 && page.text("main").contains("bytes more are not shown"),
        "{}",
        page.body.len()
    );
    assert!(run(&large, "getTag", &json!(["f40"])).await.body.len() > 1 << 19, "as JSON it is whole");
}

/// What readers ask for may take a hub any time: that says nothing of the hub, and takes no other's place.
#[tokio::test]
async fn slow_calls_do_no_harm_to_pages() {
    let limits = Limits { deadline: Duration::from_millis(300), ..Limits::default() };
    let (site, demo) = demo_with(limits).await;
    site.get("/api/getBuild").await;
    demo.inject(InjectedFault::Slow(Duration::from_millis(900)));
    // As many in a row as open the circuit where they count, two at a time, each once those before have left the hub.
    for round in 0..4 {
        let args = [json!([52300 + 2 * round]), json!([52301 + 2 * round])];
        let answers = join_all(args.iter().map(|args| run(&site, "getBuild", args))).await;
        assert!(answers.iter().all(|answer| answer.status == 504), "{:?}", answers[0].status);
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    demo.inject(InjectedFault::None);
    assert_eq!(site.get("/tags/f40").await.status, 200, "the circuit is closed");
}
