//! `migrate-config`: kojiweb's settings as ours, and what has no counterpart; `--koji-profile`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::process::folder;

fn kojiview(arguments: &[&str], home: &Path) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("HOME", home)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Every option that kojiweb had since 1.20, and some that it had before or never, with all quirks of the syntax.
#[test]
fn all_options_of_kojiweb() {
    let folder = folder("migrate");
    std::fs::create_dir_all(&folder).unwrap();
    let (status, toml, told) = kojiview(&["migrate-config", "tests/operating/web_conf/everything.conf"], &folder);
    assert_eq!(status, Some(0), "{told}");
    insta::assert_snapshot!("migrated", format!("{toml}\n--- told ---\n{told}"));
    for secret in ["sample-from-the-folder", "quotes stay", "httpd.keytab"] {
        assert!(!toml.contains(secret) && !told.contains(secret), "{secret}");
    }
    let file = folder.join("kojiview.toml");
    std::fs::write(&file, toml).unwrap();
    let (status, _, said) = kojiview(&["check-config", "--config", file.to_str().unwrap()], &folder);
    assert_eq!((status, said.as_str()), (Some(0), ""));
    std::fs::remove_dir_all(folder).unwrap();
}

/// What kojiweb passes over in silence, or is no file of its at all.
#[test]
fn what_cannot_be_migrated() {
    let folder = folder("not-migrated");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("web.conf");
    let mut cases: Vec<(&[u8], &str)> = vec![
        (b"[Web]\nSiteName = x\n", "no section [web]"),
        (b"SiteName = x\n", ":1: a [section] is wanted"),
        (b"[web]\n<Directory />\n", ":2: neither a [section] nor an option"),
        (b"[web]\nSiteName = \xe9\n", "not UTF-8 in line 2"),
        (b"\0\0\0", ":1: "),
    ];
    let large = [b"[web]\nSiteName = ".as_slice(), &vec![b'x'; 2 << 20]].concat();
    cases.push((&large, "2049 KB are too much"));
    for (text, why) in cases {
        std::fs::write(&file, text).unwrap();
        let (status, toml, told) = kojiview(&["migrate-config", file.to_str().unwrap()], &folder);
        assert_eq!((status, toml.as_str()), (Some(2), ""), "{told}");
        assert!(told.contains(why) && told.contains("web.conf"), "{why}: {told}");
    }
    // Python takes it for text of the option above it.
    std::fs::write(&file, "[web]\nSiteName = x\n KojiHubURL = https://koji.example.org/kojihub\n").unwrap();
    let (status, _, told) = kojiview(&["migrate-config", file.to_str().unwrap()], &folder);
    assert!(status == Some(0) && told.contains("SiteName: the line with KojiHubURL is indented"), "{told}");
    let (status, _, told) = kojiview(&["migrate-config", "/no/such/web.conf"], &folder);
    assert!(status == Some(2) && told.contains("/no/such/web.conf: No such file"), "{told}");
    // Root reads whatever it is.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&file).is_err() {
        let (status, _, told) = kojiview(&["migrate-config", file.to_str().unwrap()], &folder);
        assert!(status == Some(2) && told.contains("Permission denied"), "{told}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// A profile is where hub and files come from that are set nowhere else.
#[test]
fn a_profile_of_koji() {
    let home = folder("profile");
    std::fs::create_dir_all(home.join(".koji/config.d")).unwrap();
    let file = home.join(".koji/config.d/example.conf");
    let text = "[example]\nserver = https://koji.example.org/hub\ntopurl = https://files.example.org/\n[none]\n";
    std::fs::write(&file, text).unwrap();
    let (status, out, said) = kojiview(&["check-config", "--koji-profile", "example"], &home);
    assert_eq!((status, said.as_str()), (Some(0), ""));
    let lines: Vec<String> = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let at = |line: u32| format!("profile example, {}:{line}", file.display());
    for line in [
        format!("hub = \"https://koji.example.org/hub\" # {}", at(2)),
        format!("files = \"https://files.example.org/\" # {}", at(3)),
    ] {
        assert!(lines.contains(&line), "{line}\n{out}");
    }
    let hub = ["--hub", "https://other.example.org/kojihub"];
    let (_, out, _) = kojiview(&[&["check-config", "--koji-profile", "example"], &hub[..]].concat(), &home);
    assert!(out.contains("# --hub (not profile example, "), "{out}");
    for (profile, why) in
        [("other", "--koji-profile: no profile other in "), ("none", "--koji-profile: profile none says no server")]
    {
        let (status, _, said) = kojiview(&["check-config", "--koji-profile", profile], &home);
        assert!(status == Some(2) && said.contains(why), "{said}");
    }
    std::fs::remove_dir_all(home).unwrap();
}
