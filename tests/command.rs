//! The command line: what it says, and how it ends.

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
        (&["serve"], &[hub, ("KOJIVIEW_HUB_DEADLINE", "0")], "--hub-deadline"),
        (&["serve", "--base-path", "/a/../b"], &[hub], "--base-path"),
        (&["serve", "--base-path", "//koji"], &[hub], "--base-path"),
        (&["serve", "--base-path", "/a", "--public-url", "https://x.example.org/b"], &[hub], "--public-url"),
        (&["serve", "--link", "Sources"], &[hub], "--link"),
        (&["serve"], &[hub, ("KOJIVIEW_LINKS", "a=https://x.example.org/{what}")], "--link"),
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
