//! Buildroots: lists of them, one, the rpms and the archives of one, and what differs between two.

pub mod archives;
pub mod compare;
pub mod list;
pub mod rpms;
pub mod show;
