//! The pages, by requests through the whole service.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod api;
mod archives;
mod bad_input;
mod base_path;
mod bounds;
mod build;
mod build_types;
mod buildroots;
mod builds;
mod channels;
mod compare;
mod compare_builds;
mod contract;
mod cost;
mod failures;
mod forms;
mod harness;
mod history;
mod hosts;
mod hub;
mod json;
mod kojiweb;
mod large;
mod large_logs;
mod log_files;
mod logs;
mod names_of_things;
mod overview;
mod packages;
mod progress;
mod recorded;
mod recorded_tasks;
mod replay;
mod replay_hosts;
mod replay_rpms;
mod repos;
mod rpms;
mod search;
mod tags;
mod targets;
mod task;
mod task_rpms;
mod users;
mod waiting;
