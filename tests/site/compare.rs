//! Two logs compared.

use super::harness::demo;

#[tokio::test]
async fn a_failed_log_beside_the_last_complete_one() {
    let (site, _) = demo().await;
    let log = "/tasks/1306194/logs/build.log";
    let page = site.get(log).await;
    let compare = page.attributes(".jump > a", "href").into_iter().find(|href| href.contains("compare")).unwrap();
    let page = site.get(&compare).await;
    assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, "build.log compared"));
    let links = page.attributes("#compare a", "href");
    assert_eq!((links[0].as_str(), links[1].as_str()), (log, "/tasks/1306194"));
    assert!(
        links[2].starts_with("/builds/python-urllib3-") && links[2].ends_with("/logs/noarch/build.log"),
        "{links:?}"
    );
    // What went wrong is only in the first, and leads to its line there; what differs only in its time is in neither.
    let error = page.texts("#errors .l.e.del");
    assert!(error[0].contains("implicit declaration of function"), "{error:?}");
    assert!(page.attributes(".l.del a", "href").iter().all(|href| href.starts_with(&format!("{log}?line="))));
    assert!(page.attributes(".l.add a", "href").iter().all(|href| href.starts_with(&links[2])));
    assert!(
        !page.texts(".l.add, .l.del").iter().any(|line| line.contains("SOURCE_DATE_EPOCH") || line.contains("gcc -O2"))
    );

    let json = site.get(&compare.replace("/logs/compare", "/logs/compare.json")).await;
    assert_eq!((json.status.as_u16(), json.header("content-type")), (200, "application/json"));
}

#[tokio::test]
async fn whatever_is_compared() {
    let (site, _) = demo().await;
    let of = async |a: &str, b: &str| site.get(&format!("/logs/compare?a={a}&b={b}")).await;
    let log = "/tasks/1306194/logs/build.log";
    // An address as somebody copied it; a log and itself.
    let same = of("https://koji.example.org/x/tasks/1306194/logs/build.log%3Fline=7%23L7", log).await;
    assert!(same.text("main").contains("They do not differ"), "{}", same.text("main"));
    let arches = "/builds/behemoth-2.0-1.fc41/logs/";
    let two = of(&format!("{arches}x86_64/build.log"), &format!("{arches}aarch64/build.log")).await;
    assert!(two.texts(".l.del")[0].contains("x86_64") && two.texts(".l.add")[0].contains("aarch64"));
    // Of something that was never built before, and without any log.
    assert!(of("/tasks/1306421/logs/build.log", "").await.status == 404, "a log that is not there yet");
    let first = site.get("/logs/compare?a=/tasks/1306419/logs/build.log").await;
    assert!(first.text("main").contains("There is no complete build of the same package"), "{}", first.text("main"));
    // Of a complete build, the one before it.
    for (build, before) in [("0.33", "0.66"), ("0.99", "0.132")] {
        let page = site.get(&format!("/logs/compare?a=/builds/slowpoke-{build}-1.fc40/logs/x86_64/build.log")).await;
        let other = format!("/builds/slowpoke-{before}-1.fc40/logs/x86_64/build.log");
        assert_eq!(page.attributes("#compare a", "href")[2], other, "{build}");
    }
    assert_eq!(site.get("/logs/compare").await.text("h1"), "Compare two logs");
    for (a, status) in
        [("x", 400), ("/tasks/1/logs/x.log", 404), ("/builds/a/logs/x.log", 404), ("/tasks/1306194/logs/../x", 404)]
    {
        assert_eq!(of(a, log).await.status, status, "{a}");
    }
}
