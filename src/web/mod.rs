//! axum, askama and the look: what all pages have in common. `request` is read, `response` is
//! made, `template` is what templates have besides a page's own data; a `list` is what most pages are.

pub mod appearance;
pub mod assets;
mod context;
mod endpoint;
mod error;
pub mod files;
mod glob;
mod kojiweb_pages;
pub mod list;
pub mod observe;
mod own_hosts;
mod public_address;
mod request;
pub mod response;
mod routes;
mod site_links;
mod template;

pub use context::{Clock, Console, Context, hub_for};
pub use endpoint::{Answers, Endpoint};
pub use error::{ActingPage, Error, Result};
pub use glob::glob;
pub use kojiweb_pages::KojiwebPages;
pub use list::{Column, Excerpt, Form, List, ListQuery, Table};
pub use own_hosts::OwnHosts;
pub use public_address::{HubAddress, cached_with_origin, origin};
pub use request::{
    Here, LONGEST_ADDRESS, OutsideBasePath, Path, PathOfTwo, Query, asks_for_html, at_path, enter, lead,
};
pub use response::{Badge, Colour, Redirect, Represent};
pub use routes::{Format, Parameter, Route, Routes, Section};
pub use site_links::{LinkValues, SiteLink, SiteLinks};
pub use template::{ICON, Site, escape, filters};
