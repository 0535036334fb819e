//! kojiweb's addresses lead to the pages that show the same.

use super::harness::{Site, demo, listen};
use kojiview::demo::{Demo, Settings};
use kojiview::hub::Limits;
use kojiview::xmlrpc::{self, Value};

#[tokio::test]
async fn old_addresses_arrive() {
    let (site, _) = demo().await;
    let newest = site.get("/builds.json?limit=1&state=complete").await.json();
    let row = &newest["builds"]["rows"][0];
    let (id, nvr) = (row["build_id"].to_string(), row["nvr"].as_str().unwrap().to_owned());
    for (theirs, heading) in [
        (format!("/buildinfo?buildID={id}"), nvr.as_str()),
        (format!("/koji/buildinfo?buildID={id}"), nvr.as_str()),
        (format!("/koji/buildinfo/anything?buildID={id}"), nvr.as_str()),
        ("/koji/builds".to_owned(), "Builds"),
        ("/builds?state=3".to_owned(), "Failed builds"),
        ("/builds?start=50&order=-build_id".to_owned(), "Builds"),
        ("/koji/builds?tagID=f40&latest=0&inherited=0".to_owned(), "Builds in f40"),
        ("/koji/builds?tagID=f40".to_owned(), "Latest builds in f40"),
        ("/koji/tags".to_owned(), "Tags"),
        ("/tags?start=0&childID=30".to_owned(), "Tags"),
        ("/koji/taginfo?tagID=30".to_owned(), "f40"),
        ("/taginfo?tagID=f40-build".to_owned(), "f40-build"),
        ("/taginfo?tagID=c%2B%2B%2Fodd%2Bname".to_owned(), "c++/odd+name"),
        ("/koji/packages?tagID=30&inherited=0&order=-package_name".to_owned(), "Packages of f40"),
        ("/koji/hosts".to_owned(), "Enabled hosts"),
        ("/hosts?ready=no&order=last_update".to_owned(), "Enabled hosts that are not ready"),
        (
            "/koji/hosts?state=all&channel=image&arch=aarch64&start=0".to_owned(),
            "Hosts with aarch64 in the channel image",
        ),
        ("/koji/hostinfo?hostID=1".to_owned(), "buildvm-x86-01.example.org"),
        ("/koji/hostinfo?hostID=buildvm-x86-01.example.org".to_owned(), "buildvm-x86-01.example.org"),
        ("/koji/channelinfo?channelID=7".to_owned(), "image"),
        ("/builds?packageID=bash&type=rpm".to_owned(), "Rpm builds of bash"),
        ("/koji/".to_owned(), "Overview"),
        ("/koji/index".to_owned(), "Overview"),
        ("/koji/getfile?taskID=1306194&name=build.log&offset=-4000".to_owned(), "build.log"),
        ("/koji/search".to_owned(), "Search"),
        ("/search?terms=f4*&type=tag&match=glob".to_owned(), "tags: f4*"),
    ] {
        let moved = site.ask("GET", &theirs, &[("accept", "text/html")]).await;
        assert_eq!(moved.status, 302, "{theirs}");
        let page = site.get(moved.header("location")).await;
        assert_eq!(page.status, 200, "{theirs} -> {}", moved.header("location"));
        assert_eq!(page.text("h1"), heading, "{theirs} -> {}", moved.header("location"));
    }
}

/// Below `/koji`, where kojiweb had its pages, stand our own too: links that were copied while Kojiview was there still lead
/// to the same page, and none leads off the site.
#[tokio::test]
async fn our_own_addresses_below_koji() {
    let (site, _) = demo().await;
    for (address, location) in [
        ("/koji/builds/52346", "/builds/52346"),
        ("/koji/builds/bash-6.13-1.fc41/changelog?limit=5", "/builds/bash-6.13-1.fc41/changelog?limit=5"),
        ("/koji/builds/52346.json", "/builds/52346.json"),
        ("/koji/tasks/1", "/tasks/1"),
        ("/koji/tasks/1/logs/build.log?line=7", "/tasks/1/logs/build.log?line=7"),
        ("/koji/tags/f40/packages", "/tags/f40/packages"),
        ("/koji/repo-requests/2998", "/repo-requests/2998"),
        ("/koji/hub", "/hub"),
        ("/koji/builds?tag=f40&latest=no", "/builds?tag=f40&latest=no"),
        ("/koji/builds?state=failed&within=48&offset=50", "/builds?state=failed&within=48&offset=50"),
        ("/koji/hosts?channel=1&state=ready", "/hosts?channel=1&state=ready"),
        ("/koji/users?type=groups", "/users?type=groups"),
        ("/koji/search?q=bash&offset=50", "/search?q=bash&offset=50"),
        // kojiweb's own, which ignores what follows.
        ("/koji/builds?state=3", "/builds?state=failed"),
        ("/koji/buildinfo/x/y?buildID=7", "/builds/7"),
    ] {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, location), "{address}");
    }
    assert_eq!(site.get("/koji/nothing/here").await.status, 404);
    for address in ["/\\evil.example.org/", "/koji/\\evil.example.org/", "/\\/evil.example.org/"] {
        let answer = site.get(address).await;
        let location = answer.header("location");
        assert!(!location.contains('\\') && !location.starts_with("//"), "{address}: {location}");
    }
}

