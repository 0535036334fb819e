//! One page each, never another page: what the address asks, what the template sees, the handler.

pub mod build;
pub mod builds;
pub mod task;
pub mod tasks;
