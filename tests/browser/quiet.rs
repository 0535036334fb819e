//! No page complains in the console, breaks its own policy, or asks any other host.

use serde_json::{Value, json};

use super::driver::Browser;
use super::kinds::kinds;
use super::site::Site;

/// Keeps what breaks the policy, from the first line of every document on.
const WATCH: &str = "window.broken = []; document.addEventListener('securitypolicyviolation', \
                     e => window.broken.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`))";

/// Lines of the console, but for the one in which Chromium itself says that a document has an error's status.
async fn complaints(browser: &Browser, may_fail: bool) -> Vec<String> {
    let lines = browser.log("browser").await.into_iter().map(|line| line["message"].to_string());
    lines.filter(|line| !(may_fail && line.contains("the server responded with a status of"))).collect()
}

/// Where the browser sent requests.
async fn requests(browser: &Browser) -> Vec<String> {
    let log = browser.log("performance").await.into_iter();
    let messages = log.map(|line| serde_json::from_str::<Value>(line["message"].as_str().unwrap()).unwrap());
    let sent = messages.filter(|message| message["message"]["method"] == "Network.requestWillBeSent");
    sent.map(|message| message["message"]["params"]["request"]["url"].as_str().unwrap().to_owned()).collect()
}

/// Checks everything since the last time.
async fn is_quiet(browser: &Browser, site: &Site, what: &str, may_fail: bool) {
    assert_eq!(complaints(browser, may_fail).await, [""; 0], "{what}");
    assert_eq!(browser.run("return window.broken").await, json!([]), "{what}");
    let requests = requests(browser).await;
    assert!(!requests.is_empty(), "{what}: no requests were recorded");
    // What the browser does for itself, such as the page of its new tab, asks nobody.
    let own = [site.at("/"), "data:".to_owned(), "chrome".to_owned()];
    let foreign: Vec<_> = requests.iter().filter(|url| own.iter().all(|own| !url.starts_with(own))).collect();
    assert!(foreign.is_empty(), "{what}: {foreign:?}");
    let seen = "return performance.getEntriesByType('resource').map(e => e.name)\
                .filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))";
    assert_eq!(browser.run(seen).await, json!([]), "{what}");
}

#[tokio::test]
async fn every_page() {
    let (browser, site) = (Browser::recording().await, Site::start().await);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})).await;
    browser.log("performance").await;
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        is_quiet(&browser, &site, kind.name, kind.is_error()).await;
    }
}

#[tokio::test]
async fn parts() {
    let (browser, site) = (Browser::recording().await, Site::start().await);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})).await;
    browser.log("performance").await;
    browser.goto(&site.at("/builds?limit=30")).await;
    for (link, query) in
        [("a[rel=next]", "offset=30"), ("a[rel=next]", "offset=60"), ("thead a[href*='order=nvr']", "order=nvr")]
    {
        let first = browser.texts("#listing tbody td.lead").await.remove(0);
        browser.click(&format!("#listing {link}")).await;
        let now = "document.querySelector('#listing tbody td.lead')?.textContent.trim()";
        browser.until(&format!("location.search.includes('{query}') && {now} !== '{first}'")).await;
        is_quiet(&browser, &site, query, false).await;
    }
    browser.goto(&site.at("/builds/slowpoke-1.0-1.fc40")).await;
    site.until_asked("/builds/5", 2).await;
    site.demo.skip(std::time::Duration::from_secs(120));
    browser.until("document.querySelector('.badge').textContent === 'complete'").await;
    is_quiet(&browser, &site, "a part that is polled", false).await;
}

/// That the two above can fail: what they look for is found where it is.
#[tokio::test]
async fn noise_is_heard() {
    let (browser, site) = (Browser::recording().await, Site::start().await);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})).await;
    browser.goto(&site.at("/builds")).await;
    browser
        .run(
            "const image = new Image(); image.src = 'https://elsewhere.example.org/x.png'; document.body.append(image);\
             const style = document.createElement('style'); style.textContent = 'p {}'; document.head.append(style);\
             console.error('here')",
        )
        .await;
    browser.until("window.broken.length >= 2").await;
    let complaints = complaints(&browser, false).await.join("\n");
    for heard in ["img-src", "style-src", "here"] {
        assert!(complaints.contains(heard), "{heard}: {complaints}");
    }
    browser.goto(&site.at("/nowhere")).await;
    assert_eq!(self::complaints(&browser, false).await.len(), 1);
    assert!(requests(&browser).await.len() > 3);
}
