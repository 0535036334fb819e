//! The beginning of what has no bound: what a hub sends can be more than a page could bear.

use std::borrow::Cow;

/// So many characters of a text at most, with a sign where it has more.
#[must_use]
pub fn beginning_of_text(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// So many of these at most, and how many there are after them.
#[must_use]
pub fn beginning<T>(all: &[T], most: usize) -> (&[T], usize) {
    let (shown, rest) = all.split_at(all.len().min(most));
    (shown, rest.len())
}
