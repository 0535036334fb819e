//! What systemd does to a service: sockets that it opens and keeps while the service is started again, what it wants to be told, its watchdog.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::MissedTickBehavior;

use super::process::{Kojiview, folder, hub};

/// Kojiview as systemd starts it: with this socket, as often as `fds` says where it is.
fn activated(fds: &str, socket: &TcpListener, hub: &str, arguments: &[&str]) -> Kojiview {
    let mut command = Command::new("sh");
    let count = fds.split(' ').count();
    let script = format!("exec {fds}; LISTEN_PID=$$ LISTEN_FDS={count} exec \"$@\"");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_kojiview")]);
    command.stdin(Stdio::from(OwnedFd::from(socket.try_clone().unwrap())));
    // What systemd opened goes over this, which nobody could open.
    Kojiview::start_at(command, "192.0.2.1:80", hub, arguments)
}

/// The status of a request on a connection of its own; 0 where there is no answer.
async fn status(at: &str) -> u16 {
    let answer = async {
        let mut stream = TcpStream::connect(at).await?;
        stream.write_all(b"GET /builds HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.map(|_| answer)
    };
    let answer = answer.await.unwrap_or_default();
    let text = String::from_utf8_lossy(&answer);
    let is_whole = text.contains("\r\n\r\n") && text.trim_end().ends_with("</html>");
    let status = answer.get(9..12).and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
    status.filter(|_| is_whole).unwrap_or(0)
}

/// Readers who come at 500 a second while it is started again wait for a moment, and none is refused or cut off.
#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_while_it_is_started_again() {
    let (_demo, hub) = hub().await;
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    // As many wait as below systemd.
    SockRef::from(&socket).listen(4096).unwrap();
    let at = socket.local_addr().unwrap().to_string();
    let mut kojiview = activated("3<&0", &socket, &hub, &[]);
    assert_eq!(kojiview.at, format!("http://{at}"));
    assert_eq!(status(&at).await, 200);
    let (ends, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let load = tokio::spawn({
        let (at, ends, answered) = (at.clone(), ends.clone(), answered.clone());
        async move {
            let mut asked = Vec::new();
            let mut ticks = tokio::time::interval(Duration::from_millis(2));
            // A machine that is busy asks less, and not all at once later.
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let places = Arc::new(Semaphore::new(300));
            while !ends.load(Ordering::Relaxed) {
                ticks.tick().await;
                let place = places.clone().acquire_owned().await.unwrap();
                let (at, answered) = (at.clone(), answered.clone());
                asked.push(tokio::spawn(async move {
                    let status = status(&at).await;
                    answered.fetch_add(1, Ordering::Relaxed);
                    drop(place);
                    status
                }));
            }
            let mut failed = Vec::new();
            for request in asked {
                failed.extend(Some(request.await.unwrap()).filter(|status| *status != 200));
            }
            failed
        }
    });
    for _ in 0..3 {
        let before = answered.load(Ordering::Relaxed);
        while answered.load(Ordering::Relaxed) < before + 300 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        kojiview.stop();
        kojiview = activated("3<&0", &socket, &hub, &[]);
    }
    ends.store(true, Ordering::Relaxed);
    assert_eq!(tokio::time::timeout(Duration::from_secs(60), load).await.unwrap().unwrap(), [0; 0]);
    assert!(answered.load(Ordering::Relaxed) > 900);
}

/// A socket that is handed over twice is served, and left at the end.
#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_is_handed_over_twice() {
    let (_demo, hub) = hub().await;
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap().to_string();
    let kojiview = activated("3<&0 4<&0", &socket, &hub, &[]);
    for _ in 0..20 {
        assert_eq!(status(&at).await, 200);
    }
    kojiview.stop();
    let _next = activated("3<&0", &socket, &hub, &[]);
    assert_eq!(status(&at).await, 200);
}

