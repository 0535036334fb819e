//! What can go wrong between Kojiview and a hub.

use std::sync::Arc;
use std::time::Duration;

use super::{Cost, Feature};
use crate::xmlrpc::Fault;

/// Why a call has no answer. Shared by all who wait for it, hence cheap to clone.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The hub says that it is offline: `ServerOffline`, a lock-out, or its database is down (fault 1014).
    #[error("the hub is offline: {0}")]
    Offline(Arc<str>),
    /// No connection to the hub.
    #[error("the hub cannot be reached: {0}")]
    Unreachable(Arc<str>),
    /// Something before the hub, or the hub's web server, answered with another status than 200.
    #[error("the hub's server answered {0}")]
    Status(u16),
    /// The connection ended before the answer did.
    #[error("the hub's answer broke off: {0}")]
    Interrupted(Arc<str>),
    /// What answers at the hub's address is no hub: a page for people, as a rule.
    #[error("what answers at the hub's address is no hub")]
    NoHub,
    /// The body is not what this method answers.
    #[error("the hub's answer was not understood: {0}")]
    InvalidResponse(Arc<str>),
    /// The answer is larger than the limit, in bytes.
    #[error("the hub's answer is larger than {} MB", .0.div_ceil(1 << 20))]
    TooLarge(u64),
    /// No answer within the deadline.
    #[error("the hub did not answer within {} s", .0.as_millis().div_ceil(1000))]
    Timeout(Duration),
    /// Too many calls wait already.
    #[error("too many calls to the hub are waiting")]
    Busy,
    /// The network of whoever asks has spent what it may ask for; it has enough again after this.
    #[error("your network has asked for too much; there is more in {} s", .0.as_secs() + 1)]
    OverBudget(Duration),
    /// The operator of the site has closed calls of this class.
    #[error("this site does not ask the hub for it now")]
    Closed(Cost),
    /// There is no answer that can be had at once, and none was asked for.
    #[error("it was not asked for")]
    NotCached,
    /// A file that the hub has no method for, and that the server of its files does not give.
    #[error("the server of the hub's files does not give it")]
    NoFile,
    /// There is no such thing.
    #[error("there is no {kind} {name}")]
    Missing {
        /// Of which kind it would be.
        kind: &'static str,
        /// How it is named.
        name: String,
    },
    /// The hub is older than what the call needs, and has nothing in its place.
    #[error("{}: that needs Koji {} or newer", .0.what, .0.since)]
    Unsupported(&'static Feature),
    /// The hub does not have the method, or not its parameters, though every hub that is supported has.
    #[error("the hub does not have {0} as it is asked for")]
    NoMethod(&'static str),
    /// The hub refused the call.
    #[error("the hub refused the call: {} (fault {})", last_words(&.0.message), .0.code)]
    Fault(Arc<Fault>),
    /// The call was lost inside Kojiview: a defect.
    #[error("the call was lost")]
    Internal,
}

/// One line of what a fault says. With some hubs it is a whole traceback, of which the last line says what is wrong.
fn last_words(message: &str) -> &str {
    let message = message.trim();
    let line = if message.starts_with("Traceback") { message.lines().last() } else { message.lines().next() };
    line.unwrap_or_default().trim_end_matches('.')
}

/// Koji's fault code for a hub that is closed, whatever the reason.
const SERVER_OFFLINE: i64 = 1014;
/// For what only some may do.
const ACTION_NOT_ALLOWED: i64 = 1004;
/// For arguments that a method does not take.
const PARAMETER_ERROR: i64 = 1019;
/// For much; also for the error of a method inside `countAndFilterResults`.
const GENERIC_ERROR: i64 = 1000;

impl Error {
    /// The method that the hub says it does not have. Koji's generic fault says so by its text alone.
    pub(super) fn unknown_method(&self) -> Option<&str> {
        match self {
            Self::Fault(fault) => fault.message.strip_prefix("Invalid method:").map(str::trim),
            _ => None,
        }
    }

    /// Does it say that the method has no such parameter? What stands before the method's name varies with Python.
    pub(super) fn is_unknown_parameter(&self) -> bool {
        const WORDS: [&str; 2] = ["() got an unexpected keyword argument ", "() missing "];
        matches!(self, Self::Fault(fault) if matches!(fault.code, PARAMETER_ERROR | GENERIC_ERROR)
            && WORDS.iter().any(|words| last_words(&fault.message).contains(words)))
    }

    /// What kind of failure it is, in a word, for metrics.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::Unreachable(_) => "unreachable",
            Self::Status(_) => "status",
            Self::Interrupted(_) => "interrupted",
            Self::NoHub => "no_hub",
            Self::InvalidResponse(_) => "invalid",
            Self::TooLarge(_) => "too_large",
            Self::Timeout(_) => "timeout",
            Self::Busy => "busy",
            Self::OverBudget(_) => "over_budget",
            Self::Closed(_) => "closed",
            Self::NoFile | Self::NotCached | Self::Missing { .. } => "missing",
            Self::Unsupported(_) | Self::NoMethod(_) => "unsupported",
            Self::Fault(_) => "fault",
            Self::Internal => "internal",
        }
    }

    /// Is the hub too old for the call?
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Unsupported(_) | Self::NoMethod(_))
    }

    /// Is it worth to ask in the way that older hubs are asked, if there is one? A plugin may have given a newer method's name to
    /// another one, which answers something else.
    pub(super) fn may_be_learnt_otherwise(&self, needs: Option<&'static Feature>) -> bool {
        matches!(self, Self::Unsupported(_)) || needs.is_some() && matches!(self, Self::InvalidResponse(_))
    }

    /// Does it say that only some may ask so?
    pub(super) fn is_not_allowed(&self) -> bool {
        matches!(self, Self::Fault(fault) if fault.code == ACTION_NOT_ALLOWED)
    }

    /// Does it say that the hub as a whole does not work, and not just this call?
    pub(super) fn is_outage(&self) -> bool {
        match self {
            Self::Offline(_) | Self::Unreachable(_) | Self::Interrupted(_) | Self::Timeout(_) | Self::NoHub => true,
            // A hub redirects nobody.
            Self::Status(status) => *status >= 500 || (300..400).contains(status),
            Self::InvalidResponse(_)
            | Self::TooLarge(_)
            | Self::Busy
            | Self::OverBudget(_)
            | Self::Closed(_)
            | Self::Fault(_)
            | Self::NoFile
            | Self::NotCached
            | Self::Unsupported(_)
            | Self::NoMethod(_)
            | Self::Missing { .. }
            | Self::Internal => false,
        }
    }
}

impl From<crate::xmlrpc::Error> for Error {
    fn from(error: crate::xmlrpc::Error) -> Self {
        match error {
            crate::xmlrpc::Error::Fault(fault) => fault.into(),
            other => Self::InvalidResponse(other.to_string().into()),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        if fault.code == SERVER_OFFLINE { Self::Offline(fault.message.into()) } else { Self::Fault(Arc::new(fault)) }
    }
}
