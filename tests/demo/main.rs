//! The demo hub, asked over XML-RPC: what a real hub does, its time, its faults.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test says what is wrong by panicking"
)]

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use kojiview::demo::{Demo, InjectedFault, Settings, Size};
use kojiview::xmlrpc::{self, Error, Fault, MethodCall, Value};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;

mod shapes;
mod versions;

fn frozen() -> Arc<Demo> {
    Demo::new(Settings { frozen: true, ..Settings::default() })
}

async fn post(demo: &Arc<Demo>, body: String) -> (u16, Vec<u8>) {
    let request = Request::post("/kojihub").header("content-type", "text/xml").body(Body::from(body)).unwrap();
    let answer = demo.router().oneshot(request).await.unwrap();
    (answer.status().as_u16(), answer.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// Calls with `[positional…]` or `{keyword: …}`.
async fn call(demo: &Arc<Demo>, method: &str, arguments: serde_json::Value) -> Result<Value, Fault> {
    let mut call = MethodCall { method: method.to_owned(), args: Vec::new(), kwargs: indexmap::IndexMap::new() };
    match serde_json::from_value(arguments).unwrap() {
        Value::Array(args) => call.args = args,
        Value::Struct(kwargs) => call.kwargs = kwargs,
        _ => {}
    }
    let (status, body) = post(demo, xmlrpc::write_call_of(&call)).await;
    assert_eq!(status, 200);
    match xmlrpc::response::<Value>(&body) {
        Ok(decoded) => Ok(decoded.value),
        Err(Error::Fault(fault)) => Err(fault),
        Err(error) => panic!("{method}: {error}"),
    }
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => panic!("no list: {other:?}"),
    }
}

fn int(value: &Value, name: &str) -> i64 {
    value.get(name).and_then(Value::as_int).unwrap_or_else(|| panic!("no {name} in {value:?}"))
}

async fn state(demo: &Arc<Demo>, nvr: &str) -> i64 {
    int(&call(demo, "getBuild", json!([nvr])).await.unwrap(), "state")
}

#[tokio::test]
async fn faults_are_a_hubs() {
    let demo = frozen();
    let cases = [
        ("getBuild", json!([]), 1019, "get_build() missing 1 required positional argument: 'buildInfo'"),
        ("getBuild", json!({"nope": 1, "buildInfo": 1}), 1019, "get_build() got an unexpected keyword argument 'nope'"),
        ("getBuild", json!(["150120"]), 1000, "invalid format: 150120"),
        ("getBuild", json!([[1, 2]]), 1000, "Invalid type for argument: <class 'list'>"),
        ("getBuild", json!(["nope-1-1", true]), 1000, "No such build: 'nope-1-1'"),
        ("noSuchMethod", json!([]), 1000, "Invalid method: noSuchMethod"),
        ("listBuilds", json!({"queryOpts": {"order": "nope"}}), 1, "Exception: Invalid order: nope"),
        ("listTagged", json!(["no-such-tag"]), 1000, "No such tagInfo: 'no-such-tag'"),
        ("getFullInheritance", json!(["x"]), 1000, "No such entry in table tag: x"),
        ("search", json!(["x", "nope", "glob"]), 1000, "No such search type: nope"),
        (
            "countAndFilterResults",
            json!(["listPackages", 999_999]),
            1000,
            "method listPackages raised an exception (No such entry in table tag: 999999)",
        ),
        ("filterResults", json!(["getBuild", "slowpoke-1.0-1.fc40"]), 1000, "getBuild() did not return a list"),
        ("downloadTaskOutput", json!([1_300_000, "nope.log"]), 1000, "no file \"nope.log\" output by task 1300000"),
    ];
    for (method, arguments, code, message) in cases {
        let fault = call(&demo, method, arguments).await.unwrap_err();
        assert_eq!((fault.code, fault.message.as_str()), (code, message), "{method}");
    }
}

#[tokio::test]
async fn pages_and_counts() {
    let demo = frozen();
    let count = |options| call(&demo, "listBuilds", json!({ "queryOpts": options }));
    let total = count(json!({"countOnly": true})).await.unwrap().as_int().unwrap();
    assert!(total > 400, "{total}");
    assert_eq!(count(json!({"countOnly": true, "limit": 7})).await.unwrap(), Value::Int(7));
    let all = count(json!({"limit": 0})).await.unwrap();
    assert_eq!(list(&all).len(), usize::try_from(total).unwrap());
    let nvrs: std::collections::HashSet<&str> =
        list(&all).iter().map(|row| row.get("nvr").unwrap().as_str().unwrap()).collect();
    assert_eq!(nvrs.len(), list(&all).len());
    let page = count(json!({"order": "-build_id", "offset": 5, "limit": 10})).await.unwrap();
    let ids: Vec<i64> = list(&page).iter().map(|row| int(row, "build_id")).collect();
    assert_eq!(ids.len(), 10);
    assert!(ids.is_sorted_by(|a, b| a > b));
    let filtered = json!({"methodName": "listTagged", "tag": "f40", "filterOpts": {"order": "-nvr", "limit": 3}});
    let answer = call(&demo, "countAndFilterResults", filtered).await.unwrap();
    let [Value::Int(total), rows] = list(&answer) else { panic!("{answer:?}") };
    assert!(*total > 10);
    assert_eq!(list(rows).len(), 3);
    let nothing = json!({"methodName": "listTagged", "tag": "f40", "filterOpts": {"limit": 0}});
    assert_eq!(list(&call(&demo, "filterResults", nothing).await.unwrap()).len(), 0);
}

#[tokio::test]
async fn a_multicall_mixes_results_and_faults() {
    let demo = frozen();
    let calls = json!([[
        {"methodName": "getKojiVersion", "params": []},
        {"methodName": "getBuild", "params": ["nope-1-1", {"strict": true, "__starstar": true}]},
        {"methodName": "getBuild", "params": ["nope-1-1"]},
    ]]);
    let answer = call(&demo, "multiCall", calls).await.unwrap();
    assert_eq!(list(&answer)[0], Value::Array(vec![Value::from("1.35.3")]));
    assert_eq!(int(&list(&answer)[1], "faultCode"), 1000);
    assert!(list(&answer)[1].get("traceback").is_some());
    assert_eq!(list(&answer)[2], Value::Array(vec![Value::Nil]));
    assert_eq!(demo.calls()["getBuild"], 2);
    assert_eq!((demo.calls()["POST"], demo.calls()["multiCall"]), (1, 1));
    let broken = json!([[{"methodName": "search", "params": ["(", "tag", "regexp"]}]]);
    assert_eq!(call(&demo, "system.multicall", broken).await.unwrap_err().code, 1);
}

#[tokio::test]
async fn frozen_builds_go_on_when_time_is_skipped() {
    let demo = frozen();
    assert_eq!(demo.now().to_string(), "2026-11-22T14:00:00Z");
    let building = json!({"state": 0});
    assert!(list(&call(&demo, "listBuilds", building.clone()).await.unwrap()).len() >= 2);
    let slow = call(&demo, "getBuild", json!(["slowpoke-1.0-1.fc40"])).await.unwrap();
    let (id, task) = (int(&slow, "id"), int(&slow, "task_id"));
    assert_eq!(list(&call(&demo, "listBuildRPMs", json!([id])).await.unwrap()).len(), 0);
    let tree = call(&demo, "getTaskDescendents", json!([task, true])).await.unwrap();
    let children = list(tree.get(&task.to_string()).unwrap()).to_vec();
    let open = children.iter().find(|task| int(task, "state") == 1).expect("an open task");
    let log = json!([int(open, "id"), "build.log"]);
    let before = call(&demo, "downloadTaskOutput", log.clone()).await.unwrap();
    demo.skip(Duration::from_secs(5));
    let after = call(&demo, "downloadTaskOutput", log).await.unwrap();
    assert!(after.as_str().unwrap().len() > before.as_str().unwrap().len());
    demo.skip(Duration::from_secs(27));
    assert_eq!(state(&demo, "slowpoke-1.0-1.fc40").await, 1);
    assert_eq!(state(&demo, "stumbler-1.0-1.fc40").await, 3);
    assert!(list(&call(&demo, "listBuildRPMs", json!([id])).await.unwrap()).len() > 8);
    assert_eq!(list(&call(&demo, "listTags", json!([id])).await.unwrap()).len(), 1);
    let top = call(&demo, "getTaskInfo", json!([task])).await.unwrap();
    assert_eq!(int(&top, "state"), 2);
    for _ in 0..40 {
        demo.skip(Duration::from_secs(7));
        let building = list(&call(&demo, "listBuilds", building.clone()).await.unwrap()).len();
        assert!((2..=4).contains(&building), "{building}");
    }
}

#[tokio::test]
async fn a_failed_build_tells_why() {
    let demo = frozen();
    demo.skip(Duration::from_secs(60));
    let build = call(&demo, "getBuild", json!(["stumbler-1.0-1.fc40"])).await.unwrap();
    let task = int(&build, "task_id");
    let tree = call(&demo, "getTaskDescendents", json!([task])).await.unwrap();
    let failed =
        list(tree.get(&task.to_string()).unwrap()).iter().find(|task| int(task, "state") == 5).unwrap().clone();
    let fault = call(&demo, "getTaskResult", json!([int(&failed, "id")])).await.unwrap_err();
    assert_eq!(fault.code, 1005);
    let id = int(&failed, "id");
    let path = format!("/kojifiles/work/tasks/{}/{id}/build.log", id % 10_000);
    let answer = demo.router().oneshot(Request::get(&path).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200);
    let text = String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(text.contains("error: Bad exit status from "), "{text}");
    let tail = Request::get(&path).header("range", "bytes=-100").body(Body::empty()).unwrap();
    let answer = demo.router().oneshot(tail).await.unwrap();
    assert_eq!(answer.status(), 206);
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), &text.as_bytes()[text.len() - 100..]);
    let beyond = Request::get(&path).header("range", "bytes=99999999-").body(Body::empty()).unwrap();
    assert_eq!(demo.router().oneshot(beyond).await.unwrap().status(), 416);
}

