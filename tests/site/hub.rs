//! `/hub` and the short lists of what the hub knows.

use kojiview::xmlrpc::Value;

use super::harness::demo;
use super::recorded::{self, decoded, read, text};

#[tokio::test]
async fn the_hub_leads_to_all_that_it_knows() {
    let (site, demo) = demo().await;
    let page = site.get("/hub").await;
    assert!(page.text(".head .d").ends_with("Koji 1.35.3"), "{}", page.text(".head .d"));
    let links = page.attributes("td.lead a", "href");
    assert_eq!(links.len(), 12);
    for link in links {
        let list = site.get(&link).await;
        assert_eq!(list.status, 200, "{link}");
        assert!(!list.texts("td.lead, article h3").is_empty(), "{link}");
    }
    let types = site.get("/btypes").await.attributes("td.lead a", "href");
    for builds in types {
        assert_eq!(site.get(&builds).await.status, 200, "{builds}");
    }
    demo.inject(kojiview::demo::InjectedFault::Offline);
    super::harness::grow_old(std::time::Duration::from_secs(86_400)).await;
    let kept = site.get("/volumes").await;
    assert!(kept.status == 200 && !kept.texts("td.lead").is_empty(), "what was known is shown while the hub is down");
}

/// Every recorded volume, permission, type and generator, with all that is told of it.
#[tokio::test]
async fn every_recorded_list_is_shown() {
    let site = recorded::site().await;
    for (method, address) in [
        ("listVolumes", "/volumes"),
        ("getAllPerms", "/permissions"),
        ("listBTypes", "/btypes"),
        ("getArchiveTypes", "/archive-types"),
    ] {
        let page = site.get(address).await;
        let case = read(method).into_iter().find(|case| case.args.is_empty() && case.kwargs.is_empty()).unwrap();
        let Some(Value::Array(rows)) = decoded(&case.response) else { panic!("{method}") };
        let table = page.texts("tbody tr");
        assert_eq!(table.len(), rows.len(), "{method}");
        for row in &rows {
            let is_it = |shown: &&String| shown.starts_with(&text(row, "name")) && shown.ends_with(&text(row, "id"));
            let shown = table.iter().find(is_it).unwrap_or_else(|| panic!("{method}: {row:?}"));
            for part in ["description", "extensions"] {
                if let Some(Value::String(told)) = row.get(part) {
                    assert!(shown.contains(told.trim()), "{told} in {shown}");
                }
            }
        }
    }
    let generators = site.get("/content-generators").await;
    assert_eq!(generators.texts("tbody tr"), ["lab-cg admin, jane 1", "other-cg osbs 2"]);
    assert_eq!(generators.attributes("td.full a", "href"), ["/users/admin", "/users/jane", "/users/osbs"]);
}
