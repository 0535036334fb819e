//! Koji's methods, words and wire: everything that is asked of a hub goes through [`Hub`], and nothing goes around it.
//!
//! One path for every call, each step its own file: `key` (type, method, encoded arguments), `cache`, `flight` (one a
//! key, whoever waits), `circuit` (a hub that is down is left alone), `permit` (bounded concurrency), `wire` (HTTP),
//! decoding, keeping. What a request used is written into its [`Ledger`].

mod cache;
mod call;
pub mod calls;
mod circuit;
mod each;
mod error;
mod flight;
mod ledger;
mod listing;
mod part;
mod permit;
mod roster;
mod shared;
mod whole;
mod wire;
pub mod words;

pub use call::{Call, Cost, Freshness};
pub use error::Error;
pub use ledger::{Ledger, Used};
pub use listing::{Count, Order, QueryOpts, Rows, Slice, Wanted};
pub use part::Part;
pub use roster::Roster;
pub use shared::{Hub, Limits, Shared};
