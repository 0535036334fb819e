//! Each version of Koji that the demo can be has the methods, parameters and keys of that version: facts of real hubs.

use std::collections::{BTreeMap, BTreeSet};

use kojiview::demo::{Demo, Koji, Settings};
use kojiview::xmlrpc::Value;
use serde_json::json;

use super::{call, list};

/// Methods with their parameters, a column a version; `=`: it has a default, `-`: it is not there.
const METHODS: &str = include_str!("koji/methods.tsv");
/// Keys that the answers of older versions lack.
const KEYS: &str = include_str!("koji/keys.tsv");

fn of(koji: Koji) -> std::sync::Arc<Demo> {
    Demo::new(Settings { frozen: true, koji, ..Settings::default() })
}

#[tokio::test]
async fn methods_and_parameters() {
    let mut lines = METHODS.lines();
    let versions: Vec<&str> = lines.next().unwrap().split('\t').skip(1).collect();
    assert_eq!(versions, Koji::ALL.map(Koji::version));
    for (koji, column) in Koji::ALL.into_iter().zip(1..) {
        let expected: BTreeMap<&str, &str> = METHODS
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split('\t').collect();
                (cells[0], cells[column])
            })
            .filter(|(_, parameters)| *parameters != "-")
            .collect();
        let told = call(&of(koji), "_listapi", json!([])).await.unwrap();
        let told: BTreeMap<String, String> = list(&told)
            .iter()
            .map(|method| {
                let args = list(method.get("args").unwrap()).iter().map(|parameter| match parameter {
                    Value::Array(with_default) => format!("{}=", with_default[0].as_str().unwrap()),
                    name => name.as_str().unwrap().to_owned(),
                });
                (method.get("name").unwrap().as_str().unwrap().to_owned(), args.collect::<Vec<_>>().join(" "))
            })
            .collect();
        let told: BTreeMap<&str, &str> = told.iter().map(|(name, args)| (name.as_str(), args.as_str())).collect();
        assert_eq!(told, expected, "{koji:?}");
        let names = call(&of(koji), "system.listMethods", json!([])).await.unwrap();
        let names: BTreeSet<&str> = list(&names).iter().filter_map(Value::as_str).collect();
        assert!(expected.keys().all(|name| names.contains(name)), "{koji:?}");
        assert_eq!(call(&of(koji), "getKojiVersion", json!([])).await.unwrap().as_str(), Some(koji.version()));
    }
}

/// A question whose answer has rows of a method.
fn question(method: &str) -> serde_json::Value {
    match method {
        "getBuild" | "listBuildRPMs" => json!([52_288]),
        "getRPM" => json!([26_144_001]),
        "getRepo" => json!(["f40-build"]),
        "listTagged" | "getLatestBuilds" => json!(["f40"]),
        "repoInfo" => json!([10_000_035]),
        "getHost" => json!([1]),
        _ => json!([]),
    }
}

fn keys(answer: &Value) -> BTreeSet<String> {
    match answer {
        Value::Array(rows) => keys(&rows[0]),
        Value::Struct(members) => members.keys().cloned().collect(),
        other => panic!("no row: {other:?}"),
    }
}

#[tokio::test]
async fn keys_of_answers() {
    let methods: BTreeSet<&str> = KEYS.lines().skip(1).map(|line| line.split('\t').next().unwrap()).collect();
    for method in methods {
        let newest = keys(&call(&of(Koji::V1_35), method, question(method)).await.unwrap());
        for koji in Koji::ALL {
            let line = KEYS.lines().map(|line| line.split('\t').collect::<Vec<_>>());
            let line = line.into_iter().find(|cells| cells[0] == method && cells[1] == koji.version());
            let lacks: BTreeSet<String> =
                line.iter().flat_map(|cells| cells[2].split(' ')).map(str::to_owned).collect();
            let has = keys(&call(&of(koji), method, question(method)).await.unwrap());
            assert_eq!(newest.difference(&has).cloned().collect::<BTreeSet<_>>(), lacks, "{method} of {koji:?}");
            assert!(has.is_subset(&newest), "{method} of {koji:?}");
        }
    }
}

#[tokio::test]
async fn what_a_version_lacks_is_a_fault() {
    let fault = async |koji, method: &str, arguments| call(&of(koji), method, arguments).await.unwrap_err();
    let unknown = fault(Koji::V1_34, "repo.query", json!([[]])).await;
    assert_eq!((unknown.code, unknown.message.as_str()), (1000, "Invalid method: repo.query"));
    for (koji, function) in [(Koji::V1_30, "listBuilds"), (Koji::V1_33, "RootExports.listBuilds")] {
        let unknown = fault(koji, "listBuilds", json!({"draft": true})).await;
        let message = format!("{function}() got an unexpected keyword argument 'draft'");
        assert_eq!((unknown.code, unknown.message), (1019, message));
    }
    let refused = fault(Koji::V1_34, "getGroupMembers", json!(["releng-team"])).await;
    assert_eq!((refused.code, refused.message.as_str()), (1004, "admin permission required (user not logged in)"));
    assert_eq!(fault(Koji::V1_34, "getEvent", json!([999_999_999_999_i64])).await.message, "query returned no rows");
    // Options of history were one more criterion that a hub did not know.
    let rows = async |koji| {
        let asked = json!({"tables": ["tag_packages"], "queryOpts": {"limit": 1}});
        list(call(&of(koji), "queryHistory", asked).await.unwrap().get("tag_packages").unwrap()).len()
    };
    assert!(rows(Koji::V1_33).await > 1 && rows(Koji::V1_34).await == 1);
}

#[tokio::test]
async fn only_new_hubs_name_themselves() {
    use tower::ServiceExt as _;
    for koji in Koji::ALL {
        let request = axum::http::Request::get("/kojihub").body(axum::body::Body::empty()).unwrap();
        let answer = of(koji).router().oneshot(request).await.unwrap();
        let named = answer.headers().get("koji-version").map(|version| version.to_str().unwrap());
        assert_eq!(named, (koji >= Koji::V1_34).then_some(koji.version()));
    }
}