/// A site over a frozen demo that answers kojiweb's addresses without a redirect.
async fn in_place(base: &'static str) -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let clock = std::sync::Arc::new(move || demo.now());
    Site::set(&hub, Limits::default(), clock, |context| {
        context.kojiweb_in_place = true;
        context.base = base.parse().unwrap();
        context.origin = Some("https://koji.example.org".into());
    })
}

#[tokio::test]
async fn a_setting_answers_in_place() {
    let site = in_place("").await;
    for (address, heading, canonical) in [
        ("/koji/buildinfo?buildID=52346", "bash-6.13-1.fc41", "/builds/52346"),
        ("/koji/builds?state=3&start=0", "Failed builds", "/builds?state=failed"),
        ("/tasks?owner=jane&state=all", "Tasks of jane", "/tasks?user=jane&state=all"),
        ("/koji/", "Overview", "/"),
    ] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, heading), "{address}");
        let link = page.attributes("link[rel=canonical]", "href");
        assert_eq!(link, [format!("https://koji.example.org{canonical}")], "{address}");
    }
    let json = site.get("/koji/buildinfo.json?buildID=52346").await.json();
    assert_eq!(json["build"]["nvr"], "bash-6.13-1.fc41");
    let status = site.get("/koji/taskstatus?taskID=1306194").await;
    assert!(status.body.starts_with("1306194:FAILED\n"), "{}", status.body);
    assert_eq!(site.get("/koji/canceltask?taskID=1").await.status, 410);
    let posted = site.ask("POST", "/koji/buildinfo?buildID=52346", &[]).await;
    assert_eq!((posted.status.as_u16(), posted.header("location")), (303, "/builds/52346"));
    assert_eq!(site.get("/koji/nothing?taskID=1").await.status, 404);
}

/// kojiweb's own path is not that of the site, as a rule.
#[tokio::test]
async fn in_place_outside_of_the_base_path() {
    let site = in_place("/kv").await;
    for address in ["/koji/buildinfo?buildID=52346", "/buildinfo?buildID=52346", "/kv/koji/buildinfo?buildID=52346"] {
        let page = site.get(address).await;
        assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "bash-6.13-1.fc41"), "{address}");
    }
    assert_eq!(site.get("/builds/52346").await.status, 404, "our own pages are below it");
}

/// A file whose name holds the end of a line is one line, and none that is not there.
#[tokio::test]
async fn a_line_is_a_file() {
    let answer = async |body: axum::body::Bytes| {
        let call = xmlrpc::request(&body).unwrap();
        let task = |name: &str| (name.to_owned(), Value::Int(1));
        let value = match call.method.as_str() {
            "getTaskInfo" => {
                let text = [("method".to_owned(), Value::from("build"))];
                Value::Struct(
                    ["id", "state", "owner", "channel_id", "host_id"].map(task).into_iter().chain(text).collect(),
                )
            }
            "listTaskOutput" => {
                let stat = Value::from([("DEFAULT", Value::from([("st_size", Value::from("7"))]))]);
                Value::from([("a.log\nDEFAULT:b.log:9", stat)])
            }
            _ => Value::Nil,
        };
        xmlrpc::write_response(&value).unwrap()
    };
    let router = axum::Router::new().route("/kojihub", axum::routing::post(answer));
    let status = Site::over(&listen(router).await).get("/tasks/1/status.txt").await;
    assert_eq!(status.body, "1:OPEN\nDEFAULT:a.logDEFAULT:b.log:9:7\n");
}

