//! `/buildroots`, `/buildroots/{buildroot}` and the rpms of one: of tasks and of content generators.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, subject, text};

#[tokio::test]
async fn buildroots_are_listed_by_what_they_are_of() {
    let (site, _) = demo().await;
    let page = site.get("/buildroots").await;
    assert_eq!(page.texts("td.lead").len(), 50);
    let further = site.get(&page.attributes("a[rel=next]", "href")[0]).await;
    assert!(further.status == 200 && further.texts("td.lead") != page.texts("td.lead"));
    let rows = async |address: &str| site.get(address).await.json()["buildroots"]["rows"].as_array().unwrap().clone();
    let one = rows("/buildroots.json?state=expired&limit=1").await.remove(0);
    for (parameter, member) in [("host", "host_id"), ("tag", "tag_id"), ("repo", "repo_id"), ("task", "task_id")] {
        let found = rows(&format!("/buildroots.json?{parameter}={}", one[member])).await;
        assert!(!found.is_empty() && found.iter().all(|row| row[member] == one[member]), "{parameter}");
    }
    for state in ["building", "expired"] {
        let list = site.get(&format!("/buildroots?state={state}&limit=5")).await;
        assert!(!list.texts("td.st").is_empty() && list.texts("td.st").iter().all(|told| told == state), "{state}");
    }
    for (address, status) in [
        ("/buildroots?state=nope", 400),
        ("/buildroots?repo=x", 400),
        ("/buildroots?order=host_id", 400),
        ("/buildroots?host=nope", 404),
        ("/buildroots/0", 404),
        ("/buildroots/x", 404),
        ("/buildroots/9223372036854775807", 404),
        ("/buildroots/0/rpms", 404),
        ("/buildroots/295522/rpms?built=no", 400),
    ] {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
    assert_eq!(site.get("/buildroots?task=1").await.text("td.full"), "No buildroot matches.");
}

#[tokio::test]
async fn a_buildroot_leads_to_all_that_it_is_of() {
    let (site, _) = demo().await;
    let of_rpm =
        site.get("/rpms/bash-6.13-1.fc41.x86_64").await.attributes(".facts a[href^='/buildroots/']", "href").remove(0);
    let page = site.get(&of_rpm).await;
    let name = page.text("h1");
    assert!(page.status == 200 && name.starts_with("f41-build-") && page.text(".badge") == "expired", "{name}");
    assert!(page.text("main").contains(&format!("/var/lib/mock/{name}")));
    let links = page.attributes(".facts a", "href");
    for part in ["/tasks/", "/hosts/", "/repos/", "/tags/f41-build", "/rpms"] {
        let link = links.iter().find(|link| link.contains(part)).unwrap();
        assert_eq!(site.get(link).await.status, 200, "{link}");
    }
    // By its name it is found too, as mock's folder is called.
    assert_eq!(site.get(&format!("/buildroots/{name}")).await.text("h1"), name);
    let installed = site.get(&format!("{of_rpm}/rpms?limit=500")).await;
    assert!(installed.texts("td.lead").len() > 20, "{:?}", installed.texts("td.lead"));
    assert!(installed.attributes("td a", "href").contains(&"/external-repos/bootstrap".to_owned()));
    assert_eq!(installed.texts("td.x").iter().filter(|update| *update == "update").count(), 1);
    let used = site.get(&installed.attributes("td.lead a", "href")[0]).await;
    let used = site
        .get(&format!(
            "{}?open=buildroots",
            used.attributes("#description p.none a", "href")[0].split('?').next().unwrap()
        ))
        .await;
    assert!(used.texts("#buildroots td.wide").contains(&name), "{:?}", used.texts("#buildroots td.wide"));
    let built = site.get(&format!("{of_rpm}/rpms?built=yes")).await;
    assert!(built.texts("td.lead").contains(&"bash-6.13-1.fc41".to_owned()), "{:?}", built.texts("td.lead"));
    let generator = site.get("/buildroots.json?limit=500&offset=0").await.json();
    assert!(generator["buildroots"]["rows"].as_array().unwrap().iter().all(|row| row["id"].is_i64()));
}

#[tokio::test]
async fn content_generators_have_buildroots_too() {
    let (site, _) = demo().await;
    let container = site.get("/builds.json?type=image&limit=50").await.json();
    let container =
        container["builds"]["rows"].as_array().unwrap().iter().find(|row| row["task_id"].is_null()).unwrap().clone();
    let id = 200_000 + container["build_id"].as_i64().unwrap() - 52_001;
    let page = site.get(&format!("/buildroots/{id}")).await;
    assert_eq!((page.status.as_u16(), page.text("h1")), (200, format!("demo-cg:{id}")), "{}", page.body);
    let main = page.text("main");
    for words in ["2.1.0 <beta>", "Fedora Linux 40 <Container>", "docker", "sha256:abc <x>"] {
        assert!(main.contains(words), "{words} in {main}");
    }
    assert_eq!(page.texts(".badge"), [""; 0]);
}

#[tokio::test]
async fn every_recorded_buildroot_is_shown_as_recorded() {
    let site = recorded::site().await;
    let mut shown = 0;
    for case in read("getBuildroot") {
        let id = subject(&case.args[0]);
        let page = site.get(&format!("/buildroots/{id}")).await;
        let Some(root @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(page.status, 404, "{id}");
            continue;
        };
        assert_eq!(page.status, 200, "{id}: {}", page.body);
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{id}");
        let name = match root.get("cg_name") {
            Some(Value::String(generator)) => format!("{generator}:{id}"),
            _ => format!("{}-{id}-{}", text(&root, "tag_name"), text(&root, "repo_id")),
        };
        assert_eq!(page.text("h1"), name);
        let main = page.text("main");
        for member in ["host_name", "host_os", "container_type", "arch", "cg_version"] {
            if let Some(Value::String(words)) = root.get(member) {
                assert!(main.contains(words.as_str()), "{id}: {member} in {main}");
            }
        }
        shown += 1;
    }
    assert!(shown > 3, "{shown}");
}
