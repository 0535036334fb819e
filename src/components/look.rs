//! How states look: a mark and a word, colour only repeats them.

use std::borrow::Cow;

use crate::hub::Verdict;
use crate::hub::methods::{Channel, Host, HostState, Load, RepoRequestState};
use crate::hub::model::{BuildState, BuildrootState, RepoState, TaskState, UserStatus};
use crate::web::ICON;

/// A disc of a colour with a sign on it, as an address that holds it.
macro_rules! icon {
    ($colour:literal, $sign:literal) => {
        concat!(
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='",
            $colour,
            "'/%3E",
            $sign,
            "%3C/svg%3E"
        )
    };
}

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

impl Look {
    /// A sign before the title of a tab: text, since a tab shows no marks of ours.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.class {
            "ok" => "✓ ",
            "bad" => "✗ ",
            "run" => "◐ ",
            "free" | "assigned" => "○ ",
            _ => "",
        }
    }

    /// The icon of a tab: the mark of the state, or that of the site where it has no sign in the title either.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        match self.class {
            "ok" => {
                icon!("%231a7636", "%3Cpath fill='none' stroke='%23fff' stroke-width='2.5' d='M4 8.5l3 3 5.5-7'/%3E")
            }
            "bad" => icon!("%23b8232b", "%3Cpath stroke='%23fff' stroke-width='2.5' d='M5 5l6 6m0-6l-6 6'/%3E"),
            "run" => icon!("%232f73c9", "%3Cpath fill='%23fff' d='M8 3.5a4.5 4.5 0 0 1 0 9z'/%3E"),
            "free" | "assigned" => icon!("%23868e98", "%3Ccircle cx='8' cy='8' r='4' fill='%23fff'/%3E"),
            _ => ICON,
        }
    }
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

/// The look of a tag: can builds be tagged into it?
#[must_use]
pub fn tag(locked: bool, deleted: bool) -> Look {
    let (class, mark, word) = match (deleted, locked) {
        (true, _) => ("off", "deleted", "deleted"),
        (false, true) => ("off", "off", "locked"),
        (false, false) => ("ok", "ok", "unlocked"),
    };
    Look { class, mark: Some(mark), word: word.into() }
}

/// The look of a package in the list of a tag.
#[must_use]
pub fn listed(blocked: bool) -> Look {
    let (class, mark, word) = if blocked { ("off", "canceled", "blocked") } else { ("ok", "ok", "listed") };
    Look { class, mark: Some(mark), word: word.into() }
}

/// The look of an account: may it log in?
#[must_use]
pub fn user(status: &UserStatus) -> Look {
    let (class, mark) = match status {
        UserStatus::Normal => ("ok", Some("ok")),
        UserStatus::Blocked => ("off", Some("canceled")),
        UserStatus::Other(_) => ("off", None),
    };
    Look { class, mark, word: status.word() }
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

/// The look of how a host stands.
#[must_use]
pub fn host(host: &Host) -> Look {
    let (class, mark, word) = match host.state() {
        HostState::Ready => ("ok", "ok", "ready"),
        HostState::NotReady => ("warn", "warn", "not ready"),
        HostState::Disabled => ("off", "off", "disabled"),
    };
    Look { class, mark: Some(mark), word: word.into() }
}

/// The look of whether a host could take a task.
#[must_use]
pub fn verdict(verdict: Verdict) -> Look {
    let (class, mark, word) = match verdict {
        Verdict::Able => ("ok", "ok", "yes"),
        Verdict::Refused => ("bad", "failed", "refused"),
        Verdict::Full => ("warn", "warn", "full"),
        Verdict::Silent => ("warn", "warn", "silent"),
        Verdict::NotReady => ("warn", "warn", "not ready"),
        Verdict::Disabled => ("off", "off", "disabled"),
    };
    Look { class, mark: Some(mark), word: word.into() }
}

/// The look of a channel.
#[must_use]
pub fn channel(channel: &Channel) -> Look {
    let (class, mark, word) = if channel.is_enabled() { ("ok", "ok", "enabled") } else { ("off", "off", "disabled") };
    Look { class, mark: Some(mark), word: word.into() }
}

/// The look of a buildroot's state.
#[must_use]
pub fn buildroot(state: &BuildrootState) -> Look {
    let (class, mark) = match state {
        BuildrootState::Init => ("free", Some("free")),
        BuildrootState::Waiting => ("assigned", Some("assigned")),
        BuildrootState::Building => ("run", Some("open")),
        BuildrootState::Expired => ("off", Some("deleted")),
        BuildrootState::Other(_) => ("off", None),
    };
    Look { class, mark, word: state.word() }
}

/// The look of a repo's state.
#[must_use]
pub fn repo(state: &RepoState) -> Look {
    let (class, mark) = match state {
        RepoState::Init => ("run", Some("open")),
        RepoState::Ready => ("ok", Some("ok")),
        RepoState::Expired => ("off", Some("off")),
        RepoState::Deleted => ("off", Some("deleted")),
        RepoState::Problem => ("bad", Some("failed")),
        RepoState::Other(_) => ("off", None),
    };
    Look { class, mark, word: state.word() }
}

/// The look of a request for a repo.
#[must_use]
pub fn repo_request(state: RepoRequestState) -> Look {
    let (class, mark) = match state {
        RepoRequestState::Waiting => ("free", "free"),
        RepoRequestState::Making => ("run", "open"),
        RepoRequestState::Fulfilled => ("ok", "ok"),
        RepoRequestState::GivenUp => ("bad", "failed"),
    };
    Look { class, mark: Some(mark), word: state.word().into() }
}

/// A bar that shows a load beside the capacity for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadBar {
    /// Percent of the bar that is filled.
    pub width: u8,
    /// The class of what fills it: another one where the load is more than the capacity.
    pub class: &'static str,
}

/// The bar of a host's load.
#[must_use]
pub fn bar_of_host(host: &Host) -> LoadBar {
    bar(host.task_load, host.capacity)
}

/// The bar of the load of many hosts.
#[must_use]
pub fn bar_of_all(hosts: &Load) -> LoadBar {
    bar(Some(hosts.load), Some(hosts.capacity))
}

/// Nothing fills it where one of the two is unknown.
fn bar(load: Option<f64>, capacity: Option<f64>) -> LoadBar {
    let (load, capacity) = (load.unwrap_or_default(), capacity.unwrap_or(f64::INFINITY));
    let percent = if load > 0.0 { (load / capacity * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let width = percent.round() as u8;
    LoadBar { width, class: if load > capacity { "hi" } else { "fl" } }
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_stay_inside() {
        for (load, capacity, width, class) in [
            (Some(0.5), Some(2.0), 25, "fl"),
            (Some(2.0), Some(2.0), 100, "fl"),
            (Some(3.0), Some(2.0), 100, "hi"),
            (Some(1.0), Some(0.0), 100, "hi"),
            (Some(0.0), Some(0.0), 0, "fl"),
            (Some(f64::NAN), Some(1.0), 0, "fl"),
            (Some(-1.0), Some(1.0), 0, "fl"),
            (None, Some(2.0), 0, "fl"),
            (Some(1.0), None, 0, "fl"),
        ] {
            let shown = bar(load, capacity);
            assert_eq!((shown.width, shown.class), (width, class), "{load:?} of {capacity:?}");
        }
    }
}
