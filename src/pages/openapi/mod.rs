//! What programs may rely on: all addresses with their parameters and their JSON, as `OpenAPI` 3.1, made of the route table.

mod document;
mod operation;
pub mod show;
