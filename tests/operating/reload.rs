//! Settings that change while the process runs, and a banner that needs no word at all.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::process::{Kojiview, folder, hub};

/// Waits until a page has this text, or has it no more.
async fn until(kojiview: &Kojiview, page: &str, text: &str, is_there: bool) {
    for _ in 0..400 {
        let (status, body) = kojiview.get(page).await;
        assert_eq!(status, 200, "{body}");
        if body.contains(text) == is_there {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{page}: {text}: {is_there}");
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_read_again() {
    let (_demo, hub) = hub().await;
    let folder = folder("reload");
    std::fs::create_dir_all(&folder).unwrap();
    let (file, banner) = (folder.join("kojiview.toml"), folder.join("banner"));
    let of_banner = format!("banner = \"{}\"\n", banner.display());
    write(&file, &format!("name = \"First\"\n{of_banner}"));
    let kojiview = Kojiview::serve(&hub, &["--config", file.to_str().unwrap()]);
    until(&kojiview, "/builds", "<small>First</small>", true).await;
    let first = kojiview.etag("/builds").await;
    assert_eq!(kojiview.ask("/builds", &[("if-none-match", &first)]).await, 304);

    write(&banner, "Down for an hour, see https://status.example.org/");
    until(&kojiview, "/builds", "Down for an hour", true).await;
    assert_eq!(kojiview.ask("/builds", &[("if-none-match", &first)]).await, 200, "the page is another one");
    std::fs::remove_file(&banner).unwrap();
    until(&kojiview, "/builds", "Down for an hour", false).await;

    write(&file, "name = \"Second\"\naccent = \"#1a6b3c\"\ncache = 64\n");
    kojiview.hang_up();
    until(&kojiview, "/builds", "<small>Second</small>", true).await;
    assert_eq!(kojiview.ask("/builds", &[("if-none-match", &first)]).await, 200);

    write(&file, "name = \"Third\"\naccent = \"#fefefe\"\n");
    kojiview.hang_up();
    let log = kojiview.log_with("were not taken over").await;
    assert!(log.contains("too light to be read"), "{log}");
    until(&kojiview, "/builds", "<small>Second</small>", true).await;
    let log = kojiview.stop();
    let waits: Vec<&str> = log.lines().filter(|line| line.contains("when Kojiview is started again")).collect();
    assert!(waits.len() == 1 && waits[0].contains("\"setting\":\"cache\""), "{waits:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Wrong settings are told at once: nobody is asked before.
#[test]
fn ten_mistakes_are_told_at_once() {
    let folder = folder("mistakes");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("kojiview.toml");
    write(
        &file,
        "hub = \"koji.example.org\"\nfiles = \"/kojifiles\"\nlisten = \"8080\"\naccent = \"#ffff00\"\nmenu-links = [\"Docs\"]\n\
         mbs = \"mbs\"\ncache = -1\nclosed = [\"all\"]\nno-consol = true\nhub-calls = 0\n",
    );
    let output = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .args(["serve", "--config", file.to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.lines().count()), (Some(2), 10), "{said}");
    for line in 1..=10 {
        assert!(said.contains(&format!("{}:{line}: ", file.display())), "{line}: {said}");
    }
    // Ten megabytes are not read.
    write(&file, &"#\n".repeat(5 << 20));
    let output = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .args(["check-config", "--config", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("10240 KB are too much"));
    std::fs::remove_dir_all(folder).unwrap();
}
