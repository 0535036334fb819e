//! What differs: two builds, two buildroots, a failed task and the last success.

use kojiview::xmlrpc::Value;

use super::cost::cost;
use super::harness::demo;
use super::recorded::{self, decoded, read};

/// Two builds of the kernel, the second the later.
const KERNELS: &str = "/builds/52288/compare/52341";

#[tokio::test]
async fn two_builds_are_compared() {
    let (site, demo) = demo().await;
    let build = site.get("/builds/52341").await;
    let link = build.attributes(".facts a", "href").into_iter().find(|href| href.contains("/compare/")).unwrap();
    assert_eq!(link, KERNELS);
    // The one before it is of another distribution, and the last one of its own is offered.
    let bash = site.get("/builds/bash-6.13-1.fc41").await.text(".facts dl.long");
    assert!(bash.contains("what differs from 6.12^20261014gitc0ffee1-1.fc41"), "{bash}");
    let page = site.get(&link).await;
    assert!(page.status == 200 && cost(&page).2 <= 2, "{}", page.body);
    assert!(["listRPMFiles", "getRPMDeps"].iter().all(|method| !demo.calls().contains_key(*method)));
    let main = page.text("main");
    assert!(main.contains("kernel-7.14-2.fc41") && main.contains("kernel-7.15~rc1-1.fc39"), "{main}");
    // All that the later has before the newest entry of the earlier.
    let entries = async |build: &str| {
        let json = site.get(&format!("/builds/{build}/changelog.json?limit=100")).await.json();
        json["changelog"]["rows"].as_array().unwrap().clone()
    };
    let (before, after) = (entries("52288").await, entries("52341").await);
    let between = site.get(&format!("{KERNELS}.json")).await.json();
    let (told, is_cut) = (between["changelog"].as_array().unwrap(), &between["is_cut"]);
    match after.iter().position(|entry| *entry == before[0]) {
        Some(place) => assert_eq!((told.as_slice(), is_cut), (&after[..place], &false.into())),
        None => assert_eq!((told.len(), is_cut), (after.len(), &true.into())),
    }
    assert_eq!(page.text("pre").matches("* ").count(), told.len());
    let json = site.get("/builds/52288.json/compare/52341").await;
    assert_eq!(json.status, 404);
    let json = site.get("/builds/52288/compare/52341.json").await.json();
    let of = |side: &str| json["rpms"].as_array().unwrap().iter().filter(|pair| !pair[side].is_null()).count();
    assert!(of("before") > 10 && of("after") > 10);
    // What is inside of one is a click away.
    let inside = page.attributes("td a[hx-get]", "hx-get").into_iter().find(|href| href.ends_with("kernel.x86_64"));
    let part = site.part(&inside.unwrap(), "section#inside").await;
    assert!(!part.body.contains("<h1") && part.text("h2").contains("kernel.x86_64"), "{}", part.body);
    let rows = part.texts("td.lead");
    assert!(rows.contains(&"/usr/bin/kernel".to_owned()), "{rows:?}");
    let headings = part.texts("#inside h3, #inside h3 + p");
    assert_eq!(
        headings,
        ["Files", "Dependencies", "None differ."],
        "each build provides itself: that is no difference"
    );
    // Its buildroots too.
    let roots = page.attributes("aside a", "href");
    assert!(site.get(&roots[0]).await.status == 200 && roots.len() > 3, "{roots:?}");
}

