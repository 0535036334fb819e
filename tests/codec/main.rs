//! The codec, by literals, properties, recorded answers and hostile input.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod recorded;
