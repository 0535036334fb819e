//! kojiweb's addresses lead to the pages that show the same.

use super::harness::demo;

#[tokio::test]
async fn old_addresses_arrive() {
    let (site, _) = demo().await;
    let newest = site.get("/builds.json?limit=1&state=complete").await.json();
    let row = &newest["builds"]["rows"][0];
    let (id, nvr) = (row["build_id"].to_string(), row["nvr"].as_str().unwrap().to_owned());
    for (theirs, heading) in [
        (format!("/buildinfo?buildID={id}"), nvr.as_str()),
        (format!("/koji/buildinfo?buildID={id}"), nvr.as_str()),
        (format!("/koji/buildinfo/anything?buildID={id}"), nvr.as_str()),
        ("/koji/builds".to_owned(), "Builds"),
        ("/builds?state=3".to_owned(), "Failed builds"),
        ("/builds?start=50&order=-build_id".to_owned(), "Builds"),
        ("/koji/builds?tagID=f40&latest=0&inherited=0".to_owned(), "Builds in f40"),
        ("/koji/builds?tagID=f40".to_owned(), "Latest builds in f40"),
        ("/koji/tags".to_owned(), "Tags"),
        ("/tags?start=0&childID=30".to_owned(), "Tags"),
        ("/koji/taginfo?tagID=30".to_owned(), "f40"),
        ("/taginfo?tagID=f40-build".to_owned(), "f40-build"),
        ("/taginfo?tagID=c%2B%2B%2Fodd%2Bname".to_owned(), "c++/odd+name"),
        ("/koji/packages?tagID=30&inherited=0&order=-package_name".to_owned(), "Packages of f40"),
        ("/koji/hosts".to_owned(), "Enabled hosts"),
        ("/hosts?ready=no&order=last_update".to_owned(), "Not ready hosts"),
        (
            "/koji/hosts?state=all&channel=image&arch=aarch64&start=0".to_owned(),
            "Hosts with aarch64 in the channel image",
        ),
        ("/koji/hostinfo?hostID=1".to_owned(), "buildvm-x86-01.example.org"),
        ("/koji/hostinfo?hostID=buildvm-x86-01.example.org".to_owned(), "buildvm-x86-01.example.org"),
        ("/koji/channelinfo?channelID=7".to_owned(), "image"),
        ("/builds?packageID=bash&type=rpm".to_owned(), "Rpm builds of bash"),
        ("/koji/".to_owned(), "Overview"),
        ("/koji/index".to_owned(), "Overview"),
        ("/koji/getfile?taskID=1306194&name=build.log&offset=-4000".to_owned(), "build.log"),
        ("/koji/search".to_owned(), "Search"),
        ("/search?terms=f4*&type=tag&match=glob".to_owned(), "tags: f4*"),
    ] {
        let moved = site.get(&theirs).await;
        assert_eq!(moved.status, 302, "{theirs}");
        let page = site.get(moved.header("location")).await;
        assert_eq!(page.status, 200, "{theirs} -> {}", moved.header("location"));
        assert_eq!(page.text("h1"), heading, "{theirs} -> {}", moved.header("location"));
    }
}

/// Below `/koji`, where kojiweb had its pages, stand our own too: links that were copied while Kojiview was there still lead
/// to the same page, and none leads off the site.
#[tokio::test]
async fn our_own_addresses_below_koji() {
    let (site, _) = demo().await;
    for (address, location) in [
        ("/koji/builds/52346", "/builds/52346"),
        ("/koji/builds/bash-6.13-1.fc41/changelog?limit=5", "/builds/bash-6.13-1.fc41/changelog?limit=5"),
        ("/koji/builds/52346.json", "/builds/52346.json"),
        ("/koji/tasks/1", "/tasks/1"),
        ("/koji/tasks/1/logs/build.log?line=7", "/tasks/1/logs/build.log?line=7"),
        ("/koji/tags/f40/packages", "/tags/f40/packages"),
        ("/koji/repo-requests/2998", "/repo-requests/2998"),
        ("/koji/hub", "/hub"),
        ("/koji/builds?tag=f40&latest=no", "/builds?tag=f40&latest=no"),
        ("/koji/builds?state=failed&within=48&offset=50", "/builds?state=failed&within=48&offset=50"),
        ("/koji/hosts?channel=1&state=ready", "/hosts?channel=1&state=ready"),
        ("/koji/users?type=groups", "/users?type=groups"),
        ("/koji/search?q=bash&offset=50", "/search?q=bash&offset=50"),
        // kojiweb's own, which ignores what follows.
        ("/koji/builds?state=3", "/builds?state=failed"),
        ("/koji/buildinfo/x/y?buildID=7", "/builds/7"),
    ] {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, location), "{address}");
    }
    assert_eq!(site.get("/koji/nothing/here").await.status, 404);
    for address in ["/\\evil.example.org/", "/koji/\\evil.example.org/", "/\\/evil.example.org/"] {
        let answer = site.get(address).await;
        let location = answer.header("location");
        assert!(!location.contains('\\') && !location.starts_with("//"), "{address}: {location}");
    }
}
