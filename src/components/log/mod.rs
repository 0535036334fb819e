//! Logs as pages show them: lines of a part of one, as HTML, with what they tell marked.

mod html;
mod lines;

pub use lines::{Line, lines, matching, texts};
