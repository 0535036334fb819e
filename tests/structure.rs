//! The rules that a test can keep: which way dependencies point, and how large a file may be.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom up; each layer uses only those before it. `demo` stands beside: it uses the codec alone.
const LAYERS: [&str; 14] = [
    "xmlrpc",
    "log",
    "hub",
    "urls",
    "web",
    "components",
    "pages",
    "kojiweb",
    "app",
    "serve",
    "logging",
    "config",
    "explain",
    "start",
];
/// Lines of code in one file at most, its tests not counted.
const LARGEST: usize = 300;

/// Characters of a line of a template or of the style sheet at most, so that a change of it can be read.
const WIDEST: usize = 160;

#[test]
fn templates_and_styles_can_be_read_line_by_line() {
    let mut files = files(Path::new("templates"), "html");
    assert!(files.len() > 40, "the templates were not found");
    files.extend(self::files(Path::new("static"), "css"));
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let wide = text.lines().position(|line| line.chars().count() > WIDEST);
        assert_eq!(wide, None, "{}: a line that is too long", path.display());
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    files(folder, "rs")
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.extension().is_some_and(|extension| extension == end) {
            found.push(path);
        }
    }
    found
}

/// `src/hub/words/ids.rs` is in `hub`, `src/app.rs` in `app`.
fn layer(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// The layers that a file names, in `use crate::…` and in paths.
fn used(code: &str) -> Vec<&str> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = lines.flat_map(|line| line.split("crate::").skip(1));
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
}

fn may_use(from: &str, to: &str) -> bool {
    let place = |name| LAYERS.iter().position(|layer| *layer == name);
    match (from, to) {
        ("main" | "lib", _) | ("start", "demo") => true,
        ("demo", to) => to == "demo" || to == "xmlrpc",
        // Settings are read into the limits of the client, and nothing else reads settings.
        ("config", to) => matches!(to, "hub" | "urls" | "web" | "serve" | "logging" | "demo" | "config"),
        (from, to) => match (place(from), place(to)) {
            (Some(from), Some(to)) => to <= from,
            // Macros stand at the top of the crate.
            (_, None) => to == "page",
            (None, _) => false,
        },
    }
}

#[test]
fn dependencies_point_one_way() {
    let files = sources(Path::new("src"));
    assert!(files.len() > 20, "the sources were not found");
    let mut wrong = Vec::new();
    for path in files {
        let from = layer(&path);
        let code = code(&path);
        wrong.extend(
            used(&code).into_iter().filter(|to| !may_use(&from, to)).map(|to| format!("{} uses {to}", path.display())),
        );
    }
    assert_eq!(wrong, [""; 0]);
    assert!(may_use("pages", "hub") && !may_use("hub", "web") && !may_use("demo", "hub"));
}

#[test]
fn files_are_small_and_say_what_they_are() {
    for path in sources(Path::new("src")) {
        let code = code(&path);
        let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        assert!(lines <= LARGEST, "{} has {lines} lines of code", path.display());
        assert!(code.starts_with("//! "), "{} does not say what it is", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            !["utils", "util", "helpers", "common", "types", "manager", "misc"].contains(&name),
            "{}",
            path.display()
        );
        assert!(!code.contains("#[allow("), "{} allows without a reason", path.display());
    }
}

/// A page never uses another page.
#[test]
fn pages_stand_alone() {
    for path in sources(Path::new("src/pages")) {
        assert!(!code(&path).contains("crate::pages"), "{} uses another page", path.display());
    }
}

/// What is said to have a test names a file that is there.
#[test]
fn threats_name_files_that_are_there() {
    let text = fs::read_to_string("docs/threats.md").unwrap();
    let named: Vec<&str> =
        text.split('`').filter(|part| part.starts_with("tests/") || part.starts_with("src/")).collect();
    assert!(named.len() > 15, "{named:?}");
    for name in named {
        assert!(Path::new(name).exists(), "docs/threats.md names {name}");
    }
}
