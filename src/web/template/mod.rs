//! What templates have besides a page's own data: the site, filters, and the escaper.

mod durations;
pub mod escape;
pub mod filters;
mod site;

pub use site::{ICON, Site};
