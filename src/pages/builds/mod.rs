//! Builds: the list, and one of them.

mod archives;
mod files;
pub mod list;
mod matrix;
pub mod show;
