//! `/archives/{archive}`, the files in one, what it was made of and where it was used: of each type, in the demo and as
//! recorded.

use kojiview::xmlrpc::Value;

use super::cost::cost;
use super::harness::demo;
use super::recorded::{self, decoded, read, rows, subject, text};

/// The image of the demo's container.
const IMAGE: &str = "/archives/1047560";

#[tokio::test]
async fn what_is_in_an_archive_is_asked_for_only_where_it_is_opened() {
    let (site, demo) = demo().await;
    let page = site.get(IMAGE).await;
    assert_eq!((page.status.as_u16(), page.text(".kind").as_str()), (200, "archive 1047560"), "{}", page.body);
    assert!(cost(&page).2 <= 2);
    let methods = ["listArchiveFiles", "listBuildroots"];
    assert!(methods.iter().all(|method| !demo.calls().contains_key(*method)), "{:?}", demo.calls());
    for part in ["files", "buildroots"] {
        let href = page.attributes(&format!("#{part} p.none a"), "href").remove(0);
        assert!(href.ends_with(&format!("?open={part}#{part}")), "{href}");
        let opened = site.part(&href, &format!("section#{part}")).await;
        let whole = site.get(&href).await;
        assert!(!opened.body.contains("<h1"), "{}", opened.body);
        assert_eq!(whole.text(&format!("#{part}")), opened.text(&format!("#{part}")), "{part}");
    }
    assert!(methods.iter().all(|method| demo.calls().get(*method) == Some(&1)), "{:?}", demo.calls());
}

