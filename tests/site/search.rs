//! `/search`: what was typed is understood; one kind is searched, page by page; what the reader gets wrong is told.

use std::time::Duration;

use kojiview::demo::InjectedFault;
use kojiview::hub::Limits;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::harness::{Site, demo, demo_with};

async fn ask(site: &Site, text: &str) -> super::harness::Answer {
    site.get(&format!("/search?q={}", utf8_percent_encode(text, NON_ALPHANUMERIC))).await
}

#[tokio::test]
async fn one_thing_is_led_to() {
    let (site, _) = demo().await;
    let build = site.get("/builds.json?limit=1&state=complete&type=rpm").await.json()["builds"]["rows"][0].clone();
    let (id, nvr) = (build["build_id"].to_string(), build["nvr"].as_str().unwrap());
    let rpm = site.get(&format!("/builds/{id}.json")).await.json()["rpms"][0].clone();
    let part = |name: &str| rpm[name].as_str().unwrap().to_owned();
    let nvra = format!("{}-{}-{}.{}", part("name"), part("version"), part("release"), part("arch"));
    let by_nvr = site.get("/builds?state=complete&type=rpm&limit=1").await.attributes("td.lead a", "href").remove(0);
    for (typed, location) in [
        (nvr.to_owned(), by_nvr.clone()),
        (format!(" {nvr} "), by_nvr.clone()),
        (format!("{nvra}.rpm"), format!("/rpms/{}", rpm["id"])),
        (nvra, format!("/rpms/{}", rpm["id"])),
        ("/repo-requests/2998".into(), "/repo-requests/2998".into()),
        ("/external-repos/bootstrap".into(), "/external-repos/bootstrap".into()),
        (id.clone(), by_nvr),
        (build["task_id"].to_string(), format!("/tasks/{}", build["task_id"])),
        (format!("https://koji.example.org/koji/buildinfo?buildID={id}"), format!("/builds/{id}")),
        (format!("https://here.example.org/builds/{id}"), format!("/builds/{id}")),
        ("bash".into(), "/packages/bash".into()),
        ("žofie.křížová".into(), "/users/%C5%BEofie.k%C5%99%C3%AD%C5%BEov%C3%A1".into()),
        ("f40-build".into(), "/tags/f40-build".into()),
        // A builder's account is not a second thing.
        ("buildvm-x86-01.example.org".into(), "/hosts/buildvm-x86-01.example.org".into()),
        // The only package with a name like it.
        ("ostile-tex".into(), "/packages/hostile-text".into()),
    ] {
        let answer = ask(&site, &typed).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, location.as_str()),
            "{typed}: {}",
            answer.body
        );
    }
    let json = site.get("/search.json?q=bash").await;
    assert_eq!((json.status.as_u16(), json.header("location")), (303, "/packages/bash.json"));
}

#[tokio::test]
async fn several_things_are_listed() {
    let (site, _) = demo().await;
    let page = ask(&site, "f40").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.texts(".found td:nth-child(2)"), ["tag", "target"]);
    assert_eq!(page.attributes(".found a", "href"), ["/tags/f40", "/targets/f40"]);
    let json = site.get("/search.json?q=f40").await.json();
    assert_eq!(
        (json["exact"]["tag"]["name"].as_str(), json["exact"]["target"]["name"].as_str()),
        (Some("f40"), Some("f40"))
    );

    let page = ask(&site, "python").await;
    let names = page.texts(".names li");
    assert!(names.len() > 1 && names.iter().all(|name| name.contains("python")), "{names:?}");
    assert_eq!(page.texts(".found"), [""; 0]);
    // From here among one kind, with the same meaning.
    let among = page.attributes(".tabs a", "href");
    assert!(among.contains(&"/search?q=*python*&type=build".to_owned()), "{among:?}");
    for address in among {
        assert!(site.get(&address).await.status.as_u16() < 400, "{address}");
    }
    let nothing = ask(&site, "there is no such thing").await;
    assert!(nothing.text(".none").contains("Nothing has this name"));
    assert!(ask(&site, "99999999999").await.text(".none").contains("Nothing"), "no id is that large");
}

