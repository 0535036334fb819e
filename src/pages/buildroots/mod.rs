//! Buildroots: lists of them, one, and the rpms of one.

pub mod list;
pub mod rpms;
pub mod show;
