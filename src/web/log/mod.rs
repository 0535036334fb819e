//! The text of logs: lines of a part of one, with what they tell marked.

mod excerpt;
mod lines;
mod marks;
mod paint;

pub use excerpt::excerpt;
pub use lines::{Line, Told, lines, matching, told};
pub use marks::Mark;
