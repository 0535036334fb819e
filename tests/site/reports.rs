//! Reports: their numbers are those that kojiweb asks for one by one, at a cost that no number of users or hosts changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use kojiview::app::routes;
use kojiview::demo::{Demo, Settings};
use kojiview::xmlrpc::{self, MethodCall, Value};
use serde_json::{Value as Json, json};

use super::harness::{Site, http_client, listen};

/// The reports, each at its plain address.
fn reports() -> Vec<&'static str> {
    let all = routes().iter().map(|route| route.path).filter(|path| path.starts_with("/reports/")).collect::<Vec<_>>();
    assert!(all.len() >= 12, "{all:?}");
    all
}

/// What the hub answers to a method with these keywords.
async fn ask(hub: &str, method: &str, keywords: Json) -> Json {
    let keywords: Value = serde_json::from_value(keywords).unwrap();
    let body = xmlrpc::write_call(method, &keywords).unwrap();
    let answer = http_client().post(format!("{hub}/kojihub")).body(body).send().await.unwrap().bytes().await.unwrap();
    serde_json::to_value(xmlrpc::response::<Value>(&answer).unwrap().value).unwrap()
}

/// The rows of a report as name, count and failures.
fn rows(report: &Json) -> Vec<(String, u64, Option<u64>)> {
    let row =
        |row: &Json| (row["name"].as_str().unwrap().to_owned(), row["count"].as_u64().unwrap(), row["failed"].as_u64());
    report["report"]["rows"].as_array().unwrap().iter().map(row).collect()
}

async fn demo() -> (Site, String) {
    let hub = listen(Demo::new(Settings { frozen: true, ..Settings::default() }).router()).await;
    (Site::over(&hub), hub)
}

