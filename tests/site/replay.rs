//! A hub that gives the recorded answers of a real one: what is recorded is on the pages.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use kojiview::xmlrpc::{self, Fault, Value};
use serde::Deserialize;

use super::harness::{Site, listen};

#[derive(Deserialize)]
pub struct Case {
    pub args: Vec<serde_json::Value>,
    #[serde(default)]
    kwargs: serde_json::Map<String, serde_json::Value>,
    pub response: String,
}

impl Case {
    /// What it is about: the first argument, or the one that names it; nothing where it is about all there is.
    pub fn about(&self) -> String {
        let inside = |name: &str| self.kwargs.get(name).or_else(|| self.kwargs.get("opts")?.get(name));
        self.args.first().or_else(|| SUBJECTS.iter().find_map(|name| inside(name))).map(subject).unwrap_or_default()
    }
}

/// Answers by method and by what is asked about, as text.
struct Recorded(HashMap<(String, String), String>);

/// The arguments that name what is asked about.
const SUBJECTS: [&str; 15] = [
    "buildInfo",
    "build",
    "buildID",
    "task_id",
    "taskId",
    "taskID",
    "package",
    "packageID",
    "rpmID",
    "hostInfo",
    "hostID",
    "host_id",
    "channelInfo",
    "channelID",
    "channel_id",
];

pub fn read(method: &str) -> Vec<Case> {
    let path = format!("{}/tests/recorded/replay/{method}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn subject(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub fn decoded(response: &str) -> Option<Value> {
    xmlrpc::response::<Value>(response.as_bytes()).ok().map(|decoded| decoded.value)
}

pub fn text(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::String(text)) => text.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

impl Recorded {
    fn load() -> Self {
        let methods = [
            "getBuild",
            "listBuildRPMs",
            "getBuildLogs",
            "getBuildType",
            "listTags",
            "getTaskInfo",
            "getChangelogEntries",
            "listArchives",
            "getAverageBuildDuration",
            "getRPMHeaders",
            "listBTypes",
            "mavenEnabled",
            "search",
            "winEnabled",
            "getHost",
            "listHosts",
            "getChannel",
            "listChannels",
            "listBuildroots",
            "listTasks",
            "getTaskDescendents",
            "getTaskResult",
            "listTaskOutput",
        ];
        let mut answers = HashMap::new();
        for method in methods {
            for case in read(method) {
                let about = match (method, case.args.as_slice()) {
                    ("search", [terms, kind, how, ..]) => [terms, kind, how].map(subject).join(" "),
                    _ => case.about(),
                };
                answers.entry((method.to_owned(), about)).or_insert(case.response);
            }
        }
        // Kojiview asks for headers by the rpm's name, the recording has them by id.
        for case in read("listBuildRPMs") {
            let Some(Value::Array(rpms)) = decoded(&case.response) else { continue };
            for rpm in rpms {
                let name = format!("{}.{}", text(&rpm, "nvr"), text(&rpm, "arch"));
                if let Some(headers) = answers.get(&("getRPMHeaders".to_owned(), text(&rpm, "id"))).cloned() {
                    answers.insert(("getRPMHeaders".to_owned(), name), headers);
                }
            }
        }
        Self(answers)
    }

    fn answer(&self, body: &[u8]) -> String {
        let call = xmlrpc::request(body).unwrap();
        if call.method == "multiCall" {
            return self.each(call.args.first().unwrap());
        }
        if call.method == "search" {
            let words = ["terms", "type", "matchType"].map(|name| text(&Value::Struct(call.kwargs.clone()), name));
            return self.0[&(call.method, words.join(" "))].clone();
        }
        let inside = |name: &str| call.kwargs.get(name).or_else(|| call.kwargs.get("opts")?.get(name));
        let named = SUBJECTS.iter().find_map(|name| inside(name));
        let about = match named {
            Some(Value::Int(n)) => n.to_string(),
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        match self.0.get(&(call.method.clone(), about)) {
            Some(response) => response.clone(),
            None if ["listBuilds", "listHosts", "listTasks"].contains(&call.method.as_str()) => {
                xmlrpc::write_response(&Vec::<Value>::new()).unwrap()
            }
            // As if the task were gone, or the package had no build that ended.
            None if matches!(
                call.method.as_str(),
                "getTaskInfo" | "getAverageBuildDuration" | "getUser" | "getTag"
            ) =>
            {
                xmlrpc::write_response(&Value::Nil).unwrap()
            }
            None if call.method == "getRPMHeaders" => xmlrpc::write_response(&HashMap::<String, Value>::new()).unwrap(),
            None => xmlrpc::write_fault(&Fault { code: 1, message: format!("not recorded: {call:?}") }),
        }
    }
}

impl Recorded {
    /// A `multiCall`: each answer in a list of its own.
    fn each(&self, calls: &Value) -> String {
        let Value::Array(calls) = calls else { panic!("{calls:?}") };
        let answers = calls.iter().map(|call| {
            let Some(Value::Array(params)) = call.get("params") else { panic!("{call:?}") };
            let method = call.get("methodName").and_then(Value::as_str).unwrap();
            let one = xmlrpc::write_call_of(&xmlrpc::MethodCall::of(method.to_owned(), params.clone()));
            Value::Array(vec![decoded(&self.answer(one.as_bytes())).unwrap()])
        });
        xmlrpc::write_response(&Value::Array(answers.collect())).unwrap()
    }
}

pub async fn site() -> Site {
    let recorded = Arc::new(Recorded::load());
    let answer = move |body: axum::body::Bytes| async move { recorded.answer(&body) };
    Site::over(&listen(Router::new().route("/kojihub", post(answer))).await)
}

/// Every recorded build, by its id and by its NVR.
#[tokio::test]
async fn every_recorded_build_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getBuild") {
        let Some(build @ Value::Struct(_)) = decoded(&case.response) else { continue };
        let (id, nvr) = (text(&build, "build_id"), text(&build, "nvr"));
        let wanted = subject(&case.args[0]);
        let page = site.get(&format!("/builds/{}", wanted.replace('^', "%5E"))).await;
        assert_eq!(page.status, 200, "{wanted}: {}", page.body);
        assert_eq!(page.text("h1"), nvr);
        assert!(page.text("title").starts_with(&nvr));
        assert_eq!(page.texts(".trouble"), [""; 0], "{wanted}");
        let facts = page.texts(".facts dd").join("\n");
        for name in ["package_name", "version", "release", "owner_name"] {
            assert!(facts.contains(&text(&build, name)), "{wanted}: {name} in {facts}");
        }
        let state =
            ["building", "complete", "deleted", "failed", "canceled"][text(&build, "state").parse::<usize>().unwrap()];
        assert_eq!(page.text(".head .badge"), state);
        if let Some(Value::String(end)) = build.get("completion_time") {
            assert!(facts.contains(&format!("{} UTC", &end[..19])), "{wanted}: {end} in {facts}");
        }
        if let Some(Value::Int(task)) = build.get("task_id") {
            assert!(facts.contains(&task.to_string()), "{wanted}: task {task}");
        }
        shows_contents(&page, &id);
        let twin = site.get(&format!("/builds/{id}.json")).await.json();
        assert_eq!(twin["build"]["build_id"].to_string(), id);
        assert_eq!(twin["build"]["nvr"], nvr);
        assert_eq!(twin["build"]["completion_time"].as_str(), build.get("completion_time").and_then(Value::as_str));
        shown += 1;
    }
    assert!(shown >= 60, "only {shown} builds were recorded");
}

