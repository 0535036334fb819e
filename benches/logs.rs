//! How long a log of 1 GB takes to open beside one of 10 KB, with the reads and the memory of it: the program itself over
//! a hub and a file server whose log is a sparse file. Fails when a target is missed. `cargo bench --bench logs`

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use kojiview::xmlrpc::{self, Value};

/// What opening the large log may cost beyond its reads.
const TIME: Duration = Duration::from_millis(50);
const READS: u64 = 4;
const MEMORY: u64 = 4 << 20;

/// Times each page is opened, each time of another task, so that nothing of it is cached.
const TIMES: u32 = 20;

const LARGE: u64 = 1 << 30;
const SMALL: u64 = 10 << 10;

/// The logs on disk, and what was read of them.
struct Disk {
    folder: PathBuf,
    reads: AtomicU64,
    /// Nanoseconds that answers took here, whatever was asked.
    spent: AtomicU64,
}

impl Disk {
    /// A log of this size that has text where it is opened, and nothing between.
    fn write(&self, name: &str, size: u64) {
        let file = File::create(self.folder.join(name)).unwrap();
        file.set_len(size).unwrap();
        let lines: Vec<_> = (0..24_000).map(|n| format!("[{n:6}] gcc -O2 -g -c unit{n}.c -o unit{n}.o\n")).collect();
        let text = lines.concat();
        for start in [0, size / 2, size.saturating_sub(text.len() as u64)] {
            let part = text.as_bytes();
            let fits = part.len().min(usize::try_from(size - start).unwrap());
            file.write_all_at(&part[part.len() - fits..], start).unwrap();
        }
    }

    /// The bytes from `offset` on, fewer than `most` where the log ends, and its size.
    fn read(&self, name: &str, offset: u64, most: u64) -> Option<(Vec<u8>, u64)> {
        let file = File::open(self.folder.join(name)).ok()?;
        let size = file.metadata().unwrap().len();
        let mut bytes = vec![0; usize::try_from(most.min(size.saturating_sub(offset))).unwrap()];
        file.read_exact_at(&mut bytes, offset).unwrap();
        self.reads.fetch_add(1, Ordering::Relaxed);
        Some((bytes, size))
    }

    /// Counts the time since `start` as the hub's.
    fn spend(&self, start: Instant) {
        self.spent.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap(), Ordering::Relaxed);
    }
}

async fn hub(State(disk): State<Arc<Disk>>, body: Bytes) -> String {
    let start = Instant::now();
    let call = xmlrpc::request(&body).unwrap();
    let number = |name: &str| call.kwargs.get(name).and_then(Value::as_int).map(|n| u64::try_from(n).unwrap());
    let name = call.kwargs.get("fileName").and_then(Value::as_str);
    let value = match call.method.as_str() {
        "getTaskInfo" => Value::from([
            ("id", call.args.first().or_else(|| call.kwargs.get("task_id")).unwrap().clone()),
            ("method", Value::from("buildArch")),
            ("state", Value::Int(2)),
        ]),
        "listTaskOutput" => {
            let file =
                |size: u64| Value::from([("DEFAULT", Value::from([("st_size", Value::from(size.to_string()))]))]);
            Value::from([("large.log", file(LARGE)), ("small.log", file(SMALL))])
        }
        "downloadTaskOutput" => {
            let (bytes, _) = disk.read(name.unwrap(), number("offset").unwrap(), number("size").unwrap()).unwrap();
            Value::from(base64::engine::general_purpose::STANDARD.encode(bytes))
        }
        other => unreachable!("{other} is asked for a log"),
    };
    let answer = xmlrpc::write_response(&value).unwrap();
    disk.spend(start);
    answer
}

