//! Buildroots: lists of them, one, and the rpms and the archives of one.

pub mod archives;
pub mod list;
pub mod rpms;
pub mod show;
