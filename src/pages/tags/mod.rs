//! Tags: the list, one of them, and what belongs to it.

pub mod builds;
pub mod children;
pub mod counts;
mod deleted;
pub mod groups;
pub mod history;
pub mod list;
pub mod packages;
pub mod show;
mod tree;
