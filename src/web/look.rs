//! How states look: a mark and a word, colour only repeats them.

use std::borrow::Cow;

use crate::hub::words::{BuildState, TaskState};

/// The look of a state.
#[derive(Debug, Clone)]
pub struct Look {
    /// The class that colours it.
    pub class: &'static str,
    /// Its mark in the sprite of the layout; none for a state of a newer hub.
    pub mark: Option<&'static str>,
    /// Its word.
    pub word: Cow<'static, str>,
}

/// The look of a build's state.
#[must_use]
pub fn build(state: &BuildState) -> Look {
    let (class, mark) = match state {
        BuildState::Building => ("run", Some("open")),
        BuildState::Complete => ("ok", Some("ok")),
        BuildState::Deleted => ("off", Some("deleted")),
        BuildState::Failed => ("bad", Some("failed")),
        BuildState::Canceled => ("off", Some("canceled")),
        BuildState::Other(_) => ("off", None),
    };
    Look { class, mark, word: state.word() }
}

/// The look of a task's state.
#[must_use]
pub fn task(state: &TaskState) -> Look {
    let (class, mark) = match state {
        TaskState::Free => ("free", Some("free")),
        TaskState::Assigned => ("assigned", Some("assigned")),
        TaskState::Open => ("run", Some("open")),
        TaskState::Closed => ("ok", Some("ok")),
        TaskState::Canceled => ("off", Some("canceled")),
        TaskState::Failed => ("bad", Some("failed")),
        TaskState::Other(_) => ("off", None),
    };
    Look { class, mark, word: state.word() }
}
