//! axum, askama and the look: what every page has in common and none carries itself.

pub mod answer;
pub mod assets;
mod context;
mod endpoint;
mod entry;
mod error;
pub mod escape;
pub mod files;
pub mod filters;
mod glob;
pub mod headers;
mod here;
pub mod json;
pub mod list;
mod path;
mod public_address;
mod query;
mod redirect;
mod representation;
mod request;
mod routes;
mod site;

pub use answer::Shown;
pub use context::{Clock, Context};
pub use endpoint::{Answers, Endpoint, Parameter};
pub use entry::{Outside, enter};
pub use error::{Error, ErrorPage, Result};
pub use glob::glob;
pub use here::Here;
pub use list::{Column, Excerpt, Form, List, ListQuery, Table};
pub use path::{Path, PathOfTwo};
pub use public_address::HubAddress;
pub use query::Query;
pub use redirect::Redirect;
pub use routes::{Route, Routes, Section};
pub use site::Site;
