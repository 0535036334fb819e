//! `kojiview explain` on logs of builds that failed, each with the lines that a reader should be led to.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kojiview::config::Explain;
use kojiview::explain::explain;
use serde_json::Value;

const TABLE: &str = "tests/failed_logs";

/// What the command says of these files.
fn said(fault: Option<&str>, files: &[PathBuf]) -> Value {
    let files = files.iter().map(|file| file.to_str().unwrap().to_owned()).collect();
    let said = explain(&Explain { fault: fault.map(str::to_owned), json: true, files });
    serde_json::to_value(said.unwrap()).unwrap()
}

/// The rows of a table without its heading.
fn rows(name: &str) -> Vec<Vec<String>> {
    let table = fs::read_to_string(Path::new(TABLE).join(name)).unwrap();
    table.lines().skip(1).map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn readers_are_led_to_the_cause() {
    let (mut led, mut shown) = (0, 0);
    let mut wrong = Vec::new();
    let rows = rows("expected.tsv");
    assert!(rows.len() >= 34, "the table was not found");
    for row in &rows {
        let [file, log, expected, ..] = &row[..] else { panic!("{row:?}") };
        let place = folder(file).join(log);
        fs::copy(Path::new(TABLE).join(file), &place).unwrap();
        let said = said(None, &[place]);
        let expected: Vec<u64> = expected.split(',').map(|line| line.parse().unwrap()).collect();
        let number = |name: &str| said[name].as_u64().unwrap_or(0);
        let is_led = expected.contains(&number("line"));
        let is_shown = expected.iter().any(|line| (number("first")..=number("last")).contains(line));
        (led, shown) = (led + usize::from(is_led), shown + usize::from(is_shown));
        if !is_led {
            wrong.push(format!("{file}: led to {} and not to one of {expected:?}", said["line"]));
        }
        // The line that is led to is marked, and its numbers are right.
        let lines = said["lines"].as_array().unwrap();
        let marked = lines.iter().find(|line| line["number"] == said["line"]).unwrap();
        assert_eq!(marked["mark"], "error", "{file}");
        let text = fs::read_to_string(Path::new(TABLE).join(file)).unwrap();
        for line in lines {
            let number = usize::try_from(line["number"].as_u64().unwrap()).unwrap();
            assert_eq!(text.lines().nth(number - 1), line["text"].as_str(), "{file}");
        }
    }
    println!("led to the cause in {led} of {}, shown in {shown}", rows.len());
    assert_eq!(led, rows.len(), "{wrong:#?}");
    assert_eq!(shown, rows.len(), "{wrong:#?}");
}

#[test]
fn the_log_that_tells_is_chosen() {
    for (at, row) in rows("choice.tsv").iter().enumerate() {
        let [fault, left, expected, ..] = &row[..] else { panic!("{row:?}") };
        let folder = folder(&format!("choice-{at}"));
        let ending = left.split('"').nth(1).unwrap_or("the end");
        let mut files = Vec::new();
        for part in left.split(", ").filter(|part| !part.starts_with("no ")) {
            let mut words = part.split(' ');
            let name = words.next().unwrap();
            let size = words.next().map_or(500, |size| size.parse::<usize>().unwrap());
            let unit = match words.next() {
                Some("kB") => 1000,
                Some("MB") => 1_000_000,
                _ => 1,
            };
            let mut text = "a line of it\n".repeat(size * unit / 13);
            text.push_str(if part.contains("ending") { ending } else { "the end" });
            files.push(folder.join(name));
            fs::write(files.last().unwrap(), text).unwrap();
        }
        let said = said(Some(fault), &files);
        let log = said["log"].as_str().map_or("-", |log| log.rsplit('/').next().unwrap());
        assert_eq!(log, expected, "{fault}");
    }
}

/// The command itself, with this on its standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .arg("explain")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read all.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn a_reader_is_told_in_words() {
    let log = "+ cp a b\ncp: cannot stat 'a': No such file or directory\nerror: Bad exit status from /var/tmp/rpm-tmp.x (%install)\n";
    let said = run(&["-"], log.as_bytes());
    let text = String::from_utf8(said.stdout).unwrap();
    assert!(said.status.success());
    assert!(text.starts_with("-, line 2, in %install (last words):\n"), "{text}");
    assert!(text.contains("\n>       2  cp: cannot stat 'a'"), "{text}");
    // Of what went well nothing is said.
    let text = run(&["-"], b"a.c:1:2: error: no\nChild return code was: 0\n").stdout;
    assert!(String::from_utf8(text).unwrap().starts_with("-: nothing failed"));
    // A fault alone is the reason.
    let said = run(&["--fault", "GenericError: Build already exists (id=1, state=COMPLETE)"], b"");
    assert!(said.status.success() && String::from_utf8(said.stdout).unwrap().contains("than the fault"));
}

