//! One page each, never another page: what the address asks, what the template sees, the handler.

pub mod build;
pub mod builds;
pub mod channel;
pub mod channels;
pub mod host;
pub mod hosts;
pub mod overview;
pub mod search;
pub mod tag;
pub mod tag_builds;
pub mod tag_children;
pub mod tag_packages;
pub mod tags;
pub mod task;
pub mod tasks;
