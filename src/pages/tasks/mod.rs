//! Tasks: the list, and one of them.

mod built;
pub mod changes;
pub mod list;
mod outcome;
mod output;
mod params;
pub mod rpms;
pub mod show;