#[tokio::test]
async fn pages_that_act_name_the_command() {
    let (site, _) = demo().await;
    let page = site.get("/koji/canceltask?taskID=1306400").await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (410, "Kojiview only reads"));
    assert_eq!(page.text(".command"), "koji cancel 1306400");
    assert!(page.attributes(".ways a", "href").contains(&"/tasks/1306400".to_owned()));
    let json = site.get("/canceltask.json?taskID=1306400").await;
    assert_eq!((json.status.as_u16(), json.json()["command"].as_str()), (410, Some("koji cancel 1306400")));
    let hostile = site.get("/canceltask?taskID=%3Cscript%3E%60reboot%60").await;
    assert_eq!(hostile.text(".command"), "koji cancel TASK-ID");
}

/// What kojiweb's own script that follows logs asks for.
#[tokio::test]
async fn programs_follow_logs() {
    let (site, _) = demo().await;
    let status = site.get("/tasks/1306194/status.txt").await;
    assert_eq!(status.header("content-type"), "text/plain; charset=utf-8");
    let mut lines = status.body.lines();
    assert_eq!(lines.next(), Some("1306194:FAILED"));
    let line = lines.find(|line| line.starts_with("DEFAULT:build.log:")).unwrap();
    let bytes: usize = line.rsplit(':').next().unwrap().parse().unwrap();
    let whole = site.get("/koji/getfile?taskID=1306194&name=build.log&offset=0&size=100000000").await;
    assert_eq!((whole.status.as_u16(), whole.body.len()), (200, bytes));
    assert_eq!(whole.header("content-type"), "text/plain; charset=utf-8");
    for (query, part) in [
        ("offset=100&size=50", &whole.body[100..150]),
        ("offset=-40", &whole.body[bytes - 40..]),
        ("offset=99999999", ""),
        ("size=10", &whole.body[..10]),
        ("offset=-99999999&size=7", &whole.body[..7]),
    ] {
        let answer = site.get(&format!("/getfile?taskID=1306194&name=build.log&{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, part), "{query}");
        assert!(answer.header("vary").starts_with("accept"), "{}", answer.header("vary"));
    }
    // Without a part the file itself, which is no page of ours; for a browser the page of the log.
    let file = "https://files.example.org/kojifiles/work/tasks/6194/1306194/build.log";
    let by_program = site.get("/koji/getfile?taskID=1306194&name=build.log&volume=DEFAULT").await;
    assert_eq!((by_program.status.as_u16(), by_program.header("location")), (302, file));
    let html = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let by_browser = site.ask("GET", "/koji/getfile?taskID=1306194&name=build.log&volume=DEFAULT", &html).await;
    assert_eq!(by_browser.header("location"), "/tasks/1306194/logs/build.log");
    let rpm = site.ask("GET", "/koji/getfile?taskID=7&name=a/b%20c.rpm&volume=v1", &html).await;
    assert_eq!(rpm.header("location"), "https://files.example.org/kojifiles/vol/v1/work/tasks/7/7/a/b%20c.rpm");
    for (query, status) in [
        ("taskID=1306194&name=nope.log&size=1", 404),
        ("taskID=99999999&name=build.log&size=1", 404),
        ("taskID=1306194&name=../../x.log&size=1", 302),
        ("taskID=x&name=build.log", 302),
        ("taskID=-1&name=x.log", 302),
        ("taskID=1306194&name=..", 302),
        ("name=build.log", 404),
    ] {
        assert_eq!(site.get(&format!("/koji/getfile?{query}")).await.status, status, "{query}");
    }
    assert_eq!(site.get("/tasks/99999999/status.txt").await.status, 404);
}

#[tokio::test]
async fn a_posted_search_is_one() {
    let (site, _) = demo().await;
    let form = async |address: &str, body: &str| {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let answer = site.send("POST", address, &[kind], body).await;
        (answer.status.as_u16(), answer.header("location").to_owned())
    };
    assert_eq!(
        form("/koji/search", "terms=bash*&type=package&match=glob").await,
        (303, "/search?q=bash*&type=package".into())
    );
    assert_eq!(form("/search", "q=a%2Bb").await, (303, "/search?q=a%2Bb".into()));
    assert_eq!(form("/koji/search?terms=f40&type=tag", "").await, (303, "/search?q=f40&type=tag".into()));
    let huge = "a".repeat(3 << 20);
    assert_eq!(form("/search", &format!("q={huge}")).await.0, 413);
    let longer = "%C3%A9".repeat(2600);
    assert_eq!(form("/search", &format!("q={longer}")).await.0, 303);
}