/// The rpms, logs, tags and changelog recorded for a build.
fn shows_contents(page: &super::harness::Answer, id: &str) {
    let of_build = |method: &str| {
        let case = read(method).into_iter().find(|case| case.args.first().map(subject).as_deref() == Some(id));
        match case.and_then(|case| decoded(&case.response)) {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        }
    };
    let links = page.attributes("table.mx a", "href");
    for rpm in of_build("listBuildRPMs") {
        let file = format!(
            "{}-{}-{}.{}.rpm",
            text(&rpm, "name"),
            text(&rpm, "version"),
            text(&rpm, "release"),
            text(&rpm, "arch")
        );
        assert!(page.texts("table.mx th").contains(&text(&rpm, "name")), "{id}: {file}");
        let titles = page.attributes("table.mx [title]", "title");
        assert!(titles.iter().any(|title| title.starts_with(&file)), "{id}: {file} in {titles:?}");
    }
    for log in of_build("getBuildLogs") {
        let path = text(&log, "path").replace("/./", "/").replace('^', "%5E").replace('+', "%2B");
        assert!(links.iter().any(|link| link.ends_with(&path)), "{id}: {path} in {links:?}");
    }
    let tags = of_build("listTags");
    assert_eq!(page.texts(".facts .chip").len(), tags.len(), "{id}");
    for tag in tags {
        assert!(page.texts(".facts .chip").contains(&text(&tag, "name")), "{id}");
    }
    for change in of_build("getChangelogEntries") {
        let (author, text) = (text(&change, "author"), text(&change, "text"));
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = page.texts("details pre").join("\n");
        assert!(shown.contains(&folded(&author)) && shown.contains(&folded(&text)), "{id}: {author}");
    }
}

/// Every recorded search: its hits, the only one's page, or what is wrong with it.
#[tokio::test]
async fn every_recorded_search_is_shown_as_recorded() {
    let site = site().await;
    let mut kinds = std::collections::BTreeSet::new();
    for case in read("search") {
        let [terms, kind, how] = [0, 1, 2].map(|at| subject(&case.args[at]));
        let encoded = percent_encoding::utf8_percent_encode(&terms, percent_encoding::NON_ALPHANUMERIC);
        let page = site.get(&format!("/search?q={encoded}&type={kind}&match={how}")).await;
        let Some(Value::Array(hits)) = decoded(&case.response) else {
            assert_eq!(page.status, 400, "{terms} {kind} {how}");
            continue;
        };
        let has_page = !["target", "maven", "win"].contains(&kind.as_str());
        if let ([hit], true) = (hits.as_slice(), has_page) {
            assert_eq!(page.status, 303, "{terms} {kind}");
            assert!(page.header("location").ends_with(&text(hit, "name")), "{}", page.header("location"));
            continue;
        }
        assert_eq!(page.status, 200, "{terms} {kind}: {}", page.text("main"));
        if hits.is_empty() {
            assert_eq!(page.text("tbody"), "Nothing matches.");
            continue;
        }
        let shown: Vec<String> = hits.iter().map(|hit| text(hit, "name")).collect();
        assert_eq!(page.texts("td.lead"), shown, "{terms} {kind}");
        assert_eq!(page.texts("tbody td:last-child"), hits.iter().map(|hit| text(hit, "id")).collect::<Vec<_>>());
        kinds.insert(kind);
    }
    assert!(kinds.len() >= 7, "{kinds:?}");
}
