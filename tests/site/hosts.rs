//! `/hosts` and `/hosts/{host}`: sorting and filters, what the members of channels cost, hosts that lack something, buildroots that follow.

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use kojiview::xmlrpc::{self, Fault, Value};

use super::harness::{Site, demo, grow_old, listen};

fn names(json: &serde_json::Value) -> Vec<String> {
    let rows = json["hosts"]["rows"].as_array().unwrap();
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_host_of_the_demo_has_a_page() {
    let (site, _) = demo().await;
    let json = site.get("/hosts.json?state=all").await.json();
    let rows = json["hosts"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 9);
    let mut states = std::collections::BTreeSet::new();
    for row in rows {
        let (id, name) = (row["id"].to_string(), row["name"].as_str().unwrap());
        for wanted in [id.as_str(), name] {
            let page = site.get(&format!("/hosts/{wanted}?buildroots=yes")).await;
            assert_eq!(page.status, 200, "{wanted}");
            assert_eq!(page.text("h1"), name);
            assert_eq!(page.texts("#notices .outage"), [""; 0], "{name}");
            states.insert(page.text(".badge"));
            let channels = page.texts(".chips a");
            assert!(!channels.is_empty() && channels.is_sorted(), "{name}: {channels:?}");
            let json = site.get(&format!("/hosts/{wanted}.json?buildroots=yes")).await.json();
            let ids = |part: &str| -> Vec<i64> {
                json[part]["rows"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
            };
            assert_eq!(json["host"]["name"], name);
            let shown: Vec<i64> = page.texts("#active td:last-child").iter().map(|id| id.parse().unwrap()).collect();
            assert_eq!(shown, ids("active_tasks"), "{name}");
            let last = page.texts("#last td:last-child");
            assert!(ids("last_tasks").iter().all(|id| shown.contains(id) || last.contains(&id.to_string())), "{name}");
            assert_eq!(page.texts("#buildroots tbody tr").len(), ids("buildroots").len(), "{name}");
        }
    }
    assert_eq!(states.len(), 3, "{states:?}");
    let busy = site.get("/hosts/buildvm-a64-01.example.org?buildroots=yes").await;
    assert!(!busy.texts("#active tbody tr").is_empty() && !busy.texts("#buildroots tbody tr").is_empty());
}

#[tokio::test]
async fn the_page_and_its_json_have_the_same_hosts() {
    let (site, _) = demo().await;
    for (query, count) in [
        ("", 8),
        ("?state=all", 9),
        ("?state=all&ready=no", 2),
        ("?state=disabled&ready=yes", 0),
        ("?ready=yes", 7),
        ("?state=ready", 7),
        ("?state=not-ready", 1),
        ("?state=disabled", 1),
        ("?state=enabled", 8),
        ("?arch=i386", 3),
        ("?channel=image", 2),
        ("?channel=7&state=ready&arch=aarch64", 1),
        ("?channel=livecd", 0),
        ("?match=buildvm-*-01.*&state=all", 5),
        ("?match=X86", 3),
        ("?arch=sparc", 0),
        ("?state=all&limit=4&offset=8", 1),
    ] {
        let page = site.get(&format!("/hosts{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{query}");
        let json = site.get(&format!("/hosts.json{query}")).await.json();
        let shown: Vec<String> = page.texts(".hosts td.lead");
        assert_eq!(shown, names(&json), "{query}");
        assert_eq!(shown.len(), count, "{query}");
    }
    let page = site.get("/hosts?state=not-ready&arch=riscv64&channel=default&match=vm").await;
    assert_eq!(page.text("h1"), "Not ready hosts with riscv64 in the channel default matching vm");
    assert_eq!(page.texts("option[selected]"), ["riscv64", "default", "not ready", "any"]);
    assert_eq!(site.get("/hosts?state=ready").await.texts(".hosts td.st"), ["ready"; 7]);
    assert_eq!(site.get("/hosts?state=all").await.texts(".pager"), [""; 0], "all are on one page");
    let json = site.get("/hosts.json?state=all").await.json();
    assert_eq!(json["channel_members"]["7"], serde_json::json!([2, 4]), "the json tells who is in which channel");
}

#[tokio::test]
async fn heads_sort_by_what_is_meant() {
    let (site, _) = demo().await;
    let heads = site.get("/hosts?state=all").await.attributes("thead a", "href");
    assert_eq!(heads.len(), 7, "{heads:?}");
    for head in &heads {
        assert_eq!(site.get(head).await.attributes("th[aria-sort]", "aria-sort").len(), 1, "{head}");
    }
    for (order, first, last) in [
        ("name", "buildhw-x86-01.example.org", "buildvm-x86-02.example.org"),
        ("-name", "buildvm-x86-02.example.org", "buildhw-x86-01.example.org"),
        ("-capacity", "buildhw-x86-01.example.org", "buildvm-riscv64-01.example.org"),
        // A host that was never heard of is the longest silent one, the one silent for days comes next.
        ("update_ts", "buildvm-riscv64-01.example.org", "buildvm-x86-02.example.org"),
        ("id", "buildvm-x86-01.example.org", "buildvm-riscv64-01.example.org"),
        ("-state", "buildvm-s390x-02.example.org", "buildhw-x86-01.example.org"),
    ] {
        let names = names(&site.get(&format!("/hosts.json?state=all&order={order}")).await.json());
        assert_eq!((names[0].as_str(), names[8].as_str()), (first, last), "{order}: {names:?}");
    }
    let silent = names(&site.get("/hosts.json?state=all&order=update_ts").await.json());
    assert_eq!(silent[1], "buildvm-s390x-02.example.org");
    let loads = site.get("/hosts.json?state=all&order=-task_load").await.json();
    let loads: Vec<f64> =
        loads["hosts"]["rows"].as_array().unwrap().iter().map(|row| row["task_load"].as_f64().unwrap()).collect();
    assert!(loads.is_sorted_by(|a, b| a >= b) && loads[0] > loads[8], "{loads:?}");
}

/// Who is in which channel is one multiCall, and kept; it is asked again as one, too.
#[tokio::test]
async fn channels_cost_one_call() {
    let (site, demo) = demo().await;
    site.get("/hosts?state=all").await;
    let calls = demo.calls();
    assert_eq!(
        (calls["POST"], calls["multiCall"], calls["listChannels"], calls["listHosts"]),
        (4, 1, 1, 6),
        "{calls:?}"
    );
    demo.forget_calls();
    site.get("/hosts?channel=default&order=-task_load").await;
    site.get("/channels").await;
    let calls = demo.calls();
    assert_eq!((calls["POST"], calls["listTasks"]), (2, 2), "what waits and what runs alone: {calls:?}");
    demo.forget_calls();
    grow_old(Duration::from_secs(11 * 60)).await;
    let page = site.get("/hosts?state=all").await;
    assert_eq!(page.texts(".chn").len(), 10);
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if demo.calls().contains_key("multiCall") && demo.calls().contains_key("listChannels") {
            break;
        }
    }
    let calls = demo.calls();
    assert_eq!((calls["POST"], calls["multiCall"]), (4, 1), "what is in its stale travels together: {calls:?}");
}

#[tokio::test]
async fn buildroots_follow() {
    let (site, demo) = demo().await;
    let page = site.get("/hosts/4").await;
    assert!(!demo.calls().contains_key("listBuildroots"), "the page does not wait for them");
    let follows = page.attributes("#buildroots[hx-trigger=load]", "hx-get");
    assert_eq!(follows, ["/hosts/buildvm-a64-01.example.org?buildroots=yes"]);
    assert_eq!(page.attributes("#buildroots a", "href"), follows, "and with scripts off they are a link");
    let part = site.part(&follows[0], "section#buildroots").await;
    assert!(part.body.contains("<section id=\"buildroots\">") && !part.body.contains("<h1"), "{}", part.body);
    assert!(!part.texts("#buildroots td.run").is_empty());
    assert_eq!(demo.calls()["listBuildroots"], 1);
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let (site, demo) = demo().await;
    for (address, status, named) in [
        ("/hosts/nope", 404, "nope"),
        ("/hosts/999", 404, "999"),
        ("/hosts/99999999999999999999", 404, "99999999999999999999"),
        ("/hosts/%3Cscript%3E", 404, "<script>"),
        ("/hosts?channel=nope", 404, "nope"),
        ("/hosts?channel=999", 404, "999"),
        ("/hosts?user=999", 404, "999"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(page.text("main").contains(named), "{address}: {}", page.text("main"));
    }
    demo.forget_calls();
    for address in [
        "/hosts?state=nope",
        "/hosts?order=user_id",
        "/hosts?limit=0",
        "/hosts/1?buildroots=no",
        "/hosts?arch=%00",
        "/hosts/%00",
    ] {
        assert_eq!(site.get(address).await.status, 400, "{address}");
    }
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
    let host = site.get("/hosts?user=501").await;
    assert_eq!((host.status.as_u16(), host.header("location")), (303, "/hosts/buildvm-x86-01.example.org"));
}

/// Comments are written by anybody.
#[tokio::test]
async fn hostile_text_is_text() {
    let (site, _) = demo().await;
    let page = site.get("/hosts/2").await;
    assert!(page.text(".facts").contains("<script>alert(1)</script> disk replaced"), "{}", page.text(".facts"));
    assert_eq!(page.texts("script").len(), 1);
}

/// A host that does nothing any more says what it ran last.
#[tokio::test]
async fn what_a_host_ran_last() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = post(move |body: String| async move {
        let asks_for_host = body.contains("<methodName>getHost<");
        let answer = client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap();
        if !asks_for_host {
            return answer;
        }
        let mut host = xmlrpc::response::<Value>(answer.as_bytes()).unwrap().value;
        if let Value::Struct(members) = &mut host {
            members.insert("ready".into(), Value::Bool(false));
        }
        xmlrpc::write_response(&host).unwrap()
    });
    let site = Site::over(&listen(Router::new().route("/kojihub", between)).await);
    let page = site.get("/hosts/1").await;
    let last = site.get("/hosts/1.json").await.json()["last_tasks"]["rows"][0]["id"].to_string();
    assert!(page.text(".answer").contains("it was heard of last"), "{}", page.text(".answer"));
    assert_eq!(page.attributes(".answer p a", "href"), [format!("/tasks/{last}")]);
}

/// A hub that gives this for each method.
async fn hub(answer: fn(&str) -> Value) -> Site {
    let router = Router::new().route(
        "/kojihub",
        post(move |body: axum::body::Bytes| async move {
            let call = xmlrpc::request(&body).unwrap();
            // What is not cached of the members of channels is asked alone if it is one.
            if call.kwargs.contains_key("channelID") {
                return xmlrpc::write_fault(&Fault { code: 1000, message: "No such channel: 2".into() });
            }
            let method = if call.method == "multiCall" { "channel_members" } else { &call.method };
            xmlrpc::write_response(&answer(method)).unwrap()
        }),
    );
    Site::over(&listen(router).await)
}

fn bare(id: i64, name: &str) -> Value {
    let nil = ["user_id", "arches", "capacity", "task_load", "enabled", "ready", "description", "comment", "update_ts"];
    let mut host: Value = nil.iter().map(|&name| (name.to_owned(), Value::Nil)).collect();
    if let Value::Struct(members) = &mut host {
        members.insert("id".into(), Value::Int(id));
        members.insert("name".into(), Value::from(name));
        members.insert("of_a_newer_hub".into(), Value::Array(vec![Value::Int(1)]));
    }
    host
}

/// Whatever a host lacks, the others and it are shown; names are what they are.
#[tokio::test]
async fn half_gone_hosts() {
    const NAMES: [&str; 6] = ["a/b", "17", "žofie+~^ <script>", "x.json", ".", "tab\there"];
    let answer = |method: &str| match method {
        "listHosts" => {
            let mut hosts: Vec<Value> = (1..).zip(NAMES).map(|(id, name)| bare(id, name)).collect();
            // An older hub has no `update_ts`; the load is no number.
            hosts.push(Value::from([
                ("id", Value::Int(9)),
                ("name", Value::from("old")),
                ("enabled", Value::Bool(true)),
                ("ready", Value::Bool(true)),
                ("capacity", Value::Int(2)),
                ("task_load", Value::Double(1e300)),
                ("arches", Value::from("  x86_64   i386 a b c ")),
            ]));
            Value::Array(hosts)
        }
        "getHost" => bare(1, "a/b"),
        _ => Value::Array(Vec::new()),
    };
    let site = hub(answer).await;
    let page = site.get("/hosts?state=all").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.texts(".hosts tbody tr").len(), 7);
    let links = page.attributes(".hosts td.lead a", "href");
    for link in ["/hosts/1", "/hosts/2", "/hosts/%C5%BEofie%2B~%5E%20%3Cscript%3E", "/hosts/4", "/hosts/5", "/hosts/6"]
    {
        assert!(links.contains(&link.to_owned()), "{link} in {links:?}");
    }
    assert_eq!(page.attributes(".hosts rect.hi", "width"), ["100"]);
    assert!(page.texts(".hosts td").contains(&"x86_64 i386 a +2".to_owned()));
    let one = site.get("/hosts/1?buildroots=yes").await;
    assert_eq!((one.status.as_u16(), one.text("h1").as_str(), one.text(".badge").as_str()), (200, "a/b", "disabled"));
    for order in ["state", "-task_load", "capacity", "update_ts", "arches", "id"] {
        assert_eq!(
            site.get(&format!("/hosts?state=all&order={order}")).await.texts(".hosts tbody tr").len(),
            7,
            "{order}"
        );
    }
}

/// Channels that the hub does not tell cost the column and not the list; who asks for one of them is told.
#[tokio::test]
async fn members_of_a_channel_that_fail() {
    let answer = |method: &str| match method {
        "listHosts" => Value::Array(vec![bare(1, "one")]),
        "listChannels" => {
            let channel = |id, name: &str| Value::from([("id", Value::Int(id)), ("name", Value::from(name))]);
            Value::Array(vec![channel(1, "good"), channel(2, "bad")])
        }
        "channel_members" => {
            let fault =
                Value::from([("faultCode", Value::Int(1000)), ("faultString", Value::from("No such channel: 2"))]);
            Value::Array(vec![Value::Array(vec![Value::Array(vec![bare(1, "one")])]), fault])
        }
        "listTasks" => Value::Array(Vec::new()),
        _ => Value::Nil,
    };
    let site = hub(answer).await;
    let page = site.get("/hosts?state=all").await;
    assert_eq!((page.status.as_u16(), page.text("td.chn").as_str()), (200, "good"));
    assert!(page.text("#notices .outage").contains("No such channel: 2"), "{}", page.text(".warning"));
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(site.get("/hosts?channel=good&state=all").await.texts(".hosts td.lead"), ["one"]);
    assert_eq!(site.get("/hosts?channel=bad&state=all").await.status, 502);
    let channels = site.get("/channels").await;
    assert!(channels.text("#notices .outage").contains("No such channel: 2"));
    assert_eq!(channels.texts("#rows tbody tr").len(), 2);
    assert_eq!(site.get("/channels.json").await.json()["channel_members"], serde_json::json!({"1": [1], "2": null}));
}

/// Since when a host is silent or disabled, by whom, and what it ran last.
#[tokio::test]
async fn since_when_a_host_does_nothing() {
    let (site, demo) = demo().await;
    let list = site.get("/hosts?match=s390x&state=all").await;
    let states = list.texts("#rows td.st");
    // It was heard of last 900,000 s before now, and disabled a minute before that.
    assert_eq!(states, ["ready", "disabled since 11-12 03:59"]);
    let seen = list.texts("#rows td.far");
    assert_eq!(seen, ["9 s", "10 d 11-12 04:00"]);
    let classes = list.attributes("#rows td.far", "class");
    assert!(classes.iter().all(|class| !class.contains('w') && !class.contains('x')), "it stays on narrow screens");
    let host = site.get("/hosts/8").await;
    let said = host.text(".answer");
    assert!(said.starts_with("Disabledsince 2026-11-12 03:59:00 UTC (10 d ago) by releng: it is not given"), "{said}");
    let json = site.get("/hosts/8.json").await.json();
    assert_eq!(json["disabled_by"]["creator_name"], "releng");
    // Of a host that is enabled nothing is asked for.
    demo.forget_calls();
    let host = site.get("/hosts/1").await;
    assert!(!demo.calls().contains_key("queryHistory"));
    assert!(host.texts(".answer").is_empty());
    let silent = site.get("/hosts/9").await;
    assert!(silent.text(".answer").contains("it never checked in"), "{}", silent.text(".answer"));
}
