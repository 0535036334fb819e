//! A build that runs, watched: it ends on the screen without a reload, and then nobody asks any more.

use std::time::Duration;

use kojiview::demo::InjectedFault;

use super::driver::Browser;
use super::site::{Gateway, Site, grow_old};

const SLOWPOKE: &str = "/builds/slowpoke-1.0-1.fc40";
/// What a part asks for, by its build's id; pages are visited by name.
const POLLS: &str = "/builds/5";
/// Longer than the time between two polls.
const INTERVAL: Duration = Duration::from_millis(2500);

/// A running build with a mark in its window, polling.
async fn watched(address: &str) -> (Browser, Site) {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at(address)).await;
    browser.run("window.mark = 'here'").await;
    assert_eq!(browser.texts(".badge").await, ["building"]);
    assert_eq!(browser.texts("table.mx").await, [""; 0]);
    site.until_asked(POLLS, 1).await;
    assert_eq!(browser.texts(".badge").await, ["building"]);
    (browser, site)
}

async fn is_over(browser: &Browser, site: &Site, end: &str) {
    browser.until(&format!("document.querySelector('.badge').textContent === '{end}'")).await;
    assert_eq!(browser.text("window.mark").await, "here", "the page was loaded anew");
    assert_eq!(browser.text("document.querySelectorAll('#live').length").await, "1");
    // The list beside it may be older, but must not say otherwise.
    assert_eq!(browser.texts("aside tr[aria-current] .st").await, [end]);
    let polls = site.asked("");
    tokio::time::sleep(3 * INTERVAL).await;
    assert_eq!(site.asked(""), polls, "it still asks, though the build is {end}");
}

#[tokio::test]
async fn a_build_completes() {
    let (browser, site) = watched(SLOWPOKE).await;
    site.demo.skip(Duration::from_secs(120));
    is_over(&browser, &site, "complete").await;
    assert!(!browser.texts("table.mx tbody tr").await.is_empty(), "its rpms came with its end");
    assert_eq!(browser.texts(".answer.run").await, [""; 0]);
    // What was swapped in is what a reload shows.
    let main = "document.querySelector('main').innerText";
    let swapped = browser.text(main).await;
    browser.reload().await;
    assert_eq!(browser.text(main).await, swapped);
    assert_eq!(browser.text("window.mark").await, "undefined");
}

#[tokio::test]
async fn a_build_fails() {
    let (browser, site) = watched("/builds/stumbler-1.0-1.fc40").await;
    site.demo.skip(Duration::from_secs(120));
    is_over(&browser, &site, "failed").await;
    let why = browser.texts(".answer.bad h2").await.remove(0);
    assert!(why.starts_with("buildArch ") && why.contains(" failed on "), "{why}");
    assert!(!browser.texts("#why .l.e").await.is_empty(), "the reason came with its end");
    assert_eq!(browser.text("document.querySelector('link[rel=icon]').href.includes('b8232b')").await, "true");
}

/// What a reader opened, chose and reached stays so while the part is replaced.
#[tokio::test]
async fn a_reader_is_not_disturbed() {
    let (browser, site) = watched(SLOWPOKE).await;
    let details = "#live details:has(dl.nested)";
    assert_eq!(browser.text(&format!("document.querySelector('{details}').open")).await, "false");
    browser.click(&format!("{details} summary")).await;
    browser.run("document.querySelector('#live aside a').focus()").await;
    browser.run("getSelection().selectAllChildren(document.querySelector('h1'))").await;
    let running = browser.texts(".answer b").await;
    site.demo.skip(Duration::from_secs(2));
    browser.until(&format!("document.querySelector('.answer b').textContent !== '{}'", running[0])).await;
    site.until_asked(POLLS, 2).await;
    assert_eq!(browser.text(&format!("document.querySelector('{details}').open")).await, "true");
    assert_eq!(browser.text("document.activeElement.closest('aside') !== null").await, "true", "the focus is lost");
    assert_eq!(browser.text("getSelection()").await, "slowpoke-1.0-1.fc40");
    site.demo.skip(Duration::from_secs(120));
    is_over(&browser, &site, "complete").await;
}

