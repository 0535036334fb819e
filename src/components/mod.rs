//! What draws Koji's things wherever they are shown: states, changes, why a task failed or waits, how far it is, what is below
//! it, what differs between rpms, values of any shape, sources, and lines of logs. Each has its markup in `templates/components/`.

mod bounded;
pub mod change;
pub mod chart;
mod explain;
mod failure;
pub mod listed;
pub mod log;
pub mod look;
pub mod nested;
pub mod progress;
mod rpm_changes;
pub mod shell;
pub mod source;
mod tree;
mod waiting;

pub use bounded::beginning;
pub use bounded::beginning_of_text;
pub use explain::explain;
pub use failure::WhyFailed;
pub use progress::RunningProgress;
pub use rpm_changes::{ChangeOfRpm, RpmChanges};
pub use tree::Tree;
pub use waiting::WhyWaiting;
