//! The reference of the hub's methods, as the hub itself tells of them.

mod calls;
mod docstring;
mod group;
pub mod list;
mod method;
mod run;
pub mod show;