#[tokio::test]
async fn a_search_costs_what_it_must() {
    let (site, demo) = demo().await;
    site.get("/search").await;
    demo.forget_calls();
    ask(&site, "bash").await;
    assert_eq!(demo.calls().get("search"), None, "the heavy search is for what has no name");
    demo.forget_calls();
    ask(&site, "https://koji.example.org/koji/buildinfo?buildID=1").await;
    assert!(demo.calls().is_empty(), "{:?}", demo.calls());
    ask(&site, "bas").await;
    let calls = demo.calls();
    assert_eq!((calls.get("search"), calls.get("multiCall")), (Some(&2), None), "packages and hosts: {calls:?}");
}

/// Each kind: what the page shows and what its JSON has are what the hub finds.
#[tokio::test]
async fn every_kind_is_searched() {
    let (site, _) = demo().await;
    for (kind, least) in [
        ("package", 50),
        ("build", 50),
        ("tag", 5),
        ("target", 5),
        ("user", 5),
        ("host", 9),
        ("rpm", 50),
        ("maven", 2),
        ("win", 1),
    ] {
        let page = site.get(&format!("/search?q=*&type={kind}")).await;
        assert_eq!(page.status, 200, "{kind}");
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{kind}");
        let json = site.get(&format!("/search.json?q=*&type={kind}")).await.json();
        let rows = json["hits"]["rows"].as_array().unwrap().clone();
        assert!(rows.len() >= least, "{kind}: {}", rows.len());
        let ids: Vec<String> = rows.iter().map(|row| row["id"].to_string()).collect();
        assert_eq!(page.texts("tbody td:last-child"), ids, "{kind}");
        let newest_first = ["build", "rpm", "maven", "win"].contains(&kind);
        assert_eq!(
            page.attributes("th[aria-sort]", "aria-sort"),
            [if newest_first { "descending" } else { "ascending" }]
        );
        let links = page.attributes("td.lead a", "href");
        assert_eq!(links.len(), rows.len(), "{kind}");
        for address in
            links.iter().filter(|address| !address.starts_with("/tags") && !address.starts_with("/hosts")).take(10)
        {
            let location = site.get(address).await;
            assert!(location.status == 200 || location.status == 303, "{address}: {}", location.status);
        }
    }
    let next = site.get("/search?q=*&type=build&limit=7").await.attributes("a[rel=next]", "href");
    assert_eq!(next[0], "/search?q=*&type=build&limit=7&offset=7");
    let by_name = site.get("/search?q=*&type=build&order=name").await.texts("td.lead");
    assert!(by_name.is_sorted(), "{by_name:?}");
}

