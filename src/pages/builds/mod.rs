//! Builds: the list, one of them, and what is told of it.

mod archives;
pub mod changelog;
pub mod compare;
mod compared;
mod facts;
mod files;
pub mod history;
pub mod list;
mod matrix;
pub mod show;
pub mod signatures;