/// What takes no connections is a mistake that is told, and what was meant for another process is left alone.
#[test]
fn sockets_that_are_none() {
    let run = |script: &str| {
        let script = format!("exec 3</dev/null; {script} exec \"$@\"");
        let arguments = ["serve", "--listen", "192.0.2.1:80", "--hub", "http://127.0.0.1:9/kojihub"];
        let output = Command::new("sh")
            .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_kojiview")])
            .args(arguments)
            .stdin(Stdio::from(OwnedFd::from(UnixStream::pair().unwrap().0)))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(run("LISTEN_PID=$$ LISTEN_FDS=1").contains("LISTEN_FDS: socket 1 takes no connections"));
    assert!(run("LISTEN_PID=$$ LISTEN_FDS=2147483647").contains("LISTEN_FDS: 2147483647 sockets are too many"));
    // One end of a pair is a socket of the right kind, and listens to nobody.
    assert!(run("exec 3<&0; LISTEN_PID=$$ LISTEN_FDS=1").contains("LISTEN_FDS: socket 1 takes no connections"));
    assert!(run("LISTEN_PID=1 LISTEN_FDS=1").contains("--listen 192.0.2.1:80: "));
}

/// It says when it answers, that it lives, and that it stops.
#[tokio::test(flavor = "multi_thread")]
async fn systemd_is_told() {
    let (_demo, hub) = hub().await;
    let path = std::env::temp_dir().join(format!("kojiview-notify-{}", std::process::id()));
    let told = UnixDatagram::bind(&path).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let next = || {
        let mut buffer = [0; 512];
        let length = told.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    let mut command = Command::new("env");
    let of_watchdog = "WATCHDOG_USEC=200000".to_owned();
    command.args([format!("NOTIFY_SOCKET={}", path.display()), of_watchdog, env!("CARGO_BIN_EXE_kojiview").to_owned()]);
    let kojiview =
        Kojiview::start_at(command, "127.0.0.1:0", &hub, &["--cache-dir", folder("notify").to_str().unwrap()]);
    let ready = next();
    assert!(ready.starts_with(&format!("READY=1\nSTATUS=at {}/", kojiview.at)), "{ready}");
    for _ in 0..3 {
        assert_eq!(next().trim(), "WATCHDOG=1");
    }
    kojiview.stop();
    let last = std::iter::repeat_with(next).find(|said| said.trim() != "WATCHDOG=1").unwrap();
    assert_eq!(last.trim(), "STOPPING=1");
    std::fs::remove_file(&path).unwrap();
}

/// Whoever keeps a connection is answered on it, told that it is the last answer, and connects anew: none is cut off.
#[tokio::test(flavor = "multi_thread")]
async fn no_request_on_a_kept_connection_is_lost() {
    let (_demo, hub) = hub().await;
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap().to_string();
    let mut kojiview = activated("3<&0", &socket, &hub, &[]);
    assert_eq!(status(&at).await, 200);
    let ends = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..10)
        .map(|_| {
            let (at, ends) = (at.clone(), ends.clone());
            tokio::spawn(async move {
                let (mut asked, mut lost, mut stream) = (0, 0, TcpStream::connect(&at).await.unwrap());
                while !ends.load(Ordering::Relaxed) {
                    asked += 1;
                    match ask(&mut stream).await {
                        Some(head) if head.contains("connection: close") => {
                            stream = TcpStream::connect(&at).await.unwrap();
                        }
                        Some(_) => {}
                        None => {
                            lost += 1;
                            stream = TcpStream::connect(&at).await.unwrap();
                        }
                    }
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                (asked, lost)
            })
        })
        .collect();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        kojiview.stop();
        kojiview = activated("3<&0", &socket, &hub, &[]);
    }
    ends.store(true, Ordering::Relaxed);
    let (mut asked, mut lost) = (0, 0);
    for reader in readers {
        let (of_one, lost_of_one) = tokio::time::timeout(Duration::from_secs(60), reader).await.unwrap().unwrap();
        asked += of_one;
        lost += lost_of_one;
    }
    assert!(asked > 100, "{asked}");
    // Without it, each of the ten loses one each time. On a machine that is busy a reader may come too late.
    assert!(lost <= 4, "{lost} of {asked}");
}

/// The head of the answer to one more request; `None` where the connection ends before it.
async fn ask(stream: &mut TcpStream) -> Option<String> {
    stream.write_all(b"HEAD /builds HTTP/1.1\r\nhost: x\r\n\r\n").await.ok()?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
