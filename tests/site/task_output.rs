//! What a task left, and of one that left nothing itself what those below it left.

use super::harness::demo;

/// A scratch build that succeeded.
const SCRATCH: &str = "/tasks/1305674";

#[tokio::test]
async fn a_scratch_build_shows_what_its_tasks_left() {
    let (site, _) = demo().await;
    let page = site.get(SCRATCH).await;
    let rpms = page.attributes("#below td.m a", "href");
    let addresses = site.get(&format!("{SCRATCH}/rpms")).await.attributes("td.wide a", "href");
    assert!(!addresses.is_empty() && addresses.iter().all(|address| rpms.contains(address)), "{rpms:?}");
    let names = page.texts("#below td.m a");
    assert!(rpms.iter().zip(&names).all(|(href, name)| href.ends_with(name)), "names are whole: {names:?}");
    assert!(page.texts("#below th a").iter().any(|task| task.starts_with("buildArch ")), "by arch");
    let logs = page.texts("#below td.lgs a");
    assert!(logs.contains(&"build.log".to_owned()) && logs.contains(&"root.log".to_owned()), "{logs:?}");
    for log in page.attributes("#below td.lgs a", "href").iter().take(3) {
        assert_eq!(site.get(log).await.status, 200, "{log}");
    }
    let said = page.texts("h2").into_iter().find(|heading| heading.starts_with("Output")).unwrap();
    assert!(said.starts_with(&format!("Output of the tasks below: {} rpms, ", addresses.len())), "{said}");
    let json = site.get(&format!("{SCRATCH}.json")).await.json();
    assert!(json["files"].as_array().unwrap().is_empty());
    let below = json["files_below"].as_array().unwrap();
    let files: usize = below.iter().map(|left| left["files"].as_array().unwrap().len()).sum();
    assert_eq!(files, names.len() + logs.len());
}

/// What is said where there is nothing, and whether a log is offered.
#[tokio::test]
async fn nothing_is_told_as_what_it_is() {
    let (site, _) = demo().await;
    let mut with_log = 0;
    // Of a build that runs, what those of its tasks left that are over.
    let running = site.get("/tasks/1306400").await;
    let heading = running.texts("h2").into_iter().find(|heading| heading.starts_with("Output")).unwrap();
    assert!(heading.starts_with("Output of the tasks below so far: 1 rpm, "), "{heading}");
    assert!(running.texts("#below th a").iter().all(|task| task.starts_with("buildSRPMFromSCM")));
    for (address, said) in [
        ("/tasks/1306405", "none yet"),
        // It left files itself.
        ("/tasks/1305521", "files"),
        ("/tasks/1305520", "of the tasks below: 18 rpms, 42.4 MB, 31 logs"),
    ] {
        let page = site.get(address).await;
        let output = page.texts("h2").into_iter().find(|heading| heading.starts_with("Output")).unwrap();
        assert!(output.contains(said), "{address}: {output}");
    }
    let tasks = site.get("/tasks.json?state=all&view=flat&limit=120").await.json();
    for task in tasks["tasks"]["rows"].as_array().unwrap() {
        let address = format!("/tasks/{}", task["id"]);
        let page = site.get(&address).await;
        let offers = page.texts("h2 a").contains(&"the most relevant log".to_owned());
        let log = site.get(&format!("{address}/log")).await;
        assert_eq!(offers, log.status == 302, "{address}: {}", log.status);
        with_log += usize::from(offers);
        if !offers {
            let why = log.text("main .by");
            assert!(why.contains(&format!("Task {} (", task["id"])) && why.contains("left no log"), "{address}: {why}");
            let never = task["start_time"].is_null();
            assert_eq!(why.contains("never began") || why.contains("not begun"), never, "{address}: {why}");
        }
    }
    assert!(with_log > 20, "{with_log}");
}

/// A build tells the names of its rpms, whole.
#[tokio::test]
async fn names_copy_whole() {
    let (site, _) = demo().await;
    let page = site.get("/builds/bash-6.13-1.fc41").await;
    let names = page.texts("#names[open] li");
    assert!(names.contains(&"bash-6.13-1.fc41.x86_64.rpm".to_owned()), "{names:?}");
    let json = site.get("/builds/bash-6.13-1.fc41.json").await.json();
    assert_eq!(names.len(), json["rpms"].as_array().unwrap().len());
    let nvrs = page.texts("aside .nvr");
    assert!(nvrs.len() > 2 && nvrs.iter().all(|nvr| nvr.starts_with("bash-")), "{nvrs:?}");
    let package = site.get("/packages/bash").await;
    let nvrs = package.texts("td .nvr");
    assert!(nvrs.len() > 4 && nvrs.iter().all(|nvr| nvr.starts_with("bash-")), "{nvrs:?}");
}
