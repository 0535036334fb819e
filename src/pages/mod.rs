//! The pages, a folder a subject. A page is one handler, one struct that its template sees, and one template of the same
//! name; it never uses another subject's pages.

pub mod api;
pub mod archives;
pub mod buildroots;
pub mod builds;
pub mod channels;
pub mod crawlers;
pub mod external_repos;
pub mod feeds;
pub mod hosts;
pub mod hub;
pub mod logs;
pub mod openapi;
pub mod overview;
pub mod packages;
pub mod repo_requests;
pub mod reports;
pub mod repos;
pub mod rpms;
pub mod search;
pub mod tags;
pub mod targets;
pub mod tasks;
pub mod users;
