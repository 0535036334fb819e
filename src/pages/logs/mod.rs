//! Logs: all of a tree of tasks, the most relevant one, one of a task, one of a finished build, the ends of several, and two
//! compared.

pub mod compare;
mod differences;
mod index;
pub mod list;
pub mod of_build;
pub mod of_task;
mod outline;
mod part;
pub mod relevant;
mod search;
mod show;
pub mod tail;
mod window;

pub use part::part_of_output;
