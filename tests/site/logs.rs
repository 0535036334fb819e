//! `/tasks/{task}/logs` and all below it.

use base64::Engine as _;
use kojiview::xmlrpc::Value;

use super::harness::{Answer, demo};
use super::recorded::{decoded, read, site};

/// A task of the demo that failed, and its log.
const FAILED: &str = "/tasks/1306194/logs/build.log";

fn lines(page: &Answer) -> Vec<String> {
    page.texts("samp.log > .l")
}

#[tokio::test]
async fn a_log_is_shown_with_its_errors_marked() {
    let (site, _) = demo().await;
    let page = site.get(FAILED).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "build.log"));
    let shown = lines(&page);
    assert_eq!(shown[0], "1Mock Version: 5.9");
    let told = format!("{} lines", shown.len());
    assert!(page.text(".jump .far").starts_with(&told), "{} of {told}", page.text(".jump .far"));
    let first = &page.texts(".l.e")[0];
    assert!(first.contains("implicit declaration of function ‘strlcpy’"), "{first}");
    let number: String = first.chars().take_while(char::is_ascii_digit).collect();
    let href = page.attributes(".jump a:not(.xn)", "href").remove(0);
    assert_eq!(href, format!("{FAILED}?line={number}#L{number}"));
    assert_eq!(page.attributes(&format!("#L{number} > a"), "href"), [format!("#L{number}")]);
    assert_eq!(page.texts(".jump .xn"), ["%prep", "%build"]);
    // What only follows from it is not counted.
    assert!(page.text("#facts").contains("1 error first"), "{}", page.text("#facts"));
    // From an error to the next.
    let tests = "/tasks/1304693/logs/build.log";
    let first = site.get(tests).await.attributes("#facts a", "href").remove(0);
    let there = site.get(&first).await;
    assert_eq!(there.texts("#facts a[rel=next]"), ["next"]);
    assert!(there.texts("#facts a[rel=prev]").is_empty());
    assert!(page.attributes("footer a", "href").is_empty(), "a log has a raw form, and no JSON at an address");
    let json = site.ask("GET", FAILED, &[("accept", "application/json")]).await.json();
    assert_eq!(json["lines"].as_array().unwrap().len(), shown.len());
    assert_eq!(json["outline"]["errors"][0]["number"].to_string(), number);
}

#[tokio::test]
async fn only_what_the_hub_lists_is_a_log() {
    let (site, demo) = demo().await;
    for (address, status) in [
        ("/tasks/1306194/logs/nope.log", 404),
        ("/tasks/1306194/logs/..%2f..%2fetc%2fpasswd", 404),
        ("/tasks/1306194/logs/a%20b+c%252f.log", 404),
        ("/tasks/1306194/logs/%3Cx%3E.log", 404),
        ("/tasks/1306194/logs/build.log?volume=other", 404),
        ("/tasks/1306194/logs/build%00.log", 400),
        ("/tasks/1306194/logs/build.log?at=-1", 400),
        ("/tasks/1306194/logs/build.log?at=99999999999", 400),
        ("/tasks/1306194/logs/build.log?at=99999999999999999999999", 400),
        ("/tasks/1306194/logs/build.log?line=0", 400),
        ("/tasks/1306194/logs/build.log?line=100000", 400),
        ("/tasks/999999999/logs/build.log", 404),
        ("/tasks/999999999/logs", 404),
        ("/tasks/nope/logs", 404),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}: {}", page.text("main"));
        assert!(!page.body.contains("<x>"), "{address}");
    }
    assert!(
        !demo.calls().contains_key("downloadTaskOutput") || demo.calls()["downloadTaskOutput"] == 1,
        "{:?}",
        demo.calls()
    );
}

#[tokio::test]
async fn the_logs_of_a_tree_stand_together() {
    let (site, _) = demo().await;
    let page = site.get("/tasks/1306192/logs").await;
    let tasks = page.texts("td.lead");
    assert_eq!(tasks.len(), 2, "{tasks:?}");
    assert!(tasks[0].starts_with("buildSRPMFromSCM") && tasks[1].starts_with("buildArch"), "{tasks:?}");
    for href in page.attributes("td.lgs a", "href") {
        assert_eq!(site.get(&href).await.status, 200, "{href}");
    }
    let json = site.get("/tasks/1306192/logs.json").await.json();
    assert_eq!(json["logs"].as_array().unwrap().len(), page.attributes("td.lgs a", "href").len());
    assert!(json["logs"][0]["url"].as_str().unwrap().ends_with("/work/tasks/6193/1306193/build.log"), "{json}");
}

