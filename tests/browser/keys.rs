//! The keyboard: how far the first row of a list is away, where `/` leads, and what a form says after Back.

use super::driver::Browser;
use super::site::Site;

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';

#[tokio::test]
async fn the_first_row_is_near() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    for address in ["/builds", "/packages", "/users", "/tasks", "/hosts"] {
        browser.goto(&site.at(address)).await;
        // Past the header by the link for that.
        browser.run("document.querySelector('.skip').focus()").await;
        browser.press(ENTER).await;
        browser.until("location.hash === '#rows'").await;
        let mut tabs = 1;
        while browser.text("!!document.activeElement.closest('#rows tbody')").await != "true" {
            browser.press(TAB).await;
            tabs += 1;
            assert!(tabs <= 15, "{address}: {}", browser.text("document.activeElement.outerHTML").await);
        }
    }
}

/// The letters are one stop; arrows go from one to the next.
#[tokio::test]
async fn letters_are_one_stop() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/builds")).await;
    let stops = "[...document.querySelectorAll('.abc a')].filter((letter) => letter.tabIndex === 0).map((a) => a.textContent).join()";
    assert_eq!(browser.text(stops).await, "0");
    browser.run("document.querySelector('.abc a').focus()").await;
    for (key, letter) in [(RIGHT, "1"), (RIGHT, "2"), (LEFT, "1"), (LEFT, "0"), (LEFT, "z"), (RIGHT, "0")] {
        browser.press(key).await;
        assert_eq!(browser.text("document.activeElement.textContent").await, letter);
    }
    browser.press(TAB).await;
    assert_eq!(browser.text("!!document.activeElement.closest('.abc')").await, "false");
    browser.goto(&site.at("/builds?prefix=b")).await;
    assert_eq!(browser.text(stops).await, "b");
}

/// `/` goes to the search of the log where there is one.
#[tokio::test]
async fn a_slash_searches_the_log() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    for (address, form) in [("/builds", "header"), ("/tasks/1306404/logs/build.log", "main")] {
        browser.goto(&site.at(address)).await;
        browser.press('/').await;
        let focus = format!("document.activeElement.name + ' ' + !!document.activeElement.closest('{form}')");
        assert_eq!(browser.text(&focus).await, "q true", "{address}");
    }
}

/// After Back the form says what the list shows, and not what was last chosen in it.
#[tokio::test]
async fn back_to_what_the_list_shows() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/builds")).await;
    browser.write("form.filter [name=user]", "jane").await;
    browser.run("document.querySelector('form.filter [name=state]').value = 'failed'").await;
    browser.click("form.filter button").await;
    browser.until("location.search.includes('user=jane')").await;
    browser.back().await;
    browser.until("location.search === '' && document.querySelector('#rows')").await;
    browser.until("document.querySelector('form.filter [name=user]').value === ''").await;
    assert_eq!(browser.text("document.querySelector('form.filter [name=state]').value").await, "");
}