#[tokio::test]
async fn one_hit_of_a_kind_is_led_to() {
    let (site, _) = demo().await;
    for (query, location) in [
        ("q=bas?&type=package", "/packages/bash"),
        ("q=%5Ef40-build%24&type=tag&match=regexp", "/tags/f40-build"),
        ("q=f40-build&type=tag&match=exact", "/tags/f40-build"),
        ("q=slowpoke-1.0*&type=build", "/builds/slowpoke-1.0-1.fc40"),
        ("q=f40&type=target", "/targets/f40"),
        ("q=jane&type=user", "/users/jane"),
        ("q=*s390x-01*&type=host", "/hosts/buildvm-s390x-01.example.org"),
    ] {
        let answer = site.get(&format!("/search?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, location), "{query}");
    }
    // Beyond the first page nobody is led anywhere.
    assert_eq!(site.get("/search?q=*&type=win&offset=1&limit=1").await.status, 200);
}

#[tokio::test]
async fn what_the_reader_gets_wrong() {
    let (site, _) = demo().await;
    for (query, parameter) in [
        ("q=(&type=tag&match=regexp", "q"),
        ("q=(&match=regexp", "q"),
        ("q=a&type=nope", "type"),
        ("q=a&type=tag&match=like", "match"),
        ("q=a&type=tag&order=arches", "order"),
        ("q=a&q=b", "q"),
        ("q=a&type=tag&limit=0", "limit"),
    ] {
        let page = site.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, 400, "{query}");
        let json = site.get(&format!("/search.json?{query}")).await;
        assert_eq!(json.json()["parameter"], parameter, "{query}");
    }
    // A pattern is no regular expression.
    assert_eq!(site.get("/search?q=(&type=tag").await.status, 200);
}

#[tokio::test]
async fn the_form_keeps_what_was_asked() {
    let (site, _) = demo().await;
    let form = site.get("/search").await;
    assert_eq!(form.attributes("header form.find", "action"), ["/search"]);
    assert_eq!(form.attributes("header .find input", "name"), ["q"]);
    assert_eq!(form.texts("select[name=type] option").len(), 10);
    let page = site.get("/search?q=%3Cscript%3Ealert(1)&type=tag&match=exact&limit=20").await;
    assert_eq!(page.attributes("main input[name=q]", "value"), ["<script>alert(1)"]);
    assert_eq!(page.texts("option[selected]"), ["tags", "exact"]);
    assert_eq!(page.attributes("main input[name=limit]", "value"), ["20"]);
    assert_eq!(page.texts("script").len(), 1);
}

#[tokio::test]
async fn without_a_hub() {
    let limits = Limits { deadline: Duration::from_millis(300), ..Limits::default() };
    let (site, demo) = demo_with(limits).await;
    demo.inject(InjectedFault::Offline);
    for query in ["q=bash", "q=1", "q=*", "q=a&type=tag", "q=a&type=tag&match=regexp", "q=a&match=regexp"] {
        let page = site.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, 503, "{query}: {}", page.text("main"));
    }
    let form = site.get("/search").await;
    assert_eq!((form.status.as_u16(), form.texts("select[name=type] option").len()), (200, 10));
}

#[tokio::test]
async fn what_people_paste_and_shorten_is_understood() {
    let (site, _) = demo().await;
    for (typed, location) in [
        ("buildvm-x86-01", "/hosts/buildvm-x86-01.example.org"),
        ("https://src.example.org/rpms/bash", "/packages/bash"),
        ("https://src.example.org/rpms/bash.git", "/packages/bash"),
        ("https://src.example.org/rpms/bash/c/8ba4d2412345?branch=rawhide", "/packages/bash"),
        ("git+https://src.example.org/rpms/bash.git#8ba4d2412345", "/packages/bash"),
        ("https://kojiview.example.org/repo-requests/2998", "/repo-requests/2998"),
        ("https://koji.example.org/koji/external-repos/bootstrap", "/external-repos/bootstrap"),
        ("https://kojiview.example.org/repos?tag=f40-build", "/repos?tag=f40-build"),
        ("^bash$", "/packages/bash"),
    ] {
        let page = ask(&site, typed).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, location), "{typed}: {}", page.body);
    }
    let exact = site.get("/search?q=bash%24&type=package&match=exact").await;
    assert_eq!(exact.texts("option[selected]"), ["packages", "exact"], "what was chosen stays");
    let several = ask(&site, "^b").await;
    assert!(several.texts(".names li").contains(&"bash".to_owned()), "a regular expression by its looks");
}

#[tokio::test]
async fn a_wrong_expression_keeps_its_form() {
    let (site, _) = demo().await;
    for query in ["q=%5E(bash", "q=(&type=tag&match=regexp"] {
        let page = site.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, 400, "{query}");
        assert!(page.text("main .warning").contains("not a regular expression"));
        assert_eq!(page.attributes("main input[name=q]", "value").len(), 1);
        assert_eq!(page.texts("option[selected]").last().map(String::as_str), Some("regexp"));
        assert_eq!(page.header("cache-control"), "private, no-store");
    }
}