/// Every recorded log that was read from its beginning stands on its page.
#[tokio::test]
async fn recorded_logs_are_shown() {
    let site = site().await;
    let mut shown = 0;
    for case in read("downloadTaskOutput") {
        let (Some(task), Some(name)) = (case.args.first(), case.args.get(1).and_then(|name| name.as_str())) else {
            continue;
        };
        let Some(Value::String(encoded)) = decoded(&case.response) else { continue };
        let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).unwrap();
        let page = site.get(&format!("/tasks/{task}/logs/{name}")).await;
        assert_eq!(page.status, 200, "{task} {name}: {}", page.text("main"));
        let first = String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned();
        let first = first.replace("\u{1b}[32m", "").replace("\u{1b}[0m", "");
        let of_page = lines(&page).into_iter().next().unwrap_or_default();
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(folded(of_page.trim_start_matches(['1', '·'])), folded(&first), "{task} {name}");
        shown += 1;
    }
    assert!(shown > 10, "only {shown}");
}

/// In the first HTML, without a click: the arch, the host, the compiler's error.
#[tokio::test]
async fn a_failure_tells_its_reason() {
    let (site, _) = demo().await;
    for address in ["/tasks/1306192", "/tasks/1306194", "/builds/python-urllib3-0.3^20261014gitc0ffee1-1.fc40"] {
        let page = site.get(address).await;
        let why = page.text("#why h2");
        assert!(why.starts_with("buildArch noarch failed on buildvm-") && why.contains(" after "), "{address}: {why}");
        assert!(page.texts("#why .why")[0].contains("(arch noarch), mock exited with status 1"), "{address}");
        let errors = page.texts("#why .l.e");
        assert_eq!(errors.len(), 1, "{address}: {errors:?}");
        assert!(errors[0].contains("error: implicit declaration of function ‘strlcpy’"), "{address}: {errors:?}");
        let links = page.attributes("#why .l > a, #why .acts a", "href");
        for href in &links {
            let there = site.get(href).await;
            let (_, anchor) = href.split_once('#').unwrap_or_default();
            assert!(there.status == 200, "{address}: {href}");
            assert!(anchor.is_empty() || there.texts(&format!("#{anchor}")).len() == 1, "{address}: {href}");
        }
        assert!(links.len() > 10);
    }
    let json = site.get("/tasks/1306192.json").await.json();
    assert_eq!(
        (json["failure"]["task"]["id"].as_i64(), json["failure"]["log"].as_str()),
        (Some(1_306_194), Some("build.log"))
    );
    assert!(json["failure"]["lines"].as_array().unwrap().iter().any(|line| line["mark"] == "error"));
    // What did not fail tells no reason, and is not asked for one.
    assert!(site.get("/tasks/1306193").await.texts("#why").is_empty());
    assert!(site.get("/tasks/1306193.json").await.json()["failure"].is_null());
}

/// An address for bug reports and programs: whatever a task comes to, it leads to the most relevant log.
#[tokio::test]
async fn the_log_that_matters_has_an_address() {
    let (site, _) = demo().await;
    let leads = async |address: &str| site.get(address).await.header("location").to_owned();
    let failed = leads("/tasks/1306192/log").await;
    let number = site.get(FAILED).await.texts(".l.e > a").remove(0);
    assert_eq!(failed, format!("{FAILED}?line={number}#L{number}"));
    assert_eq!(leads("/tasks/1306194/log").await, failed);
    // A running one leads to the end of what is being written, a closed one to its log.
    let build = site.get("/builds/slowpoke-1.0-1.fc40.json").await.json();
    let running = leads(&format!("/tasks/{}/log", build["build"]["task_id"])).await;
    assert!(running.ends_with("/logs/build.log?end=yes#end"), "{running}");
    assert_eq!(site.get(running.trim_end_matches("#end")).await.status, 200);
    assert_eq!(leads("/tasks/1306193/log").await, "/tasks/1306193/logs/build.log");
    assert_eq!(site.get("/tasks/999999999/log").await.status, 404);
}

