//! `/rpms/{rpm}`, its parts, its files: what each costs, what is folded, and rpms that the hub has no file of.

use super::cost::cost;
use super::harness::demo;

const BASH: &str = "/rpms/bash-6.13-1.fc41.x86_64";

#[tokio::test]
async fn what_is_in_an_rpm_is_asked_for_only_where_it_is_opened() {
    let (site, demo) = demo().await;
    let page = site.get(BASH).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "bash-6.13-1.fc41.x86_64"));
    assert!(cost(&page).2 <= 2);
    let files = ["getRPMHeaders", "getRPMDeps", "listRPMFiles", "getChangelogEntries", "listBuildroots"];
    assert!(files.iter().all(|method| !demo.calls().contains_key(*method)), "{:?}", demo.calls());
    // Its description follows by itself, all else by a click; without scripts each is a link.
    assert_eq!(page.attributes("#description[hx-trigger=load]", "hx-get").len(), 1);
    let parts = ["description", "dependencies", "files", "changelog", "buildroots"];
    for part in parts {
        let href = page.attributes(&format!("#{part} p.none a"), "href").remove(0);
        assert!(href.ends_with(&format!("?open={part}#{part}")), "{href}");
        let opened = site.part(&href, &format!("section#{part}")).await;
        assert!(
            !opened.body.contains("<h1") && opened.attributes("p.none a[hx-get]", "href").is_empty(),
            "{}",
            opened.body
        );
        let whole = site.get(&href).await;
        assert_eq!(whole.text(&format!("#{part}")), opened.text(&format!("#{part}")), "{part}");
    }
    assert!(files.iter().all(|method| demo.calls().get(*method) == Some(&1)), "{:?}", demo.calls());
}

#[tokio::test]
async fn dependencies_stand_by_type() {
    let (site, _) = demo().await;
    let page = site.get(&format!("{BASH}?open=dependencies")).await;
    let groups = page.texts("#dependencies > details > summary");
    let expected = ["Requires 9", "Provides 3", "Recommends 1", "Suggests 1"];
    assert!(groups.iter().map(String::as_str).take(4).eq(expected), "{groups:?}");
    let requires = page.texts("#dependencies > details > pre").remove(0);
    for line in ["glibc >= 2.38", "coreutils >= 8.0 (pre)", "systemd (post,preun)", "<script>alert(1)</script>"] {
        assert!(requires.contains(line), "{line} in {requires}");
    }
    assert!(!requires.contains("rpmlib"), "features of rpm stand apart");
    let large = site.get("/rpms/behemoth-2.0-1.fc41.x86_64?open=dependencies").await;
    let provides =
        large.texts("#dependencies > details").into_iter().find(|group| group.starts_with("Provides")).unwrap();
    assert!(provides.starts_with("Provides 2,003") && provides.ends_with("and 1,003 more"), "{}", &provides[..60]);
    let (_, compressed) =
        site.raw("/rpms/behemoth-2.0-1.fc41.x86_64?open=dependencies", &[("accept-encoding", "br")]).await;
    assert!(compressed.len() < 30 << 10, "{}", compressed.len());
    assert_eq!(
        site.get("/rpms/behemoth-2.0-1.fc41.x86_64.json?open=dependencies").await.json()["dependencies"]
            .as_array()
            .unwrap()
            .len(),
        2018
    );
}

