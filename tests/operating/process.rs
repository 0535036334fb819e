//! A real process of Kojiview over a demo hub of the test's own.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kojiview::demo::{Demo, Settings};

/// A page of each kind of answer: lists, one thing, many things asked for in one multiCall, contents of rpms, a log.
pub const PAGES: [&str; 12] = [
    "/",
    "/builds",
    "/builds?state=failed",
    "/builds/bash-6.13-1.fc41",
    "/builds/slowpoke-1.0-1.fc40",
    "/tasks",
    "/tags/f40-build",
    "/packages/bash",
    "/hosts",
    "/hosts/1",
    "/targets",
    "/builds.json?offset=50",
];

/// A demo hub, and its address.
pub async fn hub() -> (Arc<Demo>, String) {
    hub_of(1).await
}

/// One whose data come from this seed.
pub async fn hub_of(seed: u64) -> (Arc<Demo>, String) {
    let demo = Demo::new(Settings { frozen: true, seed, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/kojihub", listener.local_addr().unwrap());
    let router = demo.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (demo, address)
}

/// A folder of its own.
pub fn folder(name: &str) -> PathBuf {
    static FOLDERS: AtomicUsize = AtomicUsize::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// A running Kojiview; killed when it is dropped.
pub struct Kojiview {
    child: Child,
    /// Where it is.
    pub at: String,
    client: reqwest::Client,
    log: PathBuf,
}

impl Drop for Kojiview {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Kojiview {
    /// Over the hub at this address.
    pub fn serve(hub: &str, arguments: &[&str]) -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_kojiview")), hub, arguments)
    }

    /// The same in a shell that may write no file of more than so many kilobytes, as on a disk that is full.
    pub fn serve_with_small_files(kilobytes: u32, hub: &str, arguments: &[&str]) -> Self {
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kilobytes * 2);
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_kojiview")]);
        Self::start(command, hub, arguments)
    }

    fn start(command: Command, hub: &str, arguments: &[&str]) -> Self {
        Self::start_at(command, "127.0.0.1:0", hub, arguments)
    }

    /// By this command, which the arguments follow, and listening there.
    pub fn start_at(mut command: Command, listen: &str, hub: &str, arguments: &[&str]) -> Self {
        command.args(["serve", "--listen", listen, "--hub", hub]).args(arguments);
        let log = folder("log");
        command.env_remove("KOJIVIEW_LOG").env_remove("JOURNAL_STREAM").stderr(std::fs::File::create(&log).unwrap());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let at = lines.filter_map(|line| Some(line.strip_prefix("Kojiview is at ")?.trim_end_matches('/').to_owned()));
        let at = at.take(1).last().unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { child, at, client: reqwest::Client::new(), log }
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop, and waits for that; what it logged.
    pub fn stop(mut self) -> String {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log()
    }

    /// Asks it to read its settings again.
    pub fn hang_up(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    }

    /// What it has logged, once this is in it.
    pub async fn log_with(&self, text: &str) -> String {
        for _ in 0..400 {
            let log = self.log();
            if log.contains(text) {
                return log;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{text}: {}", self.log());
    }

    /// The tag of a page.
    pub async fn etag(&self, page: &str) -> String {
        let answer = self.client.get(format!("{}{page}", self.at)).send().await.unwrap();
        answer.headers()["etag"].to_str().unwrap().to_owned()
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// The status of what is asked with these headers.
    pub async fn ask(&self, page: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = self.client.get(format!("{}{page}", self.at));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status().as_u16()
    }

    /// Looks at [`PAGES`].
    pub async fn see_all(&self) {
        for page in PAGES {
            assert_eq!(self.get(page).await.0, 200, "{page}");
        }
    }

    /// The rows of the list of builds. How many there are in all is not waited for long, so it may lack.
    pub async fn builds(&self) -> serde_json::Value {
        let (status, text) = self.get("/builds.json").await;
        assert_eq!(status, 200, "{text}");
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["builds"]["rows"].take()
    }

    /// Status and text of a page.
    pub async fn get(&self, page: &str) -> (u16, String) {
        let answer = self.client.get(format!("{}{page}", self.at)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}
