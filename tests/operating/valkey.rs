//! A real Valkey or Redis, without a file of its own.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use redis::Connection;

/// A running store; killed when it is dropped.
pub struct Valkey {
    child: Child,
    port: u16,
}

impl Drop for Valkey {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Valkey {
    /// An empty one, on a port that nobody has.
    pub fn start(arguments: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::start_at(port, arguments)
    }

    /// The same on this port.
    pub fn start_at(port: u16, arguments: &[&str]) -> Self {
        let own = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--enable-debug-command", "local"];
        let spawn = |program: &str| {
            let mut command = Command::new(program);
            command.args(["--port", &port.to_string()]).args(own).args(arguments).stdout(Stdio::null()).spawn()
        };
        let child = spawn("valkey-server").or_else(|_| spawn("redis-server")).unwrap();
        let valkey = Self { child, port };
        while valkey.client().get_connection().is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        valkey
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address, as a setting has it.
    pub fn address(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    fn client(&self) -> redis::Client {
        redis::Client::open(self.address()).unwrap()
    }

    /// A connection of the test's own.
    pub fn connect(&self) -> Connection {
        self.client().get_connection().unwrap()
    }

    /// The names of all that it has.
    pub fn keys(&self, pattern: &str) -> Vec<String> {
        redis::cmd("KEYS").arg(pattern).query(&mut self.connect()).unwrap()
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
