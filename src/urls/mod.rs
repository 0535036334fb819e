//! Addresses of our own pages, each made here and nowhere else.

mod api;
mod archives;
mod base_path;
mod buildroots;
mod builds;
mod choice;
mod day;
mod feeds;
mod hosts;
mod hub;
mod json;
mod list;
mod logs;
mod overview;
mod packages;
mod reports;
mod repos;
mod rpms;
mod search;
mod suggestions;
mod tags;
mod targets;
mod tasks;
mod users;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::hub::model::IdOrName;

pub use api::*;
pub use archives::*;
pub use base_path::BasePath;
pub use buildroots::*;
pub use builds::*;
pub use choice::{Choice, Yes, YesNo, of_word};
pub use day::Day;
pub use feeds::*;
pub use hosts::*;
pub use hub::*;
pub use json::written_below;
pub use list::{ListUrl, PageQuery};
pub use logs::*;
pub use overview::*;
pub use packages::*;
pub use reports::*;
pub use repos::*;
pub use rpms::*;
pub use search::*;
pub use suggestions::*;
pub use tags::*;
pub use targets::*;
pub use tasks::*;
pub use users::*;

/// An address of this site, without the base path. It has no `Display`: the template filter `href`, the writer of JSON and
/// redirects are the only ways from it to text, and they put the base path before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Url(String);

impl Url {
    /// At this path, with these parameters; what is not set is left out.
    #[must_use]
    pub fn of<N: AsRef<str>, V: AsRef<str>>(path: &str, parameters: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut address = path.to_owned();
        for (at, (name, value)) in parameters.into_iter().enumerate() {
            address.push(if at == 0 { '?' } else { '&' });
            address.extend(utf8_percent_encode(name.as_ref(), SEGMENT));
            address.push('=');
            address.extend(utf8_percent_encode(value.as_ref(), SEGMENT));
        }
        Self(address)
    }

    /// The address as text, below the base path of the site.
    #[must_use]
    pub fn below(&self, base: &BasePath) -> String {
        format!("{}{}", base.as_str(), self.0)
    }

    /// Further on in a list: from this row on.
    #[must_use]
    pub fn from_row(&self, offset: usize) -> Self {
        self.also([("offset", offset.to_string().as_str())])
    }

    /// The address of the same data as JSON, where it has one.
    #[must_use]
    pub fn json(&self) -> Option<Self> {
        let (path, query) = self.0.split_at(self.0.find(['?', '#']).unwrap_or(self.0.len()));
        // The text of a page has its JSON at the page's own address.
        let path = path.strip_suffix(".txt").filter(|_| takes_text_suffix(path)).unwrap_or(path);
        takes_json_suffix(path).then(|| Self(format!("{path}.json{query}")))
    }

    /// The same with these parameters behind all others.
    #[must_use]
    pub fn also<'a>(&self, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        parameters.into_iter().fold(self.clone(), |url, (name, value)| {
            let separator = if url.0.contains('?') { '&' } else { '?' };
            let value = utf8_percent_encode(value, SEGMENT);
            url.at(&format!("{separator}{name}={value}"))
        })
    }

    /// The same with its spaces as bare pluses, which its page may read as either.
    #[must_use]
    pub fn with_bare_pluses(&self) -> Self {
        Self(self.0.replace("%20", "+"))
    }

    /// Its path and its query, without the base path of the site.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        self.0.split('#').next().unwrap_or_default()
    }

    /// A place on that page, by the id of an element.
    #[must_use]
    pub fn with_anchor(&self, id: &str) -> Self {
        self.at(&format!("#{id}"))
    }

    /// The same with these parameters, a field each; what is not set is left out.
    fn with(&self, parameters: &impl Serialize) -> Self {
        Self::of(&self.0, list::pairs(parameters))
    }

    /// Below this one.
    fn at(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }
}

