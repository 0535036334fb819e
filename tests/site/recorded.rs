//! A hub that gives the recorded answers of a real one.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use kojiview::xmlrpc::{self, Fault, Value};
use serde::Deserialize;

use super::harness::{Site, listen};

type Arguments = serde_json::Map<String, serde_json::Value>;

#[derive(Deserialize)]
pub struct Case {
    pub args: Vec<serde_json::Value>,
    #[serde(default)]
    pub kwargs: Arguments,
    pub response: String,
}

impl Case {
    /// What it is about: the first argument, or the one that names it; nothing where it is about all there is.
    pub fn about(&self) -> String {
        key("", &self.args, &self.kwargs).1
    }
}

/// Answers by method and by what is asked about, as text.
struct Recorded(HashMap<Key, String>);

type Key = (String, String);

/// The arguments that name what is asked about.
const SUBJECTS: [&str; 37] = [
    "id",
    "archive_id",
    "imageID",
    "archiveID",
    "componentBuildrootID",
    "buildInfo",
    "build",
    "buildID",
    "task_id",
    "taskId",
    "taskID",
    "tagInfo",
    "tag",
    "tag_info",
    "tagID",
    "buildTagID",
    "destTagID",
    "package",
    "packageID",
    "rpmID",
    "rpminfo",
    "rpm_id",
    "buildrootID",
    "hostInfo",
    "hostID",
    "host_id",
    "channelInfo",
    "channelID",
    "channel_id",
    "userInfo",
    "clauses",
    "userID",
    "prefix",
    "info",
    "user",
    "group",
    "repo_id",
];

/// Those that make another question of it.
const TURNS: [&str; 6] = ["reverse", "buildTagID", "destTagID", "imageID", "archiveID", "componentBuildrootID"];

/// Under which key the answer to a call is: a slice of a list is a question of its own.
fn key(method: &str, args: &[serde_json::Value], kwargs: &Arguments) -> Key {
    if method == "countAndFilterResults" {
        let (name, args) =
            args.split_first().map_or((kwargs.get("methodName"), args), |(name, rest)| (Some(name), rest));
        let (inner, about) = key(&name.map(subject).unwrap_or_default(), args, kwargs);
        return (sliced(&inner), about);
    }
    if method == "search" {
        let named = |at: usize, name: &str| args.get(at).or_else(|| kwargs.get(name)).map(subject).unwrap_or_default();
        let words = ["terms", "type", "matchType"].iter().enumerate().map(|(at, name)| named(at, name));
        return (method.to_owned(), words.collect::<Vec<_>>().join(" "));
    }
    let inside = |name: &str| kwargs.get(name).or_else(|| kwargs.get("opts")?.get(name));
    let named = SUBJECTS.iter().find_map(|name| inside(name));
    let mut about = args.first().or(named).map(subject).unwrap_or_default();
    for turn in TURNS.iter().filter(|turn| kwargs.contains_key(**turn)) {
        about.push_str(turn);
    }
    if method == "downloadTaskOutput" {
        about.push(' ');
        about.extend(args.get(1).or_else(|| kwargs.get("fileName")).map(subject));
    }
    if method == "listArchives" {
        about.extend(kwargs.get("type").map(subject));
    }
    (method.to_owned(), about)
}

fn sliced(method: &str) -> String {
    format!("a slice of {method}")
}

