//! The same with scripts off: links, forms, whole pages.

use std::time::Duration;

use serde_json::json;

use super::driver::Browser;
use super::site::{Site, grow_old};

const ROWS: &str = "#listing tbody td.lead a";

async fn without_scripts(address: &str) -> (Browser, Site) {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    browser.goto(&site.at(address)).await;
    no_script_ran(&browser).await;
    (browser, site)
}

/// What the tests themselves run still runs.
async fn no_script_ran(browser: &Browser) {
    assert_eq!(browser.text("document.scripts.length > 0 && typeof htmx").await, "undefined", "scripts are not off");
}

#[tokio::test]
async fn lists() {
    let (browser, site) = without_scripts("/builds").await;
    let first = browser.texts(ROWS).await;
    browser.click("#listing a[rel=next]").await;
    browser.until("location.search === '?offset=50' && document.querySelector('.foot')").await;
    no_script_ran(&browser).await;
    let second = browser.texts(ROWS).await;
    assert!(second.len() == 50 && second.iter().all(|row| !first.contains(row)), "{second:?}");
    browser.back().await;
    browser.until("location.search === '' && document.querySelector('.foot')").await;
    assert_eq!(browser.texts(ROWS).await, first);

    browser.click("#listing thead a[href*='order=nvr']").await;
    browser.until("location.search === '?order=nvr' && document.querySelector('.foot')").await;
    let sorted = browser.texts(ROWS).await;
    assert!(sorted.len() == 50 && sorted.is_sorted(), "{sorted:?}");

    browser.write("form.filter input[name=match]", "*-1.0-*").await;
    browser.click("form.filter button").await;
    browser.until("location.search.includes('match=') && document.querySelector('.foot')").await;
    assert_eq!(browser.texts("h1").await, ["Builds matching *-1.0-*"]);
    assert!(browser.text("location.search").await.contains("order=nvr"), "the form forgets the order");
    let matching = browser.texts(ROWS).await;
    assert!(!matching.is_empty() && matching.iter().all(|name| name.contains("-1.0-")), "{matching:?}");

    browser.click(ROWS).await;
    browser.until("location.pathname !== '/builds' && document.querySelector('.foot')").await;
    assert_eq!(browser.texts("h1").await, matching[..1]);
    no_script_ran(&browser).await;
    assert_eq!(site.asked("/static/"), 1, "the sheet, and no script");
}

/// On a narrow screen the filters are folded away; that they can be had needs no script.
#[tokio::test]
async fn folded_filters() {
    let (browser, _site) = without_scripts("/builds").await;
    browser.resize(360, 800).await;
    let shown = "getComputedStyle(document.querySelector('select[name=state]').parentElement).display";
    assert_eq!(browser.text(shown).await, "none");
    browser.click("label[for=more-filters]").await;
    assert_ne!(browser.text(shown).await, "none");
}

/// On a narrow screen the sections are folded away, on a wide one they stand in one line.
#[tokio::test]
async fn folded_sections() {
    let (browser, _site) = without_scripts("/packages").await;
    browser.resize(1280, 800).await;
    let rows = "String(new Set([...document.querySelectorAll('.nav li')].map(li => li.offsetTop)).size)";
    assert_eq!(browser.text(rows).await, "1");
    browser.resize(360, 800).await;
    let shown = "getComputedStyle(document.querySelector('.nav ul')).display";
    assert_eq!(browser.text(shown).await, "none");
    browser.click("label[for=menu]").await;
    assert_ne!(browser.text(shown).await, "none");
    browser.click(".nav a[href='/users']").await;
    assert_eq!(browser.texts(".nav [aria-current]").await.len(), 1);
    assert_eq!(browser.text("document.querySelector('h1').textContent").await, "Users");
}

#[tokio::test]
async fn a_running_build_and_its_end() {
    let (browser, site) = without_scripts("/builds/slowpoke-1.0-1.fc40").await;
    assert_eq!(browser.texts(".badge").await, ["building"]);
    assert_eq!(browser.texts(".moment").await, ["This is how it stood at 14:00:00 UTC. Reload it"]);
    browser.click(".moment a").await;
    browser.until("document.querySelector('.foot')").await;
    for (later, end) in [(3, "building"), (120, "complete")] {
        site.demo.skip(Duration::from_secs(later));
        grow_old(Duration::from_secs(20)).await;
        browser.reload().await;
        assert_eq!(browser.texts(".badge").await, [end]);
        no_script_ran(&browser).await;
    }
    assert!(!browser.texts("table.mx tbody tr").await.is_empty());
    // A folded text opens by itself.
    browser.click("#live details:not(#names) summary").await;
    assert_eq!(browser.text("document.querySelector('#live details:not(#names)').open").await, "true");
    assert_eq!(browser.texts(".moment").await, [""; 0], "what is over does not change");
    assert_eq!(site.asked("/builds"), 4, "nothing asks by itself");

    // With scripts on it is the same page.
    let main = "document.querySelector('main').innerText";
    browser.click("#live details:not(#names) summary").await;
    let without = browser.text(main).await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": false})).await;
    browser.reload().await;
    assert_eq!(browser.text("typeof htmx").await, "object");
    assert_eq!(browser.text(main).await, without);
}
