//! Answers on disk outlive the process, and whatever is wrong with them costs no page.

use std::path::Path;
use std::time::Duration;

use kojiview::demo::InjectedFault;

use super::process::{Kojiview, PAGES, folder, hub, hub_of};

const UNSEEN: &str = "/builds?offset=100";

/// What was written more than a second ago is on disk.
async fn written() {
    tokio::time::sleep(Duration::from_millis(2500)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_and_started_again_while_the_hub_is_down() {
    let ((demo, hub), dir) = (hub().await, folder("killed"));
    let arguments = ["--cache-dir", dir.to_str().unwrap()];
    let mut kojiview = Kojiview::serve(&hub, &arguments);
    kojiview.see_all().await;
    let log = kojiview.get("/tasks?state=failed&limit=1").await.1;
    let log =
        log.split("href=\"").find_map(|rest| rest.strip_prefix("/tasks/")?.split(['"', '?', '#']).next()).unwrap();
    let logs = format!("/tasks/{log}/logs");
    assert_eq!(kojiview.get(&logs).await.0, 200);
    written().await;
    kojiview.kill();
    demo.inject(InjectedFault::Offline);
    // Until then they may be as old without a word.
    tokio::time::sleep(Duration::from_secs(4)).await;

    let kojiview = Kojiview::serve(&hub, &arguments);
    for page in PAGES.into_iter().chain([&*logs]) {
        let (status, text) = kojiview.get(page).await;
        assert_eq!(status, 200, "{page}: {text}");
        let is_list = matches!(page, "/" | "/tasks");
        assert!(!is_list || text.contains("class=\"outage\""), "{page} says that the hub is down");
        assert!(!text.contains("Missing:"), "{page} has all of its parts");
    }
    assert_eq!(kojiview.get(UNSEEN).await.0, 503);
    // And it is as it was when the hub is back.
    demo.inject(InjectedFault::None);
    for _ in 0..100 {
        if kojiview.get(UNSEEN).await.0 == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (status, text) = kojiview.get("/builds").await;
    assert!(status == 200 && !text.contains("class=\"outage\""), "{text}");
}

/// What comes last is written when it is asked to stop.
#[tokio::test(flavor = "multi_thread")]
async fn stopped_and_started_again() {
    let ((demo, hub), dir) = (hub().await, folder("stopped"));
    let arguments = ["--cache-dir", dir.to_str().unwrap()];
    let kojiview = Kojiview::serve(&hub, &arguments);
    kojiview.see_all().await;
    kojiview.stop();
    demo.inject(InjectedFault::Offline);
    Kojiview::serve(&hub, &arguments).see_all().await;
}

/// Damages the file, and gives the number of bytes that were changed.
fn damage(file: &Path, kind: &str) {
    let mut bytes = std::fs::read(file).unwrap();
    let half = bytes.len() / 2;
    match kind {
        "cut" => bytes.truncate(half),
        "short" => bytes.truncate(100),
        "empty" => bytes.clear(),
        "text" => bytes = b"this is no database\n".repeat(1000),
        "head" => bytes[..512].fill(0xa5),
        "pages" => bytes[4096..].fill(0xa5),
        "places" => (4096..bytes.len()).step_by(4096).for_each(|at| bytes[at + 100] ^= 0xff),
        _ => unreachable!(),
    }
    std::fs::write(file, bytes).unwrap();
}

/// Nothing wrong is shown, nothing fails, and what comes after is kept again.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_costs_no_page() {
    let kinds = ["cut", "short", "empty", "text", "head", "pages", "places"];
    for damaged in kinds.map(|kind| tokio::spawn(damaged(kind))) {
        damaged.await.unwrap();
    }
}

async fn damaged(kind: &str) {
    let (demo, hub) = hub().await;
    let known = Kojiview::serve(&hub, &[]).builds().await;
    let dir = folder(kind);
    let arguments = ["--cache-dir", dir.to_str().unwrap()];
    let kojiview = Kojiview::serve(&hub, &arguments);
    kojiview.see_all().await;
    kojiview.stop();
    damage(&dir.join("answers.redb"), kind);
    let mut kojiview = Kojiview::serve(&hub, &arguments);
    kojiview.see_all().await;
    assert_eq!(kojiview.builds().await, known, "{kind}");
    // Damage that is found while it is read makes the file anew a moment later.
    written().await;
    assert_eq!(kojiview.get("/builds?user=jane").await.0, 200, "{kind}");
    assert_eq!(kojiview.get("/tags/f40").await.0, 200, "{kind}");
    written().await;
    kojiview.kill();
    demo.inject(InjectedFault::Offline);
    let kojiview = Kojiview::serve(&hub, &arguments);
    assert_eq!(kojiview.get("/tags/f40").await.0, 200, "{kind}: it is kept again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_used_costs_no_page() {
    let (_demo, hub) = hub().await;
    let file = folder("file");
    std::fs::write(&file, "a file").unwrap();
    Kojiview::serve(&hub, &["--cache-dir", file.to_str().unwrap()]).see_all().await;
    // Two at once: the second one goes on without.
    let dir = folder("both");
    let arguments = ["--cache-dir", dir.to_str().unwrap()];
    let both = [Kojiview::serve(&hub, &arguments), Kojiview::serve(&hub, &arguments)];
    for kojiview in &both {
        kojiview.see_all().await;
    }
}

/// A disk that is full: what was written before it was is still there, while it runs and after.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_costs_no_page() {
    let ((demo, hub), dir) = (hub().await, folder("full"));
    let arguments = ["--cache-dir", dir.to_str().unwrap(), "--cache", "1"];
    let kojiview = Kojiview::serve(&hub, &arguments);
    kojiview.see_all().await;
    kojiview.stop();
    let size = std::fs::metadata(dir.join("answers.redb")).unwrap().len();
    let kilobytes = u32::try_from(size / 1024).unwrap();
    let kojiview = Kojiview::serve_with_small_files(kilobytes, &hub, &arguments);
    for offset in (0..4000).step_by(50) {
        let page = format!("/tasks?state=all&view=flat&offset={offset}");
        assert_eq!(kojiview.get(&page).await.0, 200, "{page}");
    }
    written().await;
    kojiview.see_all().await;
    written().await;
    kojiview.stop();
    demo.inject(InjectedFault::Offline);
    let kojiview = Kojiview::serve(&hub, &arguments);
    let mut answered = 0;
    for page in PAGES {
        answered += u32::from(kojiview.get(page).await.0 == 200);
    }
    assert!(answered > 0, "the file can be read");
}

/// Each hub has its own answers, in one folder.
#[tokio::test(flavor = "multi_thread")]
async fn another_hub_has_other_answers() {
    let ((_one, first), (_other, second)) = (hub_of(1).await, hub_of(2).await);
    let dir = folder("hubs");
    let arguments = ["--cache-dir", dir.to_str().unwrap()];
    let kojiview = Kojiview::serve(&first, &arguments);
    let of_first = kojiview.builds().await;
    kojiview.stop();
    let of_second = Kojiview::serve(&second, &arguments).builds().await;
    assert_eq!(of_second, Kojiview::serve(&second, &[]).builds().await);
    assert_ne!(of_first, of_second);
}
