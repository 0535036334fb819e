//! How fast the codec reads a big answer, against the tokenizer's bare loop and Python's `xmlrpc.client`; fails when a
//! target is missed. `cargo bench --bench codec`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot be run says so and ends")]
#![expect(clippy::cast_precision_loss, reason = "megabytes are shown with one decimal")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use kojiview::xmlrpc::{self, Value};
use quick_xml::events::Event;
use serde::Deserialize;

/// What a page of a tag's builds wants of each row.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only how long they take to read counts")]
struct Some8 {
    build_id: i64,
    nvr: String,
    package_name: String,
    state: i64,
    owner_name: String,
    tag_name: String,
    completion_time: Option<String>,
    task_id: Option<i64>,
}

/// All that a row has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only how long they take to read counts")]
struct All28 {
    id: i64,
    build_id: i64,
    tag_id: i64,
    tag_name: String,
    package_id: i64,
    package_name: String,
    name: String,
    version: String,
    release: String,
    epoch: Option<i64>,
    nvr: String,
    state: i64,
    task_id: Option<i64>,
    owner_id: i64,
    owner_name: String,
    volume_id: i64,
    volume_name: String,
    creation_event_id: i64,
    creation_time: String,
    completion_time: Option<String>,
    start_time: Option<String>,
    draft: bool,
    promoter_id: Option<i64>,
    promoter_name: Option<String>,
    promotion_time: Option<String>,
    promotion_ts: Option<f64>,
    cg_id: Option<i64>,
    cg_name: Option<String>,
}

/// A `listTagged` answer of so many rows, to the byte as Python writes it (which the Python part checks).
fn answer(rows: usize) -> String {
    let mut out = String::from("<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n");
    for i in 0..rows {
        let (a, b, c, d) = (i % 9, i % 13, i % 7, i % 5 + 1);
        out.push_str("<value><struct>\n");
        let mut member = |name: &str, kind: &str, text: &str| {
            let _ = match kind {
                "nil" => write!(out, "<member>\n<name>{name}</name>\n<value><nil/></value></member>\n"),
                _ => write!(out, "<member>\n<name>{name}</name>\n<value><{kind}>{text}</{kind}></value>\n</member>\n"),
            };
        };
        member("id", "int", &(2_500_000 + i).to_string());
        member("build_id", "int", &(2_500_000 + i).to_string());
        member("tag_id", "int", "900");
        member("tag_name", "string", "f40");
        member("package_id", "int", &(1000 + i).to_string());
        member("package_name", "string", &format!("python-pkg{i}"));
        member("name", "string", &format!("python-pkg{i}"));
        member("version", "string", &format!("{a}.{b}.{c}"));
        member("release", "string", &format!("{d}.fc40"));
        member("epoch", "nil", "");
        member("nvr", "string", &format!("python-pkg{i}-{a}.{b}.{c}-{d}.fc40"));
        member("state", "int", "1");
        member("task_id", "int", &(110_000_000 + i).to_string());
        member("owner_id", "int", &(i % 500).to_string());
        member("owner_name", "string", &format!("user{}", i % 500));
        member("volume_id", "int", "0");
        member("volume_name", "string", "DEFAULT");
        member("creation_event_id", "int", &(90_000_000 + i).to_string());
        member("creation_time", "string", &format!("2024-01-20 12:34:56.{i:06}+00:00"));
        member("completion_time", "string", &format!("2024-01-20 12:54:56.{i:06}+00:00"));
        member("start_time", "nil", "");
        member("draft", "boolean", "0");
        for name in ["promoter_id", "promoter_name", "promotion_time", "promotion_ts", "cg_id", "cg_name"] {
            member(name, "nil", "");
        }
        out.push_str("</struct></value>\n");
    }
    out.push_str("</data></array></value>\n</param>\n</params>\n</methodResponse>\n");
    out
}

/// Python's side: best of three, in seconds, then the number of rows and whether it would write the same bytes.
const PYTHON: &str = "
import sys, time, xmlrpc.client
body = sys.stdin.buffer.read()
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    value, _method = xmlrpc.client.loads(body)
    best = min(best, time.perf_counter() - start)
again = xmlrpc.client.dumps(value, methodresponse=True, allow_none=True).encode()
print(best, len(value[0]), again == body)
";

fn python(body: &str) -> f64 {
    let mut child = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this compares with python3: install it");
    child.stdin.take().expect("piped").write_all(body.as_bytes()).expect("python3 reads all of it");
    let output = child.wait_with_output().expect("python3 ends");
    let text = String::from_utf8(output.stdout).expect("python3 prints numbers");
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words.last(), Some(&"True"), "the answer is not spelled as Python does: {text}");
    words[0].parse().expect("seconds")
}

/// Best of seven, in seconds.
fn best(rows: usize, mut read: impl FnMut() -> usize) -> f64 {
    let once = |_| {
        let start = Instant::now();
        assert_eq!(read(), rows);
        start.elapsed().as_secs_f64()
    };
    (0..7).map(once).fold(f64::MAX, f64::min)
}

fn events(body: &str) -> usize {
    let mut xml = quick_xml::Reader::from_reader(body.as_bytes());
    let mut count = 0;
    while xml.read_event().expect("well-formed") != Event::Eof {
        count += 1;
    }
    count
}

fn typed<T: serde::de::DeserializeOwned>(body: &str) -> usize {
    xmlrpc::response::<Vec<T>>(body.as_bytes()).expect("an answer").value.len()
}

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, unoptimized and without `--bench`: only to see that it works.
    let measured = std::env::args().any(|arg| arg == "--bench");
    let rows = if measured { 20_000 } else { 20 };
    let body = answer(rows);
    let count = events(&body);
    let megabytes = body.len() as f64 / 1e6;
    println!("{rows} rows of 28 fields, {megabytes:.1} MB; best of seven, Python best of three");

    let bare = best(count, || events(&body));
    let report = |name: &str, seconds: f64| {
        println!(
            "{name:32} {:7.1} ms {:7.1} MB/s {:6.2} x the loop",
            seconds * 1e3,
            megabytes / seconds,
            bare / seconds
        );
        seconds
    };
    report("quick-xml, bare event loop", bare);
    let some = report("8 of 28 fields", best(rows, || typed::<Some8>(&body)));
    let all = report("28 of 28 fields", best(rows, || typed::<All28>(&body)));
    report(
        "Value",
        best(rows, || match xmlrpc::response(body.as_bytes()).expect("an answer").value {
            Value::Array(rows) => rows.len(),
            _ => 0,
        }),
    );
    let python = report("Python, xmlrpc.client.loads", python(&body));
    let weight = xmlrpc::response::<Vec<Some8>>(body.as_bytes()).expect("an answer").weight;
    println!("8 of 28 fields weigh {:.1} MB in memory", weight as f64 / 1e6);

    let mut missed = 0;
    for (name, ratio, target) in [
        ("8 of 28 fields against the loop", bare / some, 2.0),
        ("28 of 28 fields against the loop", bare / all, 1.0),
        ("8 of 28 fields against Python", python / some, 20.0),
    ] {
        let met = ratio >= target;
        missed += usize::from(!met);
        println!("{name:34} {ratio:6.2}, wanted {target:5.2}: {}", if met { "met" } else { "MISSED" });
    }
    println!("28 of 28 fields against Python     {:6.2}", python / all);
    if measured && missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