#[test]
fn what_cannot_be_read_is_said() {
    for (arguments, told) in [
        (&["tests"][..], "tests: "),
        (&["tests/none.log"], "tests/none.log: No such file"),
        (&["tests/failed_logs/36-c-error.txt", "tests/none.log"], "tests/none.log: No such file"),
        (&[], "<FILE>"),
    ] {
        let said = run(arguments, b"");
        let error = String::from_utf8(said.stderr).unwrap();
        assert!(!said.status.success() && error.contains(told), "{arguments:?}: {error}");
        assert!(said.stdout.is_empty());
    }
}

/// Any bytes have an explanation, or none, of bounded size.
#[test]
fn logs_of_any_kind() {
    let exit = b"\nerror: Bad exit status from /var/tmp/rpm-tmp.x (%check)\nChild return code was: 1\n";
    let many: Vec<_> = (0..10_000).map(|n| format!("FAIL: tests/t-{n:05}\n")).collect();
    let many = format!("Executing(%check): x\n{}Testsuite summary for x 1\n# FAIL: 10000", many.concat());
    let first = "a.c:1:2: error: of the first build\nChild return code was: 1\nENTER ['do'](x)\n";
    for (name, text, line) in [
        ("nothing", Vec::new(), None),
        ("escape sequences", b"\x1b[31m\x1b[K\x1b]0;".repeat(100_000), None),
        ("binary", (0..=255).cycle().take(300_000).collect(), None),
        ("one line", b"x".repeat(20 << 20), None),
        ("one line that failed", [&b"x".repeat(20 << 20), &exit[..]].concat(), Some(1)),
        ("10,000 tests", [many.as_bytes(), exit].concat(), Some(10_002)),
        ("a summary without entries", b"+ x\nlost it\nRPM build errors:\nChild return code was: 1\n".to_vec(), Some(2)),
        ("two builds", [first.as_bytes(), b"b.c:1:2: error: of the second\n", exit].concat(), Some(4)),
        (
            "far from the end",
            [b"Executing(%build): x\n+ make\na.c:1:2: error: x\n", &b"gcc -c a.c\n".repeat(170_000)[..], exit].concat(),
            Some(3),
        ),
    ] {
        let said = run(&["--json", "-"], &text);
        assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
        let told: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!(told["line"].as_u64(), line, "{name}: {}", told["lines"]);
        assert!(said.stdout.len() < 2 << 20, "{name}: {} bytes", said.stdout.len());
    }
}

/// What stands in many logs and tells nothing does not lead anywhere, and what was mended on the way is no reason.
#[test]
fn ordinary_lines_do_not_mislead() {
    let exit = "error: Bad exit status from /var/tmp/rpm-tmp.x (%check)\nChild return code was: 1\n";
    let packages = "Child return code was: 1\n";
    for (log, end, line) in [
        (
            "make[1]: Leaving directory '/a'\nCC b.o\nrm: cannot remove 'c'\nmake: *** [x] Error 1\nmake: *** Waiting for unfinished jobs....\nCC d.o\n",
            exit,
            3,
        ),
        ("[INFO] Results:\n[INFO] Tests run: 3\n[ERROR] Failed to execute goal x\n", exit, 3),
        ("Testsuite summary for a 1\n# FAIL:  0\nb.c:1:2: error: x\nmake: *** [b.o] Error 1\n", exit, 3),
        (
            "[MIRROR] a.rpm: Curl error (28): Timeout for https://x/\nInstalling\n  - nothing provides b needed by c-1-1.x86_64\n",
            packages,
            3,
        ),
        (
            "Executing command: ['bash', '--login', '-c', '/usr/bin/rpmbuild -bb SPECS/lsof.spec'] with env {}\na.c:1:2: error: x\n",
            exit,
            2,
        ),
        ("not ok 1 - later # TODO later\nnot ok 2 - adds\n", exit, 2),
        ("error: Macro %x failed to expand\nRPM build errors:\n    Macro %x failed to expand\n", packages, 1),
        (
            "words that no rule has\nProcessing files: a\nProvides: a = 1\nRPM build errors:\n    bogus date in %changelog: Thu\n    words that no rule has\n",
            packages,
            1,
        ),
        ("libudev: not found\n-- Doxygen: not found\ncp: cannot stat 'a': No such file or directory\n", exit, 3),
    ] {
        let said = run(&["--json", "-"], format!("{log}{end}").as_bytes());
        let told: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!(told["line"].as_u64(), Some(line), "{log}: {told}");
    }
    // What mock expects to fail is no failure.
    let root = "Executing command: ['/usr/sbin/userdel', '-r', 'mockbuild']\nuserdel: user 'mockbuild' does not exist\nChild return code was: 6\nExecuting command: ['/usr/bin/dnf', 'install']\nInstalling\n";
    let told: Value = serde_json::from_slice(&run(&["--json", "-"], root.as_bytes()).stdout).unwrap();
    assert_eq!(told["line"].as_u64(), None, "{told}");
}
