//! What a page can end with instead of itself: one enum, an exhaustive match to the status, one page that shows it.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{Redirect, Site, answer, filters};
use crate::hub;
use crate::hub::model::BuildRef;
use crate::urls::{self, BuildsUrl, ListUrl as _, Url};

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
    /// No error: the reader is sent elsewhere.
    SeeOther(Url),
}

/// Bytes of a name that is worth a search.
const LONGEST_NAME: usize = 256;

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

    fn status(&self) -> StatusCode {
        match self {
            Self::Missing { .. } | Self::NoPage => StatusCode::NOT_FOUND,
            Self::Address(_) | Self::Parameter { .. } => StatusCode::BAD_REQUEST,
            Self::TooLong => StatusCode::URI_TOO_LONG,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Hub(error) => match error {
                hub::Error::Offline(_) | hub::Error::Unreachable(_) | hub::Error::Busy => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                hub::Error::Timeout(_) => StatusCode::GATEWAY_TIMEOUT,
                hub::Error::Missing { .. } => StatusCode::NOT_FOUND,
                hub::Error::Status(503) => StatusCode::SERVICE_UNAVAILABLE,
                error if error.is_unknown_method() => StatusCode::NOT_IMPLEMENTED,
                hub::Error::Status(_)
                | hub::Error::Interrupted(_)
                | hub::Error::InvalidResponse(_)
                | hub::Error::TooLarge(_)
                | hub::Error::NoFile
                | hub::Error::Fault(_) => StatusCode::BAD_GATEWAY,
                hub::Error::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::SeeOther(_) => StatusCode::SEE_OTHER,
        }
    }

    /// What is missing, where something is.
    fn missing_thing(&self) -> Option<Missing> {
        let Self::Missing { what, which } = self else { return None };
        // What is longer is no name of anything, and logs cannot be searched for.
        let is_name = *what != "log" && which.len() <= LONGEST_NAME;
        let package = package_of(which).filter(|_| *what == "build").map(str::to_owned);
        Some(Missing { kind: what, package, name: Some(which.clone()).filter(|_| is_name) })
    }

    fn page(&self) -> ErrorPage {
        let status = self.status();
        let (title, text) = match self {
            Self::Missing { what, which } => (
                format!("No such {what}"),
                format!("The hub knows no {what} {which}. It may have been deleted, or the address is mistyped."),
            ),
            Self::NoPage => ("No such page".into(), "There is no page at this address.".into()),
            Self::Address(path) => {
                ("Bad request".into(), format!("The address {path} is not UTF-8, or holds control characters."))
            }
            Self::Parameter { name, value, expected } => ("Bad request".into(), format!("{name}={value}: {expected}.")),
            Self::TooLong => {
                ("Address too long".into(), "An address may have 4,096 characters and 32 parameters at most.".into())
            }
            Self::Timeout => ("Timeout".into(), "The page could not be made in time.".into()),
            Self::Method => ("Method not allowed".into(), "This address answers GET and HEAD only.".into()),
            Self::Hub(hub::Error::Offline(message)) => ("The hub is offline".into(), format!("It says: {message}")),
            Self::Hub(hub::Error::Timeout(_)) => ("The hub is too slow".into(), sentence(self)),
            Self::Hub(hub::Error::Unreachable(_)) => ("The hub cannot be reached".into(), sentence(self)),
            Self::Hub(hub::Error::Busy) => ("Too many requests at once".into(), sentence(self)),
            Self::Hub(error) if error.is_unknown_method() => (
                "Not on this hub".into(),
                "This page needs a method that the hub does not have. Newer versions of Koji have it.".into(),
            ),
            Self::Hub(hub::Error::Fault(_)) => ("The hub refused".into(), sentence(self)),
            Self::Hub(_) => ("The hub's answer cannot be used".into(), sentence(self)),
            Self::Internal => {
                ("Internal error".into(), "Kojiview could not make this page; the cause is in its log.".into())
            }
            Self::SeeOther(_) => ("Elsewhere".into(), "The page is at another address.".into()),
        };
        let parameter = match self {
            Self::Parameter { name, .. } => Some(name.clone()),
            _ => None,
        };
        ErrorPage { status: status.as_u16(), title, text, parameter, missing: self.missing_thing() }
    }
}

/// The package of an NVR.
fn package_of(nvr: &str) -> Option<&str> {
    let is_nvr = matches!(BuildRef::read(nvr), Some(BuildRef::Nvr(_)));
    nvr.rsplitn(3, '-').nth(2).filter(|package| is_nvr && package.len() <= LONGEST_NAME)
}

/// The hub's error as one sentence.
fn sentence(error: &Error) -> String {
    let Error::Hub(error) = error else { return String::new() };
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str().trim_end_matches('.'))
    })
}

/// After how many seconds it is worth to ask again.
const RETRY_AFTER: &str = "10";

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::SeeOther(url) = self {
            return Redirect(StatusCode::SEE_OTHER, url).into_response();
        }
        let status = self.status();
        let mut response = answer::leave(status, self.page());
        if matches!(status, StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT) {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static(RETRY_AFTER));
        }
        response
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

/// The page of an error.
#[derive(Debug, Template, Serialize, schemars::JsonSchema)]
#[template(path = "error.html", blocks = ["title"])]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// In a few words.
    pub title: String,
    /// In a sentence.
    pub text: String,
    /// The parameter that is wrong, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is missing, where something is.
    #[serde(skip)]
    missing: Option<Missing>,
}
crate::page!(ErrorPage);

/// What is not there, as far as it tells where a reader may want to go.
#[derive(Debug)]
struct Missing {
    /// Of which kind it would be.
    kind: &'static str,
    /// Of a build its package.
    package: Option<String>,
    /// Its name, where it can be searched for.
    name: Option<String>,
}

impl Missing {
    /// Where a reader may want to go from here: words and address.
    fn ways(&self, site: &Site) -> Vec<(String, Url)> {
        let of_package = self.package.as_ref().map(|package| {
            let builds = BuildsUrl { text: Some(package.clone()), ..BuildsUrl::default() }.url();
            (format!("Builds of {package}"), builds)
        });
        // The latest builds are among the ways of every error.
        let list = site.list_of(self.kind).filter(|_| self.kind != "build");
        let list = list.map(|(title, url)| (format!("All {}", title.to_lowercase()), url));
        let search = self.name.as_ref().map(|name| (format!("Search for {name}"), urls::search_for(name)));
        [of_package, list, search].into_iter().flatten().collect()
    }
}

/// axum's and tower's own bare answers, as the errors they are.
pub(super) fn of_bare(status: StatusCode) -> Option<Error> {
    match status {
        StatusCode::NOT_FOUND => Some(Error::NoPage),
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::Method),
        StatusCode::GATEWAY_TIMEOUT => Some(Error::Timeout),
        status if status.is_server_error() => Some(Error::Internal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_statuses_are_kept() {
        for status in [404, 405, 500, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(of_bare(status).unwrap().status(), status);
        }
        assert!(of_bare(StatusCode::OK).is_none());
    }

    #[test]
    fn packages_of_missing_builds() {
        assert_eq!(package_of("python3-x-1.0-2.fc40"), Some("python3-x"));
        assert_eq!((package_of("123"), package_of("a-b"), package_of("nope")), (None, None, None));
    }
}
