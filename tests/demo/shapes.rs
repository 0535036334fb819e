//! Keys and kinds of values, method by method, against recorded answers of a real hub.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kojiview::demo::Demo;
use kojiview::xmlrpc::{self, Value};
use serde_json::json;

use super::{call, frozen, int, list};

/// What stands at each path of an answer: kinds of values, and sets of keys.
#[derive(Default)]
struct Shape {
    kinds: BTreeMap<String, BTreeSet<&'static str>>,
    keys: BTreeMap<String, BTreeSet<String>>,
}

/// Members whose inside is anybody's.
const FREE: [&str; 10] = [
    "extra",
    "request",
    "result",
    "traceback",
    "faultCode",
    "faultString",
    "groups",
    "krb_principals",
    "module",
    "operator-manifests",
];

impl Shape {
    fn of(values: impl IntoIterator<Item = Value>, method: &str) -> Self {
        let mut shape = Self::default();
        for value in values {
            shape.add(String::new(), &value, method);
        }
        shape
    }

    fn add(&mut self, path: String, value: &Value, method: &str) {
        let kind = match value {
            Value::Nil => return,
            Value::Bool(_) => "boolean",
            Value::Int(_) => "int",
            Value::Double(_) => "double",
            Value::String(_) => "string",
            Value::DateTime(_) | Value::Bytes(_) => "other",
            Value::Array(_) => "array",
            Value::Struct(_) => "struct",
        };
        self.kinds.entry(path.clone()).or_default().insert(kind);
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add(format!("{path}[]"), item, method)),
            Value::Struct(members) => {
                let named_by_data = path.is_empty()
                    && ["getTaskDescendents", "getBuildType", "listTaskOutput", "listCGs"].contains(&method);
                let keys: Vec<&str> = members.keys().map(String::as_str).collect();
                let keys = if named_by_data { "*".to_owned() } else { sorted(keys) };
                self.keys.entry(path.clone()).or_default().insert(keys);
                for (name, member) in members {
                    if !FREE.contains(&name.as_str()) {
                        let name = if named_by_data { "*" } else { name };
                        self.add(format!("{path}.{name}"), member, method);
                    }
                }
            }
            _ => {}
        }
    }
}

fn sorted(mut keys: Vec<&str>) -> String {
    keys.sort_unstable();
    keys.join(" ")
}

