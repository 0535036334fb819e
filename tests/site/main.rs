//! The pages, by requests through the whole service.

mod harness;
mod replay;
