//! Logs: all of a tree of tasks, the one that matters, one of a task, one of a finished build, the ends of several, and two
//! compared.

pub mod compare;
mod differences;
pub mod list;
pub mod matters;
pub mod of_build;
pub mod of_task;
mod outline;
mod page;
mod search;
pub mod tail;
mod window;
