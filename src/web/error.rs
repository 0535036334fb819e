//! What a page can end with instead of itself: one enum, and an exhaustive match to the status.

use std::sync::Arc;

use axum::http::StatusCode;

use super::list::FilterForm;
use crate::hub;
use crate::urls::Url;

/// Why there is no page.
#[derive(Debug, Clone)]
pub enum Error {
    /// There is no such thing.
    Missing {
        /// What kind of thing.
        what: &'static str,
        /// How the reader named it.
        which: String,
    },
    /// What the address asks for is not there, for a reason that is known.
    Nothing {
        /// In a few words.
        title: &'static str,
        /// Why, in a sentence.
        why: String,
    },
    /// A page of kojiweb's that changed something.
    Acting(ActingPage),
    /// No page is at this address.
    NoPage,
    /// The address cannot be read.
    Address(String),
    /// A parameter of the address is wrong.
    Parameter {
        /// Which one.
        name: String,
        /// What it holds.
        value: String,
        /// What it may hold.
        expected: String,
    },
    /// The address is longer than any that leads somewhere.
    TooLong,
    /// The address cannot be asked in this way.
    Method,
    /// It took longer than any request may.
    Timeout,
    /// The hub did not do its part.
    Hub(hub::Error),
    /// No defect of the request and not of the hub.
    Internal,
    /// What a filter of a list names is not there: the reader gets the form again.
    Filter {
        /// What is wrong.
        error: Box<Self>,
        /// The form, with the field that is wrong.
        form: Arc<FilterForm>,
    },
    /// No error: the reader is sent elsewhere.
    SeeOther(Url),
}

/// A page of kojiweb's that changed something, or was about the reader's own account. Kojiview has none of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingPage {
    /// What it does, as the end of a sentence: `starts a task again`.
    pub what: &'static str,
    /// The command that does the same.
    pub command: String,
    /// The page of what it does that to.
    pub thing: Option<Url>,
}

/// What a page's handler gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// There is no such thing.
    pub fn missing(what: &'static str, which: &(impl ToString + ?Sized)) -> Self {
        Self::Missing { what, which: which.to_string() }
    }

    /// A parameter is wrong.
    #[must_use]
    pub fn parameter(name: &str, value: &str, expected: &str) -> Self {
        let short = |text: &str| text.chars().take(200).collect();
        Self::Parameter { name: short(name), value: short(value), expected: short(expected) }
    }

    /// The status of its answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Missing { .. } | Self::Nothing { .. } | Self::NoPage => StatusCode::NOT_FOUND,
            Self::Acting(_) => StatusCode::GONE,
            Self::Address(_) | Self::Parameter { .. } => StatusCode::BAD_REQUEST,
            Self::TooLong => StatusCode::URI_TOO_LONG,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Hub(error) => match error {
                hub::Error::Offline(_) | hub::Error::Unreachable(_) | hub::Error::Busy => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                hub::Error::OverBudget(_) => StatusCode::TOO_MANY_REQUESTS,
                hub::Error::Timeout(_) => StatusCode::GATEWAY_TIMEOUT,
                hub::Error::Missing { .. } => StatusCode::NOT_FOUND,
                hub::Error::Closed(_) | hub::Error::Status(503) => StatusCode::SERVICE_UNAVAILABLE,
                hub::Error::Unsupported(_) | hub::Error::NoMethod(_) => StatusCode::NOT_IMPLEMENTED,
                hub::Error::Status(_)
                | hub::Error::NoHub
                | hub::Error::Interrupted(_)
                | hub::Error::InvalidResponse(_)
                | hub::Error::TooLarge(_)
                | hub::Error::NoFile
                | hub::Error::NotCached
                | hub::Error::Fault(_) => StatusCode::BAD_GATEWAY,
                hub::Error::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Filter { error, .. } => error.status(),
            Self::SeeOther(_) => StatusCode::SEE_OTHER,
        }
    }

    /// axum's and tower's own bare answers, as the errors they are.
    #[must_use]
    pub(super) fn of_bare(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND => Some(Self::NoPage),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            StatusCode::GATEWAY_TIMEOUT => Some(Self::Timeout),
            status if status.is_server_error() => Some(Self::Internal),
            _ => None,
        }
    }
}

impl From<hub::Error> for Error {
    fn from(error: hub::Error) -> Self {
        if let hub::Error::Missing { kind, name } = error {
            return Self::Missing { what: kind, which: name };
        }
        tracing::info!(%error, "a page has no answer from the hub");
        Self::Hub(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_statuses_are_kept() {
        for status in [404, 405, 500, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(Error::of_bare(status).unwrap().status(), status);
        }
        assert!(Error::of_bare(StatusCode::OK).is_none());
    }
}
