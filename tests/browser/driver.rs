//! A headless Chromium and the chromedriver that drives it, by `WebDriver`'s JSON over HTTP.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything is waited for: on a busy machine everything takes its time.
const PATIENCE: Duration = Duration::from_secs(60);

/// What Chromium is told: no window, nothing of its own on the network, and it may be root in a container.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A browser with one tab; it ends with its test.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: PathBuf,
    http: reqwest::Client,
}

/// The first of these programs that is installed.
fn installed(names: &[&str], package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = names.iter().flat_map(|name| places.iter().map(move |place| place.join(name))).find(|at| at.is_file());
    found.unwrap_or_else(|| {
        panic!("the browser tests need {}: install {package}, or call tests/run as root, which does", names[0])
    })
}

impl Browser {
    pub async fn start() -> Self {
        Self::with(&json!({})).await
    }

    /// One that keeps what it writes to its console and every request that it sends, for [`Self::log`].
    pub async fn recording() -> Self {
        Self::with(&json!({"browser": "ALL", "performance": "ALL"})).await
    }

    async fn with(logs: &Value) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let chromium = installed(&["chromium", "chromium-browser"], "chromium");
        let chromedriver = installed(&["chromedriver"], "chromium-driver (Debian) or chromedriver (Fedora)");
        let name = format!("browser-{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let profile = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&profile).unwrap();
        let (driver, port) = listening(&chromedriver);
        let http = http_client().timeout(PATIENCE * 2).build().unwrap();
        let mut browser = Self { driver, port, session: String::new(), profile, http };
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", browser.profile.display()));
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": logs,
        });
        let session = browser.send("POST", "", &json!({"capabilities": {"alwaysMatch": wanted}})).await;
        let session = session.unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
        session["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        browser
    }

    /// One command; the error is `WebDriver`'s.
    async fn send(&self, method: &str, command: &str, body: &Value) -> Result<Value, String> {
        let slash = if self.session.is_empty() { "" } else { "/" };
        let at = format!("http://127.0.0.1:{}/session{slash}{}{command}", self.port, self.session);
        let request = self.http.request(method.parse().unwrap(), at);
        let request = if method == "POST" { request.body(body.to_string()) } else { request };
        let answer = request.send().await.map_err(|error| format!("{error:?}"))?;
        let done = answer.status().is_success();
        let answer = answer.bytes().await.map_err(|error| format!("{error:?}"))?;
        let mut answer: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        if done { Ok(answer["value"].take()) } else { Err(answer["value"]["message"].to_string()) }
    }

    async fn command(&self, command: &str, body: Value) -> Value {
        let done = self.send("POST", command, &body).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    pub async fn goto(&self, address: &str) {
        self.command("/url", json!({"url": address})).await;
    }

    pub async fn reload(&self) {
        self.command("/refresh", json!({})).await;
    }

    pub async fn back(&self) {
        self.command("/back", json!({})).await;
    }

    pub async fn forward(&self) {
        self.command("/forward", json!({})).await;
    }

    /// Nobody sees the window any more.
    pub async fn minimize(&self) {
        self.command("/window/minimize", json!({})).await;
    }

    /// It is seen again.
    pub async fn restore(&self) {
        self.command("/window/rect", json!({"width": 1280, "height": 900})).await;
    }

    /// What a script returns.
    pub async fn run(&self, script: &str) -> Value {
        self.run_with(script, json!([])).await
    }

    /// What a script returns, or what it promised.
    pub async fn run_with(&self, script: &str, arguments: Value) -> Value {
        self.command("/execute/sync", json!({"script": script, "args": arguments})).await
    }

    /// What an expression is, as text.
    pub async fn text(&self, expression: &str) -> String {
        self.run(&format!("return String({expression})")).await.as_str().unwrap().to_owned()
    }

    /// The texts of what a selector finds, white space folded.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.replace(/\\s+/g, ' ').trim())";
        serde_json::from_value(self.run_with(script, json!([selector])).await).unwrap()
    }

    /// Waits until an expression holds; a page that is just going away holds nothing.
    pub async fn until(&self, expression: &str) {
        let script = json!({"script": format!("return Boolean({expression})"), "args": []});
        let started = Instant::now();
        while self.send("POST", "/execute/sync", &script).await != Ok(Value::Bool(true)) {
            if started.elapsed() > PATIENCE {
                let page = self.text("location + ' ' + document.body.innerText").await;
                panic!("never: {expression}\n{}", page.chars().take(3000).collect::<String>());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn element(&self, selector: &str) -> String {
        let found = self.command("/element", json!({"using": "css selector", "value": selector})).await;
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    pub async fn click(&self, selector: &str) {
        let element = self.element(selector).await;
        self.command(&format!("/element/{element}/click"), json!({})).await;
    }

    /// Types into a field.
    pub async fn write(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        self.command(&format!("/element/{element}/value"), json!({"text": text})).await;
    }

    /// Presses a key: a character, or one of `WebDriver`'s private ones.
    pub async fn press(&self, key: char) {
        // A browser drops what is pressed before a page is painted.
        self.until("performance.getEntriesByType('paint').length > 0").await;
        let strokes = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        self.command("/actions", json!({"actions": [{"type": "key", "id": "keys", "actions": strokes}]})).await;
    }

    /// A command of the `DevTools` protocol.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        self.command("/goog/cdp/execute", json!({"cmd": method, "params": parameters})).await
    }

    /// The window's inner size.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// `light` or `dark`.
    pub async fn theme(&self, theme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// What was logged since the last time: `browser` (the console) or `performance` (messages of the `DevTools`).
    pub async fn log(&self, kind: &str) -> Vec<Value> {
        let mut log = self.command("/se/log", json!({"type": kind})).await;
        log.as_array_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// A chromedriver that listens, and where. It takes a port that is free on IPv6 and exits where somebody else has the
/// same on IPv4, which happens beside other tests, so it is started again.
fn listening(chromedriver: &Path) -> (Child, u16) {
    let mut said = Vec::new();
    for _ in 0..10 {
        let mut command = Command::new(chromedriver);
        let mut driver = command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        for line in lines.by_ref() {
            if line.contains("started successfully on port") {
                let port = line.trim_end_matches('.').rsplit(' ').next().unwrap().parse().unwrap();
                // Somebody has to read on, or it would wait for a reader.
                std::thread::spawn(move || lines.for_each(drop));
                return (driver, port);
            }
            said.push(line);
        }
        let ended = driver.wait().unwrap();
        said.push(format!("({ended})"));
    }
    panic!("chromedriver did not start:\n{}", said.join("\n"))
}

impl Drop for Browser {
    /// A chromedriver that is killed leaves its Chromium behind, so the session ends first.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let end =
                format!("DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", self.session);
            let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
            let _ = stream.write_all(end.as_bytes()).and_then(|()| stream.read(&mut [0; 64]));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// Of clients that ask over a socket. They want to know who does TLS for them, though nothing here speaks it.
pub fn http_client() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}
