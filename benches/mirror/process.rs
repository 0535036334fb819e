//! Kojiview as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running Kojiview, ended with this value.
pub struct Kojiview {
    child: Child,
    /// Host and port.
    pub at: String,
}

impl Drop for Kojiview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Kojiview {
    /// Over this hub, with a cache of 64 MB; the load speaks for many clients.
    pub fn serve(hub: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kojiview"));
        command.args(["serve", "--hub", hub, "--listen", "127.0.0.1:0", "--cache", "64"]);
        command.args(["--trusted-proxy", "127.0.0.1", "--connections", "4096"]).args(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let at = lines
            .filter_map(|line| Some(line.strip_prefix("Kojiview is at http://")?.trim_end_matches('/').to_owned()))
            .take(1)
            .last()
            .unwrap();
        Self { child, at }
    }

    /// Megabytes of memory that it has.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

/// A folder of its own.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("kojiview-mirror-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// A running Valkey or Redis, ended with this value.
pub struct Valkey {
    child: Child,
    /// Its address, as a setting has it.
    pub address: String,
}

impl Drop for Valkey {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Valkey {
    pub fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let spawn = |program: &str| {
            let arguments = ["--bind", "127.0.0.1", "--save", "", "--port", &port.to_string()];
            Command::new(program).args(arguments).stdout(Stdio::null()).spawn()
        };
        let child = spawn("valkey-server").or_else(|_| spawn("redis-server")).unwrap();
        Self { child, address: format!("redis://127.0.0.1:{port}") }
    }
}
