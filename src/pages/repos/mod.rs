//! Repos: the list, and one of them.

pub mod changes;
pub mod list;
pub mod show;
