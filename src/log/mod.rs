//! The text of logs: its lines, what they tell, and which of them tells why something failed. No I/O, no HTML, no hub.

mod cause;
mod choose;
mod exit;
mod explain;
mod mark;
mod prefix;
mod rules;
mod split;
mod summary;
mod terminal;
mod tests_failed;
mod told;

pub use choose::{NamedLog, log_that_tells};
pub use explain::{Cause, CauseKind, Explanation, FIRST_LOOK, SECOND_LOOK};
pub use mark::{Mark, MarkedLine, Marker, Outcome, marked_lines};
pub use split::{Raw, first_line, split};
pub use terminal::{Hue, Span, Style, is_invisible};

/// Makes ready what the first line would wait for.
pub fn prepare() {
    rules::prepare();
}