#[tokio::test]
async fn files_in_an_archive_are_paged_and_shown() {
    let (site, _) = demo().await;
    let list = site.get(&format!("{IMAGE}/files")).await;
    assert_eq!(list.texts("td.lead").len(), 50);
    let next = site.get(&list.attributes("a[rel=next]", "href")[0]).await;
    assert!(next.status == 200 && next.texts("td.lead") != list.texts("td.lead"));
    let href = list.attributes("td.lead a", "href").remove(3);
    let file = site.get(&href).await;
    assert_eq!(file.text("h1"), list.texts("td.lead")[3], "{href}");
    let main = file.text("main");
    assert!(main.contains("rw-r--r--") && main.contains("root:wheel"), "{main}");
    // A zip tells no modes.
    let zip = site.get("/archives/1047561/files").await;
    assert_eq!(zip.texts("td.m.x"), ["", ""]);
    let file = site.get(&zip.attributes("td.lead a", "href")[0]).await;
    assert!(file.status == 200 && !file.text("main").contains("Mode"), "{}", file.body);
    for (address, status) in [
        (format!("{IMAGE}/file?path=nope"), 404),
        (format!("{IMAGE}/file?path=../../etc/passwd"), 404),
        (format!("{IMAGE}/file?path=%FF"), 400),
        (format!("{IMAGE}/file"), 400),
        (format!("{IMAGE}/files?order=mode"), 400),
        ("/archives/x".to_owned(), 404),
        ("/archives/0".to_owned(), 404),
        ("/archives/0/files".to_owned(), 404),
        ("/archives/0/rpms".to_owned(), 404),
        ("/archives/9223372036854775807/archives".to_owned(), 404),
    ] {
        assert_eq!(site.get(&address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn an_image_tells_what_it_was_made_of() {
    let (site, _) = demo().await;
    let page = site.get(IMAGE).await;
    let rpms = site.get(&page.attributes("#rpms h2 a", "href")[0]).await;
    assert!(rpms.texts("td.lead").len() > 20, "{:?}", rpms.texts("td.lead"));
    assert!(rpms.attributes("td a", "href").contains(&"/external-repos/bootstrap".to_owned()));
    let base = page.attributes("#archives td a", "href").remove(0);
    let base = site.get(&format!("{base}?open=buildroots")).await;
    assert!(base.text("h1").starts_with("Demo-Cloud-Base"), "{}", base.text("h1"));
    assert_eq!(base.texts("#buildroots td.wide").len(), 1);
    let generator = site.get(&base.attributes("#buildroots td a", "href")[0]).await;
    assert!(generator.text("h1").starts_with("demo-cg:"), "{}", generator.text("h1"));
    let links = generator.attributes(".facts a", "href");
    let archives: Vec<&String> = links.iter().filter(|link| link.contains("/archives")).collect();
    let used = site.get(archives[0]).await;
    assert_eq!(used.texts("td.lead"), [base.text("h1")]);
    assert_eq!(used.text("td.x"), "what was built");
    assert_eq!(used.texts("td.wide:not(.lead)"), ["Demo-Cloud-Base-40-20261121.0"]);
    let built = site.get(archives[1]).await;
    assert!(built.texts("td.lead").contains(&page.text("h1")), "{:?}", built.texts("td.lead"));
}

/// Each says what its type knows and where it is, or why no files are listed.
#[tokio::test]
async fn archives_of_every_type_are_told() {
    let (site, demo) = demo().await;
    for (btype, words, path) in [
        ("maven", "org.example:library:1.4.2", "/maven/org/example/library/1.4.2/library-1.4.2"),
        ("win", "x86_64 i686", "/win/out/x64/agent"),
        ("image", "aarch64", "/images/Demo-Cloud-Base"),
    ] {
        let builds = site.get(&format!("/builds.json?type={btype}")).await.json();
        let build = builds["builds"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|build| build["state"]["name"] == "complete" && !build["task_id"].is_null())
            .unwrap_or_else(|| panic!("{btype}: {builds}"))
            .clone();
        let build = site.get(&format!("/builds/{}", build["build_id"])).await;
        let links = build.attributes("main a[href^='/archives/']", "href");
        assert!(links.len() > 1, "{btype}: {}", build.body);
        let page = site.get(&links[0]).await;
        let main = page.text("main");
        assert!(main.contains(words) && main.contains("sha256"), "{words} in {main}");
        let download = page.attributes("main a[href*=kojifiles]", "href").remove(0);
        assert!(download.contains(path), "{download}");
        assert_eq!(build.attributes(&format!("main a[href='{download}']"), "href").len(), 1, "{download}");
    }
    let pom = site.get("/search?type=maven&q=*.pom").await;
    let location = pom.header("location").to_owned();
    assert!(location.starts_with("/archives/"), "{location}");
    let pom = site.get(&format!("{location}?open=files")).await;
    assert!(pom.text("#files").contains("zip and tar archives alone"), "{}", pom.text("#files"));
    assert!(!demo.calls().contains_key("listArchiveFiles"));
}

#[tokio::test]
async fn every_recorded_archive_is_shown_as_recorded() {
    let site = recorded::site().await;
    let (mut shown, mut files) = (0, 0);
    for case in read("getArchive") {
        let id = subject(&case.args[0]);
        let page = site.get(&format!("/archives/{id}?open=buildroots")).await;
        let Some(archive @ Value::Struct(_)) = decoded(&case.response) else {
            assert_eq!(page.status, 404, "{id}");
            continue;
        };
        assert_eq!(page.status, 200, "{id}: {}", page.body);
        assert_eq!(page.texts("#notices .outage"), [""; 0], "{id}");
        assert_eq!(page.text("h1"), text(&archive, "filename"));
        let main = page.text("main");
        let members = [
            "checksum",
            "type_description",
            "btype",
            "group_id",
            "artifact_id",
            "version",
            "platforms",
            "relpath",
            "flags",
            "arch",
        ];
        for member in members.iter().filter(|member| archive.get(member).is_some()) {
            assert!(main.contains(&text(&archive, member)), "{id}: {member} in {main}");
        }
        for rpm in rows("listRPMs", &format!("{id}imageID")) {
            assert!(page.text("#rpms").contains(&text(&rpm, "nvr")), "{id}");
        }
        for inside in rows("listArchives", &format!("{id}imageID")) {
            assert!(page.text("#archives").contains(&text(&inside, "filename")), "{id}");
        }
        let roots = rows("listBuildroots", &format!("{id}archiveID"));
        assert_eq!(page.texts("#buildroots td.wide").len(), roots.len(), "{id}");
        let listed = site.get(&format!("/archives/{id}/files?limit=10")).await;
        for file in rows("listArchiveFiles", &id) {
            let name = text(&file, "name");
            assert!(listed.texts("td.lead").contains(&name), "{id}: {:?}", listed.texts("td.lead"));
            files += 1;
        }
        shown += 1;
    }
    assert!(shown == 16 && files > 40, "{shown} {files}");
    for case in read("getArchiveFile") {
        let (id, path) = (subject(&case.args[0]), subject(&case.args[1]));
        let encoded: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let page = site.get(&format!("/archives/{id}/file?path={encoded}")).await;
        assert_eq!((page.status.as_u16(), page.text("h1")), (200, path), "{}", page.body);
    }
}
