//! Koji's methods, its data, and the client: everything that is asked of a hub goes through [`Hub`], and nothing goes
//! around it. What a request used of the hub is counted in its [`RequestStats`].

mod call;
mod channel_members;
mod client;
mod count;
mod error;
mod failure;
mod files;
pub mod methods;
pub mod model;
mod paging;
mod part;
mod progress;
mod task_tree;
mod waiting;

pub use call::{Call, Cost, FilePart, Freshness, PartRead};
pub use channel_members::ChannelMembers;
pub use client::{Hub, HubClient, Limits, RequestStats, Used};
pub use count::{Count, CountWhole};
pub use error::Error;
pub use failure::{Failure, LogEnd, fault_of, log_that_tells};
pub use paging::{Order, PageRequest, QueryOpts, Rows, Slice};
pub use part::Part;
pub use progress::{LogGrowth, Progress, TaskProgress, Usual};
pub use task_tree::{critical_path, with_descendents};
pub use waiting::{Candidate, Place, Verdict, Waiting};
