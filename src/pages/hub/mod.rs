//! What the hub is and knows: its version, and short lists that have no page an item.

pub mod list;
pub mod show;
