//! Reports: how much there is of something, by user, host, target, day or arch. They are counted here, from the newest rows of
//! the hub's lists, which are asked for once and kept: none asks the hub once a user or a host.

mod arches;
mod basis;
pub mod builds;
pub mod cluster_health;
pub mod counted;
pub mod days;
pub mod list;
pub mod packages;
pub mod queues;
pub mod rpms;
pub mod status;
pub mod tasks;
pub mod times;
