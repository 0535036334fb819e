//! The pages, by requests through the whole service.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod bad_input;
mod build;
mod builds;
mod cost;
mod forms;
mod harness;
mod kojiweb;
mod replay;
mod task;
mod trouble;
