//! What is large stays small on a page: 3,000 rpms in a buildroot, 1,801 files, `extra` that is deep and long.

use axum::Router;
use axum::routing::post;
use kojiview::demo::{Demo, Settings};
use kojiview::xmlrpc::{self, Value};

use super::harness::{Site, http_client, listen};

/// 3,000 rpms of a buildroot: a hundred are in no other, of all others the version differs.
fn listing(root: i64) -> Value {
    let row = |n: i64| {
        let name = if n < 100 { format!("only-in-{root}-{n}") } else { format!("component-number-{n}") };
        Value::from([
            ("name", Value::from(name)),
            ("version", Value::from(format!("{n}.{root}"))),
            ("release", Value::from("1.fc41")),
            ("epoch", Value::Nil),
            ("arch", Value::from("x86_64")),
            ("rpm_id", Value::Int(root * 10_000 + n)),
            ("build_id", Value::Int(n)),
            ("external_repo_id", Value::Int(0)),
            ("external_repo_name", Value::from("INTERNAL")),
            ("is_update", Value::Bool(false)),
        ])
    };
    Value::Array((0..3000).map(row).collect())
}

/// 60 values in each other beside a text of 5 MB.
fn extra() -> Value {
    let deep = (0..60).fold(Value::from("core"), |inner, _| Value::from([("in", inner)]));
    Value::from([("deep", deep), ("long", Value::from("é<b>".repeat(1 << 20)))])
}

/// The demo's hub with all of that.
async fn large() -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let client = http_client();
    let between = post(move |body: String| async move {
        if body.contains("<methodName>getBuildrootListing<") {
            let root = if body.contains("295522") { 1 } else { 2 };
            return xmlrpc::write_response(&listing(root)).unwrap();
        }
        let answer = client.post(format!("{hub}/kojihub")).body(body.clone()).send().await.unwrap();
        let answer = answer.text().await.unwrap();
        if !body.contains("<methodName>getBuild<") {
            return answer;
        }
        let Value::Struct(mut build) = xmlrpc::response::<Value>(answer.as_bytes()).unwrap().value else {
            return answer;
        };
        build.insert("extra".to_owned(), extra());
        xmlrpc::write_response(&Value::Struct(build)).unwrap()
    });
    Site::over(&listen(Router::new().route("/kojihub", between)).await)
}

#[tokio::test]
async fn pages_of_what_is_large_stay_small() {
    let site = large().await;
    let compare = "/buildroots/295522/compare?with=295218";
    let page = site.get(compare).await;
    assert!(page.text("main").contains("2,900 changed, 100 added, 100 gone"), "{}", page.text("main"));
    assert!(page.text("main").contains("2,600 more are in the JSON"), "{}", page.body.len());
    let build = site.get("/builds/demo-container-1.0-1").await;
    assert_eq!(build.status, 200, "{}", build.text("main"));
    let tree = build.texts("dl.nested").remove(0);
    assert!(tree.contains("more characters") && tree.contains("in the JSON of this page"), "{tree}");
    assert!(build.body.matches("é&#60;b&#62;").count() < 1000 && build.body.len() < 100_000, "{}", build.body.len());
    for address in [
        compare,
        "/builds/demo-container-1.0-1",
        "/rpms/behemoth-2.0-1.fc41.x86_64/files",
        "/rpms/behemoth-2.0-1.fc41.x86_64?open=files",
        "/builds/kernel-7.14-2.fc41/changelog",
        "/buildroots/295522/rpms",
    ] {
        let bytes = site.raw(address, &[("accept-encoding", "gzip")]).await.1.len();
        assert!(bytes <= 30 << 10, "{address}: {bytes} bytes compressed");
    }
}

/// A task with a request and a result of megabytes.
async fn large_task() -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let client = http_client();
    let between = post(move |body: String| async move {
        let answer = client.post(format!("{hub}/kojihub")).body(body.clone()).send().await.unwrap();
        let answer = answer.text().await.unwrap();
        let long = || Value::from("é<b>".repeat(1 << 20));
        if body.contains("<methodName>getTaskResult<") {
            let rpm = |n: i64| {
                let name = Value::from(format!("component-{n}"));
                Value::from([
                    ("name", name),
                    ("version", Value::from("1")),
                    ("epoch", Value::Nil),
                    ("size", Value::Int(n)),
                ])
            };
            let result = Value::from([("rpmlist", Value::Array((0..5000).map(rpm).collect())), ("long", long())]);
            return xmlrpc::write_response(&result).unwrap();
        }
        if !body.contains("<methodName>getTaskInfo<") {
            return answer;
        }
        let Value::Struct(mut task) = xmlrpc::response::<Value>(answer.as_bytes()).unwrap().value else {
            return answer;
        };
        let options =
            Value::from([("repo_id", Value::Int(7)), ("tag_ids", Value::Array(vec![Value::Int(3)])), ("x", long())]);
        task.insert("request".to_owned(), Value::Array(vec![long(), long(), options]));
        task.insert("start_time".to_owned(), Value::Nil);
        xmlrpc::write_response(&Value::Struct(task)).unwrap()
    });
    Site::over(&listen(Router::new().route("/kojihub", between)).await)
}

#[tokio::test]
async fn a_task_of_megabytes_costs_its_bound() {
    let site = large_task().await;
    let page = site.get("/tasks/1305520").await;
    assert_eq!(page.status, 200);
    let long = page.body.split(['<', '>']).max_by_key(|part| part.len()).unwrap();
    assert!(page.body.len() < 128 << 10, "{} bytes: {}", page.body.len(), long.chars().take(200).collect::<String>());
    assert!(page.text("title").chars().count() < 600, "{}", page.text("title"));
    // A list of maps with the same keys is a table, bounded, with more of it where it is opened.
    assert_eq!(page.texts(".values:not(details *) tbody tr").len(), 20);
    assert_eq!(page.texts(".values th")[..4], ["name", "version", "epoch", "size"]);
    assert!(page.text("main").contains("more, in the JSON of this page"));
    // It ended, so it began at some time.
    assert!(page.texts(".facts dl div").iter().any(|fact| fact == "Started unknown" || fact == "Startedunknown"));
    // Ids of what has a page are links.
    let links = page.attributes(".facts dd a", "href");
    assert!(["/repos/7", "/tags/3"].iter().all(|page| links.contains(&(*page).to_owned())), "{links:?}");
}
