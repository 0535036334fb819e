//! Recorded rpms of a real hub: what is recorded is on their pages.

use kojiview::xmlrpc::Value;

use super::recorded::{decoded, read, rows, site, subject, text};

#[tokio::test]
async fn every_recorded_rpm_is_shown_as_recorded() {
    let site = site().await;
    let (mut shown, mut dependencies, mut files) = (0, 0, 0);
    for case in read("getRPM").into_iter().filter(|case| case.kwargs.is_empty()) {
        let wanted = subject(&case.args[0]);
        let Some(rpm @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(site.get(&format!("/rpms/{wanted}")).await.status, 404, "{wanted}");
            continue;
        };
        let id = text(&rpm, "id");
        let page = site.get(&format!("/rpms/{id}?open=dependencies")).await;
        assert_eq!(page.status, 200, "{wanted}: {}", page.body);
        let (name, version) = (text(&rpm, "name"), text(&rpm, "version"));
        let title = page.text("h1");
        assert!(title.starts_with(&format!("{name}-")) && title.contains(&version), "{wanted}: {title}");
        assert_eq!(page.text(".kind"), format!("rpm {id}"));
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{wanted}");
        assert!(page.text("main").contains(&text(&rpm, "payloadhash")), "{wanted}");
        let told = page.text("#dependencies");
        for dependency in rows("getRPMDeps", &id) {
            let name = text(&dependency, "name");
            assert!(told.contains(name.trim()), "{wanted}: {name} in {told}");
            dependencies += 1;
        }
        for signature in rows("queryRPMSigs", &id) {
            assert!(page.text("main").contains(&text(&signature, "sigkey")), "{wanted}");
        }
        let listed = site.get(&format!("/rpms/{id}/files?limit=10")).await.texts("td.lead");
        for file in rows("listRPMFiles", &id) {
            assert!(listed.contains(&text(&file, "name")), "{wanted}: {listed:?}");
            files += 1;
        }
        shown += 1;
    }
    assert!(shown > 30 && dependencies > 150 && files > 60, "{shown} {dependencies} {files}");
}

#[tokio::test]
async fn every_recorded_file_is_shown_as_recorded() {
    let site = site().await;
    let mut shown = 0;
    for case in read("getRPMFile") {
        let (id, path) = (subject(&case.args[0]), subject(&case.args[1]));
        let encoded: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let page = site.get(&format!("/rpms/{id}/file?path={encoded}")).await;
        let Some(file) = decoded(&case.response) else { continue };
        assert_eq!(page.status, 200, "{id} {path}: {}", page.body);
        let main = page.text("main");
        assert_eq!(page.text("h1"), path.trim());
        for name in ["digest", "user", "group"] {
            assert!(main.contains(&text(&file, name)), "{path}: {name} in {main}");
        }
        shown += 1;
    }
    assert!(shown > 20, "{shown}");
}
