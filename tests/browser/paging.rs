//! A list, paged and sorted in place: the address, the title, Back and Forward.

use super::driver::Browser;
use super::site::Site;

const ROWS: &str = "#listing tbody td.lead a";

/// A list with a mark in its window that a load of another page would take away.
async fn marked(address: &str) -> (Browser, Site) {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at(address)).await;
    browser.run("window.mark = 'here'").await;
    (browser, site)
}

/// Waits for an address, and for the list that belongs to it.
async fn arrived(browser: &Browser, query: &str, range: &str) {
    let head = "document.querySelector('#listing .head .d')?.textContent";
    browser.until(&format!("location.search === '{query}' && {head}?.includes('{range}')")).await;
    assert_eq!(browser.text("document.querySelectorAll('#listing').length").await, "1", "a list inside a list");
    assert_eq!(browser.text("document.querySelectorAll('header.top, main, footer').length").await, "3");
}

#[tokio::test]
async fn next_back_and_forward() {
    let (browser, site) = marked("/builds").await;
    let title = browser.text("document.title").await;
    assert_eq!(title, "Builds · test");
    let first = browser.texts(ROWS).await;
    browser.click("#listing a[rel=next]").await;
    arrived(&browser, "?offset=50", "51 to 100").await;
    let second = browser.texts(ROWS).await;
    assert_eq!((first.len(), second.len()), (50, 50));
    assert!(first.iter().all(|row| !second.contains(row)), "both pages have a build");
    assert_eq!(browser.text("document.title").await, title);
    // From the end of the list one comes to the top of the next.
    browser.run("scrollTo(0, document.body.scrollHeight)").await;
    browser.click("#listing .pager.end a[rel=next]").await;
    arrived(&browser, "?offset=100", "101 to 150").await;
    browser.until("Math.abs(document.querySelector('#listing').getBoundingClientRect().top) < 100").await;
    assert_eq!(browser.text("window.mark").await, "here", "a whole page was loaded");
    assert_eq!(site.asked("/static/"), 2, "a whole page was loaded");

    for (back, query, range, rows) in [
        (true, "?offset=50", "51 to 100", &second),
        (true, "", "1 to 50", &first),
        (false, "?offset=50", "51 to 100", &second),
    ] {
        if back {
            browser.back().await;
        } else {
            browser.forward().await;
        }
        arrived(&browser, query, range).await;
        assert_eq!(browser.texts(ROWS).await, *rows, "{query}");
        assert_eq!(browser.text("document.title").await, title, "{query}");
    }
    // What Back brought works as it did.
    browser.click("#listing a[rel=prev]").await;
    arrived(&browser, "", "1 to 50").await;
    assert_eq!(browser.texts(ROWS).await, first);
}

/// Back from a build to a page of the list, which is a load of its own.
#[tokio::test]
async fn back_from_another_page() {
    let (browser, site) = marked("/builds").await;
    browser.click("#listing a[rel=next]").await;
    arrived(&browser, "?offset=50", "51 to 100").await;
    let rows = browser.texts(ROWS).await;
    browser.click(ROWS).await;
    browser.until("location.pathname !== '/builds' && document.querySelector('#live')").await;
    let heading = browser.text("document.querySelector('h1').textContent").await;
    let title = browser.text("document.title").await;
    assert!(title.ends_with(&format!("{heading} · test")), "{title}");
    browser.back().await;
    arrived(&browser, "?offset=50", "51 to 100").await;
    assert_eq!(browser.texts(ROWS).await, rows);
    assert_eq!(browser.text("document.title").await, "Builds · test");
    assert!(site.asked("/builds") >= 3);
}

#[tokio::test]
async fn heads_sort() {
    let (browser, _site) = marked("/builds").await;
    let head = "#listing thead a[href*='order=nvr']";
    browser.click(head).await;
    arrived(&browser, "?order=nvr", "1 to 50").await;
    let ascending = browser.texts(ROWS).await;
    assert_eq!(browser.text("document.querySelector('th[aria-sort]').ariaSort").await, "ascending");
    browser.click("#listing thead a[href*='order=-nvr']").await;
    arrived(&browser, "?order=-nvr", "1 to 50").await;
    let descending = browser.texts(ROWS).await;
    assert_eq!(browser.text("document.querySelector('th[aria-sort]').ariaSort").await, "descending");
    assert!(ascending.is_sorted(), "{ascending:?}");
    assert!(descending.is_sorted_by(|a, b| a >= b) && descending[0] > ascending[49], "{descending:?}");
    assert_eq!(browser.text("window.mark").await, "here", "a whole page was loaded");
}

#[tokio::test]
async fn a_filter_is_carried_on() {
    let (browser, site) = marked("/builds?order=-nvr&limit=20").await;
    browser.run("document.querySelector('select[name=state]').value = 'failed'").await;
    browser.click("form.filter button").await;
    browser.until("document.querySelector('h1')?.textContent === 'Failed builds'").await;
    let query = browser.text("location.search").await;
    for kept in ["state=failed", "order=-nvr", "limit=20"] {
        assert!(query.contains(kept), "{query}");
    }
    assert_eq!(browser.text("window.mark").await, "undefined", "a form leads to a whole page");
    let mut seen = browser.texts(ROWS).await;
    assert_eq!(seen.len(), 20);
    browser.click("#listing a[rel=next]").await;
    browser.until("location.search.includes('offset=20')").await;
    browser.until("document.querySelector('#listing .head .d').textContent.includes('21 to')").await;
    for kept in ["state=failed", "order=-nvr", "limit=20"] {
        assert!(browser.text("location.search").await.contains(kept), "{kept}");
    }
    assert_eq!(browser.text("document.title").await, "Failed builds · test");
    let states = browser.texts("#listing tbody td.st").await;
    assert!(!states.is_empty() && states.iter().all(|state| state == "failed"), "{states:?}");
    seen.extend(browser.texts(ROWS).await);
    assert!(seen.is_sorted_by(|a, b| a >= b), "{seen:?}");
    assert_eq!(browser.text("document.querySelector('select[name=state]').value").await, "failed");

    // The field at the top of every page leads to a build that it names.
    browser.write("header .find input", "slowpoke-1.0-1.fc40").await;
    browser.press('\u{e007}').await;
    browser.until("location.pathname === '/builds/slowpoke-1.0-1.fc40'").await;
    assert!(site.asked("/search?q=slowpoke") == 1);
}

/// What is typed filters the methods of the hub in place; the field and the address keep up.
#[tokio::test]
async fn methods_are_filtered_as_one_types() {
    let (browser, _site) = marked("/api").await;
    let count = "document.querySelectorAll('#listing article').length";
    let all: usize = browser.text(count).await.parse().unwrap();
    browser.write("form.filter input", "listTagged").await;
    browser.until(&format!("{count} === 1 && location.search === '?q=listTagged'")).await;
    assert!(all > 80);
    assert_eq!(browser.text("document.activeElement.name").await, "q");
    assert_eq!(browser.text("document.title").await, "listTagged in the API · test");
    assert_eq!(browser.text("window.mark").await, "here", "a whole page was loaded");
    browser.run("document.querySelector('form.filter input').select()").await;
    browser.press('\u{e003}').await;
    browser.until(&format!("{count} === {all} && location.search === '?q='")).await;
}
