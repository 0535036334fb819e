//! Logs of tasks: all of a tree, one of them, and the one that matters.

pub mod list;
pub mod matters;
mod outline;
mod search;
pub mod show;
mod window;