impl AsRef<Self> for Url {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Does `.json` at the end of such a path mean the same data as JSON? With files and logs it is a part of the name.
#[must_use]
pub fn takes_json_suffix(path: &str) -> bool {
    let is_page = path.trim_end_matches(".json") == logs::COMPARE;
    is_page || !(path.starts_with("/static/") || path.contains("/logs/"))
}

/// Does `.txt` at the end of such a path mean the same data as plain text? Elsewhere it is a part of the name.
#[must_use]
pub fn takes_text_suffix(path: &str) -> bool {
    let of_task = |suffix| {
        path.strip_prefix("/tasks/").and_then(|rest| rest.strip_suffix(suffix)).is_some_and(|task| !task.contains('/'))
    };
    [tasks::RPMS_AS_TEXT, tasks::STATUS_AS_TEXT].into_iter().any(of_task)
}

/// The page of a route whose path is an address and no pattern.
#[must_use]
pub fn of_route(path: &'static str) -> Option<Url> {
    (!path.contains('{')).then(|| Url(path.to_owned()))
}

/// The list in which the pages of a route are found.
#[must_use]
pub fn list_of_route(path: &'static str) -> Url {
    Url(path.split("/{").next().unwrap_or_default().to_owned())
}

/// A file of the site itself; its address changes with its content.
#[must_use]
pub fn asset(hash: &str, name: &str) -> Url {
    Url(format!("/static/{hash}/{name}"))
}

/// What is escaped in one segment of a path and in a parameter: all but RFC 3986's unreserved and some that do no harm.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'@')
    .remove(b'*');

/// Can a name stand in a path? Digits alone would be an id there, proxies refuse `%2F`, and `.json` is cut off.
fn stands_in_a_path(name: &str) -> bool {
    !name.bytes().all(|b| b.is_ascii_digit())
        && !name.contains('/')
        && std::path::Path::new(name).extension().is_none_or(|end| end != "json")
        && name != "."
        && name != ".."
        && !name.chars().any(char::is_control)
}

/// The page of one thing, by its name where that can stand in a path.
fn thing(section: &str, name: &str, id: i64) -> Url {
    if stands_in_a_path(name) { as_named(section, name) } else { Url(format!("/{section}/{id}")) }
}

/// The page of one thing, as a reader named it.
fn as_named(section: &str, id_or_name: &str) -> Url {
    Url(format!("/{section}/{}", utf8_percent_encode(id_or_name, SEGMENT)))
}

/// A name as a parameter: digits alone would be an id there too, so the id stands for it.
#[must_use]
pub fn named<I>(name: &str, id: I) -> IdOrName<I> {
    // No address of ours takes control characters.
    let is_name = name.bytes().any(|b| !b.is_ascii_digit()) && !name.chars().any(char::is_control);
    if is_name { IdOrName::Name(name.to_owned()) } else { IdOrName::Id(id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::model::TagId;

    fn plain(url: &Url) -> String {
        url.below(&BasePath::default())
    }

    #[test]
    fn names_that_cannot_stand_in_a_path_are_linked_by_id() {
        for (name, address) in [
            ("f40+x", "/tags/f40%2Bx"),
            ("a/b", "/tags/7"),
            ("123", "/tags/7"),
            ("x.json", "/tags/7"),
            ("..", "/tags/7"),
            ("", "/tags/7"),
        ] {
            assert_eq!(plain(&tag(name, &TagId(7))), address, "{name}");
        }
    }

    #[test]
    fn names_that_would_be_ids_are_asked_for_by_id() {
        assert_eq!(plain(&builds_in_tag("f40", &TagId(7))), "/builds?tag=f40");
        assert_eq!(plain(&builds_in_tag("123", &TagId(7))), "/builds?tag=7");
        assert_eq!(plain(&builds_in_tag("", &TagId(7))), "/builds?tag=7");
    }

    #[test]
    fn addresses_stand_below_the_base_path() {
        let url = builds_in_tag("a b&c", &TagId(7));
        assert_eq!(url.below(&"/koji".parse().unwrap()), "/koji/builds?tag=a%20b%26c");
        assert_eq!(plain(&url.json().unwrap()), "/builds.json?tag=a%20b%26c");
        assert_eq!(plain(&overview().json().unwrap()), "/.json");
        assert_eq!(Url("/tasks/1/logs/a.log?line=2#L2".to_owned()).json(), None);
    }
}
