//! Build targets: the list, one of them, and whether what it builds from has a build.

pub mod contains;
pub mod list;
pub mod show;
