//! The page of an error.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Redirect;
use super::page::respond;
use crate::hub;
use crate::hub::model::BuildRef;
use crate::urls::{self, BuildsUrl, ListUrl as _, Url};
use crate::web::list::FilterForm;
use crate::web::{ActingPage, Error, Site, filters};

/// Bytes of a name that is worth a search.
const LONGEST_NAME: usize = 256;

impl Error {
    /// What is missing, where something is.
    fn missing_thing(&self) -> Option<Missing> {
        let Self::Missing { what, which } = self else { return None };
        // What is longer is no name of anything, and logs and files in others cannot be searched for.
        let is_name = !matches!(*what, "log" | "file") && which.len() <= LONGEST_NAME;
        let package = package_of(which).filter(|_| *what == "build").map(str::to_owned);
        Some(Missing { kind: what, package, name: Some(which.clone()).filter(|_| is_name) })
    }

    fn acting(&self) -> Option<ActingPage> {
        if let Self::Acting(page) = self { Some(page.clone()) } else { None }
    }

    fn page(&self) -> ErrorPage {
        if let Self::Filter { error, form } = self {
            let (parameter, near) = (Some(form.field().to_owned()), form.names().to_vec());
            return ErrorPage { form: Some(form.clone()), parameter, near, ..error.page() };
        }
        let status = self.status();
        let (title, text) = match self {
            Self::Missing { what, which } => (
                format!("No such {what}"),
                format!(
                    "The hub knows no {what} {}. It may have been deleted, or the address is mistyped.",
                    shortened(which)
                ),
            ),
            Self::Nothing { title, why } => ((*title).to_owned(), why.clone()),
            Self::Acting(page) => (
                "Kojiview only reads".into(),
                format!(
                    "kojiweb has a page here that {}. Kojiview changes nothing; the koji command does it:",
                    page.what
                ),
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
            Self::Hub(hub::Error::OverBudget(wait)) => (
                "Too many requests".into(),
                format!(
                    "Your network has asked for more than its share of what the hub can answer. Pages that somebody saw a \
                     moment ago still come; for this one ask again in {}.",
                    seconds(after(*wait))
                ),
            ),
            Self::Hub(hub::Error::Closed(_)) => (
                "Closed for now".into(),
                "Whoever runs this site has closed pages that cost the hub as much as this one. Others work as ever."
                    .into(),
            ),
            Self::Hub(hub::Error::Busy) => ("Too many requests at once".into(), sentence(self)),
            Self::Hub(hub::Error::Unsupported(feature)) => (
                "Not on this hub".into(),
                format!("{}: this hub cannot tell. That needs Koji {} or newer.", feature.what, feature.since),
            ),
            Self::Hub(hub::Error::NoMethod(_)) => {
                ("Not on this hub".into(), format!("{} Newer versions of Koji may.", sentence(self)))
            }
            Self::Hub(hub::Error::Fault(_)) => ("The hub refused".into(), sentence(self)),
            Self::Hub(_) => ("The hub's answer cannot be used".into(), sentence(self)),
            Self::Internal => {
                ("Internal error".into(), "Kojiview could not make this page; the cause is in its log.".into())
            }
            // Its page is that of what is wrong.
            Self::Filter { .. } | Self::SeeOther(_) => ("Elsewhere".into(), "The page is at another address.".into()),
        };
        let parameter = match self {
            Self::Parameter { name, .. } => Some(name.clone()),
            _ => None,
        };
        ErrorPage {
            status: status.as_u16(),
            title,
            text,
            parameter,
            acting: self.acting(),
            command: self.acting().map(|page| page.command),
            missing: self.missing_thing(),
            form: None,
            near: Vec::new(),
        }
    }
}

/// A name that is shown; of one that is too long for any, its beginning.
fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]).into(),
        None => name.into(),
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
const RETRY_AFTER: u64 = 10;

/// Whole seconds of a wait, rounded up.
fn after(wait: Duration) -> u64 {
    wait.as_secs() + 1
}

fn seconds(number: u64) -> String {
    if number == 1 { "a second".into() } else { format!("{number} seconds") }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::SeeOther(url) = self {
            return Redirect(StatusCode::SEE_OTHER, url).into_response();
        }
        let status = self.status();
        let mut response = respond(status, self.page());
        let retry = match (&self, status) {
            (Self::Hub(hub::Error::OverBudget(wait)), _) => Some(after(*wait)),
            // Nobody knows.
            (Self::Hub(hub::Error::Closed(_)), _) => None,
            (_, StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT) => {
                Some(RETRY_AFTER)
            }
            _ => None,
        };
        response.headers_mut().extend(retry.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
        response
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
    /// Names that are near to what is missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// The command that does what is not done here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The page of kojiweb's that did it.
    #[serde(skip)]
    acting: Option<ActingPage>,
    /// What is missing, where something is.
    #[serde(skip)]
    missing: Option<Missing>,
    /// The form in which it was named, where it was one.
    #[serde(skip)]
    form: Option<Arc<FilterForm>>,
}
crate::page!(ErrorPage => plain);

impl ErrorPage {
    /// In two lines.
    fn plain(&self) -> String {
        format!("{}\n{}\n", self.title, self.text)
    }
}

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

#[cfg(test)]
mod tests {
    use super::package_of;

    #[test]
    fn packages_of_missing_builds() {
        assert_eq!(package_of("python3-x-1.0-2.fc40"), Some("python3-x"));
        assert_eq!((package_of("123"), package_of("a-b"), package_of("nope")), (None, None, None));
    }
}
