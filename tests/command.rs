//! The command line: what it says, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

fn kojiview(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kojiview"));
    command.args(arguments).envs(environment.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Wrong settings: exit status 2, and the message names the setting.
#[test]
fn wrong_settings_are_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let hub = ("KOJIVIEW_HUB", "http://127.0.0.1:9/kojihub");
    let cases: [(&[&str], &[_], &str); 15] = [
        (&["serve"], &[], "--hub"),
        (&["serve", "--hub", "kojihub"], &[], "--hub"),
        (&["serve", "--hub", "ftp://koji/kojihub"], &[], "--hub"),
        (&["serve", "--files", "javascript:1"], &[hub], "--files"),
        (&["serve", "--hub", "https://koji.example.org/hub"], &[], "--files"),
        (&["serve", "--listen", "8080"], &[hub], "--listen"),
        (&["serve", "--listen", &taken], &[hub], "--listen"),
        (&["serve"], &[hub, ("KOJIVIEW_HUB_DEADLINE", "0")], "KOJIVIEW_HUB_DEADLINE: hub-deadline: invalid value '0'"),
        (&["serve", "--base-path", "/a/../b"], &[hub], "--base-path"),
        (&["serve", "--base-path", "//koji"], &[hub], "--base-path"),
        (&["serve", "--base-path", "/a", "--public-url", "https://x.example.org/b"], &[hub], "--public-url"),
        (&["serve", "--link", "Sources"], &[hub], "--link"),
        (&["serve"], &[hub, ("KOJIVIEW_LINKS", "a=https://x.example.org/{what}")], "KOJIVIEW_LINKS: links: "),
        (&["demo", "--fault", "nope"], &[], "--fault"),
        (&["demo", "--size", "huge"], &[], "--size"),
    ];
    for (arguments, environment, named) in cases {
        let output = kojiview(arguments, environment).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(named), "{arguments:?}: {said}");
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The demo prints where it is, answers there, and ends when it is asked to.
#[test]
fn the_demo_runs_and_stops() {
    let mut running = Running(kojiview(&["demo", "--listen", "127.0.0.1:0"], &[]).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let at = lines
        .find_map(|line| Some(line.strip_prefix("Kojiview is at http://")?.trim_end_matches('/').to_owned()))
        .unwrap();
    let mut socket = TcpStream::connect(&at).unwrap();
    write!(socket, "GET /builds HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("slowpoke"), "{answer}");
    let stopped = Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
    assert!(stopped.success());
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
}

/// A file of settings of this text.
fn file(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Status, standard output, standard error.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let output = kojiview(arguments, environment).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_mistake_is_told_at_once() {
    let file = file(
        "mistakes",
        "hub = \"ftp://koji.example.org/kojihub\"\nhub-cals = 3\ncache = \"much\"\nlisten = [\"127.0.0.1:1\"]\n\
         no-console = \"maybe\"\nshared-cache = \"http://:secret@cache\"\ntrusted-proxies = [\"::1\", \"nowhere\"]\n",
    );
    let environment = [("KOJIVIEW_CLOSED", "all"), ("KOJIVIEW_HUB_DEADLINE", "x"), ("KOJIVIEW_CONFIG", &*file)];
    for command in ["serve", "check-config"] {
        let (status, out, said) =
            run(&[command, "--client-budget", "-1", "--log-format=x", "--public-url", "foo"], &environment);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{said}");
        for mistake in [
            "kojiview: invalid value '-1' for '--client-budget <UNITS>'",
            "kojiview: invalid value 'x' for '--log-format <LOG_FORMAT>': one of auto, text, json, journald",
            "kojiview: invalid value 'foo' for '--public-url <PUBLIC_URL>': an address that begins with",
            &format!("{file}:1: hub: invalid value 'ftp://koji.example.org/kojihub': an address that begins with http"),
            &format!("{file}:2: hub-cals: no such setting; did you mean hub-calls?"),
            &format!("{file}:3: cache: invalid value 'much'"),
            &format!("{file}:4: listen: a list, where one value is wanted"),
            &format!("{file}:5: no-console: invalid value 'maybe': one of true, false"),
            &format!("{file}:6: shared-cache: invalid value 'http://:***@cache'"),
            &format!("{file}:7: trusted-proxies: invalid value 'nowhere'"),
            "KOJIVIEW_CLOSED: closed: invalid value 'all': one of light, heavy, file, console",
            "KOJIVIEW_HUB_DEADLINE: hub-deadline: invalid value 'x'",
        ] {
            assert!(said.contains(mistake), "{mistake}\n{said}");
        }
        assert_eq!(said.lines().count(), 12, "{said}");
    }
}

#[test]
fn the_settings_that_are_in_force() {
    let file = file(
        "settings",
        "hub = \"https://me:secret@koji.example.org/kojihub\"\ncache = 64\nhub_calls = 4\nno-console = true\n\
         trusted-proxies = [\"::1\", \"192.0.2.0/24\"]\nclient-budget = 100\n",
    );
    let arguments = [
        "check-config",
        "--config",
        &*file,
        "--client-budget=50",
        "--no-console=false",
        "--public-url",
        "https://x.example.org/koji",
    ];
    let variables = [("KOJIVIEW_CACHE", "32"), ("KOJIVIEW_NAME", ""), ("KOJIVIEW_HUBB", "x")];
    let (status, out, said) = run(&arguments, &variables);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(said, "kojiview: KOJIVIEW_HUBB: no such variable; did you mean KOJIVIEW_HUB?\n");
    let lines: Vec<String> = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        format!("hub = \"https://me:***@koji.example.org/kojihub\" # {file}:1"),
        "# files = # https://me:***@koji.example.org/kojifiles, beside hub".to_owned(),
        "listen = \"127.0.0.1:8080\" # default".to_owned(),
        "# base-path = # \"/koji\", from public-url".to_owned(),
        "name = \"Kojiview\" # default".to_owned(),
        format!("cache = 32 # KOJIVIEW_CACHE (not {file}:2)"),
        format!("hub-calls = 4 # {file}:3"),
        format!("no-console = false # --no-console (not {file}:4)"),
        format!("trusted-proxies = [\"::1\", \"192.0.2.0/24\"] # {file}:5"),
        format!("client-budget = 50 # --client-budget (not {file}:6)"),
        "# cache-dir = # not set".to_owned(),
    ] {
        assert!(lines.contains(&line), "{line}\n{out}");
    }
    // What it writes is a file of settings with the same.
    let again = file_of(&out.replace(":***@", ":secret@"));
    let (status, same, said) = run(&["check-config", "--config", &again], &[]);
    let values = |text: &str| {
        let lines = text.lines().map(|line| line.split(" # ").next().unwrap().trim().to_owned());
        lines.filter(|line| !line.starts_with("# config =")).collect::<Vec<_>>()
    };
    assert_eq!((status, values(&same)), (Some(0), values(&out)), "{said}");
}

fn file_of(text: &str) -> String {
    file("again", text)
}

#[test]
fn what_is_no_file_of_settings() {
    let large = file("large", &"# a comment\n".repeat(10 << 20 >> 3));
    let broken = file("broken", "cache = 1\nname = \"x\nhub = 3\n");
    for (file, why) in
        [(&*large, "are too much"), (&broken, ":2: "), ("/no/such.toml", "No such file"), ("/dev/zero", "not a file")]
    {
        let (status, _, said) = run(&["check-config", "--config", file], &[("KOJIVIEW_CACHE", "x")]);
        assert_eq!(status, Some(2));
        assert!(
            said.contains(&format!("{file}{}", if why.starts_with(':') { "" } else { ": " })) && said.contains(why),
            "{said}"
        );
        assert!(said.contains("KOJIVIEW_CACHE: cache: "), "others are told beside it: {said}");
    }
}

#[test]
fn the_sample_has_all_settings_with_their_defaults() {
    let (status, sample, _) = run(&["sample-config"], &[]);
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/kojiview.toml");
    if std::env::var_os("INSTA_UPDATE").is_some() {
        std::fs::write(kept, &sample).unwrap();
    }
    assert_eq!(
        (status, &*sample),
        (Some(0), &*std::fs::read_to_string(kept).unwrap()),
        "kojiview sample-config > {kept}"
    );
    // Without comments it changes nothing.
    let settings = sample.lines().filter_map(|line| line.strip_prefix('#'));
    let settings = settings.filter(|line| !line.starts_with(' ') && !line.ends_with("\"\""));
    let hub = "hub = \"https://koji.example.org/kojihub\"\n";
    let text = settings.fold(hub.to_owned(), |text, line| text + line + "\n");
    assert!(text.lines().count() > 15, "{text}");
    let (status, with, said) = run(&["check-config", "--config", &file("sample", &text)], &[]);
    assert_eq!(status, Some(0), "{said}");
    let (_, without, _) = run(&["check-config", "--hub", "https://koji.example.org/kojihub"], &[]);
    let values = |text: &str| {
        let lines = text
            .lines()
            .map(|line| line.split(" # ").next().unwrap().trim_start_matches("# ").trim().replace(" = []", " ="));
        let lines = lines.filter(|line| !line.starts_with("config ="));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(values(&with), values(&without));
}
