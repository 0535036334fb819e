//! The pages in a real browser: Chromium, driven by chromedriver, over a site on a port of its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod driver;
mod keys;
mod kinds;
mod live;
mod long_names;
mod look;
mod noscript;
mod paging;
mod quiet;
mod screenshots;
mod site;
mod suggestions;
