//! Packages: all of them, one, the tags that list it, what was changed, and its newest build in a tag.

mod durations;
pub mod history;
pub mod latest;
pub mod list;
pub mod show;
pub mod tags;