#[tokio::test]
async fn odd_pairs_of_builds_are_compared_as_far_as_they_can_be() {
    let (site, _) = demo().await;
    for (address, status, words) in [
        ("/builds/52341/compare/52341", 200, "It is the same build."),
        ("/builds/52341/compare/52346", 200, "builds of different packages"),
        ("/builds/52378/compare/52378", 200, "It is the same build."),
        ("/builds/demo-container-1.0-1/compare/demo-module-1-20261115.deadbeef", 200, "Neither has rpms."),
        ("/builds/52341/compare/nope-1-1", 404, "nope-1-1"),
        ("/builds/0/compare/52341", 404, "0"),
        ("/builds/52288/compare/52341?rpm=nope.x86_64", 400, "name and arch"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(page.text("main").contains(words), "{address}: {}", page.text("main"));
    }
}

#[tokio::test]
async fn buildroots_are_compared() {
    let (site, _) = demo().await;
    let last = site.get("/buildroots/295522/compare").await;
    let with = last.header("location").strip_prefix("/buildroots/295522/compare?with=").unwrap().to_owned();
    let earlier = site.get(&format!("/buildroots/{with}")).await.text("h1");
    assert!(last.status == 303 && earlier.starts_with("f41-build-"), "of the same tag: {earlier}");
    let page = site.get("/buildroots/295522/compare?with=295218").await;
    assert!(cost(&page).2 <= 2, "{}", page.body);
    let json = site.get("/buildroots/295522/compare.json?with=295218").await.json();
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(page.texts("td.lead").len(), changes.len());
    // Turned round, what was before is after.
    let back = site.get("/buildroots/295218/compare.json?with=295522").await.json();
    assert_eq!(back["changes"][0]["before"], changes[0]["after"]);
    for (address, status, words) in [
        ("/buildroots/295522/compare?with=295522", 200, "It is the same buildroot."),
        ("/buildroots/200377/compare", 200, "No earlier complete build"),
        ("/buildroots/200377/compare?with=295522", 200, "gone"),
        ("/buildroots/295522/compare?with=0", 404, "buildroot"),
        ("/buildroots/295522/compare?with=%3Cx%3E", 404, "<x>"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(page.text("main").contains(words), "{address}: {}", page.text("main"));
    }
}

#[tokio::test]
async fn a_failed_task_says_what_changed_since_the_last_success() {
    let (site, _) = demo().await;
    let failed = site.get("/builds.json?state=failed&limit=20").await.json();
    let mut told = 0;
    for build in failed["builds"]["rows"].as_array().unwrap() {
        let task = site.get(&format!("/tasks/{}", build["task_id"])).await;
        let Some(link) = task.attributes("#why a", "href").into_iter().find(|href| href.ends_with("/changes")) else {
            continue;
        };
        let page = site.get(&link).await;
        assert!(page.status == 200 && cost(&page).2 <= 5, "{link}: {}", page.body);
        let last = page.attributes(".by a", "href");
        let Some(last) = last.first() else { continue };
        let rows = page.texts("tbody td.lead");
        assert!(rows.starts_with(&["Source", "Host", "Repo", "Took"].map(str::to_owned)), "{rows:?}");
        // It is of the same package, and older.
        let name = build["package_name"].as_str().unwrap();
        assert!(last.starts_with(&format!("/builds/{name}-")), "{name}: {last}");
        told += 1;
    }
    assert!(told > 2, "{told}");
    // Of a whole build the task that failed is told of.
    let whole = site.get(&format!("/tasks/{}/changes", failed["builds"]["rows"][0]["task_id"])).await;
    assert_eq!(whole.status, 303, "{}", whole.body);
    assert_eq!(site.get("/tasks/0/changes").await.status, 404);
}

#[tokio::test]
async fn a_recorded_listing_is_compared() {
    let case = read("getBuildrootListing").remove(0);
    let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("no rows") };
    let site = recorded::site().await;
    let json = site.get("/buildroots/295695/compare.json?with=295695").await.json();
    assert_eq!(json["same"].as_u64(), Some(rows.len() as u64), "{json}");
}

/// What the hub did not tell of one of two is no difference.
#[tokio::test]
async fn what_the_hub_does_not_tell_is_no_difference() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = super::harness::listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = axum::routing::post(move |body: String| async move {
        let is_refused = ["listBuildRPMs", "getChangelogEntries", "queryRPMSigs", "listTaskOutput"]
            .iter()
            .any(|method| body.contains(&format!(">{method}<")));
        // Of the earlier build, of all signatures, and of what tasks left.
        if is_refused && (!body.contains("52341") || body.contains("queryRPMSigs")) {
            let fault = kojiview::xmlrpc::Fault { code: 1000, message: "not now".to_owned() };
            return kojiview::xmlrpc::write_fault(&fault);
        }
        client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap().text().await.unwrap()
    });
    let router = axum::Router::new().route("/kojihub", between);
    let site = super::harness::Site::over(&super::harness::listen(router).await);
    let page = site.get(KERNELS).await;
    let main = page.text("main");
    assert!(main.contains("The hub did not tell the rpms of both."), "{main}");
    assert!(main.contains("The hub did not tell the changelog of both."), "{main}");
    let json = site.get(&format!("{KERNELS}.json")).await.json();
    assert!(json["rpms"].is_null() && json["changelog"].is_null() && json["missing"].as_array().unwrap().len() == 2);
    let signatures = site.get("/builds/52341/signatures").await;
    assert!(signatures.texts("td.wide:last-child").iter().all(|told| told == "unknown"), "{}", signatures.body);
    // A text that lacks something is none.
    let text = site.get("/tasks/1305674/rpms.txt").await;
    assert_eq!(text.status, 502, "{}", text.body);
    assert!(text.body.contains("output: "), "{}", text.body);
}
