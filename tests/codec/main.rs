//! The codec, by literals, properties, recorded answers and hostile input.

mod recorded;
