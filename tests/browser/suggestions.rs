//! Suggestions in the search of the header: by keyboard, by mouse, for screen readers, and without scripts.

use super::driver::Browser;
use super::site::Site;

const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const UP: char = '\u{e013}';
const DOWN: char = '\u{e015}';
const FIELD: &str = ".find input";
const NAMES: &str = "#suggestions:not([hidden]) [role=option] span";
const CHOSEN: &str = "document.querySelector('#suggestions [aria-selected=true] span')?.textContent";

/// A page whose suggestions are known, with this typed.
async fn typed(text: &str) -> (Browser, Site) {
    let (browser, site) = (Browser::start().await, Site::start().await);
    site.know_names().await;
    browser.goto(&site.at("/suggestions")).await;
    browser.write(FIELD, text).await;
    browser.until("!document.getElementById('suggestions').hidden").await;
    (browser, site)
}

#[tokio::test]
async fn the_keyboard_chooses() {
    let (browser, _site) = typed("f40").await;
    let attribute = |name: &str| format!("document.querySelector('{FIELD}').getAttribute('{name}')");
    assert_eq!(browser.text(&attribute("role")).await, "combobox");
    assert_eq!(browser.text(&attribute("aria-expanded")).await, "true");
    let names = browser.texts(NAMES).await;
    assert!(names.len() > 1 && names[0] == "f40", "{names:?}");
    assert!(browser.text("document.getElementById('suggested').textContent").await.ends_with("suggestions"));
    // The field keeps the focus, and names what is chosen.
    for (key, chosen) in [
        (DOWN, Some(0)),
        (DOWN, Some(1)),
        (UP, Some(0)),
        (UP, None),
        (UP, Some(names.len() - 1)),
        (DOWN, None),
        (DOWN, Some(0)),
    ] {
        browser.press(key).await;
        let expected = chosen.map_or("null", |at: usize| names[at].as_str());
        assert_eq!(browser.text(&format!("{CHOSEN} ?? 'null'")).await, expected);
        let active = browser
            .text(&format!(
                "document.getElementById({})?.querySelector('span').textContent ?? 'null'",
                attribute("aria-activedescendant")
            ))
            .await;
        assert_eq!(active, expected);
        assert_eq!(
            browser.text(&format!("document.activeElement === document.querySelector('{FIELD}')")).await,
            "true"
        );
    }
    browser.press(ESCAPE).await;
    browser.until("document.getElementById('suggestions').hidden").await;
    assert_eq!(browser.text(&attribute("aria-expanded")).await, "false");
    assert_eq!(browser.text(&format!("document.querySelector('{FIELD}').value")).await, "f40", "what was typed stays");
    browser.press(DOWN).await;
    browser.press(ENTER).await;
    browser.until("location.pathname === '/tags/f40'").await;
}

/// Enter without a choice is the search that the form is.
#[tokio::test]
async fn enter_searches() {
    let (browser, _site) = typed("f4").await;
    browser.press(ENTER).await;
    browser.until("location.pathname === '/search' && location.search === '?q=f4'").await;
}

#[tokio::test]
async fn a_click_leads_there() {
    let (browser, _site) = typed("bash").await;
    browser.click("#suggestions li:first-child").await;
    browser.until("location.pathname === '/packages/bash'").await;
}

#[tokio::test]
async fn they_go_with_the_text_and_the_focus() {
    let (browser, site) = typed("jane").await;
    for _ in 0..4 {
        browser.press('\u{e003}').await;
    }
    browser.until("document.getElementById('suggestions').hidden").await;
    browser.write(FIELD, "jane").await;
    browser.until("!document.getElementById('suggestions').hidden").await;
    browser.run("document.activeElement.blur()").await;
    browser.until("document.getElementById('suggestions').hidden").await;
    // Markup in a name is text.
    browser.write(FIELD, "<script>").await;
    browser.until("document.getElementById('suggested').textContent !== ''").await;
    assert_eq!(browser.text("document.querySelectorAll('#suggestions script').length").await, "0");
    drop(site);
}

#[tokio::test]
async fn they_have_no_defects_for_screen_readers() {
    let (browser, _site) = typed("f4").await;
    browser.press(DOWN).await;
    browser.run(super::look::AXE).await;
    for theme in ["light", "dark"] {
        browser.theme(theme).await;
        let found = super::look::violations(&browser).await;
        assert!(found.is_empty(), "{theme}: {found:#?}");
    }
}
