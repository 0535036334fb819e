//! Responses: a handler returns its page, and what is here gives it a representation and headers.

mod badge;
mod error_page;
mod failure;
pub mod headers;
pub mod json;
mod page;
mod redirect;
mod render;
mod revalidation;

pub use badge::{Badge, Colour};
pub use error_page::ErrorPage;
pub use page::{Represent, respond};
pub use redirect::Redirect;
pub use render::{no_page, represent};