#[tokio::test]
async fn what_is_missing_has_ways_on() {
    let (site, _) = demo().await;
    for (address, way) in [
        ("/builds/bash-9.9-1.fc40", "/builds?match=bash"),
        ("/hosts/nosuch", "/hosts"),
        ("/tasks/99999999", "/tasks"),
        ("/channels/nosuch", "/channels"),
        ("/tags/nosuch", "/tags"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, 404, "{address}");
        let ways = page.attributes(".ways a", "href");
        assert!(ways.contains(&way.to_owned()), "{address}: {ways:?}");
        for way in ways {
            assert!(site.get(&way).await.status.as_u16() < 400, "{way}");
        }
    }
    let nothing = site.get("/search?q=nosuchthing&type=tag").await;
    assert_eq!(nothing.attributes(".ways a", "href"), ["/search?q=*nosuchthing*&type=tag", "/search?q=nosuchthing"]);
}

#[tokio::test]
async fn what_stands_around_a_name_is_not_of_it() {
    let (site, _) = demo().await;
    for (typed, location) in [
        ("bash-6.13-1.fc41.", "/builds/bash-6.13-1.fc41"),
        ("(bash-6.13-1.fc41),", "/builds/bash-6.13-1.fc41"),
        ("\"bash-6.13-1.fc41\";", "/builds/bash-6.13-1.fc41"),
        ("bash-6.13-1.fc41\u{200b}", "/builds/bash-6.13-1.fc41"),
        ("\r\n bash-6.13-1.fc41 \r\n", "/builds/bash-6.13-1.fc41"),
        ("0:bash-6.13-1.fc41", "/builds/bash-6.13-1.fc41"),
        ("bash-0:6.13-1.fc41.x86_64", "/rpms/26173001"),
        ("[bash]", "/packages/bash"),
        ("see <https://koji.example.org/koji/taskinfo?taskID=1306194>.", "/tasks/1306194"),
        ("(https://koji.example.org/koji/buildinfo?buildID=52346).", "/builds/52346"),
        ("koji.example.org/koji/taskinfo%3FtaskID%3D1306194", "/tasks/1306194"),
        ("https://koji.example.org/koji/tasks?state=all&amp;view=flat", "/tasks?state=all&view=flat"),
        ("https://koji.example.org/koji/getfile?taskID=1306194&name=build.log", "/tasks/1306194/logs/build.log"),
        ("https://koji.example.org/buildinfo?buildid=52346", "/builds/52346"),
        ("https://kojiview.example.org/tasks/1306194/logs/build.log#L7", "/tasks/1306194/logs/build.log#L7"),
        ("taskID=1306194", "/tasks/1306194"),
        ("#1306194", "/tasks/1306194"),
        ("task 1306194", "/tasks/1306194"),
        ("@jane", "/users/jane"),
        ("tag f40", "/tags/f40"),
        ("target: f40", "/targets/f40"),
        ("bash-6.13", "/builds?match=bash-6.13-*&package=bash"),
        ("bash-6", "/builds?match=bash-6.*&package=bash"),
    ] {
        let page = ask(&site, typed).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, location), "{typed}: {}", page.body);
        let there = page.header("location").split('#').next().unwrap().to_owned();
        assert_eq!(site.get(&there).await.status, 200, "{typed}: one hop");
    }
    // A plus that was not encoded is a space by the letter.
    for (query, location) in [
        ("/search?q=c++/odd+name", "/tags/65"),
        ("/search?q=bash+", "/packages/bash"),
        ("/search?q=bash+&type=package", "/packages/bash"),
    ] {
        let page = site.get(query).await;
        let decoded = percent_encoding::percent_decode_str(page.header("location")).decode_utf8().unwrap().into_owned();
        assert_eq!((page.status.as_u16(), decoded.as_str()), (303, location), "{query}: {}", page.body);
    }
}

