//! The beginning of what has no bound: what a hub sends can be more than a page could bear.

/// So many of these at most, and how many there are after them.
#[must_use]
pub fn beginning<T>(all: &[T], most: usize) -> (&[T], usize) {
    let (shown, rest) = all.split_at(all.len().min(most));
    (shown, rest.len())
}
