//! What operators live through: processes that are killed, hubs that are down, disks that are full. With real processes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod cache_dir;
mod connections;
mod log;
mod migrate;
mod process;
mod proxies;
mod proxy;
mod reload;
mod shared_cache;
mod sockets;
mod systemd;
mod valkey;
