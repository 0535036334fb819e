//! Builds that fail in many ways: the page leads to the line that tells why, whatever log has it.

use std::collections::HashSet;

use super::harness::demo;

#[tokio::test]
async fn each_way_to_fail_is_told() {
    let told = [
        "implicit declaration of function ‘strlcpy’",
        "error: Installed (but unpackaged) file(s) found:",
        "AssertionError: assert 'aaaaaa",
        "nothing provides requested (pkgconfig(demo-ui) >= 4.2)",
        "cp: cannot stat 'themes'",
        "Hunk #1 FAILED at 88.",
        "error: ‘Window’ is not a member of ‘demo’",
        "FAIL: tests/lookup-long",
        "tests/lookup-forever: running",
        "No match for argument: python3dist(demo[extra])",
        "CMake Error at CMakeLists.txt:41",
        "undefined reference to `demo_lookup'",
    ];
    let (site, _) = demo().await;
    let failed = site.get("/builds.json?state=failed&limit=100").await.json();
    let mut seen = HashSet::new();
    for build in failed["builds"]["rows"].as_array().unwrap() {
        let Some(task) = build["task_id"].as_i64() else { continue };
        let address = format!("/tasks/{task}");
        let page = site.get(&address).await;
        let reasons = page.texts("#why .l.e");
        let way = told.iter().position(|text| reasons.iter().any(|reason| reason.contains(text)));
        let way = way.unwrap_or_else(|| panic!("{address}: {reasons:?}"));
        // Where the link leads, the line stands.
        let link = page.attributes("#why .acts a", "href").remove(0);
        let (log, anchor) = link.split_once('#').unwrap();
        let shown = site.get(log).await.text(&format!("#{anchor}"));
        assert!(shown.contains(told[way]), "{address}: {link}: {shown}");
        let json = site.get(&format!("{address}.json")).await.json();
        let marked = json["failure"]["lines"].as_array().unwrap().iter().filter(|line| line["mark"] == "error");
        assert!(marked.clone().any(|line| line["text"].as_str().unwrap().contains(told[way])), "{json}");
        seen.insert(way);
        if seen.len() == told.len() {
            break;
        }
    }
    assert_eq!(seen.len(), told.len(), "{seen:?}");
}
