//! Tasks: the list, one of them, the rpms that it made, and what changed before it.

mod built;
pub mod changes;
pub mod last_success;
pub mod list;
mod outcome;
mod output;
mod output_below;
mod params;
pub mod rpms;
pub mod show;
pub mod status;