#[tokio::test]
async fn files_are_paged_sorted_and_shown() {
    let (site, _) = demo().await;
    let list = site.get("/rpms/behemoth-2.0-1.fc41.x86_64/files").await;
    assert_eq!(list.texts("td.lead").len(), 50);
    let next = site.get(&list.attributes("a[rel=next]", "href")[0]).await;
    assert!(next.status == 200 && next.texts("td.lead") != list.texts("td.lead"));
    let by_size = site.get(&format!("{BASH}/files.json?order=-size")).await.json();
    let sizes: Vec<i64> =
        by_size["files"]["rows"].as_array().unwrap().iter().map(|row| row["size"].as_i64().unwrap()).collect();
    assert!(sizes.len() == 9 && sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    let list = site.get(&format!("{BASH}/files")).await;
    for href in list.attributes("td.lead a", "href") {
        let file = site.get(&href).await;
        assert_eq!(file.status, 200, "{href}");
        assert!(list.texts("td.lead").contains(&file.text("h1")), "{href}");
    }
    let helper = site.get(&format!("{BASH}/file?path=/usr/libexec/bash-helper")).await.text("main");
    assert!(helper.contains("-rwsr-xr-x") && helper.contains("group wheel"), "{helper}");
    let config = site.get(&format!("{BASH}/file?path=/etc/bash.conf")).await.text("main");
    assert!(config.contains("config, noreplace"), "{config}");
}

/// External rpms, those of deleted builds, drafts.
#[tokio::test]
async fn rpms_without_a_file_say_so() {
    let (site, demo) = demo().await;
    let external = site.get("/rpms/ext-glibc-1.0-1.fc40.x86_64@bootstrap").await;
    assert!(external.text(".by").contains("the external repo bootstrap"), "{}", external.text(".by"));
    assert_eq!(external.attributes(".by a", "href"), ["/external-repos/bootstrap"]);
    for part in ["description", "dependencies", "files", "changelog"] {
        let page = site.get(&format!("/rpms/900000001?open={part}")).await;
        assert_eq!(page.status, 200, "{part}");
        assert_eq!(page.attributes(&format!("#{part}[hx-get]"), "hx-get"), [""; 0], "{part}");
    }
    assert!(["getRPMDeps", "listRPMFiles", "getRPMHeaders"].iter().all(|method| !demo.calls().contains_key(*method)));
    let deleted = site.get("/builds.json?state=deleted").await.json();
    let nvr = deleted["builds"]["rows"][0]["nvr"].as_str().unwrap().to_owned();
    let rpms = site.get(&format!("/builds/{nvr}")).await.attributes("table.mx td a", "href");
    let page = site.get(&rpms[0]).await;
    assert_eq!(page.text(".badge"), "deleted", "{}", rpms[0]);
    assert!(page.text(".by").contains("Its build was deleted"));
    assert_eq!(page.attributes("main a[href*=kojifiles]", "href"), [""; 0], "{}", rpms[0]);
    // Two drafts have the same names: their rpms are linked by id.
    let drafts = site.get("/builds.json?draft=yes").await.json();
    let mut seen = std::collections::BTreeSet::new();
    for draft in drafts["builds"]["rows"].as_array().unwrap() {
        let build = site.get(&format!("/builds/{}", draft["build_id"])).await;
        for href in build.attributes("table.mx td a:not(.dl)", "href").iter().filter(|href| href.starts_with("/rpms/"))
        {
            let page = site.get(href).await;
            assert!(seen.insert(page.text(".kind")), "{href} twice");
            assert_eq!(page.text(".chip"), "draft", "{href}");
        }
    }
    assert!(seen.len() > 4, "{seen:?}");
}

#[tokio::test]
async fn what_is_no_rpm() {
    let (site, _) = demo().await;
    for (address, status) in [
        ("/rpms/0", 404),
        ("/rpms/99999999999", 404),
        ("/rpms/9223372036854775807", 404),
        ("/rpms/99999999999999999999", 404),
        ("/rpms/bash", 404),
        ("/rpms/a-1-1.x86_64", 404),
        ("/rpms/bash-0:6.13-1.fc41.x86_64.rpm", 200),
        ("/rpms/%3Cb%3E-1-1.x86_64", 404),
        ("/rpms/%00-1-1.x86_64", 400),
        ("/rpms/26173001?open=nope", 400),
        ("/rpms/26173001/files?order=nope", 400),
        ("/rpms/26173001/file", 400),
        ("/rpms/26173001/file?path=/usr/bin/../bin/bash", 404),
        ("/rpms/26173001/file?path=%ff", 400),
        ("/rpms/26173001/file?path=%3Cb%3E", 404),
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, status, "{address}");
        assert!(!page.body.contains("<b>-1"), "{address}");
    }
    let search = site.get("/search?q=bash-6.13-1.fc41.x86_64.rpm").await;
    assert_eq!((search.status.as_u16(), search.header("location")), (303, "/rpms/26173001"));
}

/// A file that is not on the hub's storage any more is one line in its part.
#[tokio::test]
async fn a_missing_file_is_told_in_its_part() {
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = super::harness::listen(demo.router()).await;
    let client = super::harness::http_client();
    let between = axum::routing::post(move |body: String| async move {
        let opens = ["listRPMFiles", "getRPMDeps", "getRPMHeaders", "getChangelogEntries", "listArchiveFiles"];
        if opens.iter().any(|method| body.contains(&format!("<methodName>{method}<"))) {
            let gone = kojiview::xmlrpc::Fault { code: 1000, message: "no such <file> on storage".to_owned() };
            return kojiview::xmlrpc::write_fault(&gone);
        }
        let answer = client.post(format!("{hub}/kojihub")).body(body).send().await.unwrap();
        answer.text().await.unwrap()
    });
    let router = axum::Router::new().route("/kojihub", between);
    let site = super::harness::Site::over(&super::harness::listen(router).await);
    for part in ["description", "dependencies", "files", "changelog"] {
        let page = site.get(&format!("{BASH}?open={part}")).await;
        assert_eq!(page.status, 200, "{part}");
        assert!(page.text(&format!("#{part}")).contains("no such <file> on storage"), "{part}: {}", page.body);
    }
    for address in [format!("{BASH}/files"), "/archives/1047560/files".to_owned()] {
        let list = site.get(&address).await;
        assert_eq!(list.status, 200, "{address}");
        assert!(list.text("#notices").contains("no such <file> on storage"), "{}", list.text("#notices"));
        assert!(list.text("td.full").contains("could not read"), "{}", list.text("td.full"));
    }
}