pub fn read(method: &str) -> Vec<Case> {
    let path = format!("{}/tests/recorded/replay/{method}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows that were recorded of this subject; none where it was not asked.
pub fn rows(method: &str, about: &str) -> Vec<Value> {
    let case = read(method).into_iter().find(|case| case.about() == about);
    match case.and_then(|case| decoded(&case.response)) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
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
    #[expect(clippy::too_many_lines, reason = "a list of files")]
    fn load() -> Self {
        let methods = [
            "_listapi",
            "countAndFilterResults",
            "downloadTaskOutput",
            "getAllPerms",
            "getArchive",
            "getArchiveFile",
            "getArchiveTypes",
            "getAverageBuildDuration",
            "getBuild",
            "getBuildConfig",
            "getBuildLogs",
            "getBuildTarget",
            "getBuildTargets",
            "getBuildType",
            "getBuildroot",
            "getBuildrootListing",
            "getChangelogEntries",
            "getChannel",
            "getEvent",
            "getExternalRepo",
            "getExternalRepoList",
            "getFullInheritance",
            "getHost",
            "getKojiVersion",
            "getPackage",
            "getRPM",
            "getRPMDeps",
            "getRPMFile",
            "getRPMHeaders",
            "getRepo",
            "getTag",
            "getTagExternalRepos",
            "getTaskDescendents",
            "getTaskInfo",
            "getTaskResult",
            "getGroupMembers",
            "getUser",
            "getUserGroups",
            "getUserPerms",
            "listUsers",
            "listArchiveFiles",
            "listArchives",
            "listBTypes",
            "listBuildRPMs",
            "listCGs",
            "listVolumes",
            "listBuildroots",
            "listBuilds",
            "listChannels",
            "listExternalRepos",
            "listHosts",
            "listPackages",
            "listRPMFiles",
            "listRPMs",
            "listTags",
            "listTaskOutput",
            "listTasks",
            "mavenEnabled",
            "queryHistory",
            "queryRPMSigs",
            "repo.query",
            "repo.queryQueue",
            "repoInfo",
            "scheduler.getTaskRefusals",
            "scheduler.getTaskRuns",
            "search",
            "tagLastChangeEvent",
            "winEnabled",
        ];
        let mut answers = HashMap::new();
        for method in methods {
            for case in read(method) {
                answers.entry(key(method, &case.args, &case.kwargs)).or_insert(case.response);
            }
        }
        // Kojiview asks for slices of lists that are recorded whole.
        for method in ["getFullInheritance", "listPackages"] {
            for case in read(method) {
                let Some(Value::Array(rows)) = decoded(&case.response) else { continue };
                let (_, about) = key(method, &case.args, &case.kwargs);
                let slice = (i64::try_from(rows.len()).unwrap(), rows);
                answers.insert((sliced(method), about), xmlrpc::write_response(&slice).unwrap());
            }
        }
        // Kojiview asks for a build's types by its name too, the recording has them by id.
        for case in read("getBuild") {
            let Some(build @ Value::Struct(_)) = decoded(&case.response) else { continue };
            if let Some(types) = answers.get(&("getBuildType".to_owned(), text(&build, "build_id"))).cloned() {
                answers.insert(("getBuildType".to_owned(), text(&build, "nvr")), types);
            }
        }
        // Kojiview asks for all of a repo's requests, the recording has their ids alone.
        for case in read("repo.queryQueue").iter().filter(|case| case.about().starts_with("[[\"id\"")) {
            let Some(Value::Array(requests)) = decoded(&case.response) else { continue };
            if let Some(Value::Int(repo)) = requests.first().and_then(|request| request.get("repo_id")) {
                let clauses = format!("[[\"repo_id\",\"=\",{repo}]]");
                answers.insert(("repo.queryQueue".to_owned(), clauses), case.response.clone());
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
        let serde_json::Value::Object(kwargs) = serde_json::to_value(&call.kwargs).unwrap() else { panic!("{call:?}") };
        // What was before was not asked when the answers were recorded.
        let before = kwargs.get("event").is_some_and(serde_json::Value::is_number);
        let args: Vec<_> = call.args.iter().map(|arg| serde_json::to_value(arg).unwrap()).collect();
        let (method, about) = key(&call.method, &args, &kwargs);
        let counts = kwargs.get("queryOpts").is_some_and(|options| options.get("countOnly").is_some());
        match (self.0.get(&(method.clone(), about)).filter(|_| !before), method.as_str()) {
            (Some(response), _) if counts => match decoded(response) {
                Some(Value::Array(rows)) => xmlrpc::write_response(&i64::try_from(rows.len()).unwrap()).unwrap(),
                _ => response.clone(),
            },
            (Some(response), _) => response.clone(),
            (None, _) if counts => xmlrpc::write_response(&0).unwrap(),
            (None, _) if before && method.starts_with("a slice") => {
                xmlrpc::write_response(&(0, Vec::<Value>::new())).unwrap()
            }
            (None, _) if before => none(),
            (None, "getTaskChildren" | "listBuilds" | "listHosts" | "listTasks" | "repo.query" | "repo.queryQueue") => {
                none()
            }
            (None, slice) if slice == sliced("listPackages") => {
                xmlrpc::write_response(&(0, Vec::<Value>::new())).unwrap()
            }
            (None, scheduler) if scheduler.starts_with("scheduler.") => none(),
            // As if the task were gone, the package had no build that ended, the tag no repo.
            (
                None,
                "getBuildroot"
                | "getChannel"
                | "getTaskInfo"
                | "getAverageBuildDuration"
                | "getRepo"
                | "getEvent"
                | "getUser"
                | "getHost"
                | "getTag"
                | "getTaskResult",
            ) => xmlrpc::write_response(&Value::Nil).unwrap(),
            (None, "getRPMHeaders" | "getTaskDescendents" | "listTaskOutput" | "queryHistory") => {
                xmlrpc::write_response(&HashMap::<String, Value>::new()).unwrap()
            }
            (None, _) => xmlrpc::write_fault(&Fault { code: 1, message: format!("not recorded: {call:?}") }),
        }
    }

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

fn none() -> String {
    xmlrpc::write_response(&Vec::<Value>::new()).unwrap()
}

pub async fn site() -> Site {
    let recorded = Arc::new(Recorded::load());
    let answer = move |body: axum::body::Bytes| async move { recorded.answer(&body) };
    Site::over(&listen(Router::new().route("/kojihub", post(answer))).await)
}