#[tokio::test]
async fn every_log_of_a_build_is_a_file() {
    let demo = frozen();
    let mut seen = 0;
    for build in list(&call(&demo, "listBuilds", json!({"state": 1, "queryOpts": {"limit": 40}})).await.unwrap()) {
        for log in list(&call(&demo, "getBuildLogs", json!([int(build, "build_id")])).await.unwrap()) {
            let path = format!("/kojifiles/{}", log.get("path").unwrap().as_str().unwrap()).replace('^', "%5E");
            let answer = demo.router().oneshot(Request::get(&path).body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[tokio::test]
async fn faults() {
    let demo = frozen();
    let body = || xmlrpc::write_call("getKojiVersion", &()).unwrap();
    demo.inject(InjectedFault::Offline);
    assert_eq!(call(&demo, "getKojiVersion", json!([])).await.unwrap_err().code, 1014);
    demo.inject(InjectedFault::Unavailable);
    assert_eq!(post(&demo, body()).await.0, 503);
    demo.inject("invalid".parse().unwrap());
    assert!(xmlrpc::response::<Value>(&post(&demo, body()).await.1).is_err());
    demo.inject(InjectedFault::Closing);
    let request = Request::post("/kojihub/x").body(Body::from(body())).unwrap();
    assert!(demo.router().oneshot(request).await.unwrap().into_body().collect().await.is_err());
    demo.inject(InjectedFault::Slow(Duration::from_millis(60)));
    let started = std::time::Instant::now();
    assert_eq!(post(&demo, body()).await.0, 200);
    assert!(started.elapsed() >= Duration::from_millis(60));
    demo.inject(InjectedFault::None);
    let (status, text) = post(&demo, "<nonsense>".to_owned()).await;
    assert_eq!((status, text.starts_with(b"Invalid request: ")), (400, true));
    let answer = demo.router().oneshot(Request::get("/kojihub").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["allow"]), (405, &"POST".parse().unwrap()));
}

/// Over a real connection: the announced length is never reached.
#[tokio::test]
async fn a_closing_hub_closes() {
    let demo = frozen();
    demo.inject(InjectedFault::Closing);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = demo.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let body = xmlrpc::write_call("getKojiVersion", &()).unwrap();
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!("POST /kojihub HTTP/1.1\r\nhost: demo\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, rest) = answer.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse::<usize>().unwrap();
    assert!(!rest.is_empty() && rest.len() < length, "{answer}");
}

#[tokio::test]
async fn the_same_seed_is_the_same_hub() {
    let (one, other) = (frozen(), frozen());
    for method in ["listBuilds", "listTags", "listPackages", "listHosts", "listUsers", "getBuildTargets"] {
        assert_eq!(call(&one, method, json!([])).await, call(&other, method, json!([])).await);
    }
}

#[tokio::test]
async fn a_large_hub_has_its_tag() {
    let demo = Demo::new(Settings { frozen: true, size: Size::Large, seed: 1, ..Settings::default() });
    let packages = call(&demo, "count", json!({"methodName": "listPackages", "tagID": "f40"})).await.unwrap();
    assert!(packages.as_int().unwrap() > 19_900, "{packages:?}");
}
