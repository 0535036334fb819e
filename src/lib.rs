//! Kojiview, a read-only web frontend for a Koji hub. Each layer uses only those that stand before it here.
//!
//! - [`xmlrpc`]: the codec; knows XML and serde.
//! - [`log`]: the text of logs: what lines tell, and which says why something failed.
//! - [`hub`]: Koji's methods, words and wire; every call to a hub goes through it.
//! - [`urls`]: the addresses of our pages, and the base path below which they are.
//! - [`web`]: request and response: what all pages have in common.
//! - [`components`]: what draws Koji's things on more than one page.
//! - [`pages`]: the pages, a file each.
//! - [`kojiweb`]: the addresses of kojiweb, and where they lead.
//! - [`app`]: the route table and the layers.
//! - [`serve`]: readers' connections and their bounds.
//! - [`explain`]: the command that says why a build failed, of logs on disk.
//! - [`logging`]: how the log is written.
//! - [`config`]: every setting, once.
//! - [`start`]: what the settings say, opened and served.
//!
//! Beside them stands [`demo`], a hub of its own that uses only the codec.

pub mod app;
pub mod components;
pub mod config;
pub mod demo;
pub mod explain;
pub mod hub;
pub mod kojiweb;
pub mod log;
pub mod logging;
pub mod pages;
pub mod serve;
pub mod start;
pub mod urls;
pub mod web;
pub mod xmlrpc;
