//! How pages look and are used: no width is too narrow, both themes, the keyboard, and what axe finds.

use serde_json::{Value, json};

use super::driver::Browser;
use super::kinds::kinds;
use super::site::Site;

/// axe-core, an engine for rules of accessibility; its licence lies beside it.
pub const AXE: &str = include_str!("axe/axe-4.14.1.min.js");

const THEMES: [&str; 2] = ["light", "dark"];

/// How much wider than its window the page is, and what reaches there; nothing if it is not. Text may reach further than
/// its element.
const TOO_WIDE: &str = "const root = document.documentElement;\
    if (root.scrollWidth <= root.clientWidth) return '';\
    const wide = [...document.querySelectorAll('body *')].filter(e => e.scrollWidth > e.clientWidth + 1 \
        || e.getBoundingClientRect().right > root.clientWidth + 1);\
    return root.scrollWidth + ': ' + wide.map(e => `${e.tagName}.${e.className}`).slice(0, 20).join(' ')";

#[tokio::test]
async fn no_page_is_wider_than_its_window() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    let mut wide = Vec::new();
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        for width in [360, 768, 1280, 1920] {
            browser.resize(width, 900).await;
            assert_eq!(browser.text("innerWidth").await, width.to_string());
            let parts = browser.run(TOO_WIDE).await;
            if parts != "" {
                wide.push(format!("{} {width}: {parts}", kind.name));
            }
        }
        // Everything folded away is open.
        browser.run("document.querySelectorAll('details').forEach(e => e.open = true); document.getElementById('menu').checked = true").await;
        browser.resize(360, 900).await;
        let parts = browser.run(TOO_WIDE).await;
        if parts != "" {
            wide.push(format!("{} open 360: {parts}", kind.name));
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

/// Names of 30 to 70 characters, with and without places where they may break, and narrow windows.
#[tokio::test]
async fn long_names_stay_within_the_window() {
    let (browser, site) = (Browser::start().await, Site::with_long_names().await);
    let mut wide = Vec::new();
    let mut long = false;
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        browser.run("document.querySelectorAll('details').forEach(e => e.open = true)").await;
        long |= browser.text("document.body.textContent.includes('janeqandaname')").await == "true";
        for width in [320, 360, 1280] {
            browser.resize(width, 900).await;
            let parts = browser.run(TOO_WIDE).await;
            if parts != "" {
                wide.push(format!("{} {width}: {parts}", kind.name));
            }
        }
    }
    assert!(long, "no name is long");
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

#[tokio::test]
async fn themes_differ() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/builds")).await;
    let mut colours = Vec::new();
    for theme in THEMES {
        browser.theme(theme).await;
        colours.push(browser.text("getComputedStyle(document.body).backgroundColor").await);
    }
    assert_ne!(colours[0], colours[1]);
}

/// WCAG 2.2, A and AA; what axe found on the page, a line a rule.
pub async fn violations(browser: &Browser) -> Vec<String> {
    let script = "return axe.run({\
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],\
        rules: {'target-size': {enabled: true}}, resultTypes: ['violations']})\
        .then(found => found.violations.map(rule => `${rule.id} (${rule.nodes.length}): ${rule.help}: ` +\
            rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | ')))";
    let found: Value = browser.run(script).await;
    serde_json::from_value(found).unwrap()
}