fn recorded(method: &str, cases: &str) -> Vec<Value> {
    let file = format!("{}/tests/recorded/demo/{method}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(file).unwrap();
    let cases_of = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let wanted = cases_of.filter(|case| cases.is_empty() || case["case"].as_str().unwrap().contains(cases));
    wanted.map(|case| xmlrpc::response(case["response"].as_str().unwrap().as_bytes()).unwrap().value).collect()
}

/// Every method with a recorded answer: which recorded cases, and the same questions to the demo.
#[expect(clippy::too_many_lines, reason = "a table")]
async fn questions(demo: &Arc<Demo>) -> Vec<(&'static str, &'static str, Vec<serde_json::Value>)> {
    let found = call(demo, "search", json!(["*", "build", "glob"])).await.unwrap();
    let id = |part: &str| {
        let hit = |row: &&Value| row.get("name").unwrap().as_str().unwrap().starts_with(part);
        list(&found).iter().find(hit).map_or_else(|| panic!("no {part}"), |row| int(row, "id"))
    };
    let slow = call(demo, "getBuild", json!(["slowpoke-1.0-1.fc40"])).await.unwrap();
    let (container, maven, win, image) =
        (id("demo-container"), id("org.example-library"), id("win-agent"), id("Demo-Cloud-Base"));
    let (big, draft, promoted) = (id("behemoth"), id("draft-sample"), id("promoted-sample"));
    let done = call(demo, "getBuild", json!([big])).await.unwrap();
    let (task, open, rpm) = (int(&done, "task_id"), int(&slow, "task_id"), big * 500);
    vec![
        ("echo", "", vec![json!(["a", 1, true, null, 1.5, {"k": []}])]),
        ("getKojiVersion", "", vec![json!([])]),
        ("getAPIVersion", "", vec![json!([])]),
        ("getLastEvent", "", vec![json!([])]),
        ("getEvent", "", vec![json!([381_000_000])]),
        ("mavenEnabled", "", vec![json!([])]),
        ("winEnabled", "", vec![json!([])]),
        ("listBTypes", "", vec![json!([])]),
        ("getBuild", "", [big, draft, promoted, container, int(&slow, "id")].map(|id| json!([id])).into()),
        ("listBuilds", "state", vec![json!({"queryOpts": {"order": "-build_id", "limit": 90}})]),
        ("listBuilds", "count", vec![json!({"queryOpts": {"countOnly": true}})]),
        ("getTagGroups", "", vec![json!([35])]),
        (
            "queryHistory",
            "",
            vec![json!({"tag": 32, "tables": ["tag_listing", "tag_packages", "tag_inheritance", "tag_config"]})],
        ),
        ("listTags", "bash-lab", vec![json!([]), json!([big])]),
        ("listTags", "of a package", vec![json!({"package": "bash"})]),
        ("listBuildRPMs", "", vec![json!([big])]),
        ("getRPM", "", vec![json!([rpm]), json!([rpm + 3])]),
        ("getBuildType", "", [big, container, maven, win, image].map(|id| json!([id])).into()),
        ("listArchives", "cg image", vec![json!({"buildID": container, "type": "image"})]),
        ("listArchives", "cg operator", vec![json!({"buildID": container, "type": "operator-manifests"})]),
        ("listArchives", "maven", vec![json!({"buildID": maven, "type": "maven"})]),
        ("listArchives", "win", vec![json!({"buildID": win, "type": "win"})]),
        ("listArchives", "image image", vec![json!({"buildID": image, "type": "image"})]),
        ("getArchive", "maven", vec![json!([maven * 20])]),
        ("getArchiveTypes", "", vec![json!([])]),
        ("getBuildLogs", "", vec![json!([big]), json!([container])]),
        ("getTaskInfo", "", vec![json!([task, true]), json!([open, true]), json!([task + 2, true])]),
        ("getTaskDescendents", "", vec![json!([task, true]), json!([open, true])]),
        ("getTaskChildren", "", vec![json!([task])]),
        ("listTasks", "", vec![json!([{"decode": true}, {"order": "-id", "limit": 200}])]),
        ("getTaskResult", "buildArch_closed", vec![json!([task + 2])]),
        ("getTaskResult", "srpm", vec![json!([task + 1])]),
        ("listTaskOutput", "", vec![json!([task + 2, true, true])]),
        ("downloadTaskOutput", "", vec![json!([task + 2, "build.log", 0, 400])]),
        ("getChangelogEntries", "", vec![json!([big])]),
        (
            "getRPMHeaders",
            "",
            vec![json!({"rpmID": rpm, "headers": ["summary", "description", "license", "disturl", "vcs"]})],
        ),
        ("listTagged", "", vec![json!(["f40-build", null, true]), json!({"tag": "f40", "extra": true})]),
        ("getLatestBuilds", "", vec![json!(["f40-build"])]),
        ("filterResults", "", vec![json!({"methodName": "listTagged", "tag": "f40", "filterOpts": {"limit": 9}})]),
        ("countAndFilterResults", "", vec![json!({"methodName": "listTagged", "tag": "f40", "inherit": true})]),
        ("getUser", "", vec![json!(["jane"]), json!({"userInfo": "jane", "groups": true})]),
        ("listUsers", "", vec![json!([])]),
        ("getPackage", "", vec![json!(["bash"])]),
        ("listPackages", "big_f40", vec![json!({"tagID": "f40-build", "inherited": true})]),
        ("listPackages", "prefix", vec![json!({"prefix": "K"})]),
        ("listPackagesSimple", "", vec![json!(["k"])]),
        ("getTag", "f40", vec![json!(["f40"]), json!(["f40-build"])]),
        ("getRepo", "", vec![json!(["f40-build"])]),
        ("repo.get", "", vec![json!(["f40-build"])]),
        ("_listapi", "", vec![json!([])]),
        ("repoInfo", "", [10_000_035, 10_000_045, 9_994_031].map(|repo| json!([repo])).into()),
        ("repo.queryQueue", "", vec![json!([[["active", "=", true]], "**"]), json!([[["active", "=", false]], "**"])]),
        ("getExternalRepo", "", vec![json!([1])]),
        ("listExternalRepos", "", vec![json!([])]),
        ("repo.query", "", vec![json!([[["tag_id", "=", 35]], "**"])]),
        ("scheduler.getTaskRefusals", "", vec![json!([[["task_id", "=", 1_306_405]]])]),
        ("scheduler.getTaskRuns", "", vec![json!([[["task_id", "=", 1_306_405]]])]),
        ("getExternalRepoList", "", vec![json!(["f40-build"])]),
        ("getTagExternalRepos", "", vec![json!({"tag_info": "f40"}), json!({"repo_info": 1})]),
        ("getTag", "deleted", vec![json!({"tagInfo": 71, "event": "auto"})]),
        ("getBuildConfig", "", vec![json!(["f40-build"])]),
        ("getFullInheritance", "f40-build", vec![json!(["f40-build"])]),
        ("getFullInheritance", "lab", vec![json!({"tag": "f38", "reverse": true})]),
        ("getInheritanceData", "", vec![json!(["f39"])]),
        ("getBuildTargets", "", vec![json!([])]),
        ("getBuildTarget", "", vec![json!(["f40"])]),
        ("getChannel", "", vec![json!(["image"])]),
        ("listChannels", "", vec![json!([])]),
        ("getHost", "", (1..10).map(|id| json!([id])).collect()),
        ("listHosts", "", vec![json!([])]),
        ("getLastHostUpdate", "", vec![json!([1, true])]),
        ("getAllArches", "", vec![json!([])]),
        ("listBuildroots", "", vec![json!({"hostID": 1, "state": [2, 3], "queryOpts": {"order": "-id", "limit": 90}})]),
        ("search", "package", vec![json!(["bas*", "package", "glob"]), json!(["^ba.+h$", "package", "regexp"])]),
        (
            "multiCall",
            "",
            vec![json!([[
                {"methodName": "getBuild", "params": [big]},
                {"methodName": "getBuild", "params": ["a-b-c", true]},
                {"methodName": "getKojiVersion", "params": []},
            ]])],
        ),
        ("getAllPerms", "", vec![json!([])]),
        ("listVolumes", "", vec![json!([])]),
        ("listCGs", "", vec![json!([])]),
        ("getUserGroups", "", vec![json!(["jane"])]),
        ("getUserPerms", "", vec![json!(["jane"])]),
        ("getRPMDeps", "", vec![json!([rpm])]),
        ("listRPMFiles", "", vec![json!([rpm])]),
        ("queryRPMSigs", "", vec![json!([rpm])]),
        ("tagLastChangeEvent", "", vec![json!(["f40"])]),
        ("tagChangedSinceEvent", "", vec![json!([1, [33]])]),
    ]
}

#[tokio::test]
async fn answers_have_the_keys_and_kinds_of_a_real_hubs() {
    let demo = frozen();
    let mut wrong = Vec::new();
    for (method, cases, asked) in questions(&demo).await {
        let mut answers = Vec::new();
        for arguments in asked {
            match call(&demo, method, arguments.clone()).await {
                Ok(answer) => {
                    let bare = matches!(&answer, Value::Nil) || answer == Value::Array(Vec::new());
                    if bare {
                        wrong.push(format!("{method} {arguments}: nothing"));
                    }
                    answers.push(answer);
                }
                Err(fault) => wrong.push(format!("{method} {arguments}: {fault:?}")),
            }
        }
        if ["echo", "multiCall"].contains(&method) {
            continue;
        }
        let real = recorded(method, cases);
        assert!(!real.is_empty(), "{method} {cases}");
        let (real, ours) = (Shape::of(real, method), Shape::of(answers, method));
        for (path, kinds) in &ours.kinds {
            // What is nil in all that was recorded may be anything.
            if let Some(known) = real.kinds.get(path).filter(|known| !kinds.is_subset(known)) {
                wrong.push(format!("{method} {path}: {kinds:?}, a hub has {known:?}"));
            }
        }
        for (path, keys) in &ours.keys {
            if let Some(known) = real.keys.get(path).filter(|known| !keys.is_subset(known)) {
                wrong.push(format!("{method} {path}: keys\n    {keys:?}, a hub has\n    {known:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
