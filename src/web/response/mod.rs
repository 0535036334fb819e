//! Responses: a handler returns its page, and what is here gives it a representation and headers.

mod badge;
mod encoded;
mod error_page;
mod failure;
pub mod headers;
pub mod json;
mod page;
mod page_cache;
mod redirect;
mod render;

pub use badge::{Badge, Colour};
pub(super) use encoded::Encoded;
pub use error_page::ErrorPage;
pub use page::{Represent, respond};
pub use page_cache::PageCache;
pub use redirect::Redirect;
pub use render::{no_page, represent};