#[tokio::test]
async fn a_text_is_found_in_a_log() {
    let (site, _) = demo().await;
    let page = site.get(&format!("{FAILED}?q=STRLCPY")).await;
    assert_eq!(page.texts(".log .l").len(), 2);
    assert!(page.text("main").contains("2 lines with STRLCPY in the whole log"), "{}", page.text("main"));
    for href in page.attributes(".log .l > a", "href") {
        let (_, anchor) = href.split_once('#').unwrap();
        assert!(site.get(&href).await.text(&format!("#{anchor}")).contains("strlcpy"), "{href}");
    }
    let none = site.get(&format!("{FAILED}?q=%5B.*%3Cb%3E")).await;
    assert!(none.text("main").contains("No line with [.*<b> in the whole log"), "{}", none.text("main"));
    assert_eq!(site.get(&format!("{FAILED}?q={}", "x".repeat(201))).await.status, 400);
}

/// What is new is appended, until the task is over.
#[tokio::test]
async fn a_growing_log_is_followed() {
    let (site, demo) = demo().await;
    let build = site.get("/builds/slowpoke-1.0-1.fc40.json").await.json();
    let running = site.get(&format!("/tasks/{}/log", build["build"]["task_id"])).await.header("location").to_owned();
    let page = site.get(running.trim_end_matches("?end=yes#end")).await;
    let mut seen = lines(&page);
    assert_eq!(page.text("#more .l.d"), "It is being written.");
    let mut more = page.attributes("#more", "hx-get");
    let mut rounds = 0;
    while let Some(next) = more.pop() {
        assert!(rounds < 300, "it comes to an end");
        demo.skip(std::time::Duration::from_secs(4));
        super::harness::grow_old(std::time::Duration::from_secs(100)).await;
        let part = site.part(&next, "span#more").await;
        assert_eq!(part.status, 200, "{next}: {}", part.body);
        seen.extend(part.texts(".l:not(#more .l)"));
        more = part.attributes("#more", "hx-get");
        assert_eq!(part.texts("#more").len(), 1, "something takes its place");
        // What stands above grows with it.
        let is_over = more.is_empty();
        let state = part.text("#state[hx-swap-oob]");
        assert!(state == "closed" || (state == "open" && !is_over), "{state}");
        assert_eq!(part.text("#facts[hx-swap-oob]").contains("growing"), !is_over);
        assert!(part.text("#facts").contains(&format!("{} lines", seen.len())), "{}", part.text("#facts"));
        rounds += 1;
    }
    assert!(rounds > 3, "{rounds}");
    let whole = lines(&site.get(running.trim_end_matches("?end=yes#end")).await);
    assert_eq!(seen, whole);
}

/// The same log of all arches, with what was written last, as long as one of them writes.
#[tokio::test]
async fn logs_stand_side_by_side() {
    let (site, demo) = demo().await;
    let page = site.get("/tasks/1306400/tail").await;
    let arches = page.texts(".tails h2 > a");
    assert_eq!(arches, ["buildArch x86_64", "buildArch aarch64", "buildArch ppc64le", "buildSRPMFromSCM noarch"]);
    assert_eq!(page.attributes("#live", "hx-get"), ["/tasks/1306400/tail"]);
    let json = "/tasks/1306400/tail.json";
    let of = |page: &Answer, at: usize| page.json()["tails"][at]["lines"].as_array().unwrap().clone();
    let tails = site.get(json).await;
    for (at, address) in page.attributes(".tails h2 .more a", "href").iter().enumerate() {
        let log = site.ask("GET", address, &[("accept", "application/json")]).await.json();
        let texts = |lines: &[serde_json::Value]| lines.iter().map(|line| line["text"].clone()).collect::<Vec<_>>();
        let shown = texts(&of(&tails, at));
        assert!(shown.len() > 10 && texts(log["lines"].as_array().unwrap()).ends_with(&shown), "{address}: {shown:?}");
        assert_eq!(page.texts(&format!(".tails section:nth-child({}) .l", at + 1)).len(), shown.len());
    }
    demo.skip(std::time::Duration::from_secs(10));
    super::harness::grow_old(std::time::Duration::from_secs(20)).await;
    assert_ne!(of(&tails, 0), of(&site.get(json).await, 0), "it grows");
    let over = site.get("/tasks/1306192/tail?log=root.log").await;
    assert!(over.attributes("#live", "hx-get").is_empty());
    assert_eq!(over.texts(".tails h2 > a"), ["buildArch noarch", "buildSRPMFromSCM noarch"]);
    let none = site.get("/tasks/1306192/tail?log=../../etc/passwd").await;
    assert!(none.texts(".tails section").is_empty() && none.text("main").contains("No task has left such a log"));
    assert_eq!(site.get("/tasks/99999999/tail").await.status, 404);
}
