//! axum, askama and the look: what every page has in common and none carries itself.

pub mod answer;
pub mod assets;
mod context;
mod entry;
mod error;
pub mod escape;
mod failure;
pub mod files;
pub mod filters;
pub mod headers;
mod here;
pub mod json;
pub mod listing;
pub mod log;
pub mod look;
mod look_up;
pub mod nested;
mod path;
mod query;
mod redirect;
mod representation;
mod site;
pub mod source;

pub use answer::Shown;
pub use context::{Clock, Context};
pub use entry::{Outside, enter};
pub use error::{Error, ErrorPage, Result};
pub use failure::WhyFailed;
pub use here::Here;
pub use listing::{Column, Listing, Paging};
pub use look_up::{look_up, task_id};
pub use path::{Path, PathOfTwo};
pub use query::Query;
pub use redirect::Redirect;
pub use site::Site;