/// What kojiweb counts by a call for each user or host is what is counted here out of one list.
#[tokio::test]
async fn numbers_are_those_of_a_call_for_each() {
    let (site, hub) = demo().await;
    let count_only = json!({"countOnly": true});
    for (report, things, arguments) in [
        (
            "builds-by-user",
            "listUsers",
            (|id| ("listBuilds", json!({"userID": id}))) as fn(&Json) -> (&'static str, Json),
        ),
        ("tasks-by-user", "listUsers", |id| ("listTasks", json!({"opts": {"owner": id}}))),
        ("tasks-by-host", "listHosts", |id| ("listTasks", json!({"opts": {"host_id": id}}))),
    ] {
        let report = site.get(&format!("/reports/{report}.json?limit=500")).await.json();
        let counted: BTreeMap<String, u64> = rows(&report).into_iter().map(|(name, count, _)| (name, count)).collect();
        let mut told = BTreeMap::new();
        for thing in ask(&hub, things, json!({})).await.as_array().unwrap() {
            let (method, mut keywords) = arguments(&thing["id"]);
            keywords["queryOpts"] = count_only.clone();
            let count = ask(&hub, method, keywords).await.as_u64().unwrap();
            if count > 0 {
                told.insert(thing["name"].as_str().unwrap().to_owned(), count);
            }
        }
        assert_eq!(counted, told);
        assert!(counted.len() > 5, "{counted:?}");
        assert_eq!(report["basis"]["counted"].as_u64(), Some(told.values().sum()));
        assert_eq!(report["basis"]["is_sample"], false);
    }
}

#[tokio::test]
async fn numbers_by_status_target_and_channel() {
    let (site, hub) = demo().await;
    let now = 1_795_356_000 - 7 * 86_400;
    let by_status = site.get("/reports/builds-by-status.json").await.json();
    for (name, count, _) in rows(&by_status) {
        let state = ["building", "complete", "deleted", "failed", "canceled"].iter().position(|state| *state == name);
        let keywords = json!({"state": state, "taskID": -1, "completeAfter": now, "queryOpts": {"countOnly": true}});
        assert_eq!(ask(&hub, "listBuilds", keywords).await.as_u64(), Some(count), "{name}");
        assert!(count > 0, "{name}");
    }
    let tasks =
        ask(&hub, "listTasks", json!({"opts": {"method": "build", "completeAfter": now, "decode": true}})).await;
    let mut by_target: BTreeMap<String, u64> = BTreeMap::new();
    for task in tasks.as_array().unwrap() {
        let request = &task["request"];
        let target = request.get(1).or_else(|| request[0].get("target")).and_then(Json::as_str);
        *by_target.entry(target.unwrap_or("no target").to_owned()).or_default() += 1;
    }
    let report = site.get("/reports/builds-by-target.json").await.json();
    assert_eq!(rows(&report).into_iter().map(|(name, count, _)| (name, count)).collect::<BTreeMap<_, _>>(), by_target);
    assert!(by_target.len() > 1, "{by_target:?}");
    let health = site.get("/reports/cluster-health.json?arch=x86_64").await.json();
    let health = health["channels"]["rows"].as_array().unwrap();
    assert!(health.len() > 2);
    for channel in health {
        let hosts = ask(&hub, "listHosts", json!({"channelID": channel["id"]})).await;
        let hosts = hosts.as_array().unwrap().iter();
        let hosts: Vec<&Json> =
            hosts.filter(|host| host["arches"].as_str().unwrap().split(' ').any(|arch| arch == "x86_64")).collect();
        let enabled = || hosts.iter().filter(|host| host["enabled"] == true);
        let sum = |name: &str| enabled().filter_map(|host| host[name].as_f64()).sum::<f64>();
        let count = |names: &[&str]| {
            let is = |host: &&&Json| names.iter().all(|name| host[*name] == true);
            hosts.iter().filter(is).count() as u64
        };
        assert_eq!(channel["capacity"].as_f64(), Some(sum("capacity")), "{channel}");
        assert_eq!(channel["load"].as_f64(), Some(sum("task_load")), "{channel}");
        assert_eq!(channel["enabled"].as_u64(), Some(count(&["enabled"])), "{channel}");
        assert_eq!(channel["ready"].as_u64(), Some(count(&["enabled", "ready"])), "{channel}");
    }
}

#[tokio::test]
async fn packages_and_rpms() {
    let (site, hub) = demo().await;
    let report = site.get("/reports/packages-by-user.json?tag=f40").await.json();
    let packages = ask(&hub, "listPackages", json!({"tagID": "f40", "inherited": true, "with_blocked": false})).await;
    let mut by_owner: BTreeMap<String, u64> = BTreeMap::new();
    for package in packages.as_array().unwrap() {
        *by_owner.entry(package["owner_name"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(rows(&report).into_iter().map(|(name, count, _)| (name, count)).collect::<BTreeMap<_, _>>(), by_owner);
    let most = site.get("/reports/packages-by-user").await;
    assert!(most.text("h1").starts_with("Packages by user in f4"), "{}", most.text("h1"));
    assert_eq!(site.get("/reports/packages-by-user?tag=f4o").await.status, 404);

    let count = async |address: &str| {
        let report = site.get(address).await.json();
        let sum: u64 = rows(&report).iter().map(|(_, count, _)| count).sum();
        assert_eq!(report["basis"]["counted"].as_u64(), Some(sum), "{address}");
        sum
    };
    let all = count("/reports/rpms-by-host.json").await;
    let by_arch = ["src", "noarch", "i386", "i486", "i586", "i686", "x86_64", "aarch64", "ppc64le", "s390x"];
    let mut sum = 0;
    for arch in by_arch {
        sum += count(&format!("/reports/rpms-by-host.json?rpm_arch={arch}")).await;
    }
    assert_eq!((all, all > 500), (sum, true));
    let ix86 = count("/reports/rpms-by-host.json?rpm_arch=ix86").await;
    assert_eq!(ix86, count("/reports/rpms-by-host.json?rpm_arch=i686").await);
    assert!(ix86 > 0 && count("/reports/rpms-by-host.json?arch=s390x").await < all);
}

#[tokio::test]
async fn days_and_times_are_those_of_the_builds() {
    let (site, _) = demo().await;
    let report = site.get("/reports/builds-by-day.json").await.json();
    let days = report["days"]["rows"].as_array().unwrap();
    let builds = site.get("/builds.json?limit=500&state=failed").await.json();
    let failed = builds["builds"]["rows"].as_array().unwrap();
    for day in days.iter().take(5) {
        let is_of =
            |build: &&Json| build["completion_time"].as_str().unwrap().starts_with(day["day"].as_str().unwrap());
        assert_eq!(day["failed"].as_u64(), Some(failed.iter().filter(is_of).count() as u64), "{day}");
    }
    let names: Vec<&str> = days.iter().map(|day| day["day"].as_str().unwrap()).collect();
    assert!(names.windows(2).all(|two| two[0] > two[1]) && names[0] == "2026-11-22" && names.len() == 30, "{names:?}");
    // What is drawn stays inside of the picture.
    let page = site.get("/reports/builds-by-day").await;
    let pieces: Vec<(String, String)> =
        page.attributes(".columns rect", "y").into_iter().zip(page.attributes(".columns rect", "height")).collect();
    assert!(pieces.len() > 30);
    assert!(pieces.iter().all(|(y, height)| y.parse::<u64>().unwrap() + height.parse::<u64>().unwrap() <= 100));

    let times = site.get("/reports/times-by-arch.json").await.json();
    let of_arch = times["arches"]["rows"].as_array().unwrap().iter().find(|times| times["arch"] == "s390x").unwrap();
    assert!(of_arch["median_wait"].as_f64() <= of_arch["longest_wait_of_nine_in_ten"].as_f64(), "{of_arch}");
    assert!(of_arch["median_build"].as_f64() > Some(60.0), "{of_arch}");
    let failing = site.get("/reports/failing-packages.json?days=30").await.json();
    let failing = rows(&failing);
    assert!(failing.len() > 3 && failing.iter().all(|(_, count, failed)| *failed > Some(0) && *failed <= Some(*count)));
    assert!(failing.windows(2).all(|two| two[0].2 >= two[1].2), "{failing:?}");
}

#[tokio::test]
async fn rows_are_in_the_order_that_is_asked_for() {
    let (site, _) = demo().await;
    let names = async |order: &str| {
        let report = site.get(&format!("/reports/builds-by-user.json?order={order}")).await.json();
        rows(&report)
    };
    let by_name = names("name").await;
    assert!(by_name.windows(2).all(|two| two[0].0 < two[1].0), "{by_name:?}");
    let mut backwards = names("-name").await;
    backwards.reverse();
    assert_eq!(backwards, by_name);
    assert!(names("-failed").await.windows(2).all(|two| two[0].2 >= two[1].2));
    let share = |(_, count, failed): &(String, u64, Option<u64>)| failed.unwrap() * 1_000_000 / count;
    assert!(names("-share").await.windows(2).all(|two| share(&two[0]) >= share(&two[1])));
    assert!(names("builds").await.windows(2).all(|two| two[0].1 <= two[1].1));
    for wrong in ["?order=nonsense", "?days=0", "?days=1001", "?days=week"] {
        assert_eq!(site.get(&format!("/reports/builds-by-user{wrong}")).await.status, 400, "{wrong}");
    }
}

/// A hub with so many users and hosts, and the calls that it gets, those within a multiCall too.
struct Hub {
    users: i64,
    hosts: i64,
    /// Builds, tasks, rpms and buildroots each.
    rows: i64,
    requests: Mutex<usize>,
    calls: Mutex<BTreeMap<String, usize>>,
}

async fn answer(State(hub): State<Arc<Hub>>, body: Bytes) -> String {
    *hub.requests.lock().unwrap() += 1;
    let call = xmlrpc::request(&body).unwrap();
    xmlrpc::write_response(&hub.answer(&call)).unwrap()
}

impl Hub {
    fn answer(&self, call: &MethodCall) -> Value {
        *self.calls.lock().unwrap().entry(call.method.clone()).or_default() += 1;
        let list = |count: i64, row: &dyn Fn(i64) -> Json| {
            let limit = call.kwargs.get("queryOpts").and_then(|opts| opts.get("limit")).and_then(Value::as_int);
            let rows =
                (0..count.min(limit.unwrap_or(i64::MAX))).map(|n| serde_json::from_value(row(count - n)).unwrap());
            Value::Array(rows.collect())
        };
        if call.kwargs.get("queryOpts").is_some_and(|opts| opts.get("countOnly").is_some()) {
            return Value::Int(self.rows);
        }
        let (user, host) = (|n: i64| n % self.users + 1, |n: i64| n % self.hosts + 1);
        let time = |n: i64| format!("2026-11-22 {:02}:{:02}:{:02}+00:00", n / 3600 % 24, n / 60 % 60, n % 60);
        match call.method.as_str() {
            "multiCall" => {
                let Some(Value::Array(calls)) = call.args.first() else { panic!("{call:?}") };
                let each = calls.iter().map(|one| {
                    let Some(Value::Array(params)) = one.get("params") else { panic!("{one:?}") };
                    let method = one.get("methodName").and_then(Value::as_str).unwrap().to_owned();
                    Value::Array(vec![self.answer(&MethodCall::of(method, params.clone()))])
                });
                Value::Array(each.collect())
            }
            "listBuilds" => list(self.rows, &|n| {
                json!({"build_id": n, "package_id": n % 100, "package_name": format!("p{}", n % 100), "state": 1 + n % 4,
                    "owner_id": user(n), "owner_name": format!("user{}", user(n)), "nvr": "p-1-1", "version": "1",
                    "release": "1", "creation_time": time(n), "completion_time": time(n)})
            }),
            "listTasks" => list(self.rows, &|n| {
                json!({"id": n, "method": "build", "state": n % 6, "owner": user(n), "owner_name": format!("user{}", user(n)),
                    "owner_type": 0, "host_id": host(n), "arch": "x86_64", "channel_id": 1 + n % 30,
                    "request": ["git://x", "f40", {}], "create_time": time(n), "start_time": time(n),
                    "completion_time": time(n)})
            }),
            "listRPMs" => list(self.rows, &|n| json!({"id": n, "arch": "noarch", "buildroot_id": n})),
            "listBuildroots" => list(
                self.rows,
                &|n| json!({"id": n, "host_id": host(n), "host_name": format!("host{}", host(n)), "create_event_time": time(n)}),
            ),
            "listHosts" => list(self.hosts, &|n| {
                json!({"id": n, "name": format!("host{n}"), "enabled": true, "ready": true, "capacity": 4.0,
                    "task_load": 1.0, "arches": "x86_64 i686"})
            }),
            "listChannels" => {
                list(30.min(self.hosts), &|n| json!({"id": n, "name": format!("channel{n}"), "enabled": true}))
            }
            "getBuildTargets" => list(self.rows.min(1), &|n| {
                json!({"id": n, "name": "f40", "build_tag": 1, "build_tag_name": "f40-build", "dest_tag": 2,
                    "dest_tag_name": "f40"})
            }),
            "listPackages" => list(self.rows, &|n| {
                json!({"package_id": n, "package_name": format!("p{n}"), "owner_id": user(n),
                    "owner_name": format!("user{}", user(n)), "blocked": false})
            }),
            other => panic!("{other}"),
        }
    }

    async fn with(users: i64, hosts: i64, rows: i64) -> (Site, Arc<Self>) {
        let hub = Arc::new(Self { users, hosts, rows, requests: Mutex::default(), calls: Mutex::default() });
        let router = Router::new().route("/kojihub", post(answer)).with_state(hub.clone());
        (Site::over(&listen(router).await), hub)
    }
}

#[tokio::test]
async fn no_number_of_users_and_hosts_makes_a_report_dearer() {
    for report in reports() {
        let mut costs = Vec::new();
        for (users, hosts) in [(3, 30), (817, 308)] {
            // From an empty cache.
            let (site, hub) = Hub::with(users, hosts, 5100).await;
            let page = site.get(report).await;
            assert_eq!(page.status, 200, "{report}: {}", page.body);
            let requests = *hub.requests.lock().unwrap();
            let calls = std::mem::take(&mut *hub.calls.lock().unwrap());
            assert!((1..=10).contains(&requests), "{report}: {requests} requests");
            // A second look is kept.
            assert_eq!(site.get(report).await.status, 200);
            assert_eq!(*hub.requests.lock().unwrap(), requests, "{report}");
            costs.push((requests, calls));
        }
        assert_eq!(costs[0], costs[1], "{report}");
    }
}

#[tokio::test]
async fn a_sample_says_so() {
    let (site, _) = Hub::with(817, 308, 5100).await;
    for (report, is_sample) in [
        ("builds-by-user", true),
        ("tasks-by-user", true),
        ("tasks-by-host", true),
        ("rpms-by-host", true),
        ("builds-by-target", true),
        ("builds-by-status", false),
    ] {
        let json = site.get(&format!("/reports/{report}.json")).await.json();
        assert_eq!(json["basis"]["is_sample"], is_sample, "{report}: {}", json["basis"]);
        let basis = site.get(&format!("/reports/{report}")).await.text("#basis");
        assert_eq!(basis.starts_with("Of the newest 5,000"), is_sample, "{report}: {basis}");
    }
    let basis = site.get("/reports/builds-by-target").await.text("#basis");
    assert!(basis.ends_with("ended in the last 7 days: these are not all of them."), "{basis}");
    let rows = site.get("/reports/builds-by-user?limit=500").await.texts("tbody tr").len();
    assert_eq!(rows, 500);
}

#[tokio::test]
async fn an_empty_hub_has_empty_reports() {
    let (site, _) = Hub::with(1, 0, 0).await;
    for report in reports() {
        let page = site.get(report).await;
        assert_eq!(page.status, 200, "{report}: {}", page.body);
        let said = page.text("tbody").to_lowercase();
        assert!(said.contains("no") || said.starts_with("canceled 0 complete 0 failed 0"), "{report}: {said}");
        assert!(!page.text("main").contains("NaN"), "{report}");
    }
}
