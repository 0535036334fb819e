//! Unix sockets in the place of TCP.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use super::process::{Kojiview, hub};

/// A path for a socket, which may not be long.
fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("kojiview-{name}-{}.sock", std::process::id()))
}

fn serve(hub: &str, path: &Path, arguments: &[&str]) -> Kojiview {
    let command = Command::new(env!("CARGO_BIN_EXE_kojiview"));
    Kojiview::start_at(command, &format!("unix:{}", path.display()), hub, arguments)
}

/// The answer to a request with this head.
async fn ask(path: &Path, head: &str) -> String {
    let mut stream = UnixStream::connect(path).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

const BUILDS: &str =
    "GET /koji/builds HTTP/1.1\r\nhost: koji.example.org\r\nx-forwarded-for: 198.51.100.7\r\nconnection: close\r\n\r\n";

/// Whoever connects is on this machine, so a proxy there is believed by its address.
#[tokio::test(flavor = "multi_thread")]
async fn pages_over_a_unix_socket() {
    let (_demo, hub) = hub().await;
    let path = path("pages");
    let kojiview = serve(&hub, &path, &["--base-path", "/koji", "--trusted-proxy", "127.0.0.1"]);
    assert_eq!(kojiview.at, format!("unix:{}", path.display()));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o666, "proxies are other users");
    for _ in 0..2 {
        let answer = ask(&path, BUILDS).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("slowpoke"), "{answer}");
    }
    let log = kojiview.stop();
    assert!(log.contains("\"client\":\"198.51.100.7\""), "{log}");
    assert!(!path.exists(), "the socket is deleted");
}

/// What a process that was killed has left is taken over; what somebody uses, or what is no socket, is not.
#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_is_there_already() {
    let (_demo, hub) = hub().await;
    let path = path("again");
    let mut killed = serve(&hub, &path, &["--base-path", "/koji"]);
    killed.kill();
    assert!(path.exists());
    let lives = serve(&hub, &path, &["--base-path", "/koji"]);
    assert_eq!(refusal(&hub, &path), format!("kojiview: --listen unix:{}: address in use\n", path.display()));
    assert!(ask(&path, BUILDS).await.starts_with("HTTP/1.1 200"));
    lives.stop();
    std::fs::write(&path, "a file").unwrap();
    assert!(refusal(&hub, &path).contains("kojiview: --listen unix:"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a file");
    std::fs::remove_file(&path).unwrap();
}

/// What is said where the settings cannot be followed.
fn refusal(hub: &str, path: &Path) -> String {
    let listen = format!("unix:{}", path.display());
    let output = Command::new(env!("CARGO_BIN_EXE_kojiview"))
        .args(["serve", "--hub", hub, "--log-format", "json", "--listen", &listen])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}