/// A tab that nobody looks at does not poll.
#[tokio::test]
async fn a_hidden_tab_is_quiet() {
    let (browser, site) = watched(SLOWPOKE).await;
    browser.minimize().await;
    browser.until("document.hidden").await;
    let polls = site.asked(POLLS);
    tokio::time::sleep(3 * INTERVAL).await;
    assert!(site.asked(POLLS) <= polls + 1, "a hidden tab asks"); // One may have been under way.
    site.demo.skip(Duration::from_secs(120));
    browser.restore().await;
    browser.until("!document.hidden").await;
    is_over(&browser, &site, "complete").await;
}

#[tokio::test]
async fn a_fault_passes() {
    let (browser, site) = watched(SLOWPOKE).await;
    let title = browser.text("document.title").await;
    let facts = browser.texts(".facts").await;
    site.demo.inject(InjectedFault::Offline);
    site.until_asked(POLLS, 5).await;
    assert_eq!(browser.texts(".facts").await, facts, "while the hub is offline");
    browser.until("document.querySelectorAll('#notices .outage').length === 1").await;
    // An error page of whatever stands before Kojiview is not for the part.
    site.gateway(Gateway::Down);
    site.until_asked(POLLS, 3).await;
    assert_eq!(browser.texts(".facts").await, facts, "while the gateway fails");
    assert_eq!(browser.text("document.title").await, title);
    assert_eq!(browser.texts("h1").await, ["slowpoke-1.0-1.fc40"]);
    site.gateway(Gateway::Up);
    site.demo.inject(InjectedFault::None);
    site.demo.skip(Duration::from_secs(120));
    is_over(&browser, &site, "complete").await;
    assert_eq!(browser.texts("#notices .outage").await, [""; 0], "the hub is back");
}

const STALE: &str = "document.getElementById('stale').hidden ? '' : document.getElementById('stale').textContent";

/// A page whose refreshes fail says so and since when; its times stand still, it asks more seldom, and comes back by itself,
/// each time anew.
#[tokio::test]
async fn a_page_that_is_not_refreshed_says_so() {
    let (browser, site) = watched(SLOWPOKE).await;
    let as_of = browser.text("document.querySelector('#as-of time').textContent").await;
    site.demo.skip(Duration::from_secs(3));
    browser.until(&format!("document.querySelector('#as-of time').textContent !== '{as_of}'")).await;
    assert_eq!(browser.text(STALE).await, "");
    for mode in [Gateway::Down, Gateway::LogIn] {
        site.gateway(mode);
        let says = "Not kept up to date since 14:00:03 UTC: there is no answer.";
        browser.until(&format!("({STALE}).startsWith('{says}')")).await;
        // What ticks has stopped with all else.
        let facts = browser.texts(".facts, .answer, aside").await;
        let polls = site.asked(POLLS);
        tokio::time::sleep(2 * INTERVAL).await;
        assert_eq!(browser.texts(".facts, .answer, aside").await, facts, "{mode:?}");
        assert!(site.asked(POLLS) - polls <= 2, "{mode:?}: it asks more seldom");
        assert_eq!(browser.texts("h1").await, ["slowpoke-1.0-1.fc40"], "{mode:?}");
        site.gateway(Gateway::Up);
        browser.until(&format!("({STALE}) === ''")).await;
    }
    site.gateway(Gateway::Down);
    browser.until(&format!("({STALE}).startsWith('Not kept up to date')")).await;
    site.demo.skip(Duration::from_secs(120));
    site.gateway(Gateway::Up);
    browser.until("document.querySelector('.badge').textContent === 'complete'").await;
    assert_eq!(browser.text(STALE).await, "", "what is over is not refreshed");
}