#[tokio::test]
async fn what_is_not_there_has_something_near() {
    let (site, demo) = demo().await;
    let builds = ask(&site, "bash-99.9-1.fc41").await;
    assert_eq!(builds.status, 200);
    assert!(builds.texts(".names .nvr").iter().all(|nvr| nvr.starts_with("bash-")), "{}", builds.text("main"));
    let json = site.get("/search.json?q=bash-99.9-1.fc41").await.json();
    assert_eq!(json["builds"]["package"], "bash");
    // Names are looked at in memory, once they are known.
    assert_eq!(site.get("/search.json?q=f40-biuld").await.json()["near"], serde_json::json!([]));
    site.get("/sitemap.xml").await;
    demo.forget_calls();
    let json = site.get("/search.json?q=f40-biuld").await.json();
    assert_eq!(json["near"][0], serde_json::json!({"kind": "tag", "name": "f40-build", "id": 35}), "{}", json["near"]);
    let page = ask(&site, "f40-biuld").await;
    assert!(page.attributes(".names a", "href").contains(&"/tags/f40-build".to_owned()));
    let hostile = ask(&site, "<script>alert(1)</script>").await;
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
    for text in [
        "\u{200b}", "...", "+", "((((", "#", "@", "task", "a b c d", "%", "://", "https://", "?ID=", "-1", "--1", "a-1",
    ] {
        assert!(ask(&site, text).await.status.as_u16() < 400, "{text}");
    }
    assert_eq!(ask(&site, &"a".repeat(4000)).await.status, 200);
    assert_eq!(ask(&site, &"(".repeat(1300)).await.status, 200);
    for text in ["word, ".repeat(660), "\u{e9}".repeat(4000), "bash-6.13-1.fc40\n".repeat(230)] {
        assert_eq!(ask(&site, &text).await.status, 200);
    }
    assert_eq!(site.get(&format!("/search?q={}", "a".repeat(60_000))).await.status, 414);
}

/// A number in an address of another Koji means something else there: nobody is led astray.
#[tokio::test]
async fn ids_of_another_koji_are_said_to_be_so() {
    let (site, _) = demo().await;
    for (typed, href) in [
        ("https://koji.elsewhere.test/koji/taskinfo?taskID=1306194", "/tasks/1306194"),
        ("https://koji.elsewhere.test/koji/buildinfo?buildid=52346", "/builds/52346"),
        ("https://koji.elsewhere.test/tasks/1306194", "/tasks/1306194"),
    ] {
        let page = ask(&site, typed).await;
        assert_eq!(page.status, 200, "{typed}");
        assert!(page.text("main .warning").contains("koji.elsewhere.test"), "{typed}");
        assert_eq!(page.attributes("main .warning a", "href"), [href], "{typed}");
    }
    // A name is a name anywhere.
    let named = ask(&site, "https://koji.elsewhere.test/koji/taginfo?tagID=f40").await;
    assert_eq!((named.status.as_u16(), named.header("location")), (303, "/tags/f40"));
}