async fn file(State(disk): State<Arc<Disk>>, UrlPath(path): UrlPath<String>, headers: HeaderMap) -> Response {
    let start = Instant::now();
    let range = headers.get("range").and_then(|range| range.to_str().ok()).and_then(|range| {
        let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
        Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?))
    });
    let name = path.rsplit('/').next().unwrap_or_default();
    let answer = match range.and_then(|(first, last)| Some((first, disk.read(name, first, last + 1 - first)?))) {
        Some((first, (bytes, size))) => {
            let range = format!("bytes {first}-{}/{size}", first + bytes.len() as u64 - 1);
            (StatusCode::PARTIAL_CONTENT, [("content-range", range)], bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    };
    disk.spend(start);
    answer
}

/// The program over such a hub, ended with this value.
struct Program {
    child: Child,
    address: String,
    client: reqwest::Client,
}

impl Program {
    fn start(hub: &str, files: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kojiview"))
            .args(["serve", "--listen", "127.0.0.1:0", "--hub", hub, "--files", files])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut said = lines.filter_map(|line| Some(line.split_once("Kojiview is at ")?.1.trim().to_owned()));
        let address = said.next().unwrap().trim_end_matches('/').to_owned();
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { child, address, client: reqwest::Client::new() }
    }

    async fn get(&self, path: &str) -> usize {
        let answer = self.client.get(format!("{}{path}", self.address)).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().await.unwrap().len()
    }

    /// Bytes of memory in use, where the system tells: now, and the most since the last `forget_peak`.
    fn memory(&self) -> Option<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let bytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()? << 10)
        };
        Some((bytes("VmRSS")?, bytes("VmHWM")?))
    }

    fn forget_peak(&self) {
        // 5 resets the peak (proc(5)).
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What opening a page took: the median of the whole, of what is beside the hub's and the file server's time, and the
/// most reads and memory.
struct Cost {
    whole: Duration,
    beside: Duration,
    reads: u64,
    memory: Option<u64>,
}

async fn cost(program: &Program, disk: &Disk, tasks: &mut impl Iterator<Item = u64>, page: &str) -> Cost {
    let (mut times, mut reads, mut memory) = (Vec::new(), 0, None);
    for task in tasks.take(TIMES as usize) {
        program.forget_peak();
        let before = program.memory();
        disk.reads.store(0, Ordering::Relaxed);
        disk.spent.store(0, Ordering::Relaxed);
        let start = Instant::now();
        program.get(&format!("/tasks/{task}/logs/{page}")).await;
        let whole = start.elapsed();
        times.push((whole, whole.saturating_sub(Duration::from_nanos(disk.spent.load(Ordering::Relaxed)))));
        reads = reads.max(disk.reads.load(Ordering::Relaxed));
        if let (Some((then, _)), Some((_, peak))) = (before, program.memory()) {
            memory = memory.max(Some(peak.saturating_sub(then)));
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (whole, beside) = times.into_iter().unzip();
    Cost { whole: median(whole), beside: median(beside), reads, memory }
}

#[tokio::main]
async fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("logs");
    std::fs::create_dir_all(&folder).unwrap();
    let disk = Arc::new(Disk { folder, reads: AtomicU64::new(0), spent: AtomicU64::new(0) });
    disk.write("large.log", LARGE);
    disk.write("small.log", SMALL);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/kojihub", post(hub)).route("/kojifiles/{*path}", get(file));
    tokio::spawn(axum::serve(listener, router.with_state(disk.clone())).into_future());

    let mut missed = false;
    let hub = format!("{server}/kojihub");
    for (from, files) in [("the file server", format!("{server}/kojifiles")), ("the hub", format!("{server}/none"))] {
        let program = Program::start(&hub, &files);
        let mut tasks = 1..;
        // What the program sets up once is no cost of a log.
        cost(&program, &disk, &mut tasks, "small.log").await;
        let small = cost(&program, &disk, &mut tasks, "small.log").await;
        println!("a log of 10 KB from {from}: {:.1?}, {} reads", small.whole, small.reads);
        for (place, page) in [
            ("its start", "large.log"),
            ("its end", "large.log?end=yes"),
            ("its middle", "large.log?at=536870912"),
            ("where it has no line end", "large.log?at=700000000"),
        ] {
            let Cost { whole, beside, reads, memory } = cost(&program, &disk, &mut tasks, page).await;
            let memory_said =
                memory.map_or("not measured here".to_owned(), |bytes| format!("{} KB of memory", bytes >> 10));
            println!(
                "one of 1 GB, {place}: {whole:.1?} ({:.1} times that of 10 KB), {beside:.1?} beside the answers, {reads} reads, {memory_said}",
                whole.as_secs_f64() / small.whole.as_secs_f64()
            );
            missed |= beside > TIME || reads > READS || memory.is_some_and(|bytes| bytes > MEMORY);
        }
    }
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
