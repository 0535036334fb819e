//! The text of logs: lines of a part of one, with what they tell marked.

mod ansi;
mod excerpt;
mod lines;
mod marks;

pub use excerpt::excerpt;
pub use lines::{Line, MarkedLine, lines, marked_lines, matching, texts};
pub use marks::Mark;