/// A refresh that takes long is told apart from one that is current.
#[tokio::test]
async fn a_slow_refresh_says_so() {
    let (browser, site) = watched(SLOWPOKE).await;
    site.gateway(Gateway::Slow);
    browser.until(&format!("({STALE}).startsWith('A refresh takes long: what you see is of 14:00:00 UTC')")).await;
    site.gateway(Gateway::Up);
    browser.until(&format!("({STALE}) === ''")).await;
}

/// Rows move below the reader: the focus stays on the thing that it was on, or is on none.
#[tokio::test]
async fn the_focus_stays_on_its_thing() {
    let (browser, site) = (Browser::start().await, Site::start().await);
    browser.goto(&site.at("/")).await;
    let focused = "document.activeElement.getAttribute('href')";
    let refresh = "document.getElementById('live').dispatchEvent(new Event('refresh'))";
    browser.run("document.querySelector('#live table td.lead a[href^=\"/builds/\"]').focus()").await;
    let first = browser.text(focused).await;
    let names = browser.texts("#live td.lead a").await;
    site.demo.skip(Duration::from_secs(60));
    grow_old(Duration::from_secs(60)).await;
    browser.run(refresh).await;
    browser.until(&format!("document.querySelector('#live td.lead a').textContent !== '{}'", names[0])).await;
    let now = browser.text(focused).await;
    assert!(now == first || now == "null", "{first} has become {now}");
}

/// The end of a log comes by itself, and who reads its end goes on reading it.
#[tokio::test]
async fn a_log_is_followed() {
    let (browser, site) = watched(SLOWPOKE).await;
    let task = site.task("state=open&view=flat&method=buildArch").await;
    browser.goto(&site.at(&format!("{task}/logs/build.log?end=yes"))).await;
    let at_end = "scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 80";
    assert_eq!(browser.text(at_end).await, "true", "it opens at its end");
    let lines = browser.texts(".log .l").await.len();
    let counted =
        "parseInt(document.querySelector('#facts').textContent.replaceAll(/[^0-9]*([0-9,]+) lines.*/gs, '$1'))";
    let above: usize = browser.text(counted).await.parse().unwrap();
    site.demo.skip(Duration::from_secs(5));
    browser.until(&format!("document.querySelectorAll('.log .l').length > {}", lines + 20)).await;
    assert_eq!(browser.text(at_end).await, "true", "the reader stays at the end");
    browser.until(&format!("{counted} > {}", above + 20)).await;
    // Elsewhere the reader stays there.
    browser.run("scrollTo(0, 100)").await;
    site.demo.skip(Duration::from_secs(300));
    browser.until("document.querySelector('#more').textContent.includes('is over')").await;
    assert_ne!(browser.text("document.querySelector('#state').textContent").await, "open", "what stands above follows");
    assert_eq!(browser.text("scrollY").await, "100");
    assert_eq!(
        browser.text("document.querySelector('#more').hasAttribute('hx-get')").await,
        "false",
        "nothing is asked"
    );
}

/// `#L7-L15` marks these lines, and a click on a number with Shift makes such a range.
#[tokio::test]
async fn a_range_of_lines_is_marked() {
    let (browser, site) = watched(SLOWPOKE).await;
    browser.goto(&site.at("/tasks/1306194/logs/build.log#L700-L705")).await;
    browser.until("document.querySelectorAll('.l.in').length === 6").await;
    let is_seen = "(({ top, bottom }) => top > 0 && bottom < innerHeight)(document.querySelector('#L700').getBoundingClientRect())";
    browser.until(is_seen).await;
    browser.goto(&site.at("/tasks/1306194/logs/build.log#L710")).await;
    browser.until("document.querySelectorAll('.l.in').length === 0 && document.querySelector('#L710:target')").await;
    let click = "new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true })";
    browser.run(&format!("document.querySelector('#L707 > a').dispatchEvent({click})")).await;
    assert_eq!(browser.text("location.hash").await, "#L707-L710");
    assert_eq!(browser.texts(".l.in").await.len(), 4);
}