/// Lines of mails, terminals and bug reports, which name a build or a task among other words.
#[tokio::test]
async fn names_stand_in_lines_of_text() {
    let (site, _) = demo().await;
    let build = "/builds/bash-6.13-1.fc41";
    for (typed, location) in [
        ("**bash-6.13-1.fc41**", build),
        ("* bash-6.13-1.fc41", build),
        ("- bash-6.13-1.fc41", build),
        ("bash-6.13-1.fc41?", build),
        ("bash-6.13-1.fc41 (52346)", build),
        ("\u{1b}[1mbash-6.13-1.fc41\u{1b}[0m", build),
        ("bash\u{2011}6.13\u{2011}1.fc41", build),
        ("Package: bash-6.13-1.fc41", build),
        ("bash-6.13-1.fc41 successfully built in f41", build),
        ("jane's build of bash-6.13-1.fc41 changed state from BUILDING to COMPLETE", build),
        ("koji tag-build f41 bash-6.13-1.fc41", build),
        ("bash%2D6.13-1.fc41", build),
        ("BuildError: Build already exists (id=52346, state=COMPLETE)", build),
        ("Wrote: /builddir/build/RPMS/bash-6.13-1.fc41.x86_64.rpm", "/rpms/26173001"),
        ("Source RPM  : bash-6.13-1.fc41.x86_64.rpm", "/rpms/26173001"),
        ("koji watch-task 1306194", "/tasks/1306194"),
        ("$ koji taskinfo -r 1306194", "/tasks/1306194"),
        ("Created task: 1306194", "/tasks/1306194"),
        ("Task ID: 1306194", "/tasks/1306194"),
        ("1306194 build (f40, /rpms/bash.git:abc): open", "/tasks/1306194"),
        ("tasks/1306194", "/tasks/1306194"),
        ("?taskID=1306194", "/tasks/1306194"),
        ("https://koji.example.org/koji/task\r\ninfo?taskID=1306194", "/tasks/1306194"),
        ("https%3A%2F%2Fkoji.example.org%2Fkoji%2Ftaskinfo%3FtaskID%3D1306194", "/tasks/1306194"),
        ("https://koji.example.org/koji/taskinfo.json?taskID=1306194", "/tasks/1306194"),
        ("https://files.example.org/scratch/jane/task_1306194/", "/tasks/1306194"),
        ("https://files.example.org/packages/bash/6.13/", "/builds?match=bash-6.13-*&package=bash"),
        ("https://hub.example.org/", "/"),
        ("bash 6.13", "/builds?match=bash-6.13-*&package=bash"),
        ("bash-6.13-1", "/builds?match=bash-6.13-1.*&package=bash"),
        ("bash.x86_64", "/packages/bash"),
        ("host buildvm-x86-01", "/hosts/buildvm-x86-01.example.org"),
        ("channel default", "/channels/default"),
        ("tag \"f40\"", "/tags/f40"),
        ("user @jane", "/users/jane"),
        ("~jane", "/users/jane"),
    ] {
        let page = ask(&site, typed).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, location), "{typed}: {}", page.text("main"));
    }
    // What is shown is what was pasted.
    for typed in ["(nosuch(x86-64)", "<script>alert(1)</script>", "../../etc/nothing", "nosuch  thing"] {
        let page = ask(&site, typed).await;
        assert_eq!(page.attributes("main input[name=q]", "value"), [typed], "{typed}");
        assert_eq!(page.text("h1"), typed.split_whitespace().collect::<Vec<_>>().join(" "), "{typed}");
    }
}

/// What is in some name by chance leads nowhere, and what says its kind is of no other.
#[tokio::test]
async fn chance_leads_nowhere() {
    let (site, _) = demo().await;
    for typed in
        ["0", "12", "+", "bash-6.1", "see 5 of task 7", "user interface", "host bash", "task 99999999999999999999"]
    {
        assert_eq!(ask(&site, typed).await.status, 200, "{typed}");
    }
}

/// A site below a base path knows its own addresses.
#[tokio::test]
async fn our_own_addresses_below_a_base_path() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = super::harness::listen(demo.router()).await;
    let clock = std::sync::Arc::new(move || demo.now());
    let site = Site::set(&hub, Limits::default(), clock, |context| context.base = "/kv".parse().unwrap());
    for (typed, location) in [
        ("http://127.0.0.1:9512/kv/tasks/1306194", "/kv/tasks/1306194"),
        ("/kv/builds?state=failed", "/kv/builds?state=failed"),
        ("http://127.0.0.1/koji/taskinfo?taskID=1306194", "/kv/tasks/1306194"),
    ] {
        let page = site.get(&format!("/kv/search?q={}", utf8_percent_encode(typed, NON_ALPHANUMERIC))).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, location), "{typed}");
    }
    assert!(site.get("/robots.txt").await.body.contains("Allow: /koji/taskinfo?taskID="));
}
