//! Koji's methods, its data, and the client: everything that is asked of a hub goes through [`Hub`], and nothing goes
//! around it. What a request used of the hub is counted in its [`RequestStats`].

mod call;
mod client;
pub mod console;
mod count;
mod error;
pub mod feature;
mod files;
pub mod methods;
pub mod model;
mod paging;
mod part;
mod questions;

pub use call::{Call, Cost, FilePart, Freshness, MaybeCall, Named, Older, PartRead};
pub use client::{
    Asker, CacheDir, ClientMetrics, ClientNetwork, ClientSettings, Hub, HubClient, KNOWN_KINDS, KnownName, Limits,
    RequestStats, SharedCache, Used, UsedAnswers,
};
pub use count::{Count, CountWhole};
pub use error::Error;
pub use feature::Feature;
pub use files::FileRead;
pub use paging::{Order, PageRequest, QueryOpts, Rows, Slice};
pub use part::Part;
pub use questions::{
    Candidate, ChannelMembers, Failure, LastSuccess, LogEnd, LogGrowth, OldestTask, Place, Progress, Queue, Queues,
    Suggestion, TagChange, TagRepo, TaskBelow, TaskProgress, Usual, Verdict, Waiting, critical_path, fault_of,
    first_failed, log_that_tells, tasks_below, with_descendents,
};
