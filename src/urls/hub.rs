//! The hub itself.

use super::Url;

/// The hub: its version, and the lists of what it knows.
#[must_use]
pub fn hub() -> Url {
    Url("/hub".to_owned())
}
