//! `/tasks/{task}/rpms`: of a scratch build, of one that became a build, of what made none; as a page, JSON and text.

use super::cost::cost;
use super::harness::demo;
use super::recorded::{self, decoded, read, subject};
use kojiview::xmlrpc::Value;

fn is_rpm(name: &str) -> bool {
    name.rsplit('.').next() == Some("rpm")
}

/// A scratch build that succeeded.
const SCRATCH: &str = "/tasks/1305674";

#[tokio::test]
async fn rpms_of_a_scratch_build_lie_with_its_tasks() {
    let (site, _) = demo().await;
    let task = site.get(SCRATCH).await;
    assert!(task.text(".chip").contains("scratch"));
    let link = task.attributes("h2 a", "href").into_iter().find(|href| href.ends_with("/rpms")).unwrap();
    let page = site.get(&link).await;
    assert!(page.status == 200 && cost(&page).2 <= 3, "{}", page.body);
    assert!(page.text(".by").contains("removed some weeks after"), "{}", page.text(".by"));
    let files = page.attributes("td.wide a", "href");
    assert!(!files.is_empty() && files.iter().all(|url| url.contains("/work/tasks/") && is_rpm(url)));
    // As text it is the same, one a line; an arch has noarch beside it, and no source.
    let text = site.get(&format!("{SCRATCH}/rpms.txt")).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(text.body.lines().map(str::to_owned).collect::<Vec<_>>(), files);
    assert!(text.body.ends_with(".rpm\n"));
    let installable = site.get(&format!("{SCRATCH}/rpms.txt?arch=x86_64")).await.body;
    let arches: Vec<&str> = installable.lines().map(|line| line.rsplit('.').nth(1).unwrap()).collect();
    assert!(!arches.is_empty() && arches.iter().all(|arch| ["x86_64", "noarch"].contains(arch)), "{arches:?}");
    let json = site.get(&format!("{SCRATCH}/rpms.json")).await.json();
    assert_eq!(json["rpms"].as_array().unwrap().len(), files.len());
}

#[tokio::test]
async fn rpms_of_a_build_are_with_the_build() {
    let (site, _) = demo().await;
    let page = site.get("/tasks/1305520/rpms").await;
    assert_eq!(page.attributes(".by a", "href")[0], "/builds/bash-6.13-1.fc41");
    let files = page.attributes("td.wide a", "href");
    assert!(files.len() > 10 && files.iter().all(|url| url.contains("/packages/bash/6.13/1.fc41/")), "{files:?}");
    let text = site.get("/tasks/1305520/rpms.txt?arch=x86_64&debug=no").await.body;
    let names: Vec<&str> = text.lines().map(|line| line.rsplit('/').next().unwrap()).collect();
    assert!(names.contains(&"bash-6.13-1.fc41.x86_64.rpm") && names.contains(&"bash-doc-6.13-1.fc41.noarch.rpm"));
    assert!(names.iter().all(|name| !name.contains("-debug") && !name.contains("aarch64")), "{names:?}");
}

#[tokio::test]
async fn what_has_no_rpms_says_so() {
    let (site, _) = demo().await;
    for (address, status, words) in [
        ("/tasks/1306194/rpms", 200, "It made none"),
        ("/tasks/1306405/rpms", 200, "There is none yet."),
        ("/tasks/1305674/rpms?arch=mips", 200, "There is none that can be installed so."),
        ("/tasks/0/rpms", 404, "task"),
        ("/tasks/x/rpms", 404, "task"),
        ("/tasks/1305520/rpms?debug=x", 400, "debug"),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(page.text("main").contains(words), "{address}: {}", page.text("main"));
    }
    // A program is told in text, too.
    let missing = site.get("/tasks/0/rpms.txt").await;
    assert_eq!((missing.status.as_u16(), missing.header("content-type")), (404, "text/plain; charset=utf-8"));
    assert_eq!(site.get("/tasks/1306194/rpms.txt").await.body, "");
    assert_eq!(site.get("/tasks/1305522/logs/build.log.txt").await.status, 404, "a name keeps its end");
    let log = site.get("/tasks/1305522/logs/rpms.txt").await;
    assert!(log.header("content-type").starts_with("text/html"), "so does a log's");
    // A part of a build made a part of its rpms.
    let part = site.get("/tasks/1305522/rpms.txt").await.body;
    assert!(!part.is_empty() && part.lines().all(|line| !line.contains("aarch64")), "{part}");
}

#[tokio::test]
async fn recorded_scratch_builds_have_their_rpms() {
    let site = recorded::site().await;
    let mut shown = 0;
    for case in read("listTaskOutput") {
        let id = subject(&case.args[0]);
        let Some(Value::Struct(files)) = decoded(&case.response) else { continue };
        let rpms: Vec<&String> = files.keys().filter(|name| is_rpm(name)).collect();
        let text = site.get(&format!("/tasks/{id}/rpms.txt")).await;
        if text.body.contains("not recorded") {
            continue;
        }
        assert_eq!(text.status, 200, "{id}: {}", text.body);
        for name in rpms {
            assert!(text.body.lines().any(|line| line.ends_with(name.as_str())), "{id}: {name} in {}", text.body);
            shown += 1;
        }
    }
    assert!(shown > 3, "{shown}");
}
