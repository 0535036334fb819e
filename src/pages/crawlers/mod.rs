//! What crawlers read before they come: which pages are worth it, and where all packages and tags are.

pub mod robots;
pub mod sitemap;
