//! XML-RPC as a Koji hub speaks it, on serde: one pass over the body, no tree in between.
//!
//! [`response`] and [`request`] read, [`write_call`], [`write_response`] and [`write_fault`] write. Plain
//! `#[derive(Deserialize)]` structs are filled directly and what they do not name is skipped; [`Value`] takes data whose
//! shape nobody declared. No I/O here and nothing of Koji but its dialect (`__starstar`, `nil`, raw control characters).

mod de;
mod error;
mod fault;
mod message;
mod raw;
mod reader;
mod skip;
mod value;
mod write;

pub use error::Error;
pub use fault::{Fault, Outcome};
pub use message::{
    Decoded, MethodCall, request, response, response_by_events, write_call, write_call_of, write_fault, write_response,
};
pub(crate) use message::{body_of, response_with};
pub use raw::Raw;
pub use value::Value;
pub(crate) use write::to_value;

/// Values nested deeper than this are refused: the recursion is ours, not the tokenizer's.
pub const DEPTH: u16 = 64;

type Result<T, E = Error> = std::result::Result<T, E>;