#[tokio::test]
async fn axe_finds_nothing() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    let mut found = Vec::new();
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        browser.run("document.querySelectorAll('details').forEach(e => e.open = true); document.getElementById('menu').checked = true").await;
        browser.run(AXE).await;
        for (theme, width) in [("light", 1280), ("dark", 1280), ("light", 360)] {
            browser.theme(theme).await;
            browser.resize(width, 900).await;
            let violations = violations(&browser).await;
            found.extend(violations.iter().map(|violation| format!("{} {theme} {width}: {violation}", kind.name)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// That the one above can fail.
#[tokio::test]
async fn axe_finds_something() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/builds")).await;
    browser.run("document.querySelector('header .find input').removeAttribute('aria-label')").await;
    browser.run("document.querySelector('header .find input').removeAttribute('placeholder')").await;
    browser.run("document.querySelector('h1').style.color = '#eee'").await;
    browser.run(AXE).await;
    let found = violations(&browser).await.join("\n");
    assert!(found.contains("color-contrast") && found.contains("label"), "{found}");
}

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';

/// Where the focus is, and whether it is in sight.
const FOCUS: &str = "const e = document.activeElement, r = e.getBoundingClientRect();\
    const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);\
    return [e.textContent.trim() || e.name || e.tagName, r.width > 0 && r.left >= 0 && r.top >= 0 \
        && r.right <= innerWidth && r.bottom <= innerHeight && (e.contains(top) || top?.contains(e) || false), \
        getComputedStyle(e).outlineStyle !== 'none']";

#[tokio::test]
async fn keyboard() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        browser.press(TAB).await;
        assert_eq!(browser.run(FOCUS).await, json!(["Skip to content", true, true]), "{}", kind.name);
    }
    // The link leads behind the header, the filters and the alphabet: the next stop is in the list.
    browser.goto(&site.at("/builds")).await;
    browser.press(TAB).await;
    browser.press(ENTER).await;
    browser.until("location.hash === '#rows'").await;
    browser.press(TAB).await;
    assert_eq!(browser.text("document.activeElement.closest('#rows') !== null").await, "true");

    // Every stop is in sight and marked.
    for (address, width) in
        [("/builds?limit=20", 1280), ("/builds?limit=20", 360), ("/builds/52001", 1280), ("/builds/52001", 360)]
    {
        browser.resize(width, 700).await;
        browser.goto(&site.at(address)).await;
        let mut stops = 0;
        loop {
            browser.press(TAB).await;
            let focus = browser.run(FOCUS).await;
            if browser.text("document.activeElement === document.body").await == "true" || stops > 150 {
                break;
            }
            stops += 1;
            assert_eq!((&focus[1], &focus[2]), (&json!(true), &json!(true)), "{address} {width}: {focus}");
        }
        assert!(stops > 5, "{address} {width}: {stops} stops");
    }

    // Paging by keyboard: the focus is not lost at the top of the document.
    browser.resize(1280, 900).await;
    browser.goto(&site.at("/builds")).await;
    browser.run("document.querySelector('#listing a[rel=next]').focus()").await;
    browser.press(ENTER).await;
    browser.until("location.search === '?offset=50' && document.querySelector('#listing a[rel=prev]')").await;
    browser.press(TAB).await;
    assert_eq!(browser.text("document.activeElement.closest('main') !== null").await, "true", "the focus is lost");
}

/// On paper nothing is folded, a time is a time, and the foot names the page.
#[tokio::test]
async fn paper_is_whole() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/builds/slowpoke-1.0-1.fc40")).await;
    let folded = "document.querySelector('#live details:not([open])').getBoundingClientRect().height";
    let time = "getComputedStyle(document.querySelector('time[title]:not([data-for])'), '::after').content";
    let shown = |selector: &str| format!("document.querySelector('{selector}').getBoundingClientRect().height > 0");
    let on_screen: f64 = browser.text(folded).await.parse().unwrap();
    assert_eq!(
        (browser.text(time).await.as_str(), browser.text(&shown(".foot .at")).await.as_str()),
        ("none", "false")
    );
    browser.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    let on_paper: f64 = browser.text(folded).await.parse().unwrap();
    assert!(on_paper > on_screen + 10.0, "{on_paper} and {on_screen}");
    let time = browser.text(time).await;
    assert!(time.starts_with("\"2026-") && time.ends_with(" UTC\""), "{time}");
    assert_eq!(browser.texts(".foot .at").await, ["/builds/slowpoke-1.0-1.fc40"]);
    assert_eq!(browser.text(&shown(".foot .at")).await, "true");
    assert_eq!(browser.text(&shown("#as-of")).await, "true");
    assert_eq!(browser.text(&shown(".nav")).await, "false");
}
