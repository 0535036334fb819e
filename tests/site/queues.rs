//! What waits and runs, by channel and arch: on the overview, on the list of channels, on a channel.

use axum::Router;
use axum::routing::post;
use kojiview::demo::{Demo, Settings};
use kojiview::xmlrpc::{self, Value};

use super::harness::{Answer, Site, demo, http_client, listen};

fn queue(page: &Answer, arch: &str) -> Vec<String> {
    let cells = page.texts("#queues tbody td");
    let heads = page.texts("#queues thead th").len();
    let row = cells.chunks(heads).find(|row| row[0].split(' ').next_back() == Some(arch));
    row.unwrap_or_else(|| panic!("{arch}: {cells:?}")).to_vec()
}

/// The counts against the lists that they lead to.
#[tokio::test]
async fn counts_are_those_of_the_lists() {
    let (site, _) = demo().await;
    for address in ["/?open=numbers", "/channels", "/channels/default"] {
        let page = site.get(address).await;
        let s390x = queue(&page, "s390x");
        assert_eq!(&s390x[1..4], ["2", "0", "0"], "{address}: {s390x:?}");
        let links = page.attributes("#queues td.n a", "href");
        let counts = page.texts("#queues td.n a");
        for (href, count) in links.iter().zip(counts).filter(|(href, _)| href.starts_with("/tasks?")) {
            let list = site.get(&format!("{href}&limit=500")).await;
            assert_eq!(list.texts("#rows td.lead").len().to_string(), count, "{href}");
        }
        assert!(links.contains(&"/tasks/1306405".to_owned()), "the oldest that waits: {links:?}");
    }
    let channels = site.get("/channels").await;
    let default = channels.texts("#rows td.lead").iter().position(|name| name == "default").unwrap();
    assert_eq!(channels.texts("#rows td[data-l=free]")[default], "2");
    let json = site.get("/channels.json").await.json();
    assert_eq!(json["queues"]["waiting"], 2);
    assert_eq!(json["queues"]["queues"][0]["arch"], "s390x");
    assert!(site.get("/channels/livecd").await.texts("#queues").is_empty());
}

/// What waits on a hub with more tasks than are looked at: 400 of one arch, and more of another, which counts them or not.
async fn a_long_queue(can_count: bool) -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = http_client();
    let between = post(move |body: String| async move {
        let call = xmlrpc::request(body.as_bytes()).unwrap();
        let told = match call.method.as_str() {
            "listTasks" => tasks(&call.kwargs["opts"], call.kwargs.get("queryOpts")),
            // A batch of counts.
            "multiCall" if body.contains("countOnly") => {
                let calls = items(&call.args[0]);
                let each = calls.iter().map(|call| {
                    // Named arguments come as the last one.
                    let named = items(call.get("params").unwrap()).last().unwrap();
                    let count = tasks(named.get("opts").unwrap(), named.get("queryOpts")).unwrap();
                    let fault = [("faultCode", Value::Int(1000)), ("faultString", Value::from("no"))];
                    if can_count { Value::Array(vec![count]) } else { Value::from(fault) }
                });
                Some(Value::Array(each.collect()))
            }
            _ => None,
        };
        match told {
            Some(told) => xmlrpc::write_response(&told).unwrap(),
            None => client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap(),
        }
    });
    Site::over(&listen(Router::new().route("/kojihub", between)).await)
}

fn items(array: &Value) -> &[Value] {
    let Value::Array(items) = array else { panic!("{array:?}") };
    items
}

/// The tasks that wait, or how many there are; nothing of other questions.
fn tasks(opts: &Value, query_opts: Option<&Value>) -> Option<Value> {
    let states = items(opts.get("state")?);
    let counts = query_opts.is_some_and(|options| options.get("countOnly").is_some());
    if opts.get("parent").is_some() || states.contains(&Value::Int(1)) {
        return None;
    }
    if counts {
        let arch = opts.get("arch").map(|arch| items(arch)[0].as_str().unwrap().to_owned());
        let free = match arch.as_deref() {
            Some("x86_64") => 400,
            Some("aarch64") => 4600,
            _ => 5000,
        };
        return Some(Value::Int(if states.contains(&Value::Int(0)) { free } else { 0 }));
    }
    let task = |id: i64| {
        Value::from([
            ("id", Value::Int(id)),
            ("state", Value::Int(0)),
            ("channel_id", Value::Int(1)),
            ("arch", Value::from(if id < 400 { "x86_64" } else { "aarch64" })),
            ("create_time", Value::from("2026-11-22 13:00:00+00:00")),
        ])
    };
    Some(Value::Array((0..501).map(task).collect()))
}

#[tokio::test]
async fn a_long_queue_is_counted_by_the_hub() {
    let page = a_long_queue(true).await.get("/?open=numbers").await;
    assert!(page.texts(".sum dd")[1].starts_with("5,000 tasks, oldest"), "{:?}", page.texts(".sum dd"));
    assert_eq!(queue(&page, "aarch64")[1], "4,600");
    assert_eq!(queue(&page, "x86_64")[1], "400");
    assert_eq!(page.texts("#notices .outage"), [""; 0]);
}

/// Where it cannot, what was seen is the least.
#[tokio::test]
async fn a_hub_that_cannot_count() {
    let page = a_long_queue(false).await.get("/?open=numbers").await;
    assert!(page.texts(".sum dd")[1].starts_with("500+ tasks, oldest"), "{:?}", page.texts(".sum dd"));
    assert_eq!(queue(&page, "aarch64")[1], "100+");
    assert!(page.text("#notices").contains("numbers of tasks"));
}
